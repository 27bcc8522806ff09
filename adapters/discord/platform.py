"""Discord as one platform: its connection and its sender, started and stopped together."""

from collections.abc import Collection

from adapters.discord.calm import Calm
from adapters.discord.client import Client, point_at
from adapters.discord.communities import Communities
from adapters.discord.courier import DiscordCourier
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
    ) -> None:
        point_at(api_base, gateway_url)
        self._token = token
        calm, communities = Calm(), Communities(store, guild_ids)
        self._client = Client(store, clock, communities, calm)
        self.courier = DiscordCourier(self._client, communities, clock, calm)

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
