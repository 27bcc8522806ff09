"""The whole loopback Discord: one world behind one port, and the people in it."""

import asyncio
import gc
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web

from tests.doubles.discord.bits import THREADS
from tests.doubles.discord.conformance.documents import Documents, load
from tests.doubles.discord.conformance.violation import Violation, is_known
from tests.doubles.discord.digest import place_name, room, told
from tests.doubles.discord.faults import Faults
from tests.doubles.discord.gateway import Gateway
from tests.doubles.discord.limits import Limits
from tests.doubles.discord.moderation import Moderation
from tests.doubles.discord.person import Person
from tests.doubles.discord.rest import PREFIX, Exchange, Rest
from tests.doubles.discord.stage import PATIENCE, Stage
from tests.doubles.discord.timing import Clock, Deadlines, MachineClock
from tests.doubles.discord.wire import Json
from tests.doubles.discord.world import World

HOST: Final = "127.0.0.1"
TOKEN: Final = "MTE.loop.back"  # shaped like one, and good for nothing
LARGEST: Final = 30 << 20


class Discord:
    """`clock` decides deadlines, token lives and the age of messages; rate limits run on real time."""

    token = TOKEN

    def __init__(self, clock: Clock | None = None, limits: Limits | None = None) -> None:
        self.clock: Clock = clock or MachineClock()
        self.documents: Documents | None = load()
        self.world = World(self.clock)
        self.gateway = Gateway(self.world, TOKEN, self._check)
        self.stage = Stage(self.world, self.gateway, limits or Limits(), self.clock, Deadlines(self.clock))
        self.gateway.on_change = self.stage.changed
        self.faults = Faults()
        self.rest = Rest(self.stage, self.faults, self.documents, TOKEN)
        self.moderation = Moderation(self.stage)
        self.people: dict[str, Person] = {}
        self.port = 0
        self._scheme = ""

    # Life

    async def start(self, port: int = 0, certificate: ssl.SSLContext | None = None, gateway_url: str = "") -> None:
        """With a `certificate` and `gateway_url` a client can be made to find it under the real names."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_get("/", self.gateway.serve)
        app.router.add_route("*", PREFIX + "/{tail:.*}", self.rest.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, port, ssl_context=certificate).start()
        self.port = self._runner.addresses[0][1]
        self._scheme = "s" if certificate else ""
        self.gateway.address = gateway_url or self.gateway_url

    async def stop(self) -> None:
        self.stage.deadlines.close()
        await self.gateway.close_sockets(forget=True)
        await self._runner.cleanup()

    @property
    def api_base(self) -> str:
        return f"http{self._scheme}://{HOST}:{self.port}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        return f"ws{self._scheme}://{HOST}:{self.port}/"

    # Who and where

    def add_guild(self, name: str = "Village", **how: object) -> Json:
        return self.world.add_guild(name, **how)  # type: ignore[arg-type]

    def add_channel(self, guild: Json, name: str, kind: int = 0, **extra: object) -> Json:
        return self.moderation.open_channel(guild, name, kind, **extra)

    def add_person(self, name: str, guild: Json | None = None, *, at: Json | None = None, **how: object) -> Person:
        """`roles`: ids of roles they have; `locale`: of their client."""
        user = self.world.add_user(name)
        if guild is not None:
            self.world.add_member(guild["id"], user["id"], tuple(how.get("roles", ())))  # type: ignore[arg-type]
        person = Person(self.stage, user, at, str(how.get("locale", "en-US")))
        self.people[person.id] = person
        return person

    async def press_at_once(self, presses: list[tuple[Person, Json, str]]) -> list[tuple[float, str]]:
        """Everybody in the same moment: the seconds until each was answered, and the first words they read."""
        if len(presses) > 1:
            gc.collect()
        gc.disable()  # or what is measured are the pauses in which this process tidies up its own record
        try:
            return list(await asyncio.gather(*(self._seconds_until_answered(*each) for each in presses)))
        finally:
            gc.enable()

    async def _seconds_until_answered(self, person: Person, message: Json, button: str) -> tuple[float, str]:
        began = time.perf_counter()
        shown = await person.press(message, button)
        return time.perf_counter() - began, person.reads(shown)

    # What went on

    @property
    def record(self) -> list[Exchange]:
        return self.rest.record

    def calls(self, method: str, ending: str) -> list[Exchange]:
        """Those whose path ends with this."""
        return [each for each in self.record if each.method == method and each.path.endswith(ending)]

    def messages(self, channel: Json) -> list[Json]:
        """All of them, private answers too."""
        return list(self.world.messages.get(channel["id"], {}).values())

    def names(self) -> dict[str, str]:
        """Of everybody and every place, by id."""
        users = {key: str(user["username"]) for key, user in self.world.users.items()}
        places = {key: place_name(channel) for key, channel in self.world.channels.items()}
        guilds = {key: str(guild["name"]) for key, guild in self.world.guilds.items()}
        return users | places | guilds

    def everything(self) -> list[Json]:
        """All messages that ever were, in the order in which they were sent."""
        standing = [each for here in self.world.messages.values() for each in here.values()]
        found = [told(self.world, each) | {"is_deleted": False} for each in standing]
        found += [told(self.world, each) | {"is_deleted": True} for each in self.world.deleted]
        return sorted(found, key=lambda each: int(each["id"]))

    def rooms(self) -> list[Json]:
        """All threads and posts that are there."""
        threads = [each for each in self.world.channels.values() if each["type"] in THREADS]
        return [room(self.world, each) for each in threads]

    async def wait_ready(self, within: float = 2 * PATIENCE, shards: int = 1) -> None:
        await self.stage.until(lambda: self.gateway.connections() >= shards, within)

    async def wait_quiet(self, within: float = 2 * PATIENCE) -> None:
        """Whoever was connected is gone, and what they last asked for is done."""
        async with asyncio.timeout(within):
            # Nobody tells when the last connection ends.
            while self._is_busy():  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    def _is_busy(self) -> bool:
        assert self._runner.server is not None
        return self.gateway.is_connected() or bool(self._runner.server.connections or self.rest.in_flight)

    # Was it right

    def violations(self) -> list[str]:
        """Each new kind once."""
        found = [each for each in self.rest.violations + self.gateway.violations if not is_known(each)]
        return list(dict.fromkeys(map(str, found)))

    def take_violations(self) -> list[str]:
        """Those so far, which then no longer fail the test: for tests that do wrong on purpose."""
        found = self.violations()
        self.rest.violations.clear()
        self.gateway.violations.clear()
        return found

    def _check(self, way: str, frame: Json) -> list[Violation]:
        if self.documents is None:
            return []
        schema = self.documents.gateway
        return schema.check_out(frame) if way == "out" else schema.check_in(frame)


@asynccontextmanager
async def loopback(clock: Clock | None = None, limits: Limits | None = None) -> AsyncIterator[Discord]:
    """A Discord for the length of a test, which fails if anything travelled that Discord would not know."""
    discord = Discord(clock, limits)
    await discord.start()
    try:
        yield discord
    except BaseException as error:
        for each in discord.violations():
            error.add_note(each)
        raise
    finally:
        await discord.stop()
    if found := discord.violations():
        raise AssertionError("Discord's documents say otherwise:\n" + "\n".join(found))
