"""The composition root: opens storage, adapters, delivery and ticker, and stops them in order."""

import asyncio
import contextlib
import gc
import logging
import os
import secrets
import signal
import sys
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.human_time import HumanTimes
from adapters.ticker import Ticker
from bot.chats import discord_of, matrix_of
from bot.clock import MovableClock
from bot.config import RunOptions, Settings
from bot.delivery import Delivery
from bot.errors import BadConfig, StorageUnusable
from bot.ports import Courier, Store
from bot.reading import ReadingStore
from bot.usecases import sweep
from storage.store import OpenStore, open_store
from storage.store import backup as store_backup

if TYPE_CHECKING:
    from adapters.discord.platform import DiscordPlatform
    from adapters.matrix.platform import MatrixPlatform
    from adapters.playground.playground import Playground

log = logging.getLogger(__name__)

OUR_FILES = ("barnraiser.db*", "chat.db*")
"""What a fresh start clears away; anything else in the folder is somebody else's."""
DELIVERED_WITHIN = 10.0
"""Seconds that delivery has for what is on its way when we stop."""
STEPS_AT_MOST = 10_000
"""In one move of the clock; a village that has more to do in that time goes on afterwards."""


def run(settings: Settings, options: RunOptions) -> int:
    """Run until SIGTERM or SIGINT. Raises Unusable for trouble that the operator can mend."""
    is_anywhere = settings.discord.token is not None or settings.matrix.is_on
    if not _serves_playground(settings, options) and not is_anywhere:
        raise BadConfig("Nothing to start: the playground is turned off and no platform is configured.")
    asyncio.run(_run(settings, options))
    return 0


async def backup(settings: Settings, path: Path) -> Path:
    """Copy the database into `path`, also while another process uses it. Only our own folder is made for it."""
    is_ours = path.parent.parent == settings.data_dir
    if not is_ours and not path.parent.is_dir():
        raise StorageUnusable(f"There is no folder {path.parent}. Make it first, or name another file with --out.")
    try:
        if settings.data_dir.is_dir():
            await asyncio.to_thread(path.parent.mkdir, exist_ok=True)
    except OSError as trouble:
        raise StorageUnusable(f"The folder {path.parent} cannot be made ({trouble.strerror}).") from trouble
    await store_backup(settings.database_url, path)
    return path


async def _run(settings: Settings, options: RunOptions) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stopped.set)
    async with running(settings, options) as app:
        _tidy_up_for_good()
        _greet(app, settings)
        if app.url and _opens_browser(options):
            webbrowser.open(app.url)
        await stopped.wait()


def _tidy_up_for_good() -> None:
    """What was loaded by now stays: to look through it for garbage again and again takes a tenth of a second each time,
    in which nobody is answered."""
    gc.collect()
    gc.freeze()


@dataclass
class App:
    """Everything that runs, for as long as `running` lasts."""

    store: OpenStore
    clock: MovableClock
    delivery: Delivery
    ticker: Ticker
    playground: "Playground | None" = None
    discord: "DiscordPlatform | None" = None
    matrix: "MatrixPlatform | None" = None
    url: str = ""
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def look(self) -> timedelta | None:
        """Carry out what is due; how long until something is due again, in machine time."""
        async with self._one_at_a_time:
            # A machine that was suspended was away too, without having started again.
            await self.store.write(sweep.wake, None)
            await sweep.sweep(self.store)
            self._save_offset()
            due = await self.store.read(sweep.next_due, None)
            return None if due is None else (due - self.clock.now()) / self.clock.speed

    async def advance(self, ahead: timedelta) -> None:
        """Move community time ahead, from one due moment to the next, delivering at each."""
        async with self._one_at_a_time:
            await self._advance(ahead)

    async def _advance(self, ahead: timedelta) -> None:
        target = self.clock.now() + ahead
        for _ in range(STEPS_AT_MOST):
            due = await self.store.read(sweep.next_due, None)
            if due is None or due > target:
                break
            # A moment later than due, so that something which stays due cannot hold the time up.
            self.clock.move_to(max(due, self.clock.now() + timedelta(seconds=1)))
            await self._catch_up()
        self.clock.move_to(target)
        await self._catch_up()

    async def _catch_up(self) -> None:
        await self.delivery.deliver_all()
        await sweep.sweep(self.store)
        await self.delivery.deliver_all()
        self._save_offset()

    def _save_offset(self) -> None:
        if self.playground is not None:
            self.playground.save_offset(self.clock.offset)

    @property
    def chats(self) -> "list[DiscordPlatform | MatrixPlatform]":
        """The platforms that are reached over the network."""
        return [each for each in (self.discord, self.matrix) if each is not None]

    async def open(self) -> None:
        """Raises Unusable, and then leaves nothing open."""
        async with contextlib.AsyncExitStack() as opened:
            if self.playground is not None:
                self.url = await self.playground.start()
                opened.push_async_callback(self.playground.stop)
            for chat in self.chats:
                await chat.start()
                opened.push_async_callback(chat.stop)
            opened.pop_all()

    async def close(self, delivering: asyncio.Task[None]) -> None:
        """No new work; who waits for an answer gets it, and what is on its way arrives."""
        self.ticker.stop()
        self.delivery.stop()
        for chat in self.chats:
            await chat.drain()
        if self.chats:
            await asyncio.wait({delivering}, timeout=DELIVERED_WITHIN)
        for chat in self.chats:
            await chat.stop()
        if self.playground is not None:
            await self.playground.stop()


@contextlib.asynccontextmanager
async def running(settings: Settings, options: RunOptions) -> AsyncIterator[App]:
    """A running bot; left in order: no new work, what is in flight finished, then the database closed."""
    _prepare_data_dir(settings, options)
    clock = MovableClock(speed=options.speed)
    store = await open_store(settings.database_url, clock)
    try:
        app = _compose(store, clock, settings, options)
        await store.write(sweep.wake, None)
        await app.open()
        async with asyncio.TaskGroup() as group:
            delivering = group.create_task(app.delivery.run())
            for chat in app.chats:
                group.create_task(chat.run())
            app.ticker.start()
            try:
                yield app
            finally:
                await app.close(delivering)
    finally:
        await store.close()


def _compose(store: OpenStore, clock: MovableClock, settings: Settings, options: RunOptions) -> App:
    async def advance(ahead: timedelta) -> None:
        await app.advance(ahead)

    async def look() -> timedelta | None:
        return await app.look()

    heard = ReadingStore(store, HumanTimes())
    playground = (
        _playground(heard, clock, settings, options, advance) if _serves_playground(settings, options) else None
    )
    discord = discord_of(heard, clock, settings) if settings.discord.token and not options.only_playground else None
    matrix = matrix_of(heard, clock, settings) if settings.matrix.is_on and not options.only_playground else None
    everywhere = [each for each in (playground, discord, matrix) if each is not None]
    couriers: dict[str, Courier] = {each.platform: each.courier for each in everywhere}
    delivery = Delivery(store, couriers, clock, secrets.token_hex(8))
    store.on_commit(delivery.wake)
    app = App(store, clock, delivery, Ticker(look, clock.machine), playground, discord, matrix)
    return app


def _serves_playground(settings: Settings, options: RunOptions) -> bool:
    return options.only_playground or settings.playground.enabled


def _playground(
    store: Store,
    clock: MovableClock,
    settings: Settings,
    options: RunOptions,
    advance: Callable[[timedelta], Awaitable[None]],
) -> "Playground":
    """Imported only where it is used: a web server takes its room."""
    from adapters.playground.playground import Playground

    playground = Playground(
        store=store,
        clock=clock,
        advance=advance,
        data_dir=settings.data_dir,
        port=settings.playground.port if options.port is None else options.port,
        is_port_fixed=options.port is not None,
    )
    clock.move_to(clock.now() + playground.saved_offset())
    return playground


def _prepare_data_dir(settings: Settings, options: RunOptions) -> None:
    """Only for its owner: what neighbours write to each other is in it."""
    folder = settings.data_dir
    os.umask(0o077)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if options.fresh:
            for left_over in (path for pattern in OUR_FILES for path in folder.glob(pattern)):
                left_over.unlink()
    except OSError as trouble:
        raise StorageUnusable(
            f"The folder {folder} cannot be made ({trouble.strerror}). Name another one with --data-dir."
        ) from trouble


def _greet(app: App, settings: Settings) -> None:
    click.echo(f"Barnraiser {version('barnraiser')}: neighbours helping neighbours")
    if app.url:
        click.echo(f"  playground  {app.url}   (only reachable from this machine)")
    click.echo(f"  data        {settings.data_dir}")
    click.echo(f"  discord     {'logged in' if app.discord is not None else 'no token yet: see docs/discord.md'}")
    matrix = f"logged in as {app.matrix.user_id}" if app.matrix is not None else "not set up yet: see docs/matrix.md"
    click.echo(f"  matrix      {matrix}")
    guide = "Open the link: you are Ana, Ben, Chi and Mo, and a guide shows the way. " if app.url else ""
    click.echo(f"{guide}Stop: Ctrl+C")


def _opens_browser(options: RunOptions) -> bool:
    if options.open_browser is not None:
        return options.open_browser
    return sys.stdout.isatty() and "SSH_CONNECTION" not in os.environ and "CI" not in os.environ
