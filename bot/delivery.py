"""From the outbox to the couriers. Safe to kill anywhere: a parcel is recorded only after the platform
took it, and its wire key makes a repeat harmless.

Parcels are leased one by one as there is room for them, and a door takes few at a time. So whatever has to
wait waits in the outbox, where it can still change, and nobody waits for somebody else's slow place.
"""

import asyncio
import contextlib
import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence

from bot.commands.delivery import Lease
from bot.errors import DeliveryFailed, MessageGone, PlaceLost, RateLimited, ReaderGone, RoomRefused, StorageStopped
from bot.model.posts import Door, Headroom, Parcel
from bot.ports import Clock, Courier, Receipt, Store
from bot.usecases import outbox, people, places, rooms, sweep
from bot.usecases.outbox import Delivered, Failed

log = logging.getLogger(__name__)

IN_FLIGHT = 128
BATCH = 32
ENOUGH = Headroom(BATCH, BATCH)
AT_A_DOOR = 2
"""The second is under way while the first is being recorded; more would only wait for the same limit."""
SEND_SECONDS = 60.0
LEASE_SECONDS = 90.0
"""A send that hangs is given up well before its lease ends, so that nobody else sends at the same time."""
LONGEST_DELAY = 3600.0
PAUSE_AFTER_TROUBLE = 2.0
LONGEST_REST = 30.0
LOOK_AGAIN = 1.0
"""Seconds after which retries are looked for while others are on their way."""
MANY = 16
LOOKING_SHARE = 0.3
"""Where thousands wait, looking takes long. With so many in flight it may take this part of the time, no more."""
REMEMBERED = 10_000
"""Daily messages, the newest. One that is not remembered is drawn once more than it had to be."""


class Delivery:
    """Sends what waits, door by door, whenever it is woken or a retry is due."""

    def __init__(self, store: Store, couriers: Mapping[str, Courier], clock: Clock, owner: str) -> None:
        self._store = store
        self._couriers = couriers
        self._clock = clock
        self._owner = owner
        self._woken = asyncio.Event()
        self._stopping = False
        self._one_at_a_time = asyncio.Lock()
        self._in_flight: Counter[Door] = Counter()
        self._shut: dict[Door, float] = {}
        """Doors that asked to wait, and until when (machine time)."""
        self._drawn = Drawn()
        self._looked_at = 0.0
        self._rest = 0.0
        self._more_in = LONGEST_REST
        """Seconds from the last look until a platform takes more: what it says later is about what we did not see."""
        self._has_landed = False

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Until stopped; what is in flight is finished first."""
        while not self._stopping:
            try:
                await self.deliver_all()
                # A stop that came during the last look has been woken for already.
                if not self._stopping:
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
        """Whatever was free when we last looked is on its way, or stands before a door that is shut."""
        next_at = await self._store.read(outbox.next_at, (frozenset(self._couriers), self._looked_at))
        soonest = min([*self._shut.values(), *([] if next_at is None else [next_at])], default=None)
        seconds = LONGEST_REST if soonest is None else soonest - self._clock.machine()
        await self._sleep(min(max(seconds, 0.05), self._more_in))

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()

    async def deliver_all(self) -> int:
        """Everything that can be sent now; returns how many parcels were tried.

        Whoever calls it knows afterwards that nothing is on its way any more.
        """
        async with self._one_at_a_time:
            try:
                async with asyncio.TaskGroup() as group:
                    return await self._until_idle(group)
            except ExceptionGroup as troubles:
                raise troubles.exceptions[0] from troubles

    async def _until_idle(self, group: asyncio.TaskGroup) -> int:
        tried = 0
        while True:
            self._woken.clear()
            # What lands during the look may have made room for more, so that empty hands mean nothing then.
            was_idle = not self._in_flight
            parcels = await self._lease()
            for parcel in parcels:
                self._send_off(parcel, group)
            await asyncio.sleep(0)  # their couriers count them from here on
            tried += len(parcels)
            if was_idle and not parcels:
                return tried
            await self._sleep(min(LOOK_AGAIN, self._more_in))
            await self._look_for_arrivals()

    async def _lease(self) -> Sequence[Parcel]:
        if self._in_flight.total() >= MANY:
            await asyncio.sleep(self._rest)
        headroom, ours = self._headroom(), min(BATCH, IN_FLIGHT - self._in_flight.total())
        if self._stopping or not headroom or not ours:
            return ()
        now = self._looked_at = self._clock.machine()
        self._shut = {door: until for door, until in self._shut.items() if until > now}
        taken = dict(self._in_flight) | dict.fromkeys(self._shut, AT_A_DOOR)
        limit = min(ours, sum(each.answers for each in headroom.values()))
        wanted = Lease(self._owner, frozenset(headroom), now, LEASE_SECONDS, limit, AT_A_DOOR, taken, headroom)
        started = time.monotonic()
        parcels = await self._store.write(outbox.lease, wanted, in_background=True)
        self._rest = (time.monotonic() - started) * (1 / LOOKING_SHARE - 1)
        return parcels

    def _headroom(self) -> Mapping[str, Headroom]:
        """Of the platforms that take something now."""
        found = {platform: courier.headroom for platform, courier in self._couriers.items()}
        self._more_in = min([LONGEST_REST, *(each.more_in for each in found.values() if each.more_in is not None)])
        if not self._in_flight:
            # Nothing would wake us, unless it is only a matter of time: then we try.
            found = {platform: ENOUGH if each.is_unsure else each for platform, each in found.items()}
        return {platform: each for platform, each in found.items() if each.answers > 0}

    def _send_off(self, parcel: Parcel, group: asyncio.TaskGroup) -> None:
        def landed(_: asyncio.Task[None]) -> None:
            self._in_flight -= Counter([parcel.door])
            self._has_landed = True
            self._woken.set()

        self._in_flight[parcel.door] += 1
        group.create_task(self._deliver_alone(parcel)).add_done_callback(landed)

    async def _look_for_arrivals(self) -> None:
        """Events that waited for a message which is known by now."""
        if self._has_landed:
            self._has_landed = False
            await sweep.arrivals(self._store)

    async def _deliver_alone(self, parcel: Parcel) -> None:
        """If it cannot even be written down what became of one, its lease ends, and all the others go on."""
        try:
            await self._deliver(parcel)
        except StorageStopped:
            raise
        except Exception:
            log.exception("what became of a parcel could not be kept")

    async def _deliver(self, parcel: Parcel) -> None:
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._send(parcel)
        except RateLimited as wait:
            await self._wait_for(parcel, wait)
        except RoomRefused:
            await self._store.write(rooms.could_not_open, parcel)
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
        if self._drawn.reads_the_same(parcel):
            receipt = Receipt(parcel.place, parcel.ref or "")
        else:
            receipt = await (courier.send(parcel) if parcel.ref is None else courier.edit(parcel))
        if await self._store.write(outbox.record, Delivered(parcel, receipt)):
            self._drawn.keep(parcel)

    async def _wait_for(self, parcel: Parcel, wait: RateLimited) -> None:
        if wait.is_for_all:
            self._shut[parcel.door] = self._clock.machine() + wait.retry_after
        await self._retry(parcel, wait.retry_after, "asked to wait", counts=False)

    async def _later(self, parcel: Parcel, failure: Exception) -> None:
        await self._retry(parcel, min(2.0**parcel.attempts, LONGEST_DELAY), type(failure).__name__, counts=True)

    async def _retry(self, parcel: Parcel, seconds: float, reason: str, *, counts: bool) -> None:
        log.warning("a parcel was not delivered, attempt %d: %s", parcel.attempts + 1, reason)
        failed = Failed(parcel, self._clock.machine() + seconds, reason, counts)
        await self._store.write(outbox.fail, failed)


class Drawn:
    """What daily messages said when they were last drawn: whatever changes about a request, most of them read the same.

    No promise rests on it: it holds from one lease to the next, and any other lease in between ends it. Cards that
    everybody reads are always drawn, because what follows them (a raised hand, a thread) heals by that.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], tuple[int, int]] = {}
        """By card: the epoch of the lease in which it was drawn, and the hash of its words in this process."""

    def reads_the_same(self, parcel: Parcel) -> bool:
        epoch, words = self._seen.get((parcel.community_id, parcel.id), (0, 0))
        return parcel.ref is not None and parcel.epoch == epoch + 1 and hash(parcel.wording) == words

    def keep(self, parcel: Parcel) -> None:
        """It is recorded as drawn. A repeated attempt may have found an older state there, and is drawn once more."""
        may_be_older = parcel.ref is None and parcel.epoch > 1
        if not parcel.is_card or parcel.reader_account_id is None or may_be_older:
            return
        which = parcel.community_id, parcel.id
        self._seen.pop(which, None)
        self._seen[which] = parcel.epoch, hash(parcel.wording)
        if len(self._seen) > REMEMBERED:
            del self._seen[next(iter(self._seen))]
