"""Lives through days in a moment: from one due thing to the next."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.delivery import Delivery
from bot.ports import Store
from bot.usecases import sweep
from tests.doubles.clock import HandClock

STEPS = 2_000
"""Something that stays due must not keep a test for ever."""


async def settle(store: Store, delivery: Delivery) -> None:
    """Everything that is due is done, and everything that can be sent is sent."""
    await delivery.deliver_all()
    await sweep.sweep(store)
    await delivery.deliver_all()


async def live_through(
    length: timedelta, store: Store, clock: HandClock, settled: Callable[[], Awaitable[None]]
) -> None:
    """Community time passes; at every due moment, and at the end, `settled` is awaited."""
    target = clock.now() + length
    for _ in range(STEPS):
        due = await store.read(sweep.next_due, None)
        if due is None or due > target:
            break
        clock.move_to(max(due, clock.now() + timedelta(seconds=1)))
        await settled()
    clock.move_to(target)
    await settled()
