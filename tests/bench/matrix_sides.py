"""Both sides of the Matrix bench: each bot is a process of its own and has a private room with the same person."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.matrix.people import PLATFORM, account, actor
from bot.clock import MovableClock
from bot.commands.homes import OpenHome
from bot.commands.values import Ask
from bot.model.places import PlaceRef
from bot.usecases import boards, directs, places
from storage.store import open_store
from tests.cli.command import clean_environment
from tests.doubles.matrix.person import Person
from tests.doubles.matrix.synapse import Registered, Synapse

PATIENCE = 120.0
PAUSE = 0.1
CPU_OF_A_PROCESS = 2
"""With the complement of a process's number above it: the clock that clock_getcpuclockid(3) gives."""
FILTER = json.dumps(
    {
        "presence": {"types": []},
        "account_data": {"types": []},
        "room": {"timeline": {"limit": 1000}, "ephemeral": {"types": []}, "state": {"types": []}},
    }
)
Event = dict[str, Any]


class Reader:
    """What somebody's client does: it always waits for what is new."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self._since: str | None = None
        self._heard: dict[str, list[tuple[float, Event]]] = {}
        self._news = asyncio.Event()

    async def run(self) -> None:
        while True:
            query = {"filter": FILTER} | ({"since": self._since, "timeout": "30000"} if self._since else {})
            said = await self.person.call("GET", "/sync", None, **query)
            now = asyncio.get_running_loop().time()
            if self._since is not None:
                for room, news in said.get("rooms", {}).get("join", {}).items():
                    heard = [(now, event) for event in news["timeline"]["events"]]
                    self._heard.setdefault(room, []).extend(each for each in heard if _is_answer(each[1], self.person))
            self._since = said["next_batch"]
            self._news.set()

    async def ready(self) -> None:
        await self.until(lambda: self._since is not None)

    def heard(self, room: str) -> list[tuple[float, Event]]:
        """Since this was asked last, with the moment when it was seen."""
        return self._heard.pop(room, [])

    def count(self, room: str) -> int:
        return len(self._heard.get(room, ()))

    async def until(self, is_so: Callable[[], bool], seconds: float = PATIENCE) -> None:
        async with asyncio.timeout(seconds):
            while not is_so():
                self._news.clear()
                await self._news.wait()


def _is_answer(event: Event, person: Person) -> bool:
    return event["type"] == "m.room.message" and event["sender"] != person.user_id


@dataclass
class Side:
    """One bot, and the private room that it has with the person who asks."""

    name: str
    account: Registered
    room: str
    asker: Person
    reader: Reader
    bot: asyncio.subprocess.Process | None = None
    sent: list[str] = field(default_factory=list)

    async def round_trip(self, command: str) -> tuple[float, Event]:
        """Seconds from saying it to seeing the answer."""
        started = asyncio.get_running_loop().time()
        await self.asker.say(self.room, command)
        await self.reader.until(lambda: self.reader.count(self.room) > 0)
        [(seen_at, answer), *_] = self.reader.heard(self.room)
        return seen_at - started, answer

    def memory(self) -> float:
        """What the bot holds, in MiB."""
        assert self.bot is not None
        for line in Path(f"/proc/{self.bot.pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise LookupError("the bot has ended")

    def worked(self) -> float:
        """Seconds that the bot has worked, its threads included, to the nanosecond: what /proc tells comes in steps of
        a hundredth, too coarse for a handful of answers."""
        assert self.bot is not None
        return time.clock_gettime(~self.bot.pid << 3 | CPU_OF_A_PROCESS)


async def open_side(name: str, synapse: Synapse, asker: Person, reader: Reader) -> Side:
    registered = await synapse.register(name)
    bot = Person(synapse, registered)
    room = await asker.create_room(invite=[bot.user_id], is_direct=True)
    await bot.join(room)
    await bot.close()
    return Side(name, registered, room, asker, reader)


@asynccontextmanager
async def ours(side: Side, synapse: Synapse, folder: Path) -> AsyncIterator[None]:
    """As an operator runs it, on SQLite, and with encryption."""
    await _live_here(side, synapse, folder)
    settings = {"homeserver": synapse.url, "user": side.account.user_id, "token": side.account.token}
    lines = ["[matrix]", *(f'{name} = "{value}"' for name, value in settings.items())]
    (folder / "config.toml").write_text("\n".join(lines), encoding="utf-8")
    async with _started(side, folder, "-m", "bot.cli", "run"):
        yield


@asynccontextmanager
async def bare(side: Side, synapse: Synapse, folder: Path, answer: Event) -> AsyncIterator[None]:
    """It says what ours says, without deciding it."""
    said = {name: value for name, value in answer["content"].items() if not name.startswith("org.")}
    (folder / "answer.json").write_text(json.dumps(said), encoding="utf-8")
    who = (side.account.user_id, side.account.device_id, side.account.token)
    where = (str(folder), str(folder / "answer.json"))
    async with _started(side, folder, "-m", "tests.bench.bare_matrix_bot", synapse.url, *who, *where):
        yield


@asynccontextmanager
async def _started(side: Side, folder: Path, *command: str) -> AsyncIterator[None]:
    side.bot = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=folder, env=clean_environment(folder), stdout=asyncio.subprocess.DEVNULL
    )
    try:
        await _greet(side)
        yield
    finally:
        side.bot.terminate()
        await side.bot.wait()


async def _greet(side: Side) -> None:
    """Until it answers: what was said before it began is not answered by everybody."""
    async with asyncio.timeout(PATIENCE):
        while not side.reader.count(side.room):
            await side.asker.say(side.room, "!help")
            await asyncio.sleep(10 * PAUSE)
    await quiet([side])
    side.reader.heard(side.room)


async def quiet(sides: list[Side]) -> None:
    """Until no bot has had anything to do for a while."""
    before, calm = [side.worked() for side in sides], 0
    while calm < 5:
        await asyncio.sleep(PAUSE)
        now = [side.worked() for side in sides]
        calm = calm + 1 if now == before else 0
        before = now


async def _live_here(side: Side, synapse: Synapse, folder: Path) -> None:
    """The person is known, and their private room is the one they have."""
    asker = side.asker
    home = await asker.create_room("Elm Street", invite=[side.account.user_id])
    bot = Person(synapse, side.account)
    await bot.join(home)
    await bot.close()
    path = folder / "data" / "barnraiser.db"
    path.parent.mkdir()
    store = await open_store(f"sqlite:///{path}", MovableClock())
    refs = dict.fromkeys(("help", "thanks", "care"), home)
    community_id = await store.write(places.open_home, OpenHome(PlaceRef(PLATFORM, home), "Elm Street", "UTC", refs))
    await store.write(boards.help_text, Ask(actor(asker.user_id, "Ana"), community_id, "bench"))
    await store.write(directs.adopt, (account(asker.user_id), PlaceRef(PLATFORM, side.room)))
    await store.close()
