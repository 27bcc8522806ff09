"""Every no, in kind words, with the way on."""

from bot.model.policy import Kind
from bot.model.view import View
from bot.model.wording import Choice, Paragraph, Plain, Wording
from bot.texts.languages import by_count
from bot.texts.numbers import LABELS
from bot.texts.parts import KINDS, Facts, choose, phrase

_FIELDS = {
    "kind": "Kind of help",
    "what": "What would help",
    "when": "When",
    "by": "The date",
    "where": "Roughly where",
    "naming": "Who may see your name",
    "wanted": "How many people",
    "note": "Your note",
    "thanks": "Your thanks",
    **LABELS,
    "days": "Days on hold",
    "zone": "Time zone",
    "kinds": "Kinds of help you like to give",
    "languages": "Languages you speak",
    "area": "Roughly where",
    "quiet": "Hours you want to be left alone",
    "most": "Requests you carry at a time",
    "heavy": "Heavy topics",
    "pause": "Your break",
}

_SENTENCES = {
    "already_backup": "You are the backup for this one already. If the place comes free, I ask you first.",
    "already_closed": "This one is closed already. There is nothing more you need to do.",
    "already_done": "That is noted already. Thank you.",
    "already_on_it": "You're on this one already. Thank you.",
    "bots_do_not_claim": "Only people can take a request on.",
    "break_is_long": "{field}: from one day to {most} days are possible. You can begin another one afterwards.",
    "choose_one": "{field}: please choose one of the possibilities.",
    "choose_some": "{field}: please choose at least one of the possibilities.",
    "date_is_far": "{field}: please choose a date within a year.",
    "date_is_past": "{field} has passed already. Please choose a time that is still to come.",
    "date_is_unclear": (
        "{field}: I can't tell the day from the month. Please write the month as a word, or all of it like 2026-11-27."
    ),
    "is_empty": "{field}: a few words are needed here.",
    "enough_hands": "All the hands it needs are found.",
    "free_again": "It is free again right now. You can take it on yourself, if you like.",
    "hidden_already": "This one is out of sight already. /helpmod show puts it up again.",
    "helpmod_usage": (
        "Please write it like: /helpmod close 12 and why; or release, resume, hide, show 12; assign 12 NAME, "
        "merge 12 14, pause 12 3 (days); or history 12, why 12."
    ),
    "looked_after_otherwise": "For this one I look among other neighbours. Thank you; /canhelp shows what else fits.",
    "kept_for_backup": "Somebody who offered to step in is asked first. Shall I keep you as backup too?",
    "kind_is_off": "“{kind}” is not offered in this community yet. A moderator can turn it on with /helpsetup.",
    "moderators_only": "This is for moderators. If something needs looking after, please tell one of them.",
    "more_are_on_it": "{count} people are on this already, so it needs at least as many places.",
    "not_hidden": "This one is not out of sight.",
    "needs_a_number": "Which request do you mean? Please add its number, like: {usage}",
    "needs_words": "{field}: please use a few words too; signs alone are hard to read aloud.",
    "no_hours_left": "{field}: please leave me at least {fewest} hours of the day in which I may ask you.",
    "no_longer_needed": "This one is looked after by now. Thank you for looking.",
    "no_longer_open": "This one is no longer open, so it stays as it is.",
    "no_such_request": "There is no request with that number here.",
    "nothing_to_decline": "That is settled already. Thank you for looking.",
    "nobody_on_it": "Nobody is on this one yet.",
    "no_rooms_here": "There are no rooms to talk in here at the moment. Please talk as before.",
    "not_a_backup": "That is settled already. Thank you for having been ready.",
    "not_a_choice": "That cannot be chosen here any more.",
    "not_a_count": "{field}: please write a whole number from 1 to {most}.",
    "not_a_date": "{field}: I can't read that as a day. Please write it like “tomorrow 5pm”, “Friday” or 2026-11-27.",
    "not_a_length": "{field}: please write it in days or weeks, like 10d or 2 weeks.",
    "not_a_zone": "{field}: I don't know that one. Please write a region and a city, like Europe/Berlin.",
    "not_quiet_hours": "{field}: please write two whole hours, like 22-8.",
    "not_hours": "{field}: please write two whole hours like 9-22, at least {fewest} hours apart.",
    "not_asked_again": "This one is asked again already, or no more. /needhelp asks for something new.",
    "words_are_gone": "What was written for this one is deleted by now. /needhelp opens the form.",
    "not_done_yet": "That comes later: it is not done yet.",
    "not_on_hold": "This one is not on hold.",
    "not_on_it": "You are not on this one, so there is nothing to hand back or finish.",
    "not_part_of_it": "Only the people who were part of it can decide that.",
    "not_set_up": "Barnraiser is not set up here yet. The moderators know that somebody asked; /helpsetup does it.",
    "not_set_up_untold": "Barnraiser is not set up here yet. Please tell a moderator: /helpsetup does it.",
    "not_your_request": "Only the person who asked can do that.",
    "nothing_is_public": "Nothing about this is public, so there is no place for these words now.",
    "nothing_to_object_to": "There is nothing open about this one any more.",
    "nothing_to_undo": "There is nothing to take back here.",
    "needs_a_reason": "Please add a short reason, like: /helpmod close 12 answered elsewhere",
    "on_hold": "This one is on hold for now. Thank you for being ready; please look again later.",
    "one_kind_stays": "At least one kind of help stays on; otherwise nobody could ask.",
    "out_of_bounds": "{field}: please write a whole number from {least} to {most}.",
    "out_of_sight": "This one is not up at the moment. Thank you for being ready; /canhelp shows what else fits.",
    "other_not_open": "#{into} is no longer open, so nothing can go on as that one.",
    "other_out_of_sight": "#{into} is out of sight, so nobody would find the two. /helpmod show puts it up again.",
    "part_of_it": "You are part of this one, so another moderator looks after it.",
    "own_request": "This is your own request. Somebody else will be glad to take it on.",
    "part_is_taken": "Somebody is on that part already. Every other that is open would help too.",
    "place_is_taken": "Somebody else has taken it on in the meantime. It is in good hands.",
    "same_request": "Those are one and the same already. Please name two.",
    "someone_was_faster": "Someone was a blink faster. Shall I keep you as backup?",
    "that_is_you": "That one is you. I can only keep others apart from you.",
    "thanked_today": "You have thanked them in private today already. Another day is fine, or tell them yourself.",
    "thanks_to_a_bot": "That is kind, but programs need no thanks. The people who help are glad of them.",
    "thanks_to_yourself": "That one is you. I carry thanks to others, in private.",
    "too_late_to_object": "That was open to be answered for a while only. You can ask again, or tell a moderator.",
    "too_late_to_undo": "That can be taken back for a short while only. You can still ask again, or tell a moderator.",
    "too_late_for_room": "That is over by now, so there is nothing to open a room for.",
    "too_long": "{field} has {length} characters; up to {limit} fit.",
    "too_many_claims": "You carry {limit} requests already, and that is plenty. When one is done, there is room again.",
    "too_many_claims_of_one": "You carry a request already, and that is plenty. When it is done, there is room again.",
    "volunteers_only": (
        "Here, requests are taken on by members of the volunteer team. A moderator can tell you how to join it."
    ),
    "who_is_that": "I can't tell whom you mean. Please name one person who is here, like: {usage}",
    "zone_is_near": "{field}: I don't know that one. Did you mean {near}?",
    "unknown_command": "I don't know that one. /help lists what is possible here.",
}


def sentence(view: View, message: str, facts: Facts) -> str:
    field = _FIELDS.get(facts.get("field", ""), "This")
    kind = KINDS[Kind(facts["kind"])] if "kind" in facts else ""
    return phrase(
        view, _counted(view, message, facts), **{**facts, "field": phrase(view, field), "kind": phrase(view, kind)}
    )


def _counted(view: View, message: str, facts: Facts) -> str:
    if message != "too_many_claims":
        return _SENTENCES[message]
    limit = int(facts.get("limit", "2"))
    return by_count(view.language, limit, _SENTENCES["too_many_claims_of_one"], _SENTENCES["too_many_claims"])


def is_refusal(message: str) -> bool:
    return message in _SENTENCES


def refusal(view: View, message: str, facts: Facts) -> Wording:
    return Wording(
        (Paragraph((Plain(sentence(view, message, facts)),), _ways_on(view, message)),), language=view.language
    )


def _ways_on(view: View, message: str) -> tuple[Choice, ...]:
    if view.request is None:
        return ()
    if message == "free_again":
        return (choose(view, "claim", "I can help with #{number}"),)
    if message not in ("someone_was_faster", "kept_for_backup"):
        return ()
    return (
        choose(view, "backup", "Yes, be the backup for #{number}"),
        choose(view, "helpboard", "Show me another"),
    )
