"""Rooms that were replaced by new ones. We follow where it is certain that the moderators wanted it.

The old room names the new one, which takes the level of a moderator, and the new one names the old one, which only
whoever made it could say. Anything less could lead a whole community into somebody else's room.
"""

import logging

from adapters.matrix.connection.server import Refusal, Server
from adapters.matrix.incoming.events import TOMBSTONE, mapping, text
from adapters.matrix.presence.directs import Directs
from adapters.matrix.presence.homes import Homes
from adapters.matrix.presence.invitations import Invitations, server_of
from adapters.matrix.presence.rooms import Room, Rooms
from adapters.matrix.setup.levels import Levels

log = logging.getLogger(__name__)


class Tombstones:
    def __init__(
        self,
        server: Server,
        rooms: Rooms,
        homes: Homes,
        directs: Directs,
        invitations: Invitations,
        levels: Levels,
    ) -> None:
        self._server = server
        self._rooms = rooms
        self._homes = homes
        self._directs = directs
        self._invitations = invitations
        self._levels = levels

    async def look_at_all(self) -> None:
        """After we were away. Raises Refusal and Unreachable."""
        for room in list(self._rooms):
            if room.replaced_by and room.replaced_by not in self._rooms:
                await self.found(room)

    async def found(self, old: Room) -> None:
        """A room of ours says that it was replaced. Raises Refusal and Unreachable."""
        new = old.replaced_by
        if not new or not await self._is_meant(old):
            log.warning("%s is said to be replaced, but not by somebody who may say so: I stay", old.id)
            return
        self._invitations.expect(new)
        if new in self._rooms:
            await self.arrived(new)
        elif not await self._invitations.join(new, server_of(old.replacer)):
            log.warning("%s was replaced by %s, where somebody has to invite me", old.id, new)
            await self._homes.close(old.id)

    async def arrived(self, room_id: str) -> None:
        """We are in a new room, which may take the place of one of ours. Raises Refusal and Unreachable."""
        create = mapping((await self._server.create_event(room_id)).get("content"))
        old = self._rooms.get(text(mapping(create.get("predecessor")), "room_id"))
        if old is None or old.replaced_by != room_id or not await self._is_meant(old):
            return
        person = self._directs.person_at(old.id)
        if await self._homes.move(old.id, room_id):
            log.info("%s was replaced by %s, and I followed", old.id, room_id)
        elif person is not None:
            await self._directs.adopt(person, room_id, None)

    async def _is_meant(self, old: Room) -> bool:
        """As the homeserver has it now, and from somebody who could say so."""
        try:
            said = await self._server.state(old.id, TOMBSTONE)
            powers = await self._levels.powers(old.id)
        except Refusal:
            return False
        is_allowed = powers.of(old.replacer) >= powers.to_set(TOMBSTONE)
        return is_allowed and said is not None and text(said, "replacement_room") == old.replaced_by
