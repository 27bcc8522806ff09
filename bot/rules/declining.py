"""The asker would rather have somebody else: without a reason, and nothing is held against anybody."""

from dataclasses import replace
from datetime import datetime

from bot.errors import Refused
from bot.model.claims import Claim, Ending
from bot.model.ids import PersonId
from bot.model.places import Community
from bot.model.requests import Request, Status
from bot.rules import claims, rooms


def may_decline(request: Request, person: PersonId) -> None:
    if person != request.asker_id:
        raise Refused("not_your_request")
    if request.status in (Status.DONE, Status.CLOSED):
        raise Refused("no_longer_open")
    if not request.active:
        raise Refused("nobody_on_it")


def declined(request: Request, token: str) -> Claim:
    """Whose claim is meant (`rooms.token_of`); refused if it is over, or if two began in one microsecond."""
    meant = [claim for claim in request.active if rooms.token_of(claim) == token]
    if len(meant) != 1:
        raise Refused("not_a_choice")
    return meant[0]


def decline(request: Request, person: PersonId, token: str, now: datetime, community: Community) -> Request:
    """Back to others, backup first. The two are not brought together for this request again, and nobody can take it
    back: the helper was told."""
    may_decline(request, person)
    claim = declined(request, token)
    after = claims.end_claim(request, claim.helper_id, Ending.SOMEONE_NEW, now, community)
    return replace(after, undo=None)
