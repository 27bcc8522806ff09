"""The composition root: opens storage, adapters, delivery and ticker, and stops them in order."""

import asyncio
import contextlib
import logging
import os
import secrets
import signal
import sys
import webbrowser
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

import click

from adapters.playground.playground import Playground
from adapters.ticker import Ticker
from bot.clock import MovableClock
from bot.config import RunOptions, Settings
from bot.delivery import Delivery
from bot.errors import BadConfig, StorageUnusable
from bot.health import Check, Health, Status
from bot.usecases import outbox, sweep
from storage.store import OpenStore, open_store
from storage.store import backup as store_backup

log = logging.getLogger(__name__)

OUR_FILES = ("barnraiser.db*", "chat.db*")
"""What a fresh start clears away; anything else in the folder is somebody else's."""
STEPS_AT_MOST = 10_000
"""In one move of the clock; a village that has more to do in that time goes on afterwards."""


def run(settings: Settings, options: RunOptions) -> int:
    """Run until SIGTERM or SIGINT. Raises Unusable for trouble that the operator can mend."""
    if not settings.playground.enabled and not options.only_playground:
        raise BadConfig("Nothing to start: the playground is turned off and no platform is configured.")
    asyncio.run(_run(settings, options))
    return 0


async def backup(settings: Settings, path: Path) -> Path:
    """Copy the database into `path`, also while another process uses it."""
    try:
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
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
        _greet(app, settings)
        if _opens_browser(options):
            webbrowser.open(app.url)
        await stopped.wait()


@dataclass
class App:
    """Everything that runs, for as long as `running` lasts."""

    store: OpenStore
    clock: MovableClock
    delivery: Delivery
    ticker: Ticker
    playground: Playground
    health: Health
    url: str = ""
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def look(self) -> timedelta | None:
        """Carry out what is due; how long until something is due again, in machine time."""
        async with self._one_at_a_time:
            # A machine that was suspended was away too, without having started again.
            await self.store.write(sweep.wake, None)
            await sweep.sweep(self.store)
            self.playground.save_offset(self.clock.offset)
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
        self.playground.save_offset(self.clock.offset)


@contextlib.asynccontextmanager
async def running(settings: Settings, options: RunOptions) -> AsyncIterator[App]:
    """A running bot; left in order: no new work, what is in flight finished, then the database closed."""
    _prepare_data_dir(settings, options)
    clock = MovableClock(speed=options.speed)
    store = await open_store(settings.database_url, clock)
    try:
        app = _compose(store, clock, settings, options)
        await store.write(sweep.wake, None)
        app.url = await app.playground.start()
        async with asyncio.TaskGroup() as group:
            group.create_task(app.delivery.run())
            app.ticker.start()
            try:
                yield app
            finally:
                app.ticker.stop()
                app.delivery.stop()
                await app.playground.stop()
    finally:
        await store.close()


def _compose(store: OpenStore, clock: MovableClock, settings: Settings, options: RunOptions) -> App:
    async def advance(ahead: timedelta) -> None:
        await app.advance(ahead)

    async def look() -> timedelta | None:
        return await app.look()

    playground = Playground(
        store=store,
        clock=clock,
        advance=advance,
        data_dir=settings.data_dir,
        port=settings.playground.port if options.port is None else options.port,
        is_port_fixed=options.port is not None,
    )
    clock.move_to(clock.now() + playground.saved_offset())
    delivery = Delivery(store, {playground.platform: playground.courier}, clock, secrets.token_hex(8))
    store.on_commit(delivery.wake)
    ticker = Ticker(look, clock.machine)
    app = App(store, clock, delivery, ticker, playground, Health())
    app.health.add("outbox", lambda: _outbox_health(store))
    return app


async def _outbox_health(store: OpenStore) -> Sequence[Check]:
    given_up = await store.read(outbox.given_up, None)
    if given_up:
        return [Check("outbox", Status.WARNING, f"{given_up} posts could not be delivered and were given up.")]
    return [Check("outbox", Status.OK, "Everything that was to be said was said, or is on its way.")]


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
    click.echo(f"  playground  {app.url}   (only reachable from this machine)")
    click.echo(f"  data        {settings.data_dir}")
    click.echo("  discord     not there yet")
    click.echo("  matrix      not there yet")
    click.echo("Open the link: you are Ana, Ben, Chi and Mo, and a guide shows the way. Stop: Ctrl+C")


def _opens_browser(options: RunOptions) -> bool:
    if options.open_browser is not None:
        return options.open_browser
    return sys.stdout.isatty() and "SSH_CONNECTION" not in os.environ and "CI" not in os.environ
