"""What is said while somebody is sought for a request, and how that went, to whoever may ask."""

from datetime import datetime

from bot.model.matching import Round, Skip
from bot.model.requests import Request, Stage, Status
from bot.model.view import View
from bot.model.wording import Paragraph, Span, Time, Wording
from bot.rules.claims import free_places
from bot.rules.digests import is_few
from bot.texts.parts import Facts, heading, line, message, of, one, phrase, said, together
from bot.texts.volunteers import paused


def declined(view: View, facts: Facts) -> Wording:
    return one(view, "That is fine. I ask others.")


def resting(view: View, facts: Facts) -> Wording:
    """The answer to an alert that ended in a break."""
    return paused(view, datetime.fromisoformat(facts["until"]))


def still_wanted(view: View, facts: Facts) -> Wording:
    """Where requests are read; nobody is called, and nothing that was typed stays there."""
    return one(view, "#{number} still looks for somebody. It is further up here, if one of you has a hand free.")


def care_unmatched(view: View, facts: Facts) -> Wording:
    """To the care team, once: nobody is named, and nobody has failed."""
    return one(view, "#{number} still looks for somebody. Everybody who volunteers here and was free has heard of it.")


def why(view: View, rounds: tuple[Round, ...], next_at: datetime | None) -> Wording:
    """To moderators, in counts: nobody can be found in them, and nobody is called unwilling."""
    return message(
        view,
        heading(phrase(view, "How helpers are sought for #{number}")),
        *(_round(view, each) for each in rounds),
        *([line(view, _IN_TURN)] if any(each.told for each in rounds) else []),
        _next(view, of(view), next_at),
    )


_IN_TURN = (
    "Whoever wrote the same area comes first, then who was told of something longest ago; among equals a lot decides."
)
_TOLD = {
    Stage.NEAR: "{time}: {count} volunteers who help with such things were told.",
    Stage.WIDER: "{time}: {count} other volunteers were told.",
}
_FEW_TOLD = {
    Stage.NEAR: "{time}: a few volunteers who help with such things were told.",
    Stage.WIDER: "{time}: a few other volunteers were told.",
}
_NOBODY_TOLD = {
    Stage.NEAR: "{time}: of those who help with such things, nobody was free.",
    Stage.WIDER: "{time}: of the other volunteers, nobody was free.",
    Stage.PLACE: "{time}: one line where requests are read; nobody was called.",
    Stage.CARE: "{time}: one line to the care team.",
}
_LEFT = {
    Skip.ASLEEP: "{count} asleep or in their quiet hours",
    Skip.PAUSED: "{count} on a break",
    Skip.BUSY: "{count} who carry enough or chose not to be asked",
    Skip.TOLD_ENOUGH: "{count} who heard of enough this week",
    Skip.ELSEWHERE: "{count} who help with other things",
    Skip.PART_OF_IT: "{count} who have to do with it already",
    Skip.LATER: "{count} whose turn comes later",
}
_FEW_LEFT = {
    Skip.ASLEEP: "a few asleep or in their quiet hours",
    Skip.PAUSED: "a few on a break",
    Skip.BUSY: "a few who carry enough or chose not to be asked",
    Skip.TOLD_ENOUGH: "a few who heard of enough this week",
    Skip.ELSEWHERE: "a few who help with other things",
    Skip.PART_OF_IT: "a few who have to do with it already",
    Skip.LATER: "a few whose turn comes later",
}


def _round(view: View, held: Round) -> Paragraph:
    return together(_told(view, held), _left_in_peace(view, held))


def _told(view: View, held: Round) -> tuple[Span, ...]:
    at = Time(held.at)
    if not held.told:
        return said(view, _NOBODY_TOLD[held.stage], time=at)
    if is_few(held.told):
        return said(view, _FEW_TOLD[held.stage], time=at)
    return said(view, _TOLD[held.stage], time=at, count=held.told)


def _left_in_peace(view: View, held: Round) -> tuple[Span, ...]:
    """Where it is about so few people that one could be found, no reason is given."""
    counts = {skip: held.passed_over[skip] for skip in _LEFT if held.passed_over.get(skip)}
    if not counts:
        return ()
    if is_few(sum(counts.values())):
        return said(view, "A few others were left in peace; with so few, the reasons stay with them.")
    reasons = (
        phrase(view, _FEW_LEFT[skip]) if is_few(count) else phrase(view, _LEFT[skip], count=count)
        for skip, count in counts.items()
    )
    return said(view, "Left in peace: {reasons}.", reasons=", ".join(reasons))


_NEXT = {
    Stage.NEAR: "Next, {time}: more volunteers.",
    Stage.WIDER: "Next, {time}: more volunteers.",
    Stage.PLACE: "Next, {time}: one line where requests are read, without calling anybody.",
    Stage.CARE: "Next, {time}: one line to the care team.",
}


def _next(view: View, request: Request, next_at: datetime | None) -> Paragraph:
    if next_at is not None:
        return line(view, _NEXT[request.stage], time=Time(next_at))
    return line(view, _why_nothing(request))


def _why_nothing(request: Request) -> str:
    if request.status is Status.CLAIMED:
        return "Everybody it needs is found, so nobody else is asked."
    if request.status is not Status.OPEN:
        return "Nobody is sought for it any more."
    if request.is_paused:
        return "It is on hold, so nobody is asked now."
    if request.is_hidden:
        return "It is out of sight, so nobody new is asked."
    if free_places(request, None) <= 0:
        return "Somebody who offered to step in is asked first."
    if request.stage is Stage.OVER:
        return "Nothing more is planned: everybody who was free has heard of it."
    return "No volunteer could be told of it, so its card is all there is."


MESSAGES = {"declined": declined, "resting": resting, "still_wanted": still_wanted, "care_unmatched": care_unmatched}
