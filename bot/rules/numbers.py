"""Every number of a community's policy: how it is typed, within which bounds, and on which page of the setup."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from bot.errors import BadText
from bot.model.outcome import FormAbout
from bot.model.policy import DAY, HOUR, Policy

FEWEST_HOURS = 2
"""Between the first and the last hour in which people are written to."""
HOURS = "hours"
"""The one field that is no whole number: "9-22"."""
LONGEST_NUMBER = 4
_MINUTE = HOUR / 60
_HOURS = re.compile(r"(\d{1,2})\s*(?:-|–|to|bis|a|à)\s*(\d{1,2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the policy. `held` is where: a field, or one of a pace ("usual.grace"); a length of time is
    counted in `unit`."""

    name: str
    held: str
    least: int
    most: int
    unit: timedelta | None = None


PAGES: Mapping[FormAbout, tuple[Figure, ...]] = MappingProxyType(
    {
        FormAbout.NUMBERS: (
            Figure("open_claims", "open_claims", 1, 10),
            Figure("daily_hour", "daily_hour", 0, 23),
            Figure("expiry_days", "expiry", 3, 90, DAY),
            Figure("purge_days", "purge_after", 1, 90, DAY),
        ),
        FormAbout.ALERTS: (
            Figure("alert_minutes", "alert_after", 0, 1440, _MINUTE),
            Figure("alert_people", "alert_people", 1, 30),
            Figure("alert_hours", "usual.alert_every", 1, 72, HOUR),
            Figure("alerts_week", "alerts_a_week", 1, 10),
            Figure("wanted_most", "wanted_at_most", 1, 25),
        ),
        FormAbout.REMINDERS: (
            Figure("grace_hours", "usual.grace", 1, 168, HOUR),
            Figure("nudge_hours", "usual.answer_window", 1, 168, HOUR),
            Figure("nudges", "nudges_before_release", 1, 5),
            Figure("backup_hours", "usual.backup_window", 1, 72, HOUR),
            Figure("undo_minutes", "undo", 1, 60, _MINUTE),
        ),
        FormAbout.TODAY: (
            Figure("grace_today", "quick.grace", 10, 720, _MINUTE),
            Figure("nudge_today", "quick.answer_window", 10, 720, _MINUTE),
            Figure("backup_today", "quick.backup_window", 5, 720, _MINUTE),
            Figure("alert_today", "quick.alert_every", 10, 720, _MINUTE),
        ),
        FormAbout.ASKERS: (
            Figure("check_hours", "check_in_after", 1, 168, HOUR),
            Figure("contact_hours", "check_in_after_contact", 1, 168, HOUR),
            Figure("check_every", "check_in_every", 12, 168, HOUR),
            Figure("check_days", "check_ins_end", 1, 30, DAY),
            Figure("unclaimed_hours", "unclaimed_note", 2, 336, HOUR),
        ),
        FormAbout.ENDINGS: (
            Figure("objection_hours", "objection", 1, 336, HOUR),
            Figure("thanks_hours", "thanks_after", 1, 336, HOUR),
            Figure("warning_days", "expiry_warning", 1, 30, DAY),
            Figure("draft_days", "draft_life", 1, 30, DAY),
            Figure("question_days", "question_life", 1, 7, DAY),
        ),
        FormAbout.OFFERS: (
            Figure("life_days", "volunteer_life", 7, 366, DAY),
            Figure("notice_days", "renewal_notice", 1, 60, DAY),
            Figure("pause_most", "pause_at_most", 7, 366, DAY),
            Figure("pause_days", "pause_usual", 1, 366, DAY),
            Figure("digest_lines", "digest_lines", 4, 40),
        ),
    }
)
"""Five rows a page: more does not fit into a form everywhere. What depends on another number comes after it."""


def numbers_of(policy: Policy, page: FormAbout = FormAbout.NUMBERS) -> dict[str, str]:
    """As they would be typed."""
    values = {figure.name: str(_read(policy, figure)) for figure in PAGES[page]}
    if page is FormAbout.NUMBERS:
        values[HOURS] = f"{policy.day_begins}-{policy.day_ends}"
    return values


def with_numbers(policy: Policy, values: Mapping[str, str], page: FormAbout = FormAbout.NUMBERS) -> Policy:
    """Raises BadText for the first number that cannot be used."""
    if page is FormAbout.NUMBERS:
        begins, ends = _hours(values.get(HOURS, ""))
        policy = replace(policy, day_begins=begins, day_ends=ends)
    for figure in PAGES[page]:
        typed = whole(figure.name, values.get(figure.name, ""), *bounds(figure, policy))
        policy = _changed(policy, figure, typed)
    return policy


def bounds(figure: Figure, policy: Policy) -> tuple[int, int]:
    """As far as the other numbers allow."""
    match figure.name:
        case "daily_hour":
            return policy.day_begins, policy.day_ends - 1
        case "expiry_days":
            return max(figure.least, policy.expiry_warning.days + 1), figure.most
        case "warning_days":
            return figure.least, min(figure.most, policy.expiry.days - 1)
        case "notice_days":
            return figure.least, min(figure.most, policy.volunteer_life.days - 1)
        case "pause_days":
            return figure.least, min(figure.most, policy.pause_at_most.days)
        case _:
            return figure.least, figure.most


def whole(name: str, typed: str, least: int, most: int) -> int:
    """Raises BadText for what is no whole number from `least` to `most`."""
    value = typed.strip()
    is_short = value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER
    if not (is_short and least <= int(value) <= most):
        raise BadText("out_of_bounds", name, value, least=str(least), most=str(most))
    return int(value)


def _read(policy: Policy, figure: Figure) -> int:
    value: Any = policy
    for name in figure.held.split("."):
        value = getattr(value, name)
    return int(value if figure.unit is None else value // figure.unit)


def _changed(policy: Policy, figure: Figure, number: int) -> Policy:
    """A length that is said as before stays exactly as it was."""
    if number == _read(policy, figure):
        return policy
    value = number if figure.unit is None else number * figure.unit
    name, _, inner = figure.held.partition(".")
    changes: dict[str, Any] = {name: replace(getattr(policy, name), **{inner: value}) if inner else value}
    return replace(policy, **changes)


def _hours(value: str) -> tuple[int, int]:
    found = _HOURS.fullmatch(value.strip())
    begins, ends = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (begins + FEWEST_HOURS <= ends <= 24):
        raise BadText("not_hours", HOURS, value, fewest=str(FEWEST_HOURS))
    return begins, ends
