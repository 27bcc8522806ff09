"""Discord as one platform: its connection and its sender, started and stopped together."""

from collections.abc import Collection
from typing import Any

import aiohttp

from adapters.discord.client import Client, ShardedClient, point_at
from adapters.discord.communities import Communities
from adapters.discord.outgoing.calm import Calm
from adapters.discord.outgoing.courier import DiscordCourier
from adapters.discord.people import PLATFORM
from bot.ports import Clock, Store


class DiscordPlatform:
    platform = PLATFORM

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        token: str,
        guild_ids: Collection[int],
        api_base: str,
        gateway_url: str,
        shard_ids: Collection[int] = (),
        shard_count: int = 0,
        connector: aiohttp.BaseConnector | None = None,
    ) -> None:
        """`shard_count` of 0 is one connection for all servers; no `shard_ids` are all of them."""
        point_at(api_base, gateway_url)
        self._token = token
        calm, communities, sharded = Calm(), Communities(store, guild_ids), _shards(shard_ids, shard_count)
        kind = ShardedClient if sharded else Client
        self._client = kind(store, clock, communities, calm, connector=connector, **sharded)
        self.courier = DiscordCourier(self._client, communities, clock, calm, self._client.pace)

    async def start(self) -> None:
        """Log in and make the commands known. Raises Unusable, and then leaves nothing open."""
        try:
            await self._client.log_in(self._token)
        except BaseException:
            await self._client.close()
            raise

    async def run(self) -> None:
        """Until stopped. Raises Unusable when Discord sends us away for good."""
        await self._client.stay_connected()

    async def drain(self) -> None:
        await self._client.drain()

    async def stop(self) -> None:
        await self._client.close()


def _shards(ids: Collection[int], count: int) -> dict[str, Any]:
    """In the library's words; nothing for a single connection."""
    if not count:
        return {}
    return {"shard_count": count, "shard_ids": sorted(set(ids)) or None}
