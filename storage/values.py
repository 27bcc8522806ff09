"""What a column holds: times are microseconds since 1970 in UTC, flags are 0 or 1, enums their text."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER = 2**62
"""Stands for None in a time column that is sorted with "never" last."""


def micros(at: datetime) -> int:
    """Raises TypeError for a naive datetime."""
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def micros_if(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def moment(stamp: int) -> datetime:
    return EPOCH + timedelta(microseconds=stamp)


def moment_if(stamp: int | None) -> datetime | None:
    return None if stamp is None else EPOCH + timedelta(microseconds=stamp)


def millis(machine_seconds: float) -> int:
    """Machine time, as lease columns hold it."""
    return round(machine_seconds * 1000)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_json(value: Any) -> str:
    return _ENCODER.encode(value)


def from_json(text: str) -> Any:
    return json.loads(text)
