"""Messages whose key has not come yet: kept as they are, in ciphertext, and looked at again.

Most keys come a moment later. One that never comes is spoken of once, and still waited for. Anybody can send what only
looks like ciphertext, and as much as they like: it is worth a line an hour, and a part of the shelf.
"""

import json
import logging
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from adapters.matrix.incoming.events import Event, event_of, mapping, text

log = logging.getLogger(__name__)

GRACE = 60.0
"""Seconds in which a key may come before anything is said about it."""
LIFE = 86_400.0
"""Seconds. A command from before that would surprise whoever typed it."""
QUIET = 3_600.0
"""Seconds in which a sender hears nothing more about it in a room, whatever else of theirs cannot be read."""
AT_MOST = 500
OF_ONE_AT_MOST = 50
"""Of one sender, so that nobody pushes out what others said."""
SPOKEN_AT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Kept:
    """`since` is machine time, in seconds since the epoch."""

    room_id: str
    raw: dict[str, Any]
    since: float

    @property
    def event(self) -> Event | None:
        return event_of(self.room_id, self.raw)

    @property
    def sender(self) -> str:
        return text(self.raw, "sender")

    @property
    def session(self) -> str:
        """The sender's session that nobody gave us the key of."""
        return text(mapping(self.raw.get("content")), "session_id")


def raw_of(event: Event) -> dict[str, Any]:
    """What decryption needs of it."""
    raw = {"event_id": event.id, "type": event.type, "sender": event.sender, "content": dict(event.content)}
    return raw | {"origin_server_ts": event.at, "room_id": event.room_id}


@dataclass(frozen=True, slots=True)
class Shelf:
    """`spoken` are the sessions that were spoken of, by room, the oldest first.

    `told` are a room, who was told something there, and when, in machine time.
    """

    kept: tuple[Kept, ...] = ()
    spoken: tuple[tuple[str, str], ...] = ()
    told: tuple[tuple[str, str, float], ...] = ()

    def add(self, event: Event, now: float) -> "Shelf":
        """The same event is kept once; what is too much falls off at the old end."""
        new = Kept(event.room_id, raw_of(event), now)
        if any(each.raw["event_id"] == event.id for each in self.kept):
            return self
        theirs = [each.raw["event_id"] for each in self.kept if each.sender == new.sender]
        too_many = len(theirs) + 1 - OF_ONE_AT_MOST
        kept = self.without(theirs[: max(too_many, 0)]).kept
        return replace(self, kept=(*kept, new)[-AT_MOST:])

    def without(self, event_ids: Iterable[str]) -> "Shelf":
        gone = frozenset(event_ids)
        return replace(self, kept=tuple(each for each in self.kept if each.raw["event_id"] not in gone))

    def forgetting(self, room_id: str) -> "Shelf":
        """We are not there any more."""
        return replace(self, kept=tuple(each for each in self.kept if each.room_id != room_id))

    def at(self, now: float) -> "Shelf":
        return replace(self, kept=tuple(each for each in self.kept if now - each.since < LIFE))

    def unspoken(self, now: float) -> tuple[Kept, ...]:
        """Of each sender, in each room, the first message that has waited long enough to be spoken of."""
        told = {(room_id, sender) for room_id, sender, at in self.told if now - at < QUIET}
        first: dict[tuple[str, str], Kept] = {}
        for each in self.kept:
            is_new = now - each.since >= GRACE and (each.room_id, each.session) not in self.spoken
            if is_new and (each.room_id, each.sender) not in told:
                first.setdefault((each.room_id, each.sender), each)
        return tuple(first.values())

    def speak(self, kept: Kept, now: float) -> "Shelf":
        """One line stands for everything of theirs that waits in this room."""
        where = (kept.room_id, kept.sender)
        theirs = dict.fromkeys(
            (each.room_id, each.session) for each in self.kept if (each.room_id, each.sender) == where
        )
        spoken = (*self.spoken, *(each for each in theirs if each not in self.spoken))
        told = (*(each for each in self.told if now - each[2] < QUIET), (*where, now))
        return replace(self, spoken=spoken[-SPOKEN_AT_MOST:], told=told[-SPOKEN_AT_MOST:])


class ShelfFile:
    """In our own folder, for its owner alone, and whole whenever we are stopped."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written: Shelf | None = None

    def read(self) -> Shelf:
        """Empty if there is none, or none that we understand: what is lost with it are a few messages without keys."""
        try:
            given = json.loads(self._path.read_bytes())
            kept = tuple(Kept(each["room_id"], each["raw"], float(each["since"])) for each in given["kept"])
            told = tuple((room_id, sender, float(at)) for room_id, sender, at in given.get("told", ()))
            shelf = Shelf(kept, tuple((room_id, session) for room_id, session in given["spoken"]), told)
        except FileNotFoundError:
            shelf = Shelf()
        except (OSError, ValueError, TypeError, KeyError) as trouble:
            log.warning("messages that waited for their keys could not be read: %s", type(trouble).__name__)
            shelf = Shelf()
        self._written = shelf
        return shelf

    def write(self, shelf: Shelf) -> None:
        if shelf == self._written:
            return
        partial = self._path.with_suffix(".new")
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(json.dumps(asdict(shelf)).encode())
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self._path)
        self._written = shelf
