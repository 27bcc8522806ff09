"""Patience that costs no time: a library that waits before it tries again does so at once."""

import asyncio
from typing import Any, Final

from adapters.discord.platform import DiscordPlatform

LONGEST: Final = 0.01
"""Real seconds."""
QUIET: Final = 0.25
"""Real seconds in which even a busy machine hears of a server that it was told of."""


def hurry() -> None:
    """From now on nobody in this process sleeps for longer. Timeouts stay as they are."""
    sleep = asyncio.sleep

    async def nap(delay: float, result: Any = None) -> Any:
        return await sleep(min(delay, LONGEST), result)

    setattr(asyncio, "sleep", nap)  # noqa: B010


def be_ready_soon(platform: DiscordPlatform) -> None:
    """Once connected the library waits for two quiet seconds, in which another server could be told of."""
    platform._client._connection.guild_ready_timeout = QUIET
