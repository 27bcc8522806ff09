"""From the outbox to the couriers. Safe to kill anywhere: a parcel is recorded only after the platform
took it, and its wire key makes a repeat harmless."""

import asyncio
import logging
from collections.abc import Mapping

from bot.commands.values import Lease
from bot.errors import DeliveryFailed, MessageGone, PlaceLost, RateLimited, ReaderGone, StorageStopped
from bot.model.posts import Parcel
from bot.ports import Clock, Courier, Store
from bot.usecases import outbox, people, places, sweep
from bot.usecases.outbox import Delivered, Failed

log = logging.getLogger(__name__)

BATCH = 32
LEASE_SECONDS = 30.0
SEND_SECONDS = 20.0
"""A send that hangs is given up well before its lease ends, so that nobody else sends at the same time."""
LONGEST_DELAY = 3600.0
PAUSE_AFTER_TROUBLE = 2.0


class Delivery:
    """Sends what waits, lane by lane, whenever it is woken or a retry is due."""

    def __init__(self, store: Store, couriers: Mapping[str, Courier], clock: Clock, owner: str) -> None:
        self._store = store
        self._couriers = couriers
        self._clock = clock
        self._owner = owner
        self._woken = asyncio.Event()
        self._stopping = False
        self._one_at_a_time = asyncio.Lock()

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Until stopped; what is in flight is finished first."""
        while not self._stopping:
            self._woken.clear()
            try:
                await self.deliver_all()
                await self._wait()
            except StorageStopped:
                raise
            except Exception:
                log.exception("delivery stumbled and goes on")
                await asyncio.sleep(PAUSE_AFTER_TROUBLE)

    def stop(self) -> None:
        self._stopping = True
        self._woken.set()

    async def _wait(self) -> None:
        next_at = await self._store.read(outbox.next_at, frozenset(self._couriers))
        seconds = 30.0 if next_at is None else min(max(next_at - self._clock.machine(), 0.05), 30.0)
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return

    async def deliver_all(self) -> int:
        """Everything that can be sent now; returns how many parcels were tried.

        Whoever calls it knows afterwards that nothing is on its way any more.
        """
        async with self._one_at_a_time:
            tried = 0
            while parcels := await self._store.write(outbox.lease, self._lease(), in_background=True):
                async with asyncio.TaskGroup() as group:
                    for parcel in parcels:
                        group.create_task(self._deliver(parcel))
                tried += len(parcels)
                await sweep.arrivals(self._store)
            return tried

    def _lease(self) -> Lease:
        return Lease(self._owner, frozenset(self._couriers), self._clock.machine(), LEASE_SECONDS, BATCH)

    async def _deliver(self, parcel: Parcel) -> None:
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._send(parcel)
        except RateLimited as wait:
            await self._retry(parcel, wait.retry_after, "asked to wait", counts=False)
        except PlaceLost:
            await self._store.write(places.lose, parcel)
        except ReaderGone:
            await self._store.write(people.leave, parcel)
        except MessageGone:
            await self._store.write(outbox.recreate, parcel)
        except (DeliveryFailed, TimeoutError, OSError) as failure:
            await self._later(parcel, failure)
        except Exception as mistake:
            # One message that cannot be drawn must not hold up the others that are on their way.
            log.exception("a parcel could not be sent")
            await self._later(parcel, mistake)

    async def _send(self, parcel: Parcel) -> None:
        courier = self._couriers[parcel.place.platform]
        if parcel.wording is None:
            await courier.remove(parcel)
            await self._store.write(outbox.record_removal, parcel)
            return
        receipt = await (courier.send(parcel) if parcel.ref is None else courier.edit(parcel))
        await self._store.write(outbox.record, Delivered(parcel, receipt))

    async def _later(self, parcel: Parcel, failure: Exception) -> None:
        await self._retry(parcel, min(2.0**parcel.attempts, LONGEST_DELAY), type(failure).__name__, counts=True)

    async def _retry(self, parcel: Parcel, seconds: float, reason: str, *, counts: bool) -> None:
        log.warning("a parcel was not delivered, attempt %d: %s", parcel.attempts + 1, reason)
        failed = Failed(parcel, self._clock.machine() + seconds, reason, counts)
        await self._store.write(outbox.fail, failed)
