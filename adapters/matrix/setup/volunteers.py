"""Who may take requests on: everybody, or where a room was chosen whoever is in it at this moment."""

import logging
from dataclasses import replace

from adapters.matrix.connection.server import Refusal, Server, Unreachable
from adapters.matrix.people import PLATFORM
from adapters.matrix.preferences import preferences_of
from adapters.matrix.setup.levels import is_joined
from bot.model.ids import CommunityId
from bot.model.people import Actor, Role
from bot.ports import Store
from bot.usecases import homes

log = logging.getLogger(__name__)


class Volunteers:
    def __init__(self, server: Server, store: Store) -> None:
        self._server = server
        self._store = store

    async def vouched(self, actor: Actor, community_id: CommunityId) -> Actor:
        """The actor as a volunteer, if they are one. What cannot be found out is denied."""
        rooms = await self._rooms(community_id)
        if "" not in rooms and not await self._is_in_one(actor.account.id, rooms):
            return actor
        return replace(actor, roles=actor.roles | {Role.VOLUNTEER})

    async def _rooms(self, community_id: CommunityId) -> list[str]:
        """One for each of its homes; an empty one where everybody may."""
        found = await self._store.read(homes.of_community, community_id)
        ours = [home for home in found if home.at.platform == PLATFORM and home.left_at is None]
        return [preferences_of(home.preferences).volunteer_room for home in ours]

    async def _is_in_one(self, user_id: str, rooms: list[str]) -> bool:
        for room_id in rooms:
            try:
                if await is_joined(self._server, room_id, user_id):
                    return True
            except (Refusal, Unreachable) as trouble:
                log.warning("cannot find out who is a volunteer: %s", trouble)
        return False
