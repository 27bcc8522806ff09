"""The process that is killed, on a real platform: the real bot, doing what its driver says."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.delivery import Delivery
from bot.errors import Unusable
from bot.ports import Store
from bot.usecases import outbox, sweep
from storage.store import OpenStore, open_store
from tests.doubles.clock import HandClock
from tests.kill.forking import Tell
from tests.kill.hurry import hurry
from tests.kill.moments import Edges, count_calls
from tests.kill.planting import Plant
from tests.kill.points import count_on_postgres, sqlite_connection


class Bot:
    """What the driver can ask of it. Whatever needs no answer from outside, it does by itself.

    `platform` is a DiscordPlatform or a MatrixPlatform: nothing but their start and stop is the same.
    """

    def __init__(
        self, platform: Any, store: Store, clock: HandClock, delivery: Delivery, points: Edges, tell: Tell
    ) -> None:
        self.platform = platform
        self.points = points
        self._store = store
        self._clock = clock
        self._delivery = delivery
        self._tell = tell

    async def settle(self) -> float | None:
        """Do what is due and send what can be sent; how many seconds of machine time until more can be sent."""
        await self._delivery.deliver_all()
        if await sweep.sweep(self._store):
            await self._delivery.deliver_all()
        next_at = await self._store.read(outbox.next_at, (frozenset({self.platform.platform}), -1.0))
        return None if next_at is None else max(next_at - self._clock.machine(), 0.0)

    async def die(self) -> None:
        self.points.die()

    async def wait(self, seconds: float) -> None:
        self._clock.machine_forward(seconds)

    async def live_until(self, target: str) -> str | None:
        """To the next due moment, if it is before the target, or to the target; None when it was reached."""
        end = datetime.fromisoformat(target)
        due = await self._store.read(sweep.next_due, None)
        moment = end if due is None or due > end else due
        if moment > self._clock.now():
            self._clock.move_to(moment)
            await self._store.write(sweep.purge, None)
            self._tell(awake_at=moment.isoformat())
        return None if moment == end else moment.isoformat()


def watch_nothing_else(_: Edges) -> None:
    """Commits and calls are all that matters."""


@dataclass(frozen=True)
class Kind:
    """Which bot is driven. `short` is what its calls are called, `make` makes its platform as the order has it, and
    `watch` counts what else it does."""

    make: Callable[[OpenStore, HandClock, dict[str, Any]], Any]
    short: Callable[[str], str | None]
    plants: Mapping[str, Plant]
    bot: type[Bot] = Bot
    watch: Callable[[Edges], None] = watch_nothing_else

    async def live(self, order: dict[str, Any], tell: Tell) -> None:
        """Until the driver hangs up, or the platform sends us away; the order says where to die."""
        points = Edges(order["kill_at"], lambda name: tell(died=name), order["only"])
        clock = HandClock(datetime.fromisoformat(order["awake_at"]))
        clock.machine_forward(order["ahead"])
        hurry()
        count_calls(points, self.short)
        self.watch(points)
        if order["url"].startswith("postgres"):
            count_on_postgres(points)
        store = await open_store(order["url"], clock, sqlite_connection=sqlite_connection(points))
        platform, plant = self.make(store, clock, order), self.plants[order["plant"]]
        plant.spoil(platform)
        try:
            await store.write(sweep.wake, None)
            await platform.start()
        except Unusable:
            return
        delivery = plant.delivery(store, {platform.platform: platform.courier}, clock, "sender")
        await _live(self.bot(platform, store, clock, delivery, points, tell), order["driver"], store)
        tell(points=points.names)


async def _live(bot: Bot, driver: str, store: OpenStore) -> None:
    running = asyncio.ensure_future(bot.platform.run())
    obeying = asyncio.ensure_future(_obey(driver, bot))
    await asyncio.wait({running, obeying}, return_when=asyncio.FIRST_COMPLETED)
    bot.points.disarm()
    if obeying.done():
        await bot.platform.drain()
        await bot.platform.stop()
        await running
        await store.close()
        obeying.result()


async def _obey(driver: str, bot: Bot) -> None:
    """One line is one wish, one line its answer."""
    reader, writer = await asyncio.open_unix_connection(driver)
    try:
        while line := await reader.readline():
            wish = json.loads(line)
            do: Callable[..., Awaitable[Any]] = getattr(bot, wish.pop("do"))
            writer.write(json.dumps(await do(**wish)).encode() + b"\n")
            await writer.drain()
    finally:
        writer.close()
