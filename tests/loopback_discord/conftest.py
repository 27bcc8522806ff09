"""The double with one server and one channel, and a small bot in it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from tests.doubles.discord import Discord, HeldClock, Person, loopback
from tests.doubles.discord.wire import Json
from tests.loopback_discord.client import SmallBot, connected


@dataclass
class Scene:
    discord: Discord
    clock: HeldClock
    guild: Json
    room: Json
    ana: Person
    ben: Person


@dataclass
class Live(Scene):
    bot: SmallBot


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = HeldClock()
    async with loopback(clock) as discord:
        guild = discord.add_guild()
        room = discord.add_channel(guild, "help-wanted")
        ana, ben = (discord.add_person(name, guild, at=room) for name in ("ana", "ben"))
        yield Scene(discord, clock, guild, room, ana, ben)


@pytest.fixture
async def live(scene: Scene) -> AsyncIterator[Live]:
    async with connected(scene.discord) as bot:
        yield Live(scene.discord, scene.clock, scene.guild, scene.room, scene.ana, scene.ben, bot)
