"""Who somebody is in a room and what we may do there, asked from the homeserver whenever it matters.

What we cannot find out is denied: nobody becomes a moderator because a homeserver stumbled.
"""

import asyncio
import logging

from adapters.matrix.connection.server import Refusal, Server, Unreachable
from adapters.matrix.setup.needs import Lack, Need, lacking
from adapters.matrix.setup.power import Powers, is_moderator, powers
from bot.model.people import Role
from bot.model.places import PlaceKind

log = logging.getLogger(__name__)
JOINED = "join"


class Levels:
    def __init__(self, server: Server) -> None:
        self._server = server

    @property
    def us(self) -> str:
        return self._server.user_id

    async def roles(self, user_id: str, room_id: str) -> frozenset[Role]:
        """In a space or a single room. Never raises."""
        try:
            return await self.ask(user_id, room_id)
        except (Refusal, Unreachable) as trouble:
            log.warning("cannot find out who is a moderator: %s", trouble)
            return frozenset({Role.MEMBER})

    async def ask(self, user_id: str, room_id: str) -> frozenset[Role]:
        """Who has left it looks after nothing there any more, whatever their level. Raises Refusal and Unreachable."""
        is_in, room = await asyncio.gather(is_joined(self._server, room_id, user_id), self.powers(room_id))
        is_one = is_in and is_moderator(room, user_id)
        return frozenset({Role.MEMBER, Role.MODERATOR}) if is_one else frozenset({Role.MEMBER})

    async def is_in(self, user_id: str, room_id: str) -> bool:
        """Not in a room that we cannot see into. Raises Unreachable."""
        try:
            return await is_joined(self._server, room_id, user_id)
        except Refusal:
            return False

    async def powers(self, room_id: str) -> Powers:
        """Raises Refusal where we are not, and Unreachable."""
        create, levels = await asyncio.gather(
            self._server.create_event(room_id), self._server.state(room_id, "m.room.power_levels")
        )
        return powers(create, levels)

    async def may_write(self, room_id: str) -> bool:
        """Whether what we say is taken there. Raises Refusal where we are not, and Unreachable."""
        return not any(lack.need is Need.WRITE for lack in await self.lacking(room_id, PlaceKind.CARE))

    async def may_take_away(self, room_id: str) -> bool:
        """Whether we may remove what others say there. Never raises."""
        try:
            return not any(lack.need is Need.TAKE_AWAY for lack in await self.lacking(room_id, PlaceKind.HELP))
        except (Refusal, Unreachable) as trouble:
            log.warning("cannot find out what we may do: %s", trouble)
            return False

    async def lacking(self, room_id: str, kind: PlaceKind) -> tuple[Lack, ...]:
        """What we may not do there. Raises Refusal where we are not, and Unreachable."""
        encryption, room = await asyncio.gather(self._server.state(room_id, "m.room.encryption"), self.powers(room_id))
        return lacking(room, self._server.user_id, kind, is_encrypted=encryption is not None)


async def is_joined(server: Server, room_id: str, user_id: str) -> bool:
    """Where we are not any more, the homeserver goes on telling how it was then, so nobody counts as joined there.

    Raises Refusal where we never were, and Unreachable.
    """
    people = {user_id, server.user_id}
    found = await asyncio.gather(*(server.state(room_id, "m.room.member", one) for one in people))
    return all(member is not None and member.get("membership") == JOINED for member in found)
