"""Short answers to the follow-ups, and what the other side hears."""

from bot.model.view import View
from bot.model.wording import Time, Wording
from bot.texts.parts import Facts, choose, line, message, of, one, said, together
from bot.texts.passed import has_passed, still_needed, ways_on


def on_it(view: View, facts: Facts) -> Wording:
    return one(view, "Good to know. Thank you.")


def more_time(view: View, facts: Facts) -> Wording:
    mine = of(view).claim_of(view.reader_id) if view.reader_id else None
    if mine is None or mine.contact_at is None:
        return one(view, "Of course.")
    return one(view, "Of course. I take it as: by {time}.", time=Time(mine.contact_at))


def in_touch(view: View, facts: Facts) -> Wording:
    return one(view, "Good to hear. I'll ask once more later.")


def not_sure(view: View, facts: Facts) -> Wording:
    return one(view, "That is fine. I'll ask again later.")


def partly(view: View, facts: Facts) -> Wording:
    return one(
        view,
        "Thank you. What would be good now?",
        choose(view, "done", "That's enough, #{number} is done"),
        choose(view, "check_in", "Keep my helper on #{number}", "in touch"),
        choose(view, "check_in", "Someone new for the rest of #{number}", "someone new"),
        choose(view, "check_in", "Not sure yet (#{number})", "not sure"),
    )


def rest_left(view: View, facts: Facts) -> Wording:
    return message(
        view,
        line(view, "What was done stays done, and #{number} looks for somebody for the rest."),
        line(
            view,
            "What is left? If you like, write it to me in a line; you read it once more before anybody else does. "
            "Until then it says what it said.",
            choose(view, "edit", "Change #{number}"),
            choose(view, "withdraw", "Withdraw #{number}"),
        ),
    )


def part_done_told(view: View, facts: Facts) -> Wording:
    """To the helper."""
    return one(
        view,
        "A part of {request} is done, thanks to you. Somebody else is sought for the rest, so your hands are free.",
    )


def reopened(view: View, facts: Facts) -> Wording:
    told = said(view, "I'm sorry it went that way. #{number} looks for somebody again; nobody is blamed.")
    keep, *others = ways_on(view)
    choices = (keep, *others) if has_passed(view) else tuple(others)
    return message(view, together(told, still_needed(view), choices=choices))


def kept_open(view: View, facts: Facts) -> Wording:
    return one(view, "#{number} stays up, and I keep looking with you.")


def unheard(view: View, facts: Facts) -> Wording:
    return one(
        view,
        "If you need help, type /needhelp. Otherwise /myhelp shows what is yours, and /help what is possible. What you "
        "wrote just now is not kept.",
    )


def overtaken(view: View, facts: Facts) -> Wording:
    return one(
        view,
        "Another message of mine came in between, so I'm not sure which one you mean. "
        "Please reply to the one you mean, or say it once more.",
    )


def thanked(view: View, facts: Facts) -> Wording:
    return one(view, "Gladly.")


def agreed(view: View, facts: Facts) -> Wording:
    return one(view, "All right.")


def care_released(view: View, facts: Facts) -> Wording:
    """To the care team: quiet, nameless, nothing to do."""
    return one(view, "#{number} looks for somebody again, as reminding brought no answer. Just so you know.")


def care_not_set_up(view: View, facts: Facts) -> Wording:
    return one(
        view,
        "Somebody tried to ask for help, but there is no place for requests yet. /helpsetup shows what is missing.",
    )


def care_unreachable(view: View, facts: Facts) -> Wording:
    return one(
        view, "I could not reach somebody in private about a request. They may have closed their direct messages."
    )


def care_place_lost(view: View, facts: Facts) -> Wording:
    return one(view, "A place I post in is gone or closed to me. /helpsetup shows which one is missing.")


MESSAGES = {
    "care_place_lost": care_place_lost,
    "on_it": on_it,
    "more_time": more_time,
    "in_touch": in_touch,
    "not_sure": not_sure,
    "partly": partly,
    "rest_left": rest_left,
    "part_done_told": part_done_told,
    "reopened": reopened,
    "kept_open": kept_open,
    "unheard": unheard,
    "overtaken": overtaken,
    "thanked": thanked,
    "agreed": agreed,
    "care_released": care_released,
    "care_not_set_up": care_not_set_up,
    "care_unreachable": care_unreachable,
}
