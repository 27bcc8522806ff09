"""Two requests that are the same: one is closed and goes on as the other, unless whoever asked for it says no."""

from dataclasses import replace
from datetime import datetime

from bot.errors import Refused
from bot.model.claims import Ending
from bot.model.policy import Policy
from bot.model.requests import Reason, Request, Status, Undo
from bot.rules.claims import end_all, with_status
from bot.rules.requests import close, renewed
from bot.rules.series import resumed


def merge(request: Request, into: Request, now: datetime, policy: Policy) -> Request:
    """Nothing becomes of the other one by this, and its people learn nothing."""
    if into.number == request.number:
        raise Refused("same_request")
    if request.status in (Status.DONE, Status.CLOSED):
        raise Refused("no_longer_open")
    if into.status in (Status.DONE, Status.CLOSED):
        raise Refused("other_not_open", into=str(into.number))
    if into.is_hidden:
        raise Refused("other_out_of_sight", into=str(into.number))
    closed = close(end_all(request, Ending.MODERATED, now), Reason.MERGED, now)
    undo = Undo("merge", request.asker_id, now + policy.objection)
    return replace(closed, merged_into=into.number, undo=undo)


def unmerge(request: Request, now: datetime, policy: Policy) -> Request:
    """Those who were on it were told that they are free, and stay so."""
    alive = replace(request, status=Status.OPEN, reason=None, closed_at=None, merged_into=None, undo=None)
    return with_status(renewed(resumed(alive, now), now, policy))
