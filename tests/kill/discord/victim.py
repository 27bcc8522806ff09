"""The process that is killed: the real bot on Discord, doing what its driver says."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from adapters.discord.platform import DiscordPlatform
from bot.delivery import Delivery
from bot.errors import Unusable
from bot.ports import Store
from bot.usecases import outbox, sweep
from storage.store import open_store
from tests.discord.house import platform_at
from tests.doubles.clock import HandClock
from tests.kill.discord.hurry import be_ready_soon, hurry
from tests.kill.discord.moments import Edges, count_calls
from tests.kill.discord.plants import PLANTS
from tests.kill.forking import Tell, serve
from tests.kill.points import count_on_postgres, sqlite_connection

STEPS_AT_MOST = 200


class Bot:
    """What the driver can ask of it. Whatever needs no answer from outside, it does by itself."""

    def __init__(
        self,
        store: Store,
        clock: HandClock,
        delivery: Delivery,
        awake_at: Callable[[datetime], None],
        die: Callable[[], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._delivery = delivery
        self._awake_at = awake_at
        self._die = die

    async def settle(self) -> float | None:
        """Do what is due and send what can be sent; how many seconds of machine time until more can be sent."""
        await self._delivery.deliver_all()
        if await sweep.sweep(self._store):
            await self._delivery.deliver_all()
        next_at = await self._store.read(outbox.next_at, (frozenset({"discord"}), -1.0))
        return None if next_at is None else max(next_at - self._clock.machine(), 0.0)

    async def die(self) -> None:
        self._die()

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
            self._awake_at(moment)
        return None if moment == end else moment.isoformat()


async def live(order: dict[str, Any], tell: Tell) -> None:
    """Until the driver hangs up, or Discord sends us away; the order says where to die."""
    points = Edges(order["kill_at"], lambda name: tell(died=name), order["only"])
    clock = HandClock(datetime.fromisoformat(order["awake_at"]))
    clock.machine_forward(order["ahead"])
    hurry()
    count_calls(points)
    if order["url"].startswith("postgres"):
        count_on_postgres(points)
    store = await open_store(order["url"], clock, sqlite_connection=sqlite_connection(points))
    platform = platform_at(store, clock, **order["discord"])
    be_ready_soon(platform)
    plant = PLANTS[order["plant"]]
    plant.spoil(platform)
    try:
        await store.write(sweep.wake, None)
        await platform.start()
    except Unusable:
        return
    running = asyncio.ensure_future(platform.run())
    delivery = plant.delivery(store, {platform.platform: platform.courier}, clock, "sender")
    bot = Bot(store, clock, delivery, lambda at: tell(awake_at=at.isoformat()), points.die)
    obeying = asyncio.ensure_future(_obey(order["driver"], bot))
    await asyncio.wait({running, obeying}, return_when=asyncio.FIRST_COMPLETED)
    points.disarm()
    if obeying.done():
        await _stop(platform, store, running)
        obeying.result()
    tell(points=points.names)


async def _stop(platform: DiscordPlatform, store: Any, running: asyncio.Future[None]) -> None:
    await platform.drain()
    await platform.stop()
    await running
    await store.close()


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


if __name__ == "__main__":
    serve(live)
