"""The one daily message: everything that waited for a person, each with its own choices.

It stays true: what was answered, or has changed since, is shown as it is now, without choices.
"""

from collections.abc import Callable

from bot.model.ids import Number
from bot.model.posts import Item, Owed
from bot.model.requests import Consent, Ending, Hold, Reason, Request, Status, Tell
from bot.model.view import View
from bot.model.wording import Accent, Choice, Paragraph, Span, Time, Wording
from bot.rules.naming import stricter
from bot.texts.parts import brief, choose, line, of, who


def talk(items: tuple[tuple[Owed, View], ...]) -> Wording:
    opening = "Hello." if len(items) == 1 else "Hello. A few things in one message, so that I disturb you only once."
    return Wording((line(opening), *(_said(item, view) for item, view in items)), Accent.QUIET)


def _said(item: Owed, view: View) -> Paragraph:
    if item.is_repeated:
        return line(*brief(view), ": I have written about this again since.")
    return _SAYS[item.item](view, item)


def _backup(view: View, item: Owed) -> Paragraph:
    request, claim = of(view), of(view).claim_of(item.person_id)
    if claim is None or claim.hold is not Hold.ASKED:
        return _as_it_is(view)
    number = request.number
    choices = (choose("claim", number, f"I can help with #{number}"), choose("step_back", number, "Not this time"))
    until: tuple[Span | str, ...] = (" Until ", Time(claim.decide_by), " I ask only you.") if claim.decide_by else ()
    asked = " is free again, and you offered to step in. Could you?"
    return line(*brief(view), asked, *until, " “Not this time” needs no reason.", choices=choices)


def _nudge(view: View, item: Owed) -> Paragraph:
    request, claim = of(view), of(view).claim_of(item.person_id)
    is_another = claim is not None and claim.since > item.due_at
    if claim is None or not claim.is_active or is_another or request.status in (Status.DONE, Status.CLOSED):
        return _as_it_is(view)
    if claim.nudges == 0 and claim.nudge_at is not None:
        return line(*brief(view), ": thank you, you're on it.")
    number = request.number
    choices = (
        choose("on_it", number, f"I'm on #{number}"),
        choose("more_time", number, f"2 more days for #{number}"),
        choose("release", number, f"Hand #{number} back"),
        choose("done", number, f"#{number} is done"),
    )
    return line("How is it going with ", *brief(view), "? Any answer is a good one.", choices=choices)


def _check_in(view: View, item: Owed) -> Paragraph:
    request = of(view)
    asked_about = [claim for claim in request.active if claim.since <= item.due_at]
    if request.status in (Status.DONE, Status.CLOSED) or not asked_about:
        return _as_it_is(view)
    helper = who(view, asked_about[0].helper_id, "your helper")
    return line("Did help arrive for ", *brief(view), "? ", helper, " took it on.", choices=check_in_choices(request))


def check_in_choices(request: Request) -> tuple[Choice, ...]:
    number = request.number
    labels = {"yes": "Yes", "partly": "Partly", "in touch": "We are in touch", "nobody": "Nobody came"}
    return tuple(choose("check_in", number, f"{label} (#{number})", value) for value, label in labels.items())


def _unclaimed(view: View, item: Owed) -> Paragraph:
    request = of(view)
    if request.status is not Status.OPEN or request.active:
        return _as_it_is(view)
    number = request.number
    choices = (
        choose("keep_open", number, f"Keep #{number} up"),
        choose("edit", number, f"Make #{number} smaller or change it"),
        choose("withdraw", number, f"Withdraw #{number}"),
    )
    return line("Nobody was free for ", *brief(view), " yet. That says nothing about you.", choices=choices)


def _warning(view: View, item: Owed) -> Paragraph:
    request = of(view)
    if request.status in (Status.DONE, Status.CLOSED) or (request.warn_at or view.now) > view.now:
        return _as_it_is(view)
    number = request.number
    choices = (
        choose("keep_open", number, f"Keep #{number} open"),
        choose("withdraw", number, f"Withdraw #{number}"),
    )
    return line(*brief(view), " rests in two days unless you'd like to keep it open.", choices=choices)


def _confirm(view: View, item: Owed) -> Paragraph:
    request, claim = of(view), of(view).claim_of(item.person_id)
    agreed = claim.agreed_at if claim is not None else request.agreed_at
    if request.status is not Status.DONE or agreed is not None:
        return _as_it_is(view)
    number = request.number
    choices = (
        choose("done", number, f"Yes, #{number} is done"),
        choose("object", number, f"#{number} is not done yet"),
    )
    return line("Where money is concerned both sides confirm. Is ", *brief(view), " done?", choices=choices)


def _thanks_asker(view: View, item: Owed) -> Paragraph:
    request = of(view)
    if not _is_over_well(request):
        return _as_it_is(view)
    if request.consent is not None:
        return line(_answered(request, request.consent), choices=_take_back(request, request.consent))
    number = request.number
    choices = (
        _may(number, "Nothing in public", Consent.NOTHING),
        _may(number, "Yes, without names", Consent.NO_NAMES),
        _may(number, "Yes, and my helper may be named", Consent.HELPER_NAMED),
        _may(number, "Yes, both of us may be named", Consent.BOTH_NAMED),
    )
    return line(
        "May others hear that ",
        *brief(view),
        " worked out? Only if your helper agrees too, and you can take it back.",
        choices=choices,
    )


def _thanks_helper(view: View, item: Owed) -> Paragraph:
    request, claim = of(view), of(view).claim_of(item.person_id)
    if not _is_over_well(request) or claim is None:
        return _as_it_is(view)
    if claim.consent is not None:
        return line(_answered(request, claim.consent), choices=_take_back(request, claim.consent))
    number = request.number
    choices = (
        _may(number, "Nothing in public", Consent.NOTHING),
        _may(number, "Yes, without my name", Consent.NO_NAMES),
        _may(number, "Yes, my name may be said", Consent.HELPER_NAMED),
    )
    return line(
        "Thank you for being there with ",
        *brief(view),
        ". May others hear that help was given? Only if both of you agree, and you can take it back.",
        choices=choices,
    )


def _may(number: Number, label: str, consent: Consent) -> Choice:
    return choose("consent", number, f"{label} (#{number})", consent.value)


def _answered(request: Request, consent: Consent) -> str:
    if consent is Consent.NOTHING:
        return f"#{request.number}: nothing is said in public. That is perfectly fine."
    if stricter(request) is Consent.NOTHING:
        return f"#{request.number}: your yes is kept. Nothing is public unless everybody who took part agrees."
    return f"#{request.number}: it is announced. Thank you both."


def _take_back(request: Request, consent: Consent) -> tuple[Choice, ...]:
    if consent is Consent.NOTHING:
        return ()
    return (_may(request.number, "Take it back", Consent.NOTHING),)


def _is_over_well(request: Request) -> bool:
    return request.status is Status.DONE or request.reason is Reason.MET


def _told_asker(view: View, item: Owed) -> Paragraph:
    if item.detail == Tell.EXPIRED.value:
        return line(
            *brief(view),
            " has come to the end of its time and rests now. You can ask again whenever you like.",
        )
    if of(view).status is not Status.OPEN:
        return _as_it_is(view)
    return line("Your helper can't do ", *brief(view), " after all. I'm already asking others, you need do nothing.")


def _told_helper(view: View, item: Owed) -> Paragraph:
    match item.detail:
        case Ending.SILENCE.value:
            return line(
                "I have given ",
                *brief(view),
                " back to the others, so that your hands are free. That is all right.",
            )
        case Ending.NOBODY_CAME.value | Ending.SOMEONE_NEW.value | Ending.MODERATED.value:
            return line(*brief(view), " goes on with somebody else. Thank you for having been ready to help.")
        case _:
            return line(*brief(view), " is over. Thank you for having been ready to help.")


def _as_it_is(view: View) -> Paragraph:
    """What became of it, for an item that needs no answer any more."""
    request = of(view)
    said = {
        Status.OPEN: "looks for somebody. You need do nothing.",
        Status.CLAIMED: "is in good hands.",
        Status.DONE: "is done. Thank you.",
        Status.CLOSED: "is closed. You need do nothing.",
    }
    return line(*brief(view), " ", said[request.status])


_SAYS: dict[Item, Callable[[View, Owed], Paragraph]] = {
    Item.NUDGE: _nudge,
    Item.BACKUP: _backup,
    Item.CHECK_IN: _check_in,
    Item.UNCLAIMED: _unclaimed,
    Item.WARNING: _warning,
    Item.CONFIRM: _confirm,
    Item.THANKS_ASKER: _thanks_asker,
    Item.THANKS_HELPER: _thanks_helper,
    Item.TOLD_ASKER: _told_asker,
    Item.TOLD_HELPER: _told_helper,
}
