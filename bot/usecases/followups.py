"""What people answer to check-ins, and what a request does by itself when its time has come."""

from datetime import datetime

from bot.commands.values import OnRequest
from bot.errors import Refused
from bot.model.claims import Ending
from bot.model.ids import CommunityId, Number
from bot.model.outcome import Outcome
from bot.model.places import Community, PlaceKind
from bot.model.posts import Post
from bot.model.requests import Request
from bot.ports import Tx
from bot.rules import followups, matching, requests
from bot.usecases import matching as alerts
from bot.usecases import remainders
from bot.usecases.requests import complete
from bot.usecases.settling import Decision, Moved, Scene, decide, save

STEPS_AT_MOST = 20
"""More steps in one look would mean that a rule does not move on."""


def check_in(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    """The asker's answer to "did help arrive?"."""
    if command.value == "yes":
        return complete(tx, command, now)
    return decide(tx, command, now, lambda scene: _answered(scene, command.value, now))


def _answered(scene: Scene, value: str, now: datetime) -> Decision:
    request, policy = scene.request, scene.community.policy
    if scene.me != request.asker_id:
        raise Refused("not_your_request")
    followups.require_helpers(request)
    match value:
        case "in touch":
            return Decision("check_in", followups.in_touch(request, now, policy), "in_touch")
        case "partly":
            return Decision("check_in", request, "partly")
        case "not sure":
            return Decision("check_in", followups.ask_again(request, now, policy), "not_sure")
        case "nobody":
            return Decision("reopen", requests.reopen(request, Ending.NOBODY_CAME, now, scene.community), "reopened")
        case "someone new":
            return remainders.leave_rest(scene)
        case _:
            raise Refused("not_a_choice")


def follow_up(tx: Tx, due: tuple[CommunityId, Number], now: datetime) -> int:
    """Everything this request does by itself by now; returns how many steps that were.

    Looks again inside the transaction: it may have been answered since it was found to be due.
    """
    community_id, number = due
    request = tx.requests.find(community_id, number)
    if request is None or request.follow_up_at is None or request.follow_up_at > now:
        return 0
    return _take_steps(tx, request, now)


def _take_steps(tx: Tx, request: Request, now: datetime) -> int:
    community, back_at = tx.communities.get(request.community_id), tx.uptime.back_at()
    for count in range(STEPS_AT_MOST):
        name, after, posts = _next_step(tx, community, request, now, back_at)
        moved = Moved(name, request, after)
        (request,) = save(tx, community, (moved,), now, None, None, posts, back_at=back_at, redraws=name != "alert")
        if after == moved.before:
            return count
    raise RuntimeError("a request keeps moving by itself")


def _next_step(
    tx: Tx, community: Community, request: Request, now: datetime, back_at: datetime | None
) -> tuple[str, Request, tuple[Post, ...]]:
    """The request itself if there is none."""
    step = followups.step(request, now, community, back_at)
    if step is not None:
        return *step, _quiet_note(*step)
    if matching.is_due(request, now):
        return alerts.next_round(tx, community, request, now)
    return "", request, ()


def _quiet_note(name: str, after: Request) -> tuple[Post, ...]:
    """One quiet, nameless line to the care team when a claim went back to the pool unanswered."""
    return (Post("care_released", after.number, place=PlaceKind.CARE),) if name == "release" else ()
