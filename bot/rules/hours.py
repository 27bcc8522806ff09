"""Local time: when a day ends, when a daily message may be written, when people sleep."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model.places import Community
from bot.model.policy import DAY, HOUR, Policy, Urgency

TALK_SPACING = 23 * HOUR
"""Under a day, so that a daily rhythm does not drift later and later."""


def as_lived(community: Community, timezone: str | None) -> Community:
    """The community as it is for somebody who lives by other clocks, if they do."""
    return replace(community, timezone=timezone) if timezone else community


def end_of_day(day: date, timezone: str) -> datetime:
    return datetime.combine(day + DAY, time(0), ZoneInfo(timezone)).astimezone(ZoneInfo("UTC"))


def local_date(now: datetime, timezone: str) -> date:
    return now.astimezone(ZoneInfo(timezone)).date()


def is_midnight(at: datetime, timezone: str) -> bool:
    """Whether a day ends then."""
    return at.astimezone(ZoneInfo(timezone)).time() == time(0)


def needed_by(urgency: Urgency, by: date | None, now: datetime, timezone: str) -> datetime | None:
    """The end of the last day on which the help is still of use, or the moment on it that was chosen."""
    today = local_date(now, timezone)
    match urgency:
        case Urgency.TODAY:
            return end_of_day(today, timezone)
        case Urgency.TOMORROW:
            return end_of_day(today + DAY, timezone)
        case Urgency.THIS_WEEK:
            return end_of_day(today + 7 * DAY, timezone)
        case Urgency.BY_DATE if isinstance(by, datetime):
            return by
        case Urgency.BY_DATE if by is not None:
            return end_of_day(by, timezone)
        case _:
            return None


def at_hour(day: date, hour: int, timezone: str) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(timezone)).astimezone(ZoneInfo("UTC"))


def daily_hour(own: int | None, policy: Policy) -> int:
    """Of somebody's daily message: their own hour, as long as people may be written to then."""
    return policy.daily_hour if own is None else min(max(own, policy.day_begins), policy.day_ends - 1)


def daily_slot(now: datetime, last: datetime | None, hour: int, timezone: str, policy: Policy) -> datetime:
    """The first moment from `now` on at which a daily message may be written."""
    earliest = now if last is None else max(now, last + TALK_SPACING)
    local = earliest.astimezone(ZoneInfo(timezone))
    if hour <= local.hour < policy.day_ends:
        return earliest
    day = local.date() if local.hour < hour else local.date() + DAY
    return at_hour(day, hour, timezone)


def waking_slot(now: datetime, timezone: str, policy: Policy) -> datetime:
    """`now`, or the next morning if people sleep."""
    local = now.astimezone(ZoneInfo(timezone))
    if policy.day_begins <= local.hour < policy.day_ends:
        return now
    day = local.date() if local.hour < policy.day_begins else local.date() + DAY
    return at_hour(day, policy.day_begins, timezone)


def contact_time(value: str, urgency: Urgency, now: datetime, by: datetime | None, timezone: str) -> datetime:
    """When a helper who chose `value` ("today", "tomorrow", "by") will have been in touch."""
    if value == "by" and by is not None and by > now:
        return by
    if value == "today":
        evening = at_hour(local_date(now, timezone), 20, timezone)
        soon = now + 2 * HOUR
        return soon if urgency is Urgency.TODAY or evening < soon else evening
    return at_hour(local_date(now, timezone) + timedelta(days=1), 18, timezone)
