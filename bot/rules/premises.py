"""What must still be true when a post is sent."""

from bot.model.ids import PersonId
from bot.model.posts import Holds, Post
from bot.model.requests import Request, Status


def hold(post: Post, request: Request | None) -> bool:
    if post.premise is Holds.ALWAYS:
        return True
    return request is not None and _holds(post.premise, request, post)


def _holds(premise: Holds, request: Request, post: Post) -> bool:
    match premise:
        case Holds.OPEN:
            return request.status is Status.OPEN and not request.is_paused and not request.is_hidden
        case Holds.LIVE:
            return request.status is not Status.CLOSED
        case Holds.PAUSED:
            return request.is_paused
        case Holds.HIDDEN:
            return request.is_hidden
        case Holds.MERGED:
            return request.merged_into is not None
        case Holds.DONE:
            return request.status is Status.DONE
        case _:
            return _holds_of_helpers(premise, request, post)


def _holds_of_helpers(premise: Holds, request: Request, post: Post) -> bool:
    is_live = request.status is not Status.CLOSED
    match premise:
        case Holds.CLAIMED_BY_READER:
            return is_live and post.reader_id is not None and _is_on_it(request, post.reader_id)
        case Holds.HELPER_IS_ON_IT:
            return is_live and _is_on_it(request, PersonId(post.facts.get("helper", "")))
        case Holds.HELPER_IS_OFF_IT:
            return request.status is Status.OPEN and not _is_on_it(request, PersonId(post.facts.get("helper", "")))
        case _:
            raise LookupError(f"nobody says when {premise} holds")


def _is_on_it(request: Request, person: PersonId) -> bool:
    claim = request.claim_of(person)
    return claim is not None and claim.is_active
