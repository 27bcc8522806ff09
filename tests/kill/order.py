"""Makes what happens at once happen in the same order in every trial, so that points can be counted."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.ports import CommandT, R, Store, Tx, UseCase


@dataclass(eq=False)
class Job:
    usecase: UseCase[Any, Any]
    command: Any
    in_background: bool
    future: asyncio.Future[Any]


@dataclass(frozen=True)
class Hold:
    """Keeps the writer busy from `begun` until `released`."""

    loop: asyncio.AbstractEventLoop
    begun: asyncio.Future[None]
    released: threading.Event


class Orderly:
    """Implements Store over a store. What is asked for at once is carried out `in_groups`, or one by one."""

    def __init__(self, store: Store, *, in_groups: bool) -> None:
        self._store = store
        self._in_groups = in_groups
        self._jobs: list[Job] = []
        self._runner: asyncio.Future[None] | None = None

    async def write(self, usecase: UseCase[CommandT, R], command: CommandT, *, in_background: bool = False) -> R:
        job = Job(usecase, command, in_background, asyncio.get_running_loop().create_future())
        self._jobs.append(job)
        if self._runner is None:
            self._runner = asyncio.ensure_future(self._run())
        result: R = await job.future
        return result

    async def read(self, query: UseCase[CommandT, R], command: CommandT) -> R:
        return await self._store.read(query, command)

    def on_commit(self, wake: Callable[[], None]) -> None:
        self._store.on_commit(wake)

    async def _run(self) -> None:
        """Starts after everything that is ready has asked."""
        while self._jobs:
            jobs, self._jobs = self._jobs, []
            if self._in_groups and len(jobs) > 1:
                await self._together(jobs)
            else:
                for job in jobs:
                    _answer(job, *await asyncio.gather(self._carry_out(job), return_exceptions=True))
        self._runner = None

    async def _together(self, jobs: list[Job]) -> None:
        """All of them wait for a writer who is busy, so that it finds them all at once."""
        loop = asyncio.get_running_loop()
        hold = Hold(loop, loop.create_future(), threading.Event())
        held = asyncio.ensure_future(self._store.write(_hold, hold))
        await hold.begun
        carried = [asyncio.ensure_future(self._carry_out(job)) for job in jobs]
        loop.call_soon(hold.released.set)
        results = await asyncio.gather(*carried, return_exceptions=True)
        await held
        for job, result in zip(jobs, results, strict=True):
            _answer(job, result)

    async def _carry_out(self, job: Job) -> Any:
        return await self._store.write(job.usecase, job.command, in_background=job.in_background)


def _answer(job: Job, result: Any) -> None:
    if isinstance(result, BaseException):
        job.future.set_exception(result)
    else:
        job.future.set_result(result)


def _hold(tx: Tx, hold: Hold, now: datetime) -> None:
    hold.loop.call_soon_threadsafe(hold.begun.set_result, None)
    hold.released.wait()


@asynccontextmanager
async def held(store: Store) -> AsyncIterator[None]:
    """The writer is busy for as long as this lasts."""
    loop = asyncio.get_running_loop()
    hold = Hold(loop, loop.create_future(), threading.Event())
    holding = asyncio.ensure_future(store.write(_hold, hold))
    await hold.begun
    try:
        yield
    finally:
        hold.released.set()
        await holding
