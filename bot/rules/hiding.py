"""Out of sight: the card is taken away and nobody new hears of a request; whoever is part of it goes on."""

from dataclasses import replace
from datetime import datetime

from bot.errors import Refused
from bot.model.ids import PersonId
from bot.model.requests import Request, Status


def hide(request: Request, now: datetime) -> Request:
    _require_alive(request)
    if request.is_hidden:
        raise Refused("hidden_already")
    return replace(request, hidden_at=now)


def show(request: Request) -> Request:
    _require_alive(request)
    if not request.is_hidden:
        raise Refused("not_hidden")
    return replace(request, hidden_at=None)


def _require_alive(request: Request) -> None:
    if request.status in (Status.DONE, Status.CLOSED):
        raise Refused("no_longer_open")


def may_see(request: Request, person: PersonId | None) -> bool:
    """Whoever was only told of it, or only thought of for it, has no part in it, nor has whoever reads where everybody
    does (None)."""
    if not request.is_hidden or person == request.asker_id:
        return True
    claim = request.claim_of(person) if person is not None else None
    return claim is not None and not (claim.was_only_told or claim.was_thought_of)
