"""The cards: live views of a request and of an announcement. State in words first."""

from dataclasses import replace

from bot.model.ids import Number
from bot.model.language import Language
from bot.model.requests import Reason, Request, Status
from bot.model.view import View
from bot.model.wording import Accent, Paragraph, Plain, Span, Stage, Topic, Typed, Wording
from bot.rules.claims import free_places
from bot.rules.naming import visible_in_announcement
from bot.texts.languages import words
from bot.texts.parts import KINDS, RAISED_HAND, choose, heading, line, message, of, phrase, said, together, when, who
from bot.texts.slots import still_open, to_choose

_CLOSED = {
    Reason.MET: "Done. Thank you, neighbours.",
    Reason.PARTLY: "A part of it was done. Thank you, neighbours.",
    Reason.UNCONFIRMED: "Finished.",
    Reason.SIGNPOSTED: "Looked after elsewhere. Thank you for looking.",
    Reason.UNMET: "Resting for now. It can be asked again at any time.",
    Reason.WITHDRAWN: "No longer needed. Thank you for looking.",
    Reason.EXPIRED: "Resting for now. It can be asked again at any time.",
    Reason.MODERATED: "Closed by the care team.",
    Reason.MERGED: "It goes on as #{into}.",
}


_STAGES = {
    Status.OPEN: Stage.OPEN,
    Status.CLAIMED: Stage.CLAIMED,
    Status.DONE: Stage.DONE,
    Status.CLOSED: Stage.DONE,
}


def request_card(view: View) -> Wording:
    return replace(_shown(view, of(view)), topic=_topic(view, of(view)))


def _shown(view: View, request: Request) -> Wording:
    match request.status:
        case Status.OPEN | Status.CLAIMED:
            return _live(view, request)
        case Status.DONE:
            return message(view, _heading(view, phrase(view, "Help was given")), accent=Accent.DONE)
        case Status.CLOSED:
            why = request.reason or Reason.MET
            accent = Accent.DONE if why.was_helped else Accent.QUIET
            return message(
                view, _heading(view, phrase(view, _CLOSED[why], into=request.merged_into or 0)), accent=accent
            )


def _topic(view: View, request: Request) -> Topic:
    was_given_up = request.reason not in (None, Reason.MET, Reason.PARTLY, Reason.UNCONFIRMED)
    stage = Stage.CLOSED if was_given_up else _STAGES[request.status]
    return Topic(title(view), stage, request.status is Status.CLOSED)


def title(view: View) -> str:
    return f"#{view.number} · {phrase(view, KINDS[of(view).kind])}"


def wanted(view: View) -> str:
    return phrase(view, "{kind} wanted", kind=phrase(view, KINDS[of(view).kind]))


def _live(view: View, request: Request) -> Wording:
    if request.is_paused:
        return message(view, _heading(view, phrase(view, "On hold for now")), *body(view))
    is_open = request.status is Status.OPEN
    state = wanted(view) if is_open else phrase(view, "Somebody is on it")
    accent = Accent.OPEN if is_open else Accent.CLAIMED
    return message(view, _heading(view, state), *body(view), _helpers(view, request), accent=accent)


def _heading(view: View, state: str) -> Paragraph:
    return heading(f"#{view.number} · {state}")


def body(view: View) -> tuple[Paragraph, ...]:
    """What, when and roughly where; shown on the card, in the preview and to the helper."""
    request = of(view)
    what, where, asker = view.words.get("what"), view.words.get("where"), who(view, request.asker_id)
    asked = Typed(what) if what else Plain(phrase(view, "(what was written here has been deleted)"))
    return (
        Paragraph((asked,)),
        together(
            said(view, "When: {when}", when=when(view, request)),
            said(view, "Where: {where}", where=Typed(where)) if where else (),
            said(view, "Asked by {name}", name=asker) if asker else (),
            between=" · ",
        ),
    )


def _helpers(view: View, request: Request) -> Paragraph:
    keep = choose(view, "backup", "Be the backup for #{number}")
    if request.status is Status.CLAIMED:
        return line(view, "All the hands it needs are found.", keep)
    if free_places(request, None) <= 0:
        return line(view, "Somebody who offered to step in is asked first.", keep)
    claim = choose(view, "claim", "I can help with #{number}", symbol=RAISED_HAND)
    found: tuple[Span, ...] = ()
    if request.wanted > 1:
        found = said(view, "{found} of {wanted} people found.", found=request.taken, wanted=request.wanted)
    sees = said(view, "If you take it on, the person who asked sees your name.")
    return together(found, sees, still_open(view), choices=(claim, *to_choose(view)))


def taken_down(language: Language, number: Number | None) -> Wording:
    topic = Topic(f"#{number}", Stage.CLOSED) if number is not None else None
    gone = Paragraph((Plain(words(language, "This was taken down.")),))
    return Wording((gone,), topic=topic, language=language)


def announcement(view: View) -> Wording:
    """Written by the person who was helped; without their words it says only that help was given."""
    thanks = view.thanks.get("thanks")
    told = quoted(view, thanks) if thanks else line(view, "A neighbour asked, and a neighbour had a hand free.")
    given = heading(phrase(view, "Help was given"))
    return message(view, given, told, *_named(view, of(view)), accent=Accent.WARM)


def quoted(view: View, typed: str) -> Paragraph:
    return line(view, "“{words}”", words=Typed(typed))


def _named(view: View, request: Request) -> tuple[Paragraph, ...]:
    named = visible_in_announcement(request) & view.names.keys()
    helpers = [who(view, claim.helper_id) for claim in request.finished if claim.helper_id in named]
    if not helpers:
        return ()
    names = tuple(part for helper in helpers if helper for part in (Plain(", "), helper))[1:]
    if request.asker_id not in named:
        return (line(view, "With thanks to {helpers}.", helpers=names),)
    return (line(view, "With thanks to {helpers}, from {asker}.", helpers=names, asker=who(view, request.asker_id)),)
