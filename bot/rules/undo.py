"""Taking the last move back: exactly what it did, and nothing else."""

from dataclasses import replace
from datetime import datetime

from bot.errors import Refused
from bot.model.claims import Ending, Hold
from bot.model.ids import PersonId
from bot.model.policy import Kind, Policy
from bot.model.requests import Request, Status
from bot.rules import celebrations, merges, requests, series
from bot.rules.claims import revive, with_claim, with_status


def undo(request: Request, person: PersonId, move: str, open_claims: int, now: datetime, policy: Policy) -> Request:
    """Take the last move back, within minutes, by whoever made it. `move` is "" for whatever it was."""
    last = request.undo
    if last is None or last.by != person or move not in ("", last.move):
        raise Refused("nothing_to_undo")
    if now > last.until:
        raise Refused("too_late_to_object" if last.move == "merge" else "too_late_to_undo")
    match last.move:
        case "release":
            return _take_up_again(request, person, open_claims, now, policy)
        case "withdraw":
            return _post_again(request, now, policy)
        case "merge":
            return merges.unmerge(request, now, policy)
        case _:
            return _unsay_done(request, person, now, policy)


def _unsay_done(request: Request, person: PersonId, now: datetime, policy: Policy) -> Request:
    """Only this person's word is taken back: what others said before stays said."""
    mine = request.claim_of(person)
    if request.status is Status.CLOSED and request.done_at != request.closed_at:
        unsaid = (
            replace(request, agreed_at=None) if mine is None else with_claim(request, replace(mine, agreed_at=None))
        )
        return _done_again(unsaid, now, policy)
    if request.status in (Status.DONE, Status.CLOSED):
        return requests.not_done(request, person, now, policy)
    if mine is None or mine.hold is not Hold.FINISHED:
        raise Refused("nothing_to_undo")
    return with_status(revive(replace(request, undo=None), mine, now, policy))


def _done_again(request: Request, now: datetime, policy: Policy) -> Request:
    """Back to the time in which the other side may object; what both allowed is public again."""
    done_at = request.done_at or request.posted_at
    settles_at = done_at + policy.objection
    money = request.kind is Kind.FINANCIAL
    alive = replace(
        request,
        status=Status.DONE,
        reason=None,
        closed_at=None,
        undo=None,
        settles_at=settles_at,
        expires_at=settles_at + policy.expiry if money else None,
        thanks_at=None,
    )
    announced = celebrations.announce(alive, now)
    return announced if money else requests.ask_for_thanks(announced, done_at + policy.thanks_after)


def _take_up_again(request: Request, helper: PersonId, open_claims: int, now: datetime, policy: Policy) -> Request:
    mine = request.claim_of(helper)
    if mine is None or mine.hold is not Hold.ENDED or request.taken >= request.wanted:
        raise Refused("place_is_taken")
    if open_claims >= policy.open_claims:
        raise Refused("too_many_claims", limit=str(policy.open_claims))
    for claim in request.claims:
        if claim.hold is Hold.ASKED:
            request = with_claim(request, replace(claim, hold=Hold.BACKUP, nudge_at=None, decide_by=None))
    return with_status(revive(replace(request, undo=None, unclaimed_at=None), mine, now, policy))


def _post_again(request: Request, now: datetime, policy: Policy) -> Request:
    closed_at = request.closed_at
    for claim in request.claims:
        if claim.ending is Ending.WITHDRAWN and claim.ended_at == closed_at:
            request = revive(request, claim, now, policy)
    if request.done_at is not None:
        return _done_again(request, now, policy)
    alive = replace(request, status=Status.OPEN, reason=None, closed_at=None, undo=None)
    return with_status(requests.renewed(series.resumed(alive, now), now, policy))
