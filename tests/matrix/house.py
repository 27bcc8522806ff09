"""Elm Street on Matrix: a real Synapse, real people, and our bot in it, started and stopped as it really is."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from adapters.human_time import HumanTimes
from adapters.matrix.connection.login import Login
from adapters.matrix.people import PLATFORM, account
from adapters.matrix.platform import MatrixPlatform
from bot.delivery import Delivery
from bot.model.ids import CommunityId, Number
from bot.model.places import Home, PlaceKind, PlaceRef
from bot.model.requests import Request
from bot.ports import Store, Tx
from bot.reading import ReadingStore
from bot.usecases import homes, places, positions, spoken, sweep
from bot.usecases.settling import REPEATED
from tests.doubles import days
from tests.doubles.clock import HandClock
from tests.doubles.matrix.person import Newcomers, Person
from tests.doubles.matrix.seen import seen
from tests.doubles.matrix.synapse import Registered, Synapse

WITHIN = 60.0
"""Real seconds; on a busy machine everything takes longer."""
ANYBODY = ("*:hs.test",)
HAND = "✋"
SAID = ("m.room.message", "m.room.encrypted")


@dataclass
class Bot:
    """The bot for as long as it runs."""

    platform: MatrixPlatform
    delivery: Delivery
    running: asyncio.Task[None]


class Listening:
    """The real store. `heard` are the origins of what people said, in the order in which it was carried out."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.heard: list[str] = []
        self.failing: list[Exception] = []
        """Raised instead of carrying out what people say next."""
        self.is_broken = False
        """Nothing can be read or written."""
        self.gate = asyncio.Event()
        """What people say is only carried out while it is open."""
        self.gate.set()

    async def read(self, query: Any, command: Any) -> Any:
        self._break()
        return await self._store.read(query, command)

    async def write(self, usecase: Any, command: Any, *, in_background: bool = False) -> Any:
        self._break()
        if usecase is not spoken.hear:
            return await self._store.write(usecase, command, in_background=in_background)
        await self.gate.wait()
        if self.failing:
            raise self.failing.pop(0)
        outcome = await self._store.write(usecase, command, in_background=in_background)
        if outcome != REPEATED:
            self.heard.append(command.origin.removeprefix(f"{PLATFORM}:"))
        return outcome

    def _break(self) -> None:
        if self.is_broken:
            raise OSError("the database does not answer")

    def on_commit(self, wake: Any) -> None:
        self._store.on_commit(wake)


class House:
    """`account` is the bot's. `space` holds `help`, `thanks` and `care`; Mo looks after them, Ana and Ben are in."""

    def __init__(self, synapse: Synapse, store: Store, clock: HandClock, folder: Path, account: Registered) -> None:
        self.synapse, self.store, self.clock, self.folder, self.account = synapse, store, clock, folder, account
        self.listening = Listening(store)
        self.mo: Person
        self.ana: Person
        self.ben: Person
        self.others: tuple[Person, ...] = ()
        self.space = self.help = self.thanks = self.care = self.room = ""
        self._bot: Bot | None = None

    @property
    def bot(self) -> Bot:
        assert self._bot is not None, "the bot is not running"
        return self._bot

    @property
    def user_id(self) -> str:
        return self.account.user_id

    # Life

    async def start(self, **how: Any) -> None:
        """`how` replaces what the platform is told."""
        login = Login(how.pop("homeserver", self.synapse.url), self.user_id, token=self.account.token)
        usual: dict[str, Any] = {"inviters": ANYBODY, "encryption": False}
        platform = MatrixPlatform(
            store=ReadingStore(self.listening, HumanTimes()),
            clock=self.clock,
            login=login,
            folder=self.folder,
            **(usual | how),
        )
        await platform.start()
        running = asyncio.get_running_loop().create_task(platform.run())
        delivery = Delivery(self.store, {PLATFORM: platform.courier}, self.clock, "sender")
        self._bot = Bot(platform, delivery, running)
        await self.store.write(sweep.wake, None)

    async def stop(self) -> None:
        """As the operator stops it."""
        if self._bot is not None:
            bot, self._bot = self._bot, None
            await bot.platform.drain()
            await bot.platform.stop()
            with contextlib.suppress(asyncio.CancelledError):
                await bot.running

    async def ended(self) -> None:
        """Until the bot ends by itself."""
        bot, self._bot = self.bot, None
        try:
            await bot.running
        finally:
            await bot.platform.stop()

    async def settle(self) -> None:
        await self.bot.delivery.deliver_all()

    async def pass_time(self, length: timedelta) -> None:
        """Community time, from due moment to due moment."""
        await days.live_through(length, self.store, self.clock, self._live)

    async def _live(self) -> None:
        """Everything that is due is done, and everything that can be sent is sent."""
        await days.settle(self.store, self.bot.delivery)

    async def until(self, is_so: Callable[[], Awaitable[Any]], seconds: float = WITHIN) -> Any:
        """Look again and again; whatever is to be said meanwhile is said. Returns what was found."""
        async with asyncio.timeout(seconds):
            while not (found := await is_so()):
                if self.bot.running.done():
                    await self.bot.running
                await self.settle()
                await asyncio.sleep(0.05)
        return found

    # The community

    async def move_in(self, mo: Person, ana: Person, ben: Person, *others: Person, **rooms: Any) -> None:
        """Where requests are read is chosen as a moderator would choose it. `rooms` is what they are made with."""
        self.mo, self.ana, self.ben, self.others = mo, ana, ben, others
        neighbours = (ana, ben, *others)
        everybody = [self.user_id, *(each.user_id for each in neighbours)]
        self.space = await mo.create_space("Elm Street", invite=everybody, version=rooms.get("version"))
        for name in ("help", "thanks", "care"):
            setattr(self, name, await mo.create_room(name, invite=everybody, **rooms))
            await mo.add_child(self.space, getattr(self, name))
        for room in (self.space, self.help, self.thanks, self.care):
            await asyncio.gather(*(each.join(room) for each in neighbours))
            await self.until(lambda room=room: self.is_in(room))
        community_id = await self.until(lambda: self.community_at(self.space))
        await self.store.write(_choose, (community_id, {"help": self.help, "thanks": self.thanks, "care": self.care}))

    async def move_into_one_room(self, mo: Person, ana: Person, **how: Any) -> None:
        """Mo's space, and Ana's private room, which she opened herself. Enough for talking."""
        self.mo, self.ana = mo, ana
        self.space = await mo.create_space("Elm Street", invite=[self.user_id, ana.user_id])
        await ana.join(self.space)
        await self.until(lambda: self.community_at(self.space))
        self.room = await ana.create_room(invite=[self.user_id], is_direct=True, **how)
        await self.until(lambda: self.is_with(ana, self.room))

    async def is_listening(self) -> bool:
        """Everything from now on is heard, also what happens while it is stopped later on."""
        return bool(await self.store.read(positions.load, account(self.user_id)))

    async def is_with(self, person: Person, room: str) -> bool:
        return self.user_id in await person.members(room)

    async def is_in(self, room: str) -> bool:
        return self.user_id in await self.mo.members(room)

    async def community_at(self, room: str) -> CommunityId | None:
        known = await self.store.read(places.at_home, PlaceRef(PLATFORM, room))
        return None if known is None else known.id

    async def homes(self) -> dict[str, Home]:
        return {home.at.ref: home for home in await self.store.read(homes.of_platform, PLATFORM)}

    async def request(self, number: int = 1) -> Request | None:
        community_id = await self.community_at(self.space)
        assert community_id is not None
        return await self.store.read(_find, (community_id, Number(number)))

    # What is to be seen

    async def direct(self, person: Person) -> str:
        """The private room that the bot invited somebody to; they come in."""

        async def look() -> str:
            invited = await person.invitations()
            return min(invited) if invited else ""

        room: str = await self.until(look)
        await person.join(room)
        return room

    async def events(self, person: Person, room: str) -> list[dict[str, Any]]:
        """All of the room, oldest first, however long it is."""
        await person.read(room, limit=1)  # whoever encrypts fetches keys by that
        found: list[dict[str, Any]] = []
        query = {"dir": "b", "limit": "1000"}
        while True:
            page = await person.call("GET", f"/rooms/{quote(room, '')}/messages", **query)
            found += page["chunk"]
            if "end" not in page or not page["chunk"]:
                return [person.clear(room, event) for event in reversed(found)]
            query["from"] = page["end"]

    async def said(self, person: Person, room: str) -> list[str]:
        """The ids of what somebody said there, oldest first."""
        events = await self.events(person, room)
        return [each["event_id"] for each in events if each["sender"] == person.user_id and each["type"] in SAID]

    async def heard(self, person: Person, room: str) -> list[str]:
        """What the bot said there, oldest first."""
        messages = seen(await self.events(person, room))
        return [message.body for message in messages if message.sender == self.user_id]

    async def hears(self, person: Person, room: str, words: str) -> str:
        """Something the bot says there, already or soon."""

        async def look() -> str:
            return next((said for said in reversed(await self.heard(person, room)) if words in said), "")

        said: str = await self.until(look)
        return said


def _choose(tx: Tx, chosen: tuple[CommunityId, dict[str, str]], now: Any) -> None:
    for kind, room in chosen[1].items():
        places.set_place(tx, chosen[0], PlaceKind(kind), PlaceRef(PLATFORM, room))


def _find(tx: Tx, which: tuple[CommunityId, Number], now: Any) -> Request | None:
    return tx.requests.find(*which)


@asynccontextmanager
async def running_bot(
    synapse: Synapse, store: Store, clock: HandClock, folder: Path, **how: Any
) -> AsyncIterator[House]:
    house = House(synapse, store, clock, folder, await synapse.register("bot"))
    await house.start(**how)
    try:
        yield house
    finally:
        await house.stop()


@asynccontextmanager
async def open_house(
    synapse: Synapse, newcomer: Newcomers, store: Store, clock: HandClock, folder: Path, **how: Any
) -> AsyncIterator[House]:
    async with running_bot(synapse, store, clock, folder, **how) as house:
        await house.move_in(*[await newcomer(name) for name in ("mo", "ana", "ben")])
        yield house
