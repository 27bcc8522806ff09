"""A server with a few people and our bot in it: everything real, on loopback."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from adapters.discord.platform import DiscordPlatform
from adapters.human_time import HumanTimes
from bot.delivery import Delivery
from bot.ports import Clock, Store
from bot.reading import ReadingStore
from bot.usecases import sweep
from tests.discord.audit import Audit
from tests.discord.traces import plain
from tests.doubles import days
from tests.doubles.clock import HandClock
from tests.doubles.discord import Discord, Permission, Person, Shown, loopback
from tests.doubles.discord.bits import Flag
from tests.doubles.discord.board import walk, words
from tests.doubles.discord.wire import Json

HAND = "✋"
FORM = {"what": "a ride to the clinic", "when": "This week"}


@dataclass
class Bot:
    """The bot for as long as it runs."""

    platform: DiscordPlatform
    delivery: Delivery
    running: asyncio.Task[None]


class House:
    """`help`, `thanks` and `care` are the places; Mo is the moderator, Ana asks, Ben and Chi help."""

    def __init__(self, discord: Discord, store: Store, clock: HandClock, data_dir: Path) -> None:
        self.discord, self.store, self.clock, self.data_dir = discord, store, clock, data_dir
        self.guild = discord.add_guild("Elm Street")
        self.help, self.thanks, self.care = (
            discord.add_channel(self.guild, name) for name in ("help", "thanks", "care")
        )
        steward = discord.world.add_role(self.guild["id"], "steward", int(Permission.MANAGE_GUILD))
        self.mo = discord.add_person("mo", self.guild, at=self.care, roles=(steward["id"],))
        self.ana, self.ben, self.chi = (
            discord.add_person(name, self.guild, at=self.help) for name in ("ana", "ben", "chi")
        )
        self.audit = Audit(discord, store)
        self._bot: Bot | None = None

    def neighbouring(self) -> "House":
        """One more server with the same bot, which has just been invited there."""
        other = House(self.discord, self.store, self.clock, self.data_dir)
        other._bot = self._bot
        self.discord.stage.tell_guild(other.guild["id"])
        return other

    @property
    def bot(self) -> Bot:
        assert self._bot is not None, "the bot is not running"
        return self._bot

    # Life

    async def start(self, **how: Any) -> None:
        """`how` replaces what the platform is told."""
        usual = {
            "token": self.discord.token,
            "api_base": self.discord.api_base,
            "gateway_url": self.discord.gateway_url,
        }
        platform = platform_at(self.store, self.clock, **(usual | how))
        await platform.start()
        running = asyncio.get_running_loop().create_task(platform.run())
        self._bot = Bot(platform, Delivery(self.store, {"discord": platform.courier}, self.clock, "sender"), running)
        await self.store.write(sweep.wake, None)
        await self.discord.wait_ready(shards=len(how.get("shard_ids", ())) or how.get("shard_count", 1))

    async def stop(self) -> None:
        """As the operator stops it: who waits for an answer gets it."""
        if self._bot is not None:
            bot, self._bot = self._bot, None
            await bot.platform.drain()
            await bot.platform.stop()
            await bot.running

    async def ended(self) -> None:
        """Until the bot ends by itself."""
        bot, self._bot = self.bot, None
        await bot.running

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def set_up(self) -> None:
        shown = await self.mo.slash("helpsetup")
        for name, place in (("requests", self.help), ("thanks", self.thanks), ("the care team", self.care)):
            await self.mo.choose(shown, placeholder(shown, self.discord, name), place)

    async def look(self, shown: Shown, select: str, value: str) -> None:
        """Choose something on the second page of the setup, and come back to the first."""
        await self.mo.press(shown, "Language, time zone and look")
        await self.mo.choose(shown, select, value)
        await self.mo.press(shown, "Places, kinds of help, numbers")

    # Time

    async def settle(self) -> None:
        """Everything that is due is done, and everything that can be sent is sent."""
        await days.settle(self.store, self.bot.delivery)

    async def pass_time(self, length: timedelta) -> None:
        await days.live_through(length, self.store, self.clock, self.settle)

    # People

    async def ask(self, person: Person, **form: str) -> Json:
        """Fill in the form, post it, and return the card."""
        preview = await person.fill(await person.slash("needhelp"), **(FORM | form))
        await person.press(preview, "Post it")
        await self.settle()
        return self.cards()[-1]

    async def until(self, is_so: Callable[[], bool], within: float = 20.0) -> None:
        """Real seconds: what travels through the Gateway takes a moment."""
        try:
            async with asyncio.timeout(within):
                while not is_so():
                    await asyncio.sleep(0.005)
                    await self.settle()
        except TimeoutError:
            people = {person.user["username"]: self.private(person) for person in (self.ana, self.ben, self.chi)}
            raise AssertionError(f"it never came to that:\n{self.card()}\n{people}") from None

    # What is to be seen

    def read(self, message: Json | Shown, person: Person) -> str:
        return plain(person.reads(message))

    def cards(self) -> list[Json]:
        """What everybody reads where requests are read."""
        return [each for each in self.discord.messages(self.help) if not each["flags"] & Flag.EPHEMERAL]

    def card(self) -> str:
        """The newest one, as it is now."""
        return plain(words(self.cards()[-1]))

    def private(self, person: Person) -> list[str]:
        """What the bot wrote to somebody, oldest first."""
        channel = self.discord.world.find_direct(person.id)
        return [plain(words(each)) for each in self.discord.messages(channel)] if channel else []

    def newest(self, person: Person) -> Json:
        return self.discord.messages(person.direct())[-1]

    def announced(self) -> list[str]:
        return [plain(words(each)) for each in self.discord.messages(self.thanks)]

    def told_care(self) -> list[str]:
        shown = [each for each in self.discord.messages(self.care) if not each["flags"] & Flag.EPHEMERAL]
        return [plain(words(each)) for each in shown]


def platform_at(store: Store, clock: Clock, **where: Any) -> DiscordPlatform:
    """The bot, not yet started. `where`: token, api_base, gateway_url, guild_ids."""
    heard = ReadingStore(store, HumanTimes())
    return DiscordPlatform(store=heard, clock=clock, **{"guild_ids": (), **where})


def placeholder(shown: Shown, discord: Discord, part: str) -> str:
    message = discord.world.message(shown.channel_id, shown.message_id or "")
    return next(
        str(each["placeholder"]) for _, each in walk(message["components"]) if part in (each.get("placeholder") or "")
    )


def custom_ids(message: Json) -> list[str]:
    return [each["custom_id"] for _, each in walk(message["components"]) if each.get("custom_id")]


@asynccontextmanager
async def open_house(store: Store, clock: HandClock, data_dir: Path, **how: Any) -> AsyncIterator[House]:
    async with loopback() as discord, house_in(discord, store, clock, data_dir, **how) as house:
        yield house


@asynccontextmanager
async def house_in(
    discord: Discord, store: Store, clock: HandClock, data_dir: Path, **how: Any
) -> AsyncIterator[House]:
    """Fails if anybody was named to somebody they did not agree to be named to."""
    house = House(discord, store, clock, data_dir)
    house.audit.begin()
    await house.start(**how)
    try:
        await house.set_up()
        yield house
    finally:
        await house.stop()
        house.audit.end()
    house.audit.check()
