"""What happens on Matrix, batch by batch. Nothing is lost and nothing is done twice.

A batch begins where the last one that was carried out ended. That is written down only after every event of it was,
so that whatever we are stopped in comes again, and is known by its origin where it was carried out already.
"""

import asyncio
import json
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from adapters.matrix.connection.client import Client
from adapters.matrix.connection.server import Refusal, Unreachable
from adapters.matrix.incoming.batches import Batch, News, batch_of, in_order
from adapters.matrix.incoming.descriptions import Descriptions
from adapters.matrix.incoming.dispatch import Dispatch
from adapters.matrix.incoming.events import ENCRYPTED, LEVELS, Event, is_new_join
from adapters.matrix.incoming.gaps import Filled, fill
from adapters.matrix.incoming.patience import AT_ONCE, after_nothing, after_trouble
from adapters.matrix.incoming.pulse import Pulse
from adapters.matrix.incoming.reconcile import Reconcile
from adapters.matrix.incoming.sealed import Sealed
from adapters.matrix.incoming.surely import Stopping, Surely, check_admission
from adapters.matrix.people import account
from adapters.matrix.presence.presence import Presence
from adapters.matrix.presence.rooms import Rooms
from bot.ports import Store
from bot.usecases import positions

log = logging.getLogger(__name__)
R = TypeVar("R")

NOTHING: dict[str, Any] = {"types": []}
LIMIT = 100
"""Events of a room in one answer; the others are fetched."""
FILTER: dict[str, Any] = {
    "presence": NOTHING,
    "account_data": NOTHING,
    "room": {"timeline": {"limit": LIMIT}, "ephemeral": NOTHING, "account_data": NOTHING},
}
STATE_ONLY = FILTER | {"room": FILTER["room"] | {"timeline": {"limit": 1}}}
LONGEST_SYNC = 30.0
SAID_FIRST = 0.1
"""Seconds that an answer of ours has before we ask what else is new: whoever waits for it would wait until our question
is worked on too."""
FIRST_SECONDS = 900.0
"""A homeserver takes its time to say how many large rooms are."""


class Loop:
    def __init__(
        self,
        *,
        client: Client,
        store: Store,
        rooms: Rooms,
        presence: Presence,
        dispatch: Dispatch,
        descriptions: Descriptions,
        reconcile: Reconcile,
        sealed: Sealed,
        surely: Surely,
        pulse: Pulse,
    ) -> None:
        self._client = client
        self._store = store
        self._rooms = rooms
        self._presence = presence
        self._dispatch = dispatch
        self._descriptions = descriptions
        self._reconcile = reconcile
        self._sealed = sealed
        self._surely = surely
        self._pulse = pulse
        self._account = account(client.server.user_id)
        self._since: str | None = None
        self._running: asyncio.Task[Any] | None = None
        self._asking: asyncio.Task[dict[str, Any]] | None = None
        self._ended = asyncio.Event()

    async def run(self) -> None:
        """Until stopped. Raises Unusable when the homeserver sends us away."""
        self._running = asyncio.current_task()
        try:
            self._since = await self._store.read(positions.load, self._account) or None
            await self._patiently(self._begin)
            log.info("connected to Matrix; rooms: %d", sum(1 for _ in self._rooms))
            idle = 0
            while not self._surely.is_stopping:
                started = time.monotonic()
                batch = await self._turn()
                is_idle = batch.is_empty and time.monotonic() - started < AT_ONCE
                idle = idle + 1 if is_idle else 0
                await self._surely.pause(after_nothing(idle))
        except Stopping:
            log.debug("stopped in the middle of something, which comes again")
        finally:
            self._ended.set()

    async def drain(self, seconds: float) -> None:
        """Nothing new is asked for; the batch in hand is finished if it can be."""
        self._surely.stop()
        if self._running is None:
            return
        if self._asking is not None:
            self._asking.cancel()
        try:
            async with asyncio.timeout(seconds):
                await self._ended.wait()
        except TimeoutError:
            log.warning("what just happened takes long to be carried out; the rest comes after the next start")

    async def stop(self) -> None:
        """At once, wherever it is."""
        self._surely.stop()
        if self._running is not None and not self._ended.is_set():
            self._running.cancel()
            await self._ended.wait()

    # Asking

    async def _patiently(self, work: Callable[[], Awaitable[R]]) -> R:
        """Until it answers. Raises Stopping, and Unusable when we are sent away."""
        failures = 0
        while True:
            try:
                return await work()
            except (Refusal, Unreachable) as trouble:
                asked = None
                if isinstance(trouble, Refusal):
                    check_admission(trouble)
                    asked = trouble.retry_after
                failures += 1
                log.warning("Matrix does not answer, attempt %d: %s", failures, trouble)
                await self._surely.pause(after_trouble(failures, random.random(), asked))

    async def _sync(self) -> dict[str, Any]:
        """Waits until something happens; broken off when we are asked to stop."""
        await self._client.under_way.over(SAID_FIRST)
        asking = self._client.sync(self._since, seconds=LONGEST_SYNC, sync_filter=FILTER)
        self._asking = asyncio.get_running_loop().create_task(asking)
        try:
            return await self._asking
        except asyncio.CancelledError:
            if self._surely.is_stopping:
                raise Stopping from None
            raise
        finally:
            self._asking = None

    async def _look(self) -> dict[str, Any]:
        """How all rooms are now. What was said in them is fetched from where we were; if we were nowhere, it is not.

        Nobody waits for such an answer, so the time only makes a question of it that was not asked before: Synapse
        says the same again for two minutes.
        """
        seconds = FIRST_SECONDS + 100 * random.random()
        if self._since is None:
            return await self._client.sync(None, seconds=seconds, sync_filter=STATE_ONLY)
        query = {"timeout": str(int(1000 * seconds)), "filter": json.dumps(STATE_ONLY)}
        return await self._client.server.call("GET", "/sync", query=query, seconds=seconds)

    # Carrying out

    async def _begin(self) -> None:
        """What lasts: the rooms we are in, and invitations that nobody answered."""
        batch = batch_of(await self._look(), self._account.id)
        self._pulse.heard()
        for news in batch.news:
            self._rooms.take(news.room_id, news.changes)
            self._descriptions.want(news.room_id)
        await self._surely.do(self._presence.look_around)
        for invitation in batch.invitations:
            await self._surely.do(partial(self._presence.invited, invitation))
        if self._since is None:
            await self._keep(batch.next)

    async def _turn(self) -> Batch:
        said = await self._patiently(self._sync)
        self._pulse.heard()
        await self._client.upkeep()
        batch = batch_of(said, self._account.id)
        await self._carry_out(batch)
        await self._keep(batch.next)
        return batch

    async def _keep(self, position: str) -> None:
        if position and position != self._since:
            reached = positions.Reached(self._account, position)
            await self._surely.do(partial(self._store.write, positions.save, reached))
            self._since = position

    async def _carry_out(self, batch: Batch) -> None:
        """Where we are comes first, then what was said there, then what goes on without us."""
        for each in (each for each in batch.news if not each.is_over):
            self._rooms.take(each.room_id, each.changes)
        news = [await self._whole(each) for each in batch.news]
        for each in (each for each in news if each.is_new(self._account.id) and not each.is_over):
            await self._surely.do(partial(self._presence.arrived, each.room_id))
            self._descriptions.want(each.room_id)
        for event in in_order([each.timeline for each in news]):
            await self._hear(event)
        for each in (each for each in news if each.is_over):
            await self._surely.do(partial(self._presence.gone, each.room_id))
            self._sealed.forget(each.room_id)
        for invitation in batch.invitations:
            await self._surely.do(partial(self._presence.invited, invitation))
        await self._hear_late()
        await self._surely.do(self._descriptions.publish)

    async def _whole(self, news: News) -> News:
        """With what was left out. What is too long for that is looked at where it matters."""
        assert self._since is not None
        if news.gap and not news.is_over and not any(is_new_join(each, self._account.id) for each in news.timeline):
            filled = await self._filled(news, self._since)
            if not filled.is_whole:
                await self._surely.do(partial(self._reconcile.look_at, news.room_id))
            news = replace(news, timeline=(*filled.events, *news.timeline))
        return news.since_join(self._account.id)

    async def _filled(self, news: News, since: str) -> Filled:
        """As far as it can be fetched: one room that cannot be told does not make us deaf everywhere."""
        found = Filled((), is_whole=False)

        async def fetch() -> None:
            nonlocal found
            found = await fill(self._client.server, news.room_id, news.gap, since)

        await self._surely.do(fetch)
        return found

    async def _hear(self, event: Event) -> None:
        """What we said ourselves is no news."""
        if event.sender == self._account.id:
            return
        if event.type == LEVELS:
            self._descriptions.want(event.room_id)
        clear = self._sealed.open(event) if event.type == ENCRYPTED else event
        if clear is not None:
            await self._surely.do(partial(self._dispatch.handle, clear))

    async def _hear_late(self) -> None:
        """Whose key has come by now; and whoever waits too long for one is told so."""
        for event in self._sealed.readable():
            await self._surely.do(partial(self._dispatch.handle, event))
            self._sealed.was_heard(event)
        await self._surely.do(self._sealed.speak)
        await self._surely.do(self._save)

    async def _save(self) -> None:
        """A disk that is full does not end us."""
        self._sealed.save()
