"""What a million open requests cost while nothing is due, and how late a thousand follow-ups are that are.

    uv run python tests/bench/followups.py

A tick is what the bot does whenever it looks: the whole sweep, and the question when to look again. It is
measured in turns on a store with 10,000 open requests and on one with 1,000,000. Then 1,000 follow-ups come
due at the same moment, half of them check-ins with askers and half of them requests that expire, and one real
sweep carries them out. What each store adds to the memory of the process is noted on the way.
"""

import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bot.model.ids import CommunityId
from bot.ports import CommandT, R, Store, UseCase
from bot.usecases import sweep
from storage.store import OpenStore, open_store
from tests.bench import neighbourhood
from tests.bench.crowd import Crowd, statements
from tests.bench.measuring import Samples, print_last_line, print_table, resident_mib, seconds_of_async
from tests.bench.neighbourhood import Pair, open_communities, pairs_of
from tests.doubles.clock import HandClock
from tests.people import NOON

DUE_AT = NOON + timedelta(days=1, hours=9)
"""Claimed at noon today, a request is asked about at nine tomorrow evening."""
MUST = 1.5
"""The idle tick with the many requests over the one with the few, at most."""
MIB_AT_MOST = 8.0
"""What the many may add to the memory beyond what the few add."""


@dataclass(frozen=True)
class Size:
    few: int = 10_000
    many: int = 1_000_000
    due: int = 1_000
    communities: int = 100
    ticks: int = 20
    rounds: int = 80

    def crowd(self, requests: int) -> Crowd:
        here = requests // self.communities
        ending = self.due // 2 // self.communities
        return Crowd(max(here // 10, self.due // self.communities), here, ending=ending, ends_at=DUE_AT)


@dataclass
class Village:
    """A store full of open requests, with its clock."""

    requests: int
    clock: HandClock
    store: OpenStore

    async def tick(self) -> None:
        await sweep.sweep(self.store)
        await self.store.read(sweep.next_due, None)

    async def look(self) -> None:
        await self.store.read(sweep.find_due, sweep.BATCH)
        await self.store.read(sweep.next_due, None)


async def set_up(path: Path, requests: int, size: Size) -> float:
    """The crowd is there since long; half of what will be due is claimed through the real use cases."""
    started = time.perf_counter()
    async with opened(path, requests) as village:
        communities = await open_communities(village.store, size.communities)
    crowd = size.crowd(requests)
    fill(path, communities, crowd)
    async with opened(path, requests) as village:
        await village.store.write(sweep.wake, None)
        await _claim(village.store, pairs_of(communities, crowd.people, size.due // 2))
    return time.perf_counter() - started


@asynccontextmanager
async def opened(path: Path, requests: int) -> AsyncIterator[Village]:
    clock = HandClock()
    store = await open_store(f"sqlite:///{path}", clock)
    try:
        yield Village(requests, clock, store)
    finally:
        await store.close()


def fill(path: Path, communities: Sequence[CommunityId], crowd: Crowd) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-200000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for community_id in communities:
            for statement in statements(community_id, crowd):
                connection.execute(statement)
        connection.execute("COMMIT")


async def _claim(store: Store, pairs: Sequence[Pair]) -> None:
    async def claimed(pair: Pair) -> None:
        number = await neighbourhood.post(store, pair, await neighbourhood.ask(store, pair))
        await neighbourhood.claim(store, pair, number)

    await asyncio.gather(*[claimed(pair) for pair in pairs])


def _set_up(path: Path, requests: int, size: Size) -> float:
    return asyncio.run(set_up(path, requests, size))


@dataclass
class Stopwatch:
    """A store that notes how long after `started` each follow-up of ours was committed."""

    store: Store
    due: frozenset[object]
    started: float = field(default_factory=time.perf_counter)
    late: dict[object, float] = field(default_factory=dict)

    async def write(self, usecase: UseCase[CommandT, R], command: CommandT, *, in_background: bool = False) -> R:
        result = await self.store.write(usecase, command, in_background=in_background)
        if command in self.due and result:
            self.late.setdefault(command, time.perf_counter() - self.started)
        return result

    async def read(self, query: UseCase[CommandT, R], command: CommandT) -> R:
        return await self.store.read(query, command)

    def on_commit(self, wake: Any) -> None:
        self.store.on_commit(wake)


async def carry_out(village: Village, size: Size) -> list[float]:
    """Seconds from the moment at which everything came due to the commit of each."""
    village.clock.move_to(DUE_AT)
    found = await village.store.read(sweep.find_due, size.due * 2)
    due = frozenset([*found.requests, *found.people])
    assert len(due) == size.due, f"{len(found.requests)} requests and {len(found.people)} people are due"
    watch = Stopwatch(village.store, due)
    await sweep.sweep(watch)
    assert watch.late.keys() == due, "a follow-up was not carried out"
    return sorted(watch.late.values())


async def measure_ticks(villages: Sequence[Village], size: Size, samples: Samples) -> None:
    """In turns; each round gives one ratio."""
    for village in villages:
        await _repeat(village.tick, size.ticks)
    for _ in range(size.rounds):
        for name in ("tick", "look"):
            times = [await _repeat(getattr(village, name), size.ticks) for village in (*villages, *reversed(villages))]
            few, many = (times[0] + times[3]) / 2, (times[1] + times[2]) / 2
            samples.add(f"{name} few", few)
            samples.add(f"{name} many", many)
            samples.add(f"{name} ratio", many / few)


async def _repeat(work: Any, count: int) -> float:
    """Microseconds each."""

    async def run() -> None:
        for _ in range(count):
            await work()

    return await seconds_of_async(run()) / count * 1_000_000


@dataclass
class Result:
    """`late` in seconds, `grown` in MiB; both by the number of requests."""

    samples: Samples = field(default_factory=Samples)
    late: dict[int, list[float]] = field(default_factory=dict)
    grown: dict[int, float] = field(default_factory=dict)
    set_up: dict[int, float] = field(default_factory=dict)


async def measure(size: Size) -> Result:
    result = Result()
    with tempfile.TemporaryDirectory(prefix="barnraiser-bench-") as folder:
        paths = {requests: Path(folder) / f"{requests}.db" for requests in (size.few, size.many)}
        # In a process of its own, so that it leaves nothing in the memory of this one.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
            for requests, path in paths.items():
                result.set_up[requests] = elsewhere.submit(_set_up, path, requests, size).result()
        async with AsyncExitStack() as stack:
            villages = []
            await _warm_up(paths[size.few])
            for requests, path in paths.items():
                before = resident_mib()
                village = await stack.enter_async_context(opened(path, requests))
                await _repeat(village.tick, size.ticks)
                result.grown[requests] = resident_mib() - before
                villages.append(village)
            await measure_ticks(villages, size, result.samples)
            for village in villages:
                before = resident_mib()
                result.late[village.requests] = await carry_out(village, size)
                result.grown[village.requests] += resident_mib() - before
    return result


async def _warm_up(path: Path) -> None:
    """What the first store of a process costs, whatever is in it."""
    async with opened(path, 0) as village:
        await village.tick()


def report(result: Result, size: Size) -> None:
    samples = result.samples
    rows = []
    for requests, name in ((size.few, "few"), (size.many, "many")):
        late = result.late[requests]
        row = (
            f"{requests:,}",
            *(f"{samples.median(f'{what} {name}') / 1000:.2f} ms" for what in ("tick", "look")),
            f"{late[len(late) // 2] * 1000:.0f} ms",
            f"{late[-1] * 1000:.0f} ms",
            f"{result.grown[requests]:+.1f} MiB",
            f"{result.set_up[requests]:.0f} s",
        )
        rows.append(row)
    columns = ("open requests", "idle tick", "its reads", f"late p50 of {size.due:,}", "late max", "memory", "set-up")
    print_table("Follow-ups, medians", columns, rows)
    for what in ("tick", "look"):
        lower, upper = samples.quartiles(f"{what} ratio")
        print(f"  {what}: {samples.median(f'{what} ratio'):.3f} times ({lower:.3f}-{upper:.3f}), at most {MUST}")


def last_line(result: Result, size: Size) -> None:
    samples, few, many = result.samples, size.few, size.many
    extra = result.grown[many] - result.grown[few]
    ratio = samples.median("tick ratio")
    facts = {
        "reads_ratio": round(samples.median("look ratio"), 3),
        "tick_ms": [round(samples.median(f"tick {name}") / 1000, 3) for name in ("few", "many")],
        "late_p50_ms": [round(statistics.median(result.late[each]) * 1000, 1) for each in (few, many)],
        "late_max_ms": [round(result.late[each][-1] * 1000, 1) for each in (few, many)],
        "memory_mib": [round(result.grown[each], 1) for each in (few, many)],
        "missed": [name for name, bad in (("tick", ratio > MUST), ("memory", extra > MIB_AT_MOST)) if bad],
    }
    print_last_line("followups", ratio, facts)


def main() -> int:
    size = Size()
    result = asyncio.run(measure(size))
    report(result, size)
    last_line(result, size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
