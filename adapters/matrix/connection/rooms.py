"""What has to be known of rooms to write into them: whether they are encrypted, and who may read them.

The homeserver is asked when something is not known, and what it says on its own keeps that up to date. Only what it
says in clear counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.matrix.connection.server import Server, Unreachable, quoted

ENCRYPTION, VISIBILITY = "m.room.encryption", "m.room.history_visibility"
JOIN_RULES = "m.room.join_rules"
TRIES = 5
"""Of asking who reads a room while people come and go."""


@dataclass
class Room:
    """`readers` is None while it is unknown; `written_for` are those who have the key we write with.

    Of `invited` we do not hear when their devices change. `news` counts what we heard: an answer to what was asked
    before is older.
    """

    is_encrypted: bool | None = None
    readers: frozenset[str] | None = None
    invited: frozenset[str] = frozenset()
    written_for: frozenset[str] = frozenset()
    news: int = 0

    def ask_again(self) -> None:
        """Who reads it is not known any more."""
        self.readers = None
        self.news += 1


@dataclass
class Rooms:
    server: Server
    _rooms: dict[str, Room] = field(default_factory=dict)

    def __getitem__(self, room_id: str) -> Room:
        return self._rooms.setdefault(room_id, Room())

    async def is_encrypted(self, room_id: str) -> bool:
        """Once encrypted, a room stays so, whatever is answered afterwards. Raises Refusal or Unreachable."""
        room = self[room_id]
        if room.is_encrypted is None:
            before, found = room.news, await self.server.state(room_id, ENCRYPTION) is not None
            if found or room.news == before:
                room.is_encrypted = room.is_encrypted or found
            return room.is_encrypted or found
        return room.is_encrypted

    async def readers(self, room_id: str) -> frozenset[str]:
        """Whoever may read what is written now. Raises Refusal or Unreachable."""
        for _ in range(TRIES):
            room = self[room_id]
            if room.readers is None:
                before, (joined, invited) = room.news, await self._ask(room_id)
                if room.news != before:
                    continue
                room.invited, room.readers = invited, joined | invited
            return room.readers
        raise Unreachable("who reads the room changes faster than it is told")

    async def _ask(self, room_id: str) -> tuple[frozenset[str], frozenset[str]]:
        """Who is invited will read what is written before they come, unless the room keeps that for who is in it."""
        visibility = await self.server.state(room_id, VISIBILITY) or {}
        is_closed = visibility.get("history_visibility") == "joined"
        said = await self.server.call("GET", f"/rooms/{quoted(room_id)}/members", query={"not_membership": "leave"})
        members = {each["state_key"]: each["content"].get("membership") for each in said["chunk"]}
        joined, invited = (frozenset(who for who in members if members[who] == how) for how in ("join", "invite"))
        return joined, frozenset() if is_closed else invited

    def take(self, sync: Mapping[str, Any]) -> None:
        """A gap may hide that somebody came or left."""
        rooms = _mapping(sync.get("rooms"))
        for room_id in _mapping(rooms.get("leave")):
            self._rooms.pop(room_id, None)
        for room_id, news in _mapping(rooms.get("join")).items():
            for event in _state(_mapping(news)):
                self._take(self[room_id], event)
            if _mapping(_mapping(news).get("timeline")).get("limited"):
                self[room_id].ask_again()

    def _take(self, room: Room, event: Mapping[str, Any]) -> None:
        """Members are told again and again where they are loaded lazily, and when only their name changes."""
        match event.get("type"):
            case "m.room.encryption":
                room.is_encrypted = True
            case "m.room.history_visibility" | "m.room.join_rules":
                room.ask_again()
            case "m.room.member":
                _take_member(room, event.get("state_key"), _mapping(event.get("content")).get("membership"))

    def doubt(self) -> None:
        """We may have missed that a room was encrypted, or who came into it."""
        for room in self._rooms.values():
            room.is_encrypted = room.is_encrypted or None
            room.ask_again()

    def read_by(self, users: set[str]) -> set[str]:
        """The rooms whose key any of them has."""
        return {room_id for room_id, room in self._rooms.items() if room.written_for & users}


def _take_member(room: Room, user_id: object, membership: object) -> None:
    is_reading = membership in ("join", "invite")
    if room.readers is None or is_reading != (user_id in room.readers):
        room.ask_again()
    elif membership == "join":
        room.invited -= {user_id}


def _state(news: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """State that changed comes in two lists."""
    for part in ("state", "timeline"):
        for event in _mapping(news.get(part)).get("events") or ():
            if "state_key" in _mapping(event):
                yield event


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
