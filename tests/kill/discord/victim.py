"""The process that is killed: the real bot on Discord."""

from typing import Any, Final

from adapters.discord.platform import DiscordPlatform
from storage.store import OpenStore
from tests.discord.house import platform_at
from tests.doubles.clock import HandClock
from tests.kill.discord.moments import short
from tests.kill.discord.plants import PLANTS
from tests.kill.driven import Kind
from tests.kill.forking import serve

QUIET: Final = 0.25
"""Real seconds in which even a busy machine hears of a server that it was told of."""


def make(store: OpenStore, clock: HandClock, order: dict[str, Any]) -> DiscordPlatform:
    """Once connected the library waits for two quiet seconds, in which another server could be told of."""
    platform = platform_at(store, clock, **order["discord"])
    platform._client._connection.guild_ready_timeout = QUIET
    return platform


if __name__ == "__main__":
    serve(Kind(make, short, PLANTS).live)
