"""The one daily message: everything that waited for a person, each with its own choices.

It stays true: what was answered, or has changed since, is shown as it is now, without choices.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.model.claims import Consent, Ending, Hold
from bot.model.posts import Item, Owed
from bot.model.requests import Reason, Request, Status, Tell
from bot.model.view import View
from bot.model.volunteers import Volunteer
from bot.model.wording import Paragraph, Span, Time, Wording
from bot.rules.celebrations import was_helped
from bot.rules.naming import stricter
from bot.texts.endings import by_the_asker
from bot.texts.parts import choose, line, message, of, said, together, when, who
from bot.texts.passed import has_passed, still_needed, ways_on
from bot.texts.series import asks_again, proposed_again
from bot.texts.slots import still_open
from bot.texts.volunteers import asked_to_go_on

_AS_IT_IS = {
    Status.OPEN: "{request} looks for somebody. You need do nothing.",
    Status.CLAIMED: "{request} is in good hands.",
    Status.DONE: "{request} is done. Thank you.",
    Status.CLOSED: "{request} is closed. You need do nothing.",
}


def talk(view: View, items: tuple[tuple[Owed, View], ...], renewal: tuple[Volunteer | None, ...] = ()) -> Wording:
    """`renewal` holds the volunteer who is asked whether that goes on, or None if it has ended."""
    opening = (
        "Hello."
        if len(items) + len(renewal) == 1
        else "Hello. A few things in one message, so that I disturb you only once."
    )
    asked = (asked_to_go_on(view, volunteer) for volunteer in renewal)
    return message(view, line(view, opening), *(_line(item, about) for item, about in items), *asked)


def _line(item: Owed, view: View) -> Paragraph:
    """Whoever counts lines counts those that were answered as well."""
    paragraph = _said(item, view)
    is_told = item.item in (Item.TOLD_ASKER, Item.TOLD_HELPER)
    return paragraph if paragraph.choices or is_told else replace(paragraph, answered=item.number)


def _said(item: Owed, view: View) -> Paragraph:
    if item.is_repeated:
        return line(view, "{request}: I have written about this again since.")
    return _SAYS[item.item](view, item)


def _backup(view: View, item: Owed) -> Paragraph:
    claim = of(view).claim_of(item.person_id)
    if claim is None or claim.hold is not Hold.ASKED or of(view).is_paused:
        return _as_it_is(view)
    choices = (choose(view, "claim", "I can help with #{number}"), choose(view, "step_back", "Not this time"))
    until: tuple[Span, ...] = ()
    if claim.decide_by:
        until = said(view, "Until {time} I ask only you.", time=Time(claim.decide_by))
    return together(
        said(view, "{request} is free again, and you offered to step in. Could you?"),
        until,
        said(view, "“Not this time” needs no reason."),
        choices=choices,
    )


def _proposal(view: View, item: Owed) -> Paragraph:
    """To somebody the moderators thought of."""
    claim = of(view).claim_of(item.person_id)
    request = of(view)
    is_up = request.status is Status.OPEN and not request.is_paused and not request.is_hidden
    if claim is None or not claim.is_proposed or not is_up:
        return _as_it_is(view)
    return together(
        proposed_again(view)
        if claim.hold is Hold.AGAIN
        else said(view, "The moderators thought of you for {request}. Could you help?"),
        said(view, "“Not this time” needs no reason."),
        choices=(choose(view, "claim", "I can help with #{number}"), choose(view, "step_back", "Not this time")),
    )


def _alert(view: View, item: Owed) -> Paragraph:
    claim, request = of(view).claim_of(item.person_id), of(view)
    is_found = request.status in (Status.CLAIMED, Status.DONE)
    if is_found and claim is not None and claim.was_only_told and claim.ending is not Ending.NOT_THIS_TIME:
        return line(view, "{request} is looked after by now, so you need do nothing. Thank you for being there.")
    is_up = request.status is Status.OPEN and not request.is_paused and not request.is_hidden
    if claim is None or claim.hold is not Hold.ALERTED or not is_up:
        return _as_it_is(view)
    choices = (
        choose(view, "claim", "I can help with #{number}"),
        choose(view, "not_this_time", "Not this time"),
        choose(view, "pause_week", "Pause me a week"),
    )
    return together(
        said(view, "{request} looks for somebody, and you said that you like to help. Could you?"),
        said(view, "When: {when}", when=when(view, request)),
        said(view, "“Not this time” needs no reason."),
        still_open(view),
        choices=choices,
    )


def _nudge(view: View, item: Owed) -> Paragraph:
    request, claim = of(view), of(view).claim_of(item.person_id)
    is_another = claim is not None and claim.since > item.due_at
    is_over = request.status in (Status.DONE, Status.CLOSED)
    if claim is None or not claim.is_active or is_another or is_over or request.is_paused:
        return _as_it_is(view)
    if claim.nudges == 0 and claim.nudge_at is not None:
        return line(view, "{request}: thank you, you're on it.")
    return line(
        view,
        "How is it going with {request}? Any answer is a good one.",
        choose(view, "on_it", "I'm on #{number}"),
        choose(view, "more_time", "2 more days for #{number}"),
        choose(view, "release", "Hand #{number} back"),
        choose(view, "done", "#{number} is done"),
    )


def _check_in(view: View, item: Owed) -> Paragraph:
    request = of(view)
    asked_about = [claim for claim in request.active if claim.since <= item.due_at]
    if request.status in (Status.DONE, Status.CLOSED) or not asked_about or request.is_paused:
        return _as_it_is(view)
    name = who(view, asked_about[0].helper_id)
    return line(
        view,
        "Did help arrive for {request}? {helper} took it on."
        if name
        else "Did help arrive for {request}? Your helper took it on.",
        choose(view, "check_in", "Yes (#{number})", "yes"),
        choose(view, "check_in", "Partly (#{number})", "partly"),
        choose(view, "check_in", "We are in touch (#{number})", "in touch"),
        choose(view, "check_in", "Nobody came (#{number})", "nobody"),
        helper=name,
    )


def _unclaimed(view: View, item: Owed) -> Paragraph:
    request = of(view)
    if request.status is not Status.OPEN or request.active or request.is_paused or request.is_hidden:
        return _as_it_is(view)
    choices = (
        choose(view, "keep_open", "Keep #{number} up"),
        choose(view, "edit", "Make #{number} smaller or change it"),
        choose(view, "withdraw", "Withdraw #{number}"),
    )
    told = said(view, "Nobody was free for {request} yet. That says nothing about you.")
    return together(told, still_needed(view), choices=choices)


def _warning(view: View, item: Owed) -> Paragraph:
    request = of(view)
    if request.status in (Status.DONE, Status.CLOSED) or (request.warn_at or view.now) > view.now:
        return _as_it_is(view)
    choices = (choose(view, "keep_open", "Keep #{number} open"), choose(view, "withdraw", "Withdraw #{number}"))
    ends = Time(request.expires_at or view.now)
    told = said(view, "{request} rests from {time} on unless you'd like to keep it open.", time=ends)
    return together(told, still_needed(view), choices=choices)


def _confirm(view: View, item: Owed) -> Paragraph:
    request, claim = of(view), of(view).claim_of(item.person_id)
    agreed = claim.agreed_at if claim is not None else request.agreed_at
    if request.status is not Status.DONE or agreed is not None:
        return _as_it_is(view)
    return line(
        view,
        "Where money is concerned both sides confirm. Is {request} done?",
        choose(view, "done", "Yes, #{number} is done"),
        choose(view, "object", "#{number} is not done yet"),
    )


def _again(view: View, item: Owed) -> Paragraph:
    request = of(view)
    is_looked_after = request.is_paused or request.is_hidden or request.active
    if request.series is None or is_looked_after or not view.words.get("what"):
        return _as_it_is(view)
    return asks_again(view, request.series)


def _thanks_asker(view: View, item: Owed) -> Paragraph:
    request = of(view)
    if not _is_over_well(request):
        return _as_it_is(view)
    if request.consent is not None:
        return _answered(view, request.consent)
    return line(
        view,
        "May others hear that {request} worked out? Only if your helper agrees too, and you can take it back.",
        choose(view, "consent", "Nothing in public (#{number})", Consent.NOTHING.value),
        choose(view, "consent", "Yes, without names (#{number})", Consent.NO_NAMES.value),
        choose(view, "consent", "Yes, and my helper may be named (#{number})", Consent.HELPER_NAMED.value),
        choose(view, "consent", "Yes, both of us may be named (#{number})", Consent.BOTH_NAMED.value),
    )


def _thanks_helper(view: View, item: Owed) -> Paragraph:
    request, claim = of(view), of(view).claim_of(item.person_id)
    if not _is_over_well(request) or claim is None:
        return _as_it_is(view)
    if claim.consent is not None:
        return _answered(view, claim.consent)
    return line(
        view,
        "Thank you for being there with {request}. May others hear that help was given? Only if both of you agree, "
        "and you can take it back.",
        choose(view, "consent", "Nothing in public (#{number})", Consent.NOTHING.value),
        choose(view, "consent", "Yes, without my name (#{number})", Consent.NO_NAMES.value),
        choose(view, "consent", "Yes, my name may be said (#{number})", Consent.HELPER_NAMED.value),
    )


def _answered(view: View, consent: Consent) -> Paragraph:
    if consent is Consent.NOTHING:
        return line(view, "#{number}: nothing is said in public. That is perfectly fine.")
    take_back = choose(view, "consent", "Take it back (#{number})", Consent.NOTHING.value)
    if stricter(of(view)) is Consent.NOTHING:
        return line(
            view,
            "#{number}: your yes is kept. Nothing is public unless everybody who took part agrees.",
            take_back,
        )
    return line(view, "#{number}: it is announced. Thank you both.", take_back)


def _is_over_well(request: Request) -> bool:
    return request.status is Status.DONE or was_helped(request)


def _told_asker(view: View, item: Owed) -> Paragraph:
    if item.detail == Tell.EXPIRED.value:
        return line(
            view,
            "{request} has come to the end of its time and rests now. You can ask again whenever you like.",
            *(by_the_asker(view) if of(view).reason is Reason.EXPIRED else ()),
        )
    if of(view).status is not Status.OPEN:
        return _as_it_is(view)
    if has_passed(view):
        told = said(view, "Your helper can't do {request} after all.")
        return together(told, still_needed(view), choices=ways_on(view))
    return line(view, "Your helper can't do {request} after all. I'm already asking others, you need do nothing.")


def _told_helper(view: View, item: Owed) -> Paragraph:
    match item.detail:
        case Ending.SILENCE.value:
            return line(
                view,
                "I have given {request} back to the others, so that your hands are free. That is all right.",
            )
        case Ending.NOBODY_CAME.value | Ending.SOMEONE_NEW.value | Ending.MODERATED.value:
            return line(view, "{request} goes on with somebody else. Thank you for having been ready to help.")
        case _:
            return line(view, "{request} is over. Thank you for having been ready to help.")


def _as_it_is(view: View) -> Paragraph:
    """What became of it, for an item that needs no answer any more."""
    if of(view).is_paused:
        return line(view, "{request} is on hold for now. You need do nothing.")
    if of(view).is_hidden and of(view).status is Status.OPEN:
        return line(view, "{request} is out of sight for now. You need do nothing.")
    return line(view, _AS_IT_IS[of(view).status])


_SAYS: dict[Item, Callable[[View, Owed], Paragraph]] = {
    Item.NUDGE: _nudge,
    Item.BACKUP: _backup,
    Item.PROPOSAL: _proposal,
    Item.ALERT: _alert,
    Item.CHECK_IN: _check_in,
    Item.UNCLAIMED: _unclaimed,
    Item.WARNING: _warning,
    Item.CONFIRM: _confirm,
    Item.THANKS_ASKER: _thanks_asker,
    Item.THANKS_HELPER: _thanks_helper,
    Item.AGAIN: _again,
    Item.TOLD_ASKER: _told_asker,
    Item.TOLD_HELPER: _told_helper,
}
