"""Which rooms there are to choose from: those of the space, and those that a moderator of their own names."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.matrix.connection.server import Refusal, Server, quoted
from adapters.matrix.people import readable
from adapters.matrix.setup.levels import Levels
from adapters.matrix.setup.looking import UNNAMED
from bot.model.people import Role

SPACE = "m.space"
AT_ONCE = 50
PAGES = 4
"""Of the space's list; whoever has more rooms than that can type an address."""
DEPTH = 2
"""A space may lie in the space."""
LISTED = 20


@dataclass(frozen=True, slots=True)
class Around:
    """`rooms` are (id, name) of those that may be chosen; `not_in` are names of those that we are not in, empty for
    what we cannot see."""

    rooms: tuple[tuple[str, str], ...]
    not_in: tuple[str, ...] = ()


class Surroundings:
    def __init__(self, server: Server, levels: Levels) -> None:
        self._server = server
        self._levels = levels

    async def of(self, home_id: str, user_id: str) -> Around:
        """What this person may choose in their space or single room. Raises Refusal and Unreachable."""
        listed = await self._listed(home_id)
        spaces = {each["room_id"] for each in listed if each.get("room_type") == SPACE}
        names = {each["room_id"]: _name(each) for each in listed}
        ours = await self._joined()
        near = {child for each in listed for child in _children(each)} | {home_id}
        there = sorted((near & ours) - spaces, key=lambda room_id: names.get(room_id, UNNAMED).casefold())
        allowed = await asyncio.gather(*(self.is_theirs(room_id, home_id, user_id) for room_id in there))
        rooms = [room_id for room_id, is_theirs in zip(there, allowed, strict=True) if is_theirs]
        direct = {child for each in listed if each["room_id"] == home_id for child in _children(each)}
        outside = sorted(names.get(room_id, "") for room_id in direct - ours - spaces)
        return Around(tuple((room_id, names.get(room_id, UNNAMED)) for room_id in rooms[:LISTED]), tuple(outside))

    async def is_theirs(self, room_id: str, home_id: str, user_id: str) -> bool:
        """The room itself says that it is part of the space, or they are its moderator.

        Being in the list of a space says nothing: any room can be written into it. Raises Unreachable.
        """
        if room_id == home_id or Role.MODERATOR in await self._levels.roles(user_id, room_id):
            return True
        try:
            parent = await self._server.state(room_id, "m.space.parent", home_id)
        except Refusal:
            return False
        return parent is not None and bool(parent.get("via"))

    async def _joined(self) -> set[str]:
        return set((await self._server.call("GET", "/joined_rooms"))["joined_rooms"])

    async def _listed(self, home_id: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        query = {"limit": str(AT_ONCE), "max_depth": str(DEPTH)}
        for _ in range(PAGES):
            page = await self._server.call("GET", f"/_matrix/client/v1/rooms/{quoted(home_id)}/hierarchy", query=query)
            found += [each for each in page.get("rooms", []) if isinstance(each.get("room_id"), str)]
            if not isinstance(page.get("next_batch"), str):
                break
            query["from"] = page["next_batch"]
        return found


def _children(listed: Mapping[str, Any]) -> list[str]:
    """A child whose servers were taken away is one no more."""
    states = listed.get("children_state", [])
    return [each["state_key"] for each in states if each.get("content", {}).get("via") and "state_key" in each]


def _name(listed: Mapping[str, Any]) -> str:
    name = listed.get("name") or listed.get("canonical_alias") or ""
    return readable(name if isinstance(name, str) else "", UNNAMED)
