"""What may be written into the form of a request, and what comes of it."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import BadText
from bot.model.places import Community
from bot.model.policy import DAY, Kind, Urgency
from bot.model.requests import Form, Naming
from bot.rules import hours, typed

WHAT_LIMIT = 500
WHERE_LIMIT = 80
NOTE_LIMIT = 300
THANKS_LIMIT = 300
FURTHEST = 366 * DAY
HEAVY, YES, NO = "heavy", "yes", "no"
"""The asker's own word, given on the preview: no form asks for it."""
BY = "by"
"""The field that takes a time."""
_WRITTEN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}:\d{2}))?")
"""A day, or a moment on it by the clocks of the community: what every way of saying a time comes to."""
_IN_FIGURES = re.compile(r"\d{1,2} ?[./-] ?\d{1,2}\b")


def fill(values: dict[str, str], now: datetime, community: Community) -> Form:
    """The form from what was typed. Raises BadText or Refused for the first field that cannot be used."""
    kind = _kind(values.get("kind", ""), community)
    what = typed.require("what", values.get("what", ""), WHAT_LIMIT)
    urgency = _urgency(values.get("when", ""))
    by = fill_by(values.get(BY, ""), now, community) if urgency is Urgency.BY_DATE else None
    where = typed.clean("where", values.get("where", ""), WHERE_LIMIT)
    naming, wanted = _naming(values.get("naming", "")), _wanted(values, community)
    return Form(kind, what, urgency, by, where, naming, wanted, values.get(HEAVY) == YES)


def _kind(value: str, community: Community) -> Kind:
    kind = next((kind for kind in Kind if kind.value == value), None)
    if kind is None:
        raise BadText("choose_one", "kind", value)
    if kind not in community.policy.kinds:
        raise BadText("kind_is_off", "kind", value, kind=kind.value)
    return kind


def _urgency(value: str) -> Urgency:
    urgency = next((urgency for urgency in Urgency if urgency.value == value), None)
    if urgency is None:
        raise BadText("choose_one", "when", value)
    return urgency


def _naming(value: str) -> Naming:
    """Unset is the private choice."""
    if not value:
        return Naming.HELPER
    naming = next((naming for naming in Naming if naming.value == value), None)
    if naming is None:
        raise BadText("choose_one", "naming", value)
    return naming


def fill_by(value: str, now: datetime, community: Community) -> date:
    """The day, or the moment in UTC. Raises BadText."""
    written = _written(value)
    if written is None:
        raise BadText("date_is_unclear" if _IN_FIGURES.match(value.strip()) else "not_a_date", "by", value)
    day, clock = written
    today = hours.local_date(now, community.timezone)
    if day > today + FURTHEST:
        raise BadText("date_is_far", "by", value)
    if day < today:
        raise BadText("date_is_past", "by", value)
    if clock is None:
        return day
    by = datetime.combine(day, clock, ZoneInfo(community.timezone)).astimezone(UTC)
    if by <= now:
        raise BadText("date_is_past", "by", value)
    return by


def _written(value: str) -> tuple[date, time | None] | None:
    """None if it is said in other words."""
    found = _WRITTEN.fullmatch(value.strip())
    if found is None or not value.isascii():
        return None
    try:
        return date.fromisoformat(found[1]), time.fromisoformat(found[2].zfill(5)) if found[2] else None
    except ValueError:
        return None


def said_time(values: Mapping[str, str]) -> str:
    """The time by which it is needed in somebody's own words ("tomorrow 5pm"), if it is still to be read; else ""."""
    return as_said(values.get(BY, "")) if values.get("when") == Urgency.BY_DATE.value else ""


def as_said(text: str) -> str:
    return "" if _written(text) is not None else text.strip()


def written(by: date, timezone: str) -> str:
    """How a day, or a moment in UTC, is typed. The end of a day is that day."""
    if not isinstance(by, datetime):
        return by.isoformat()
    there = by.astimezone(ZoneInfo(timezone))
    return f"{there:%Y-%m-%d %H:%M}" if there.time() != time(0) else (there - DAY).date().isoformat()


def _wanted(values: dict[str, str], community: Community) -> int:
    value = values.get("wanted", "").strip() or "1"
    most = community.policy.wanted_at_most
    if not (value.isascii() and value.isdigit() and len(value) <= 3 and 1 <= int(value) <= most):
        raise BadText("not_a_count", "wanted", value, most=str(most))
    return int(value)


def values_of(form: Form, community: Community) -> dict[str, str]:
    """The form as it would be typed again."""
    return {
        "kind": form.kind.value,
        "what": form.what,
        "when": form.urgency.value,
        "by": written(form.by, community.timezone) if form.by else "",
        "where": form.where,
        "naming": form.naming.value,
        "wanted": str(form.wanted),
        HEAVY: YES if form.is_heavy else NO,
    }


def chosen_by(needed_by: datetime | None, community: Community) -> date | None:
    """The day that was chosen, from the end of it, or the moment."""
    if needed_by is None or not hours.is_midnight(needed_by, community.timezone):
        return needed_by
    return hours.local_date(needed_by - timedelta(seconds=1), community.timezone)
