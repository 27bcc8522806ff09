"""What has to be known of rooms to write into them: whether they are encrypted, and who may read them.

The homeserver is asked when something is not known, and what it says on its own keeps that up to date. Only what it
says in clear counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.matrix.connection.server import Server, quoted

ENCRYPTION, MEMBER, VISIBILITY = "m.room.encryption", "m.room.member", "m.room.history_visibility"


@dataclass
class Room:
    """`readers` is None while it is unknown; `written_for` are those who have the key we write with."""

    is_encrypted: bool | None = None
    readers: frozenset[str] | None = None
    written_for: frozenset[str] = frozenset()


@dataclass
class Rooms:
    server: Server
    _rooms: dict[str, Room] = field(default_factory=dict)

    def __getitem__(self, room_id: str) -> Room:
        return self._rooms.setdefault(room_id, Room())

    async def is_encrypted(self, room_id: str) -> bool:
        """Once encrypted, a room stays so. Raises Refusal or Unreachable."""
        room = self[room_id]
        if room.is_encrypted is None:
            room.is_encrypted = await self.server.state(room_id, ENCRYPTION) is not None
        return room.is_encrypted

    async def readers(self, room_id: str) -> frozenset[str]:
        """Whoever may read what is written now. Raises Refusal or Unreachable."""
        room = self[room_id]
        if room.readers is None:
            room.readers = await self._ask(room_id)
        return room.readers

    async def _ask(self, room_id: str) -> frozenset[str]:
        """Who is invited will read what is written before they come, unless the room keeps that for who is in it."""
        visibility = await self.server.state(room_id, VISIBILITY) or {}
        wanted = ("join",) if visibility.get("history_visibility") == "joined" else ("join", "invite")
        said = await self.server.call("GET", f"/rooms/{quoted(room_id)}/members", query={"not_membership": "leave"})
        return frozenset(each["state_key"] for each in said["chunk"] if each["content"].get("membership") in wanted)

    def take(self, sync: Mapping[str, Any]) -> None:
        """A gap may hide that somebody came or left."""
        rooms = _mapping(sync.get("rooms"))
        for room_id in _mapping(rooms.get("leave")):
            self._rooms.pop(room_id, None)
        for room_id, news in _mapping(rooms.get("join")).items():
            kinds = frozenset(_kinds(_mapping(news)))
            if ENCRYPTION in kinds:
                self[room_id].is_encrypted = True
            if kinds & {MEMBER, VISIBILITY} or _mapping(_mapping(news).get("timeline")).get("limited"):
                self[room_id].readers = None

    def doubt(self) -> None:
        """We may have missed that a room was encrypted, or who came into it."""
        for room in self._rooms.values():
            room.is_encrypted = room.is_encrypted or None
            room.readers = None

    def read_by(self, users: set[str]) -> set[str]:
        """The rooms whose key any of them has."""
        return {room_id for room_id, room in self._rooms.items() if room.written_for & users}


def _kinds(news: Mapping[str, Any]) -> Iterator[str]:
    """The types of the state that changed; it comes in two lists."""
    for part in ("state", "timeline"):
        for event in _mapping(news.get(part)).get("events") or ():
            if "state_key" in _mapping(event):
                yield str(event.get("type"))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
