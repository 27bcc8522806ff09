"""Two people whom one of them wants kept apart. Both ways, and nobody else ever learns of it."""

import re
from datetime import datetime

from bot.commands.values import Ask
from bot.errors import Refused
from bot.model.claims import Claim, Hold
from bot.model.ids import PersonId
from bot.model.outcome import Outcome
from bot.model.people import Account
from bot.model.places import Community
from bot.model.requests import Request
from bot.ports import Tx
from bot.rules import claims, matching, proposals
from bot.texts import volunteers as texts
from bot.texts.sentences import say
from bot.usecases import views
from bot.usecases.settling import REPEATED, Moved, meet, save

USAGE = "/avoid somebody"
OFF = "off"
AT_MOST = 50
"""Requests of one person at once."""
_NAMED = re.compile(r"<([^<>\s]+)>\s*(\S*)")
"""Somebody whom the platform knows, by their account there, and what is wanted."""


def avoid(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """`value` is "<account>", or "<account> off". What was only typed names nobody."""
    if tx.origins.known(command.community_id, command.origin):
        return REPEATED
    community, me = meet(tx, command, now)
    view = views.bare(tx, community, me, now)
    try:
        other, is_off = _named(command)
        if other == command.actor.account or tx.people.person_of(other) == me:
            raise Refused("that_is_you")
    except Refused as no:
        return Outcome(f"refused: {no.message}", say(no.message, view, no.facts))
    if is_off:
        tx.volunteers.allow(community.id, me, other)
        return Outcome("no longer apart", texts.no_longer_apart(view))
    tx.volunteers.avoid(community.id, me, other)
    _let_no_backup_wait(tx, community, me, now)
    return Outcome("kept apart", texts.kept_apart(view))


def _named(command: Ask) -> tuple[Account, bool]:
    found = _NAMED.fullmatch(command.value.strip())
    if found is None or found[2].casefold() not in ("", OFF):
        raise Refused("who_is_that", usage=USAGE)
    return Account(command.actor.account.platform, found[1]), bool(found[2])


def _let_no_backup_wait(tx: Tx, community: Community, me: PersonId, now: datetime) -> None:
    """Whoever was ready to step in for the other, or thought of, is not asked any more. Nobody did that, says the
    history."""
    moves = []
    for request in tx.requests.of_person(community.id, me, AT_MOST):
        after = without_those_apart(tx, request, now, community)
        if after != request:
            moves.append(Moved(_move(request, after), request, after))
    if moves:
        save(tx, community, tuple(moves), now, None, None)


def _move(before: Request, after: Request) -> str:
    """That somebody was thought of, or told of it, is nobody's business."""
    waited, waiting = (sum(claim.is_waiting for claim in each.claims) for each in (before, after))
    return "step_back" if waiting < waited else ""


def without_those_apart(tx: Tx, request: Request, now: datetime, community: Community) -> Request:
    """Nobody is a backup for somebody they are kept apart from, or asked whether they could help them.

    Volunteers who were told of it need do nothing.
    """
    for claim in request.claims:
        if tx.volunteers.are_apart(community.id, request.asker_id, claim.helper_id):
            request = _without(request, claim, now, community)
    return request


def _without(request: Request, claim: Claim, now: datetime, community: Community) -> Request:
    if claim.is_waiting:
        return claims.step_back(request, claim.helper_id, now, community)
    if claim.is_proposed:
        return proposals.pass_by(request, claim.helper_id)
    if claim.hold is Hold.ALERTED:
        return matching.not_this_time(request, claim.helper_id, now)
    return request


def may_help(tx: Tx, request: Request, person: PersonId) -> None:
    """Raises a refusal that does not tell why. Whoever is on it already stays."""
    mine = request.claim_of(person)
    if mine is not None and mine.is_active:
        return
    if tx.volunteers.are_apart(request.community_id, request.asker_id, person):
        raise Refused("looked_after_otherwise")
