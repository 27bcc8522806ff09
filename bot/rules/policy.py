"""By which clocks a community, or one person, lives; its numbers are in `rules.numbers`."""

import difflib
import re
from functools import cache
from zoneinfo import available_timezones

from bot.errors import BadText
from bot.model.people import Member
from bot.model.policy import Policy
from bot.rules.numbers import whole

LONGEST_ZONE = 64
LONGEST_HOUR = 8
_HOUR = re.compile(r"(\d{1,2})(?::00)?\s*(?:h|uhr)?", re.ASCII | re.IGNORECASE)


def own_hours(values: dict[str, str], policy: Policy) -> tuple[str | None, int | None]:
    """Somebody's time zone and the hour of their daily message; None is the community's. Raises BadText."""
    typed_zone, typed_hour = values.get("zone", "").strip(), values.get("daily_hour", "").strip()
    own_zone = zone(typed_zone) if typed_zone else None
    if not typed_hour:
        return own_zone, None
    found = _HOUR.fullmatch(typed_hour)
    bounds = policy.day_begins, policy.day_ends - 1
    return own_zone, whole("daily_hour", found[1] if found else typed_hour, *bounds)


def own_hours_of(member: Member) -> dict[str, str]:
    """As they would be typed."""
    hour = member.daily_hour
    return {"zone": member.timezone or "", "daily_hour": "" if hour is None else str(hour)}


def zone(value: str) -> str:
    """The zone's own name, however it was typed. Raises BadText."""
    name = value.strip().replace(" ", "_").casefold()[:LONGEST_ZONE]
    if name in _zones():
        return _zones()[name]
    near = difflib.get_close_matches(name, _zones(), n=1, cutoff=0.7) or _in_any_region(name)
    if near:
        raise BadText("zone_is_near", "zone", value, near=_zones()[near[0]])
    raise BadText("not_a_zone", "zone", value)


def _in_any_region(city: str) -> list[str]:
    return sorted(name for name in _zones() if name.endswith(f"/{city}"))


@cache
def _zones() -> dict[str, str]:
    """Those that name a region, and UTC: the others are there for machines only."""
    return {name.casefold(): name for name in available_timezones() if "/" in name or name == "UTC"}
