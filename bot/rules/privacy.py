"""Somebody wants to be forgotten: what becomes of the requests they were part of."""

from dataclasses import replace
from datetime import datetime

from bot.model.claims import Claim, Ending
from bot.model.ids import PersonId
from bot.model.places import Community
from bot.model.policy import Kind
from bot.model.requests import Naming, Reason, Request, Status
from bot.rules import claims, proposals, requests
from bot.rules.celebrations import announce


def forget(request: Request, person: PersonId, now: datetime, community: Community) -> Request:
    """Without anything this person is owed, has agreed to or could take back. Nobody else loses what they did."""
    if person == request.asker_id:
        request = _without_asker(request, now, community)
    mine = request.claim_of(person)
    if mine is not None:
        request = _without_helper(request, mine, now, community)
    if request.undo is not None and request.undo.by == person:
        request = replace(request, undo=None)
    return announce(request, now)


def _without_asker(request: Request, now: datetime, community: Community) -> Request:
    """Nobody is asked about thanks any more: without the asker's yes nothing is said."""
    request = _ended(request, now, community)
    for claim in request.claims:
        request = claims.with_claim(request, replace(claim, thanks_at=None, confirm_at=None))
    return replace(
        request,
        naming=Naming.HELPER,
        agreed_at=None,
        consent=None,
        thanks_words_id=None,
        thanks_at=None,
        confirm_at=None,
        series=None,
        again_at=None,
        tell_at=None,
        tell=None,
        undo=None,
    )


def _ended(request: Request, now: datetime, community: Community) -> Request:
    """What is done counts as done: whoever objects can no longer be asked. Money needs both sides, so it does not."""
    match request.status:
        case Status.OPEN | Status.CLAIMED:
            return requests.withdraw(request, request.asker_id, now, community.policy)
        case Status.DONE:
            is_met = request.kind is not Kind.FINANCIAL
            return requests.close(request, Reason.MET if is_met else Reason.UNCONFIRMED, now)
        case Status.CLOSED:
            return request


def _without_helper(request: Request, mine: Claim, now: datetime, community: Community) -> Request:
    """Handed back, and the backups are asked; what was finished stays, without a yes to anything."""
    if mine.is_active:
        request = claims.end_claim(request, mine.helper_id, Ending.HANDED_BACK, now, community)
    elif mine.is_waiting:
        request = claims.step_back(request, mine.helper_id, now, community)
    elif mine.is_proposed:
        request = proposals.pass_by(request, mine.helper_id)
    left = request.claim_of(mine.helper_id) or mine
    quiet = replace(left, consent=None, thanks_at=None, confirm_at=None, tell_at=None)
    return claims.with_claim(request, quiet)
