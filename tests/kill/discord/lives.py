"""The lives of a bot on Discord."""

import asyncio
from dataclasses import dataclass
from typing import Any

from tests.doubles.discord.process import RemoteDiscord
from tests.kill.lives import Died, Lives


@dataclass(kw_only=True)
class DiscordLives(Lives):
    discord: RemoteDiscord

    def _where(self) -> dict[str, Any]:
        return {"discord": {name: getattr(self.discord, name) for name in ("token", "api_base", "gateway_url")}}

    async def _until_connected(self) -> None:
        assert self._living is not None
        connected = asyncio.ensure_future(self.discord.wait_ready())
        await asyncio.wait({connected, self._living}, return_when=asyncio.FIRST_COMPLETED)
        if not connected.done():
            connected.cancel()
            await self._bury()
            raise Died
        await connected

    async def _calm_down(self) -> None:
        await self.discord.wait_quiet()

    async def _forward(self, seconds: float) -> None:
        await self.discord.clock.forward(seconds)
