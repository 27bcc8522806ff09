"""A room of their own for an asker and one helper: it opens only if both said yes, and closes with the claim."""

from dataclasses import replace

from bot.errors import Refused
from bot.model.claims import Claim, Hold, Room
from bot.model.ids import PersonId
from bot.model.requests import Request, Status
from bot.rules.claims import with_claim


def token_of(claim: Claim) -> str:
    """Says which claim is meant and names nobody. Whoever takes a request on anew has another one."""
    return f"{claim.since:%Y%m%d%H%M%S%f}"


def claim_meant(request: Request, token: str) -> Claim | None:
    """None too if two were made in the same microsecond: nobody may end up in a room with somebody else."""
    meant = [claim for claim in request.claims if token_of(claim) == token]
    return meant[0] if len(meant) == 1 else None


def wanted_by(request: Request, person: PersonId, token: str) -> Claim:
    """The claim that the room would be for, if this person may want one."""
    claim = claim_meant(request, token)
    if claim is None or not claim.is_active or request.status is Status.CLOSED:
        raise Refused("too_late_for_room")
    if person not in (request.asker_id, claim.helper_id):
        raise Refused("not_part_of_it")
    return claim


def say_yes(request: Request, person: PersonId, token: str) -> Request:
    """Saying it twice is saying it once."""
    claim = wanted_by(request, person, token)
    mine = Room.ASKER if person == request.asker_id else Room.HELPER
    if claim.room in (mine, Room.BOTH):
        return request
    return with_claim(request, replace(claim, room=mine if claim.room is None else Room.BOTH))


def has_both(claim: Claim | None) -> bool:
    return claim is not None and claim.room is Room.BOTH


def is_open(request: Request, claim: Claim | None) -> bool:
    """Also while what was done can still be objected to."""
    goes_on = claim is not None and claim.hold in (Hold.ACTIVE, Hold.FINISHED)
    return goes_on and has_both(claim) and request.status is not Status.CLOSED


def take_back(request: Request, claim: Claim) -> Request:
    """As if nobody had wanted one."""
    return with_claim(request, replace(claim, room=None))
