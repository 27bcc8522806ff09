"""What must still be true when a post is sent."""

from typing import assert_never

from bot.model.ids import PersonId
from bot.model.posts import Holds
from bot.model.requests import Hold, Request, Status


def hold(premise: Holds, request: Request | None, reader: PersonId | None) -> bool:
    if premise is Holds.ALWAYS:
        return True
    if request is None:
        return False
    claim = request.claim_of(reader) if reader is not None else None
    match premise:
        case Holds.LIVE:
            return request.status is not Status.CLOSED
        case Holds.CLAIMED_BY_READER:
            return claim is not None and claim.is_active and request.status is not Status.CLOSED
        case Holds.ASKED_READER:
            return claim is not None and claim.hold is Hold.ASKED
        case Holds.DONE:
            return request.status is Status.DONE
        case _:
            assert_never(premise)
