"""Local time: when a day ends, when a daily message may be written, when people sleep."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.model.places import Community
from bot.model.policy import DAY, HOUR, Policy, Urgency
from bot.model.volunteers import Quiet

TALK_SPACING = 23 * HOUR
"""Under a day, so that a daily rhythm does not drift later and later."""
HOURS_LOOKED_AT: Final = 48
"""Nobody is quiet for longer, unless the hours of the community became so short that all of them are theirs."""


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


def daily_hour(own: int | None, policy: Policy, quiet: Quiet | None = None) -> int:
    """Of somebody's daily message: their own hour, as long as people may be written to then and they are not `quiet`.
    If they are quiet for the rest of the day it is their last hour before."""
    hour = policy.daily_hour if own is None else min(max(own, policy.day_begins), policy.day_ends - 1)
    free = [each for each in range(policy.day_begins, policy.day_ends) if quiet is None or not quiet.holds_at(each)]
    return next((each for each in free if each >= hour), free[-1] if free else hour)


def talk_slot(
    has_urgent: bool,
    now: datetime,
    last_talk_at: datetime | None,
    daily_hour: int,
    community: Community,
    back_at: datetime | None,
    quiet: Quiet | None = None,
) -> datetime:
    """When the next unprompted message to a person may be written, never in the hours in which they are `quiet`.

    One a day, at their hour; sooner, while they are awake, if help is needed today. In the first day
    after a long silence of the bot even urgent things share one message.
    """
    timezone, policy = community.timezone, community.policy
    is_fresh = back_at is not None and now < back_at + DAY
    has_heard = back_at is not None and last_talk_at is not None and last_talk_at >= back_at
    if has_urgent and not (is_fresh and has_heard):
        return own_slot(now, timezone, policy, quiet) or waking_slot(now, timezone, policy)
    return daily_slot(now, last_talk_at, daily_hour, timezone, policy, quiet)


def daily_slot(
    now: datetime, last: datetime | None, hour: int, timezone: str, policy: Policy, quiet: Quiet | None = None
) -> datetime:
    """The first moment from `now` on at which a daily message may be written. They are not `quiet` at `hour`, unless
    they always are."""
    slot = _from_hour(now if last is None else max(now, last + TALK_SPACING), hour, timezone, policy)
    return _from_hour(own_slot(slot, timezone, policy, quiet) or slot, hour, timezone, policy)


def _from_hour(earliest: datetime, hour: int, timezone: str, policy: Policy) -> datetime:
    local = earliest.astimezone(ZoneInfo(timezone))
    if hour <= local.hour < policy.day_ends:
        return earliest
    day = local.date() if local.hour < hour else local.date() + DAY
    return at_hour(day, hour, timezone)


def own_slot(now: datetime, timezone: str, policy: Policy, quiet: Quiet | None) -> datetime | None:
    """`now`, if they may be written to now; otherwise the first full hour that is neither night nor theirs. None if
    there is none: nobody waits for that."""
    zone, slot = ZoneInfo(timezone), waking_slot(now, timezone, policy)
    for _ in range(HOURS_LOOKED_AT):
        local = slot.astimezone(zone)
        if quiet is None or not quiet.holds_at(local.hour):
            return slot
        full_hour = (local.replace(minute=0, second=0, microsecond=0) + HOUR).astimezone(UTC)
        slot = waking_slot(full_hour, timezone, policy)
    return None


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
