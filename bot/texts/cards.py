"""The cards: live views of a request and of an announcement. State in words first."""

from dataclasses import replace

from bot.model.ids import Number
from bot.model.requests import Reason, Request, Status
from bot.model.view import View
from bot.model.wording import Accent, Paragraph, Plain, Stage, Strong, Topic, Typed, Wording
from bot.rules.claims import free_places
from bot.rules.naming import visible_in_announcement
from bot.texts.parts import KINDS, RAISED_HAND, choose, line, of, when, who

_CLOSED = {
    Reason.MET: "Done. Thank you, neighbours.",
    Reason.UNCONFIRMED: "Finished.",
    Reason.WITHDRAWN: "No longer needed. Thank you for looking.",
    Reason.EXPIRED: "Resting for now. It can be asked again at any time.",
    Reason.MODERATED: "Closed by the care team.",
}


_STAGES = {
    Status.OPEN: Stage.OPEN,
    Status.CLAIMED: Stage.CLAIMED,
    Status.DONE: Stage.DONE,
    Status.CLOSED: Stage.DONE,
}


def request_card(view: View) -> Wording:
    return replace(_shown(view, of(view)), topic=_topic(of(view)))


def _shown(view: View, request: Request) -> Wording:
    match request.status:
        case Status.OPEN | Status.CLAIMED:
            return _live(view, request)
        case Status.DONE:
            return Wording((_heading(request, "Help was given"),), Accent.DONE)
        case Status.CLOSED:
            said = _CLOSED[request.reason or Reason.MET]
            return Wording((_heading(request, said),), Accent.DONE if request.reason is Reason.MET else Accent.QUIET)


def _topic(request: Request) -> Topic:
    was_given_up = request.reason not in (None, Reason.MET, Reason.UNCONFIRMED)
    stage = Stage.CLOSED if was_given_up else _STAGES[request.status]
    return Topic(f"#{request.number} · {KINDS[request.kind]}", stage, request.status is Status.CLOSED)


def _live(view: View, request: Request) -> Wording:
    is_open = request.status is Status.OPEN
    state = f"{KINDS[request.kind]} wanted" if is_open else "Somebody is on it"
    paragraphs = (_heading(request, state), *body(view), _helpers(request))
    return Wording(paragraphs, Accent.OPEN if is_open else Accent.CLAIMED)


def _heading(request: Request, state: str) -> Paragraph:
    return line(Strong(f"#{request.number} · {state}"))


def body(view: View) -> tuple[Paragraph, ...]:
    """What, when and roughly where; shown on the card, in the preview and to the helper."""
    request = of(view)
    where = view.words.get("where")
    place = (Plain(" · Where: "), Typed(where)) if where else ()
    asked = (
        (Plain(" · Asked by "), who(view, request.asker_id, "a neighbour")) if request.asker_id in view.names else ()
    )
    return (
        line(Typed(view.words.get("what") or "(what was written here has been deleted)")),
        line("When: ", *when(request), *place, *asked),
    )


def _helpers(request: Request) -> Paragraph:
    number, found = request.number, request.taken
    keep = choose("backup", number, f"Be the backup for #{number}")
    if request.status is Status.CLAIMED:
        return line("All the hands it needs are found.", choices=(keep,))
    if free_places(request, None) <= 0:
        return line("Somebody who offered to step in is asked first.", choices=(keep,))
    claim = choose("claim", number, f"I can help with #{number}", symbol=RAISED_HAND)
    wanted = f"{found} of {request.wanted} people found. " if request.wanted > 1 else ""
    return line(f"{wanted}If you take it on, the person who asked sees your name.", choices=(claim,))


def taken_down(number: Number | None) -> Wording:
    topic = Topic(f"#{number}", Stage.CLOSED) if number is not None else None
    return Wording((line("This was taken down."),), topic=topic)


def announcement(view: View) -> Wording:
    """Written by the person who was helped; without their words it says only that help was given."""
    request = of(view)
    thanks = view.thanks.get("thanks")
    said = line("“", Typed(thanks), "”") if thanks else line("A neighbour asked, and a neighbour had a hand free.")
    return Wording((line(Strong("Help was given")), said, *_named(view, request)), Accent.WARM)


def _named(view: View, request: Request) -> tuple[Paragraph, ...]:
    named = visible_in_announcement(request) & view.names.keys()
    helpers = [claim.helper_id for claim in request.finished if claim.helper_id in named]
    if not helpers:
        return ()
    spans = [Plain("With thanks to ")]
    parts = [part for helper in helpers for part in (Plain(", "), who(view, helper, "a neighbour"))][1:]
    asker = (Plain(", from "), who(view, request.asker_id, "a neighbour")) if request.asker_id in named else ()
    return (line(*spans, *parts, *asker, "."),)
