"""On hold: for a while nobody can take it on or is reminded of it, and afterwards it goes on where it stopped."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.errors import Refused
from bot.model.claims import Claim, earliest
from bot.model.policy import DAY
from bot.model.requests import Request, Status
from bot.rules.claims import with_claim

USUAL_DAYS, LONGEST_DAYS = 7, 30
NOTHING = timedelta(0)


def pause(request: Request, days: int, now: datetime) -> Request:
    """Everything that is owed waits for so many days more. On hold already, it is so from now on."""
    if request.status in (Status.DONE, Status.CLOSED):
        raise Refused("no_longer_open")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused("out_of_bounds", field="days", least="1", most=str(LONGEST_DAYS))
    awake = resume(request, now) if request.is_paused else request
    return replace(_later(awake, days * DAY, now), paused_until=now + days * DAY)


def resume(request: Request, now: datetime) -> Request:
    """By hand, or by itself at the end. What was put off comes as much earlier as the end does."""
    if not request.is_paused or request.paused_until is None:
        raise Refused("not_on_hold")
    early = max(request.paused_until - now, NOTHING)
    return replace(_later(request, -early, now), paused_until=None)


def calm(request: Request) -> Request:
    """Whatever people do meanwhile, nothing is due before the end; the distances between what is due stay."""
    if not request.is_paused or request.paused_until is None:
        return request
    until = request.paused_until
    for claim in request.claims:
        first = earliest(claim.nudge_at, claim.release_at, claim.check_at, claim.decide_by)
        if first is not None and first < until:
            request = with_claim(request, replace(claim, **_moved(_dues_of(claim), until - first)))
    first = earliest(request.unclaimed_at, request.warn_at, request.expires_at)
    if first is None or first >= until:
        return request
    return replace(request, **_moved(_own_dues(request), until - first))


def _later(request: Request, by: timedelta, now: datetime) -> Request:
    """What should have happened by now happens when its time has come again, never before now."""
    for claim in request.claims:
        request = with_claim(request, replace(claim, **_moved(_dues_of(claim), by, now)))
    return replace(request, **_moved(_own_dues(request), by, now))


def _dues_of(claim: Claim) -> dict[str, datetime | None]:
    return {
        "nudge_at": claim.nudge_at,
        "release_at": claim.release_at,
        "check_at": claim.check_at,
        "checks_end_at": claim.checks_end_at,
        "decide_by": claim.decide_by,
    }


def _own_dues(request: Request) -> dict[str, datetime | None]:
    return {"unclaimed_at": request.unclaimed_at, "warn_at": request.warn_at, "expires_at": request.expires_at}


def _moved(dues: dict[str, datetime | None], by: timedelta, now: datetime | None = None) -> dict[str, Any]:
    return {
        name: None if due is None else due + by if now is None else max(max(due, now) + by, now)
        for name, due in dues.items()
    }
