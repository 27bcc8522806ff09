"""Private rooms: one for each person, in which are they and we and nobody else.

Nothing makes a room only once. So each carries our mark from its first moment, and is listed with the account
(https://spec.matrix.org/latest/client-server-api/#direct-messaging) when it is there; whoever does not know whether a
room was made looks for the mark in those that are not listed.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from adapters.matrix.connection.client import Client
from adapters.matrix.connection.rooms import JOIN_RULES, VISIBILITY
from adapters.matrix.connection.server import Refusal, quoted
from adapters.matrix.outgoing.line import Line
from adapters.matrix.outgoing.pace import Pace
from bot.errors import PlaceLost, RateLimited

MARKER = "org.barnraiser.direct"
LISTED = "m.direct"
ENCRYPTED = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
INVITED_FOR = 24 * 3600 * 1000
"""Milliseconds in which an invitation is answered. Whoever ignores us, or is gone, never answers one."""
IS_HERE = ("join", "invite", "knock")

Members = dict[str, dict[str, Any]]


class Directs:
    """Raises Refusal and Unreachable where nothing else is said."""

    def __init__(self, client: Client, now: Callable[[], float], *, is_encrypting: bool) -> None:
        self._client = client
        self._is_encrypting = is_encrypting
        self._openings = Pace(now)
        """New rooms have a limit of their own: Synapse takes ten, and then one a minute."""
        self._line = Line(now)
        self._is_sure = False
        """Every room that we made is listed. Not so after a start, or when an answer was lost."""
        self._private: dict[str, frozenset[str]] = {}
        """Rooms that were found to be private, with their readers then."""
        self._listing = asyncio.Lock()

    async def require_private(self, room_id: str, user_id: str) -> None:
        """Raises PlaceLost if they left it, never came into it, or somebody else is there too or may come in."""
        readers = await self._client.rooms.readers(room_id)
        if self._private.get(room_id) is readers:
            return
        members = await self._members(room_id)
        _require_alone(members, self._client.server.user_id, user_id)
        await self._require_closed(room_id)
        if _membership(members[user_id]) == "join":
            self._private[room_id] = readers

    async def _require_closed(self, room_id: str) -> None:
        """Whoever made it may have opened it to everybody, to come in or to read. A room that we made stays closed."""
        server = self._client.server
        rule, visibility = [await server.state(room_id, kind) or {} for kind in (JOIN_RULES, VISIBILITY)]
        is_open = rule.get("join_rule", "invite") != "invite"
        if is_open or visibility.get("history_visibility") == "world_readable":
            raise PlaceLost("anybody can come into the private room, or read it")

    async def open(self, user_id: str) -> str:
        """Their room, made if there is none. Raises PlaceLost if they do not want one, or cannot be invited.

        To be called for one thing at a time about the same person.
        """
        if not self._is_sure:
            await self._list_all()
        for room_id in reversed((await self._listed()).get(user_id, [])):
            if await self._is_usable(room_id, user_id):
                return room_id
        try:
            room_id = await self._make(user_id)
            await self._list({room_id: user_id})
        except RateLimited:
            raise
        except BaseException:
            self._is_sure = False
            raise
        return room_id

    async def _is_usable(self, room_id: str, user_id: str) -> bool:
        """Raises PlaceLost if they have left it: nobody is invited twice."""
        me = self._client.server.user_id
        try:
            members = await self._members(room_id)
        except Refusal:
            return False
        if _membership(members.get(me)) != "join":
            return False
        if user_id not in members:
            await self._invite(room_id, user_id)
        elif _membership(members[user_id]) not in IS_HERE:
            raise PlaceLost("they left their private room")
        else:
            _require_alone(members, me, user_id)
        return True

    async def _make(self, user_id: str) -> str:
        try:
            with self._openings.turn() as turn, self._openings.sending(turn):
                made = await self._client.server.call("POST", "/createRoom", self._wanted(user_id))
        except RateLimited as wait:
            raise RateLimited(self._line.wait(user_id, wait.retry_after, self._openings.every)) from wait
        self._line.leave(user_id)
        return str(made["room_id"])

    def _wanted(self, user_id: str) -> dict[str, Any]:
        """Nobody but us can let somebody else in."""
        marker = {"type": MARKER, "state_key": "", "content": {"for": user_id}}
        return {
            "preset": "private_chat",
            "is_direct": True,
            "invite": [user_id],
            "power_level_content_override": {"invite": 100},
            "initial_state": [marker, ENCRYPTED] if self._is_encrypting else [marker],
        }

    async def _invite(self, room_id: str, user_id: str) -> None:
        """It was made, and that was all. Raises PlaceLost if they cannot be invited."""
        path = f"/rooms/{quoted(room_id)}/state/m.room.member/{quoted(user_id)}"
        try:
            await self._client.server.call("PUT", path, {"membership": "invite", "is_direct": True})
        except Refusal as refusal:
            if refusal.errcode == "M_FORBIDDEN":
                raise PlaceLost(str(refusal)) from refusal
            raise

    async def _list_all(self) -> None:
        """Find the rooms that were made and not listed."""
        listed = {room_id for rooms in (await self._listed()).values() for room_id in rooms}
        joined = (await self._client.server.call("GET", "/joined_rooms")).get("joined_rooms", [])
        found = {room_id: await self._made_for(room_id) for room_id in joined if room_id not in listed}
        await self._list({room_id: user_id for room_id, user_id in found.items() if user_id})
        self._is_sure = True

    async def _made_for(self, room_id: str) -> str:
        """Only what we marked ourselves counts: whoever made the room could be reading in it."""
        path = f"/rooms/{quoted(room_id)}/state/{MARKER}/"
        try:
            marker = await self._client.server.call("GET", path, query={"format": "event"})
        except Refusal:
            return ""
        whose = marker.get("content", {}).get("for")
        return whose if isinstance(whose, str) and marker.get("sender") == self._client.server.user_id else ""

    async def _list(self, rooms: dict[str, str]) -> None:
        if not rooms:
            return
        async with self._listing:
            listed = await self._listed()
            for room_id, user_id in rooms.items():
                listed[user_id] = [*(each for each in listed.get(user_id, []) if each != room_id), room_id]
            await self._client.server.call("PUT", self._list_path, listed)

    async def _listed(self) -> dict[str, list[str]]:
        """By person, the newest last."""
        try:
            said = await self._client.server.call("GET", self._list_path)
        except Refusal as refusal:
            if refusal.errcode != "M_NOT_FOUND":
                raise
            return {}
        return {user_id: [*map(str, rooms)] for user_id, rooms in said.items() if isinstance(rooms, list)}

    @property
    def _list_path(self) -> str:
        return f"/user/{quoted(self._client.server.user_id)}/account_data/{LISTED}"

    async def _members(self, room_id: str) -> Members:
        """Those too who have left."""
        said = await self._client.server.call("GET", f"/rooms/{quoted(room_id)}/members")
        return {event["state_key"]: event for event in said.get("chunk", ())}


def _membership(member: dict[str, Any] | None) -> str:
    return "" if member is None else str(member.get("content", {}).get("membership", ""))


def _require_alone(members: Members, me: str, user_id: str) -> None:
    here = {each for each, member in members.items() if _membership(member) in IS_HERE}
    if here != {me, user_id}:
        raise PlaceLost("in the private room there is nobody, or somebody else too")
    theirs = members[user_id]
    if _membership(theirs) != "join" and theirs.get("unsigned", {}).get("age", 0) > INVITED_FOR:
        raise PlaceLost("they have not come into the private room")
