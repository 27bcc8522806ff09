"""Every REST operation the double knows, an area a file."""

from types import MappingProxyType
from typing import Final

from tests.doubles.discord.call import Routes
from tests.doubles.discord.routes import (
    channels,
    commands,
    followups,
    guilds,
    identity,
    interactions,
    messages,
    reactions,
    threads,
)

AREAS: Final = (identity, guilds, commands, channels, messages, reactions, threads, interactions, followups)
ROUTES: Final[Routes] = MappingProxyType({key: handler for area in AREAS for key, handler in area.ROUTES.items()})
