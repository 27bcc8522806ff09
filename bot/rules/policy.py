"""What a community may decide about itself, within which bounds."""

import difflib
import re
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from zoneinfo import available_timezones

from bot.errors import BadText
from bot.model.people import Member
from bot.model.policy import DAY, Policy

LONGEST_ZONE = 64
LONGEST_HOUR = 8
FEWEST_HOURS = 2
"""Between the first and the last hour in which people are written to."""
_BOUNDS = MappingProxyType(
    {"open_claims": (1, 10), "daily_hour": (0, 23), "expiry_days": (3, 90), "purge_days": (1, 90)}
)
"""A request warns two days before it expires, so it lives for three at least."""
_HOURS = re.compile(r"(\d{1,2})\s*(?:-|–|to|bis|a|à)\s*(\d{1,2})", re.ASCII)

_HOUR = re.compile(r"(\d{1,2})(?::00)?\s*(?:h|uhr)?", re.ASCII | re.IGNORECASE)


def numbers_of(policy: Policy) -> dict[str, str]:
    """As they would be typed."""
    return {
        "open_claims": str(policy.open_claims),
        "hours": f"{policy.day_begins}-{policy.day_ends}",
        "daily_hour": str(policy.daily_hour),
        "expiry_days": str(policy.expiry.days),
        "purge_days": str(policy.purge_after.days),
    }


def with_numbers(policy: Policy, values: dict[str, str]) -> Policy:
    """Raises BadText for the first number that cannot be used."""
    begins, ends = _hours(values.get("hours", ""))
    daily_hour = _number("daily_hour", values, (begins, ends - 1))
    return replace(
        policy,
        open_claims=_number("open_claims", values),
        day_begins=begins,
        day_ends=ends,
        daily_hour=daily_hour,
        expiry=_number("expiry_days", values) * DAY,
        purge_after=_number("purge_days", values) * DAY,
    )


def _number(name: str, values: dict[str, str], bounds: tuple[int, int] | None = None) -> int:
    least, most = bounds or _BOUNDS[name]
    value = values.get(name, "").strip()
    if not (value.isascii() and value.isdigit() and len(value) <= 3 and least <= int(value) <= most):
        raise BadText("out_of_bounds", name, value, least=str(least), most=str(most))
    return int(value)


def _hours(value: str) -> tuple[int, int]:
    found = _HOURS.fullmatch(value.strip())
    begins, ends = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (begins + FEWEST_HOURS <= ends <= 24):
        raise BadText("not_hours", "hours", value, fewest=str(FEWEST_HOURS))
    return begins, ends


def own_hours(values: dict[str, str], policy: Policy) -> tuple[str | None, int | None]:
    """Somebody's time zone and the hour of their daily message; None is the community's. Raises BadText."""
    typed_zone, typed_hour = values.get("zone", "").strip(), values.get("daily_hour", "").strip()
    own_zone = zone(typed_zone) if typed_zone else None
    if not typed_hour:
        return own_zone, None
    found = _HOUR.fullmatch(typed_hour)
    bounds = policy.day_begins, policy.day_ends - 1
    return own_zone, _number("daily_hour", {"daily_hour": found[1] if found else typed_hour}, bounds)


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
