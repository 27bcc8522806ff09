"""A move that was typed without the number of its request: carried out when it can only be about one, else asked."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.commands.values import Ask, OnRequest
from bot.model.ids import PersonId
from bot.model.outcome import Outcome
from bot.model.requests import Request, Status
from bot.ports import Tx
from bot.texts import unasked
from bot.texts.commands import COMMANDS
from bot.usecases import boards, claims, requests, views
from bot.usecases.settling import meet

_MOVES: dict[str, Callable[[Tx, Any, datetime], Outcome]] = {
    "release": claims.release,
    "done": requests.complete,
    "withdraw": requests.withdraw,
}


def move(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """`value` is the command. Taking something on is never done by a guess: others may mean another request."""
    person = tx.people.person_of(command.actor.account)
    mine = tx.requests.of_person(command.community_id, person, boards.MINE_AT_MOST) if person is not None else ()
    meant = [request for request in mine if person is not None and _is_meant(command.value, request, person)]
    if len(meant) == 1:
        number = meant[0].number
        return _MOVES[command.value](tx, OnRequest(command.actor, command.community_id, command.origin, number), now)
    community, me = meet(tx, command, now)
    if command.value == "claim":
        meant = [each for each in tx.requests.wanted(community.id, None, boards.PER_PAGE, 0) if each.asker_id != me]
    usage = next(each.usage for each in COMMANDS if each.name == command.value)
    rows = tuple(views.of_request(tx, community, request, me, now) for request in meant)
    which = unasked.which(views.bare(tx, community, me, now), usage, command.value, rows)
    return Outcome("refused: needs_a_number", which)


def _is_meant(move: str, request: Request, me: PersonId) -> bool:
    claim, is_alive = request.claim_of(me), request.status in (Status.OPEN, Status.CLAIMED)
    match move:
        case "release":
            return claim is not None and (claim.is_active or claim.is_waiting)
        case "done":
            return (request.asker_id == me and is_alive) or (claim is not None and claim.is_active)
        case "withdraw":
            return request.asker_id == me and is_alive
        case _:
            return False
