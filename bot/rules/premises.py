"""What must still be true when a post is sent."""

from typing import assert_never

from bot.model.ids import PersonId
from bot.model.posts import Holds, Post
from bot.model.requests import Request, Status


def hold(post: Post, request: Request | None) -> bool:
    if post.premise is Holds.ALWAYS:
        return True
    return request is not None and _holds(post.premise, request, post)


def _holds(premise: Holds, request: Request, post: Post) -> bool:
    mine = request.claim_of(post.reader_id) if post.reader_id is not None else None
    theirs = request.claim_of(PersonId(post.facts.get("helper", "")))
    is_live = request.status is not Status.CLOSED
    match premise:
        case Holds.ALWAYS:
            return True
        case Holds.LIVE:
            return is_live
        case Holds.CLAIMED_BY_READER:
            return is_live and mine is not None and mine.is_active
        case Holds.HELPER_IS_ON_IT:
            return is_live and theirs is not None and theirs.is_active
        case Holds.HELPER_IS_OFF_IT:
            return request.status is Status.OPEN and (theirs is None or not theirs.is_active)
        case Holds.PAUSED | Holds.MERGED:
            return request.is_paused if premise is Holds.PAUSED else request.merged_into is not None
        case Holds.DONE:
            return request.status is Status.DONE
        case _:
            assert_never(premise)
