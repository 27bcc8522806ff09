"""The servers we are in: when we are shown out of one, and when we are there again."""

import logging

import discord

from adapters.discord.communities import Communities
from adapters.discord.people import PLATFORM
from adapters.discord.preferences import Preferences
from adapters.discord.setup.permissions import lacking
from bot.commands.homes import ComeHome
from bot.model.places import Place, PlaceRef
from bot.ports import Store
from bot.usecases import homes

log = logging.getLogger(__name__)


class Homes:
    def __init__(self, client: discord.Client, store: Store, communities: Communities) -> None:
        self._client = client
        self._store = store
        self._communities = communities

    async def look_at_all(self) -> None:
        """READY names every server we are in, also those that cannot be reached at the moment.

        With several connections each names its own, so that before the last of them nobody is missing.
        """
        if self._client.is_ready():
            await self._leave_missing()
        for guild in self._client.guilds:
            await self.come_back(guild)

    async def _leave_missing(self) -> None:
        for home in await self._store.read(homes.of_platform, PLATFORM):
            guild_id = int(home.at.ref)
            is_here = self._client.get_guild(guild_id) is not None
            if not is_here and self._is_ours(guild_id) and self._client.is_ready():
                await self.leave(guild_id)

    async def leave(self, guild_id: int) -> None:
        log.warning("a server has removed us; what is kept about its community is deleted after a while")
        await self._store.write(homes.leave_home, PlaceRef(PLATFORM, str(guild_id)))
        self._communities.forget(guild_id)

    async def come_back(self, guild: discord.Guild) -> None:
        """Places that were lost are looked for, because whoever mends a permission does not tell us. In a server that
        cannot be reached at the moment none is found, but we are in it, so nothing about it is to be deleted."""
        home = PlaceRef(PLATFORM, str(guild.id))
        lost = await self._store.read(homes.lost_places, home)
        if lost is None:
            return
        chosen = await self._communities.preferences(guild.id)
        found = frozenset(place.at for place in lost if _is_open(guild, place, chosen))
        await self._store.write(homes.come_home, ComeHome(home, found))

    def _is_ours(self, guild_id: int) -> bool:
        """Discord spreads servers over the shards of a bot by their ids, and another process may have some of them."""
        count, ids = self._client.shard_count, getattr(self._client, "shard_ids", None)
        return not count or ids is None or (guild_id >> 22) % count in ids


def _is_open(guild: discord.Guild, place: Place, chosen: Preferences) -> bool:
    room = guild.get_channel(int(place.at.ref))
    return room is not None and lacking(room, guild.me, place.kind, chosen) == ()
