"""A community's policy as JSON. Only what differs from the defaults is written down."""

from dataclasses import fields
from datetime import timedelta
from functools import lru_cache
from typing import Any

from bot.model.policy import Kind, Pace, Policy
from storage.values import from_json, to_json


def policy_text(policy: Policy) -> str:
    return to_json(_differences(policy, Policy()))


@lru_cache(maxsize=1024)
def policy_of(text: str) -> Policy:
    """Remembered by its text: every command reads its community's policy."""
    policy: Policy = _changed(Policy(), from_json(text))
    return policy


def _differences(value: Any, default: Any) -> dict[str, Any]:
    pairs = ((field.name, getattr(value, field.name), getattr(default, field.name)) for field in fields(value))
    return {name: _plain(own, usual) for name, own, usual in pairs if own != usual}


def _plain(value: Any, default: Any) -> Any:
    match value:
        case timedelta():
            return value.total_seconds()
        case frozenset():
            return sorted(kind.value for kind in value)
        case Pace():
            return _differences(value, default)
        case _:
            return value


def _changed(default: Any, differences: dict[str, Any]) -> Any:
    """Unknown names are passed over: an older version may have had more to set."""
    own = {
        field.name: _rich(differences[field.name], getattr(default, field.name))
        for field in fields(default)
        if field.name in differences
    }
    return type(default)(**{field.name: getattr(default, field.name) for field in fields(default)} | own)


def _rich(value: Any, default: Any) -> Any:
    match default:
        case timedelta():
            return timedelta(seconds=value)
        case frozenset():
            return frozenset(Kind(kind) for kind in value)
        case Pace():
            return _changed(default, value)
        case _:
            return value
