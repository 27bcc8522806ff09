"""The playground: the page, its chat and its four people, put together as one platform."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

from adapters.playground import drawing
from adapters.playground.chat import Chat
from adapters.playground.courier import PlaygroundCourier
from adapters.playground.dispatch import Dispatch
from adapters.playground.gate import Gate, read_key
from adapters.playground.hours import Hours
from adapters.playground.live import Live
from adapters.playground.residents import PLATFORM, RESIDENTS, ROOMS
from adapters.playground.server import Server
from adapters.playground.zone import local_zone
from bot.commands.homes import OpenHome
from bot.commands.values import Ask
from bot.model.ids import CommunityId
from bot.model.places import PlaceRef
from bot.ports import Clock, Store
from bot.usecases import curtain, places

log = logging.getLogger(__name__)

HOME = PlaceRef(PLATFORM, "playground")
COMMUNITY = "Playground Lane"
PAUSE = 0.1
"""Seconds between two looks behind the curtain, so that a burst of commits is one look."""


class Playground:
    platform = PLATFORM

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        advance: Callable[[timedelta], Awaitable[None]],
        data_dir: Path,
        port: int,
        is_port_fixed: bool,
    ) -> None:
        self._store = store
        self._clock = clock
        self._data_dir = data_dir
        self._port = port
        self._is_port_fixed = is_port_fixed
        self._chat = Chat(data_dir / "chat.db")
        self._chat.open()
        self._opened = AsyncExitStack()
        self._opened.callback(self._chat.close)
        self._hours = Hours(clock, advance)
        self.courier = PlaygroundCourier(self._chat, clock)

    async def start(self) -> str:
        """Opens the home, carries out what waited, serves the page; returns the URL to open.

        Raises Unusable, and then leaves nothing open.
        """
        try:
            return await self._start()
        except BaseException:
            await self.stop()
            raise

    async def _start(self) -> str:
        self._community_id = await self._open_home()
        dispatch = Dispatch(self._chat, self._store, self._clock, self._community_id)
        await dispatch.catch_up()
        self._live = Live(self._chat, dispatch, self._hours)
        gate = Gate(read_key(self._data_dir / "playground.key"))
        server = Server(gate, self._live)
        port = await server.start(self._port, is_port_fixed=self._is_port_fixed)
        self._opened.push_async_callback(server.stop)
        self._running = asyncio.get_running_loop().create_task(self._run())
        self._opened.push_async_callback(_end, self._running)
        return f"http://127.0.0.1:{port}/?key={gate.key}"

    async def stop(self) -> None:
        """Closes what was opened, in the reverse order; also after a start that failed."""
        await self._opened.aclose()

    def saved_offset(self) -> timedelta:
        """How far community time runs ahead of machine time."""
        return timedelta(seconds=float(self._chat.setting("offset") or 0))

    def save_offset(self, offset: timedelta) -> None:
        """After the stop nothing is saved: a last look of the ticker may still be under way."""
        if self._chat.is_open:
            self._chat.remember("offset", repr(offset.total_seconds()))

    async def _open_home(self) -> CommunityId:
        rooms = {room.ref: room.ref for room in ROOMS}
        command = OpenHome(HOME, COMMUNITY, local_zone(), rooms)
        return await self._store.write(places.open_home, command)

    async def _run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._hours.run(self._live.tell_all))
            tasks.create_task(self._hours.watch(self._live.tell_all))
            tasks.create_task(self._watch_curtain())

    async def _watch_curtain(self) -> None:
        written = asyncio.Event()
        written.set()
        self._store.on_commit(written.set)
        moderator = RESIDENTS[-1].actor
        while True:
            await written.wait()
            written.clear()
            try:
                seen = await self._store.read(curtain.look, Ask(moderator, self._community_id, ""))
                self._live.draw_curtain(drawing.curtain(seen))
            except Exception:
                log.exception("could not look behind the curtain")
            await asyncio.sleep(PAUSE)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
