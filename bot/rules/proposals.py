"""Moderators think of somebody for a request: asked once, in private, and not bound by anything before their yes."""

from dataclasses import replace
from datetime import datetime

from bot.errors import Refused
from bot.model.claims import Claim, Hold
from bot.model.ids import PersonId
from bot.model.places import Community
from bot.model.requests import Request, Status
from bot.rules import hours
from bot.rules.claims import with_claim


def require_room(request: Request) -> None:
    """What everybody can read on the card, or that there is none, and nothing else."""
    if request.status in (Status.DONE, Status.CLOSED):
        raise Refused("no_longer_open")
    if request.is_paused:
        raise Refused("on_hold")
    if request.is_hidden:
        raise Refused("hidden_already")
    if request.status is Status.CLAIMED:
        raise Refused("enough_hands")


def propose(
    request: Request,
    person: PersonId,
    now: datetime,
    community: Community,
    open_claims: int,
    hold: Hold = Hold.PROPOSED,
) -> Request:
    """The request as it was if they asked for it, have or had to do with it, or carry enough: a refusal would tell
    moderators so."""
    is_part = person == request.asker_id or request.claim_of(person) is not None
    if is_part or open_claims >= community.policy.open_claims:
        return request
    awake_at = hours.waking_slot(now, community.timezone, community.policy)
    decide_by = awake_at + community.policy.pace(request.urgency).backup_window
    return with_claim(request, Claim(person, hold, now, nudge_at=now, decide_by=decide_by))


def pass_by(request: Request, person: PersonId) -> Request:
    """A no and a silence leave the same behind: that they were asked, so that they are not asked again."""
    mine = request.claim_of(person)
    if mine is None or not mine.is_proposed:
        raise Refused("not_a_backup")
    return with_claim(request, replace(mine, nudge_at=None, decide_by=None))
