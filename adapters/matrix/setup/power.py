"""Who may do what in a room, by Matrix's own rules: pure functions of its create event and its power levels.

The server's answer is read as it stands, because a library's model of a room may be older than the room.
https://spec.matrix.org/latest/client-server-api/#mroompower_levels
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MODERATOR = 50
"""What clients call a Moderator."""
ABOVE_ALL = math.inf
"""Creators since room version 12 stand above every number, and are in no list."""
CREATORS_ABOVE = 12
INTEGERS_ONLY = 10
"""Before this room version a level could be written as text."""
_AS_TEXT = re.compile(r"\s*[+-]?[0-9]{1,18}\s*")


@dataclass(frozen=True, slots=True)
class Powers:
    """`levels` is the content of m.room.power_levels, None in a room without one."""

    version: str
    creators: frozenset[str]
    levels: Mapping[str, Any] | None

    def of(self, user_id: str) -> float:
        if user_id in self.creators and _number(self.version) >= CREATORS_ABOVE:
            return ABOVE_ALL
        if self.levels is None:
            return 100 if user_id in self.creators else 0
        own = _entry(self.levels, "users").get(user_id)
        return self._level(self.levels.get("users_default"), 0) if own is None else self._level(own, 0)

    def to_send(self, kind: str) -> float:
        """The level that a message of this kind takes."""
        return self._event(kind, "events_default", 0)

    def to_set(self, kind: str) -> float:
        """The level that a state of this kind takes."""
        return self._event(kind, "state_default", 0 if self.levels is None else 50)

    def to_remove(self) -> float:
        """The level that taking away what others wrote takes."""
        return self._level(None if self.levels is None else self.levels.get("redact"), 50)

    def _event(self, kind: str, otherwise: str, usual: float) -> float:
        if self.levels is None:
            return usual
        own = _entry(self.levels, "events").get(kind)
        return self._level(self.levels.get(otherwise) if own is None else own, usual)

    def _level(self, written: object, usual: float) -> float:
        """What makes no sense counts as if it were not there."""
        if isinstance(written, int) and not isinstance(written, bool):
            return written
        is_old = 0 < _number(self.version) < INTEGERS_ONLY
        return int(written) if is_old and isinstance(written, str) and _AS_TEXT.fullmatch(written) else usual


def powers(create: Mapping[str, Any], levels: Mapping[str, Any] | None) -> Powers:
    """`create` is the whole event: only its sender says who made the room."""
    content = _entry(create, "content")
    version = content.get("room_version", "1")
    version = version if isinstance(version, str) else ""
    added = content.get("additional_creators") if _number(version) >= CREATORS_ABOVE else None
    creators = [create.get("sender"), *(added if isinstance(added, list) else [])]
    return Powers(version, frozenset(one for one in creators if isinstance(one, str)), levels)


def is_moderator(room: Powers, user_id: str) -> bool:
    return room.of(user_id) >= MODERATOR


def _entry(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = content.get(name)
    return found if isinstance(found, Mapping) else {}


def _number(version: str) -> int:
    """0 for a version we know nothing about: there, nobody is anything but what the power levels say."""
    return int(version) if version.isascii() and version.isdecimal() and len(version) < 5 else 0
