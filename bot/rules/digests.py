"""What the digest of open needs says and when it says something else; when a week is told, and how exactly."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.model.claims import earliest
from bot.model.digests import Age, Week
from bot.model.places import Community
from bot.model.policy import DAY, HOUR
from bot.model.requests import Request, Status
from bot.rules.hours import at_hour, end_of_day, local_date

SOON = HOUR / 60
"""So long the digest waits for more to change, so that many changes are one edit."""
A_WEEK = 7 * DAY
_AROUND_ROWS = 2
"""Lines above and below the rows: the heading, and how to take one on. What is left out takes one more."""
_FEW, FEW = 5, "few"
"""A count under five is told as a few, so that nobody can be found in it."""
_MONDAY = 0


def rows_at_most(total: int, lines: int) -> int:
    """How many requests fit into a message of so many lines."""
    room = lines - _AROUND_ROWS
    return total if total <= room else room - 1


def says_otherwise(before: Request | None, after: Request) -> bool:
    """Whether a digest may have to be drawn again because of this change."""
    return _line(before) != _line(after)


def _line(request: Request | None) -> tuple[object, ...] | None:
    if request is None or request.status is not Status.OPEN or request.is_paused or request.is_hidden:
        return None
    return request.number, request.kind, request.words_id, request.needed_by


def gist(community: Community, shown: Sequence[Request], total: int, now: datetime) -> str:
    """Two digests with the same gist read the same."""
    frame = f"{community.language} {community.timezone} {total}"
    rows = (f"{row.number} {row.kind} {row.words_id} {row.needed_by} {_age(row, community, now)}" for row in shown)
    return "\n".join((frame, *rows))


def _age(request: Request, community: Community, now: datetime) -> Age:
    return age(request.posted_at, now, community.timezone)


def age(posted_at: datetime, now: datetime, timezone: str) -> Age:
    days = (local_date(now, timezone) - local_date(posted_at, timezone)).days
    if days <= 0:
        return Age.TODAY
    if days == 1:
        return Age.YESTERDAY
    return Age.DAYS if days < A_WEEK.days else Age.WEEK


def next_age(posted_at: datetime, now: datetime, timezone: str) -> datetime | None:
    """The midnight after which its age is told in other words; None if it stays as it is."""
    first = local_date(posted_at, timezone)
    nights = (end_of_day(first + days * DAY, timezone) for days in (0, 1, A_WEEK.days - 1))
    return next((night for night in nights if night > now), None)


def next_look(shown: Sequence[Request], now: datetime, timezone: str) -> datetime | None:
    """When the digest says something else though nobody does anything."""
    return earliest(*(next_age(request.posted_at, now, timezone) for request in shown))


def week_after(after: datetime, hour: int, timezone: str) -> datetime:
    """The first Monday, at this hour, that is later than `after`."""
    day = local_date(after, timezone)
    monday = day - timedelta(days=(day.weekday() - _MONDAY) % 7)
    here = at_hour(monday, hour, timezone)
    return here if here > after else at_hour(monday + A_WEEK, hour, timezone)


def untold(now: datetime, said_at: datetime | None, hour: int, timezone: str) -> tuple[datetime, datetime]:
    """The week that ended last, from Monday to Monday; after a long sleep, all that was not told yet."""
    monday = local_date(week_after(now, hour, timezone), timezone) - A_WEEK
    return said_at or at_hour(monday - A_WEEK, hour, timezone), at_hour(monday, hour, timezone)


def is_longer_than_a_week(since: datetime, until: datetime) -> bool:
    """Clocks may have been changed meanwhile."""
    return until - since > A_WEEK + DAY


def next_week(now: datetime, said_at: datetime | None, hour: int, timezone: str) -> datetime:
    """When the next one is told. Not twice for one week, wherever the community's clocks are set to meanwhile."""
    told = now if said_at is None else said_at + A_WEEK - 2 * DAY
    return week_after(max(now, told), hour, timezone)


def told(week: Week) -> dict[str, str]:
    """The counts as they may be read, those of nothing left out; empty if it was a week without anything to tell."""
    if not (week.asked or week.helped or week.rested or week.elsewhere):
        return {}
    counts = {
        "asked": week.asked,
        "helped": week.helped,
        "elsewhere": week.elsewhere,
        "rested": week.rested,
        "open": week.still_open,
    }
    return {name: FEW if is_few(count) else str(count) for name, count in counts.items() if count}


def is_few(count: int) -> bool:
    return count < _FEW
