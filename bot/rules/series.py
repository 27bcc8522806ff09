"""What is needed again and again: after each time the asker is asked once, and a series ends by itself.

Nothing is posted without a yes of theirs, and whoever helped is asked before others.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.errors import Refused
from bot.model.claims import Claim, earliest
from bot.model.ids import PersonId
from bot.model.places import Community
from bot.model.policy import DAY, Urgency
from bot.model.requests import Reason, Request, Series, Status
from bot.rules import forms, hours

EVERY = (7, 14)
"""Days."""
MOST_TIMES = 12
"""The first one included."""
ENDS = "once"


def choose(request: Request, person: PersonId, value: str, now: datetime) -> Request:
    """`value` is "7 4", every so many days and how often in all, or `ENDS`."""
    if value != ENDS:
        may_choose(request, person)
        meant = _read(value)
        return replace(request, series=meant, again_at=max(_over_at(request, meant), now))
    if person != request.asker_id:
        raise Refused("not_your_request")
    return replace(request, series=None, again_at=None)


def may_choose(request: Request, person: PersonId) -> None:
    if person != request.asker_id:
        raise Refused("not_your_request")
    if request.status in (Status.DONE, Status.CLOSED):
        raise Refused("no_longer_open")


def _read(value: str) -> Series:
    every, _, times = value.partition(" ")
    if every not in map(str, EVERY) or times not in map(str, range(2, MOST_TIMES + 1)):
        raise Refused("not_a_choice")
    return Series(int(every), int(times) - 1)


def _over_at(request: Request, series: Series) -> datetime:
    """When the time for which it was needed has passed."""
    return request.needed_by or request.posted_at + series.every * DAY


def next_by(request: Request, series: Series, now: datetime, community: Community) -> date:
    """The day or the moment (in UTC) for which it would be asked: the next that is still to come, by the clocks of the
    community."""
    timezone = community.timezone
    first = forms.chosen_by(request.needed_by, community) or hours.local_date(request.posted_at, timezone)
    later = (_later(first, times * series.every * DAY, timezone) for times in count(1))
    return next(by for by in later if (hours.needed_by(Urgency.BY_DATE, by, now, timezone) or now) > now)


def _later(by: date, length: timedelta, timezone: str) -> date:
    """The same time of day, whatever clocks are changed in between."""
    if not isinstance(by, datetime):
        return by + length
    there = ZoneInfo(timezone)
    return (by.astimezone(there).replace(tzinfo=None) + length).replace(tzinfo=there).astimezone(UTC)


def may_go_on(request: Request, person: PersonId) -> Series:
    """Not while moderators look after it or after they closed it, and not twice."""
    if person != request.asker_id:
        raise Refused("not_your_request")
    if request.is_paused or request.is_hidden:
        raise Refused("on_hold")
    if request.reason in (Reason.MODERATED, Reason.MERGED):
        raise Refused("already_closed")
    if request.series is None:
        raise Refused("not_asked_again")
    return request.series


def goes_on(request: Request) -> bool:
    """This time is over, and the asker has not said yet whether there is a next one."""
    is_over = request.status is Status.DONE or request.reason in (Reason.MET, Reason.PARTLY, Reason.EXPIRED)
    return request.series is not None and is_over and not request.is_hidden


def resumed(request: Request, now: datetime) -> Request:
    """A withdrawal that was taken back ends no series."""
    if request.series is None:
        return request
    return replace(request, again_at=max(_over_at(request, request.series), now))


def went_on(request: Request, following: Request, series: Series) -> tuple[Request, Request]:
    """The series goes over to the following request; after the last time nothing is left of it."""
    rest = Series(series.every, series.left - 1) if series.left > 1 else None
    again_at = _over_at(following, rest) if rest is not None else None
    return replace(request, series=None, again_at=None), replace(following, series=rest, again_at=again_at)


def asked_first(following: Request, proposed: Sequence[Claim]) -> Request:
    """Others hear of it only after those who helped have had their time to answer."""
    until = earliest(*(claim.decide_by for claim in proposed))
    if following.alert_at is None or until is None:
        return following
    return replace(following, alert_at=max(following.alert_at, until))
