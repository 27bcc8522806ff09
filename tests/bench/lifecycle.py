"""The time of one help cycle (ask, claim, complete) over the same statements run raw.

    uv run python tests/bench/lifecycle.py

Ours: the real use cases through the real store, 1, 16 and 64 cycles in flight. The limit: the very statements
our store executes in such cycles, run by plain sqlite3 or asyncpg with nothing around them, one transaction a
command. Beside it: the usual async ORM. All in one run, in turns; each ratio is taken over the raw blocks right
beside it, and the median of the rounds is shown. Every block starts with a copy of the same database, in which
16 communities have 500 people and 500 closed requests each; who asks and who helps is somebody else in every
cycle. The line "one community" has them all in a single one: there they stand in each other's way.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.measuring import Samples, print_last_line, print_table
from tests.bench.sides import DurableServer, PostgresSide, Size, SqliteSide
from tests.doubles.postgres import Unavailable

IN_FLIGHT = (1, 16, 64)
MUSTS = {"normal": 1.7, "full": 1.0, "postgres": 2.0}
"""At 16 in flight, at most."""


async def measure_sqlite(side: SqliteSide, size: Size, samples: Samples) -> None:
    """Raw, ours, raw, ours, ...; the naive version joins a few of the rounds."""
    for round_number in rounds(size):
        for mode in ("normal", "full"):
            before = side.raw(mode)
            for in_flight in IN_FLIGHT:
                ours = await side.ours(mode, in_flight)
                after = side.raw(mode)
                _note(samples, f"{mode} {in_flight}", ours, (before + after) / 2)
                before = after
            if mode == "normal" and round_number < size.naive_rounds:
                _note(samples, "naive 16", await side.naive(16), (before + side.raw(mode)) / 2)


def rounds(size: Size) -> Iterator[int]:
    """Until there are enough, or the time is up."""
    started = time.monotonic()
    for round_number in range(size.rounds):
        if round_number and time.monotonic() - started > size.seconds * round_number / (round_number + 1):
            return
        yield round_number


def _note(samples: Samples, name: str, seconds: float, raw: float) -> None:
    """The ratio, and both times in milliseconds a cycle."""
    samples.add(name, seconds / raw)
    samples.add(f"{name} ms", seconds * 1000)
    samples.add(f"{name} raw ms", raw * 1000)


async def measure_postgres(sides: Sequence[tuple[str, PostgresSide, int]], size: Size, samples: Samples) -> None:
    """Raw and ours in turns, each as often first."""
    for round_number in rounds(size):
        for name, side, in_flight in sides:
            if round_number % 2:
                ours, raw = await side.ours(in_flight), await side.raw(in_flight)
            else:
                raw, ours = await side.raw(in_flight), await side.ours(in_flight)
            _note(samples, f"{name} {in_flight}", ours, raw)


async def measure(size: Size) -> tuple[Samples, dict[str, object]]:
    samples, facts = Samples(), dict[str, object]()
    with tempfile.TemporaryDirectory(prefix="barnraiser-bench-") as folder:
        side = SqliteSide(Path(folder), size)
        await side.prepare()
        facts["statements"] = sum(len(command) for command in side.recorded[-1])
        await measure_sqlite(side, size, samples)
    return samples, facts | await measure_on_server(size, samples)


async def measure_on_server(size: Size, samples: Samples) -> dict[str, object]:
    try:
        server = DurableServer()
        server.start()
    except Unavailable as why:
        return {"no_postgres": str(why)}
    try:
        many, one = PostgresSide(server, size, size.communities), PostgresSide(server, size, 1)
        for side in (many, one):
            await side.prepare()
        sides = [("postgres", many, in_flight) for in_flight in IN_FLIGHT]
        await measure_postgres([*sides, ("postgres, one community", one, 16)], size, samples)
        return {"raw_met_others": many.met_a_cycle, "raw_met_others_in_one_community": one.met_a_cycle}
    finally:
        server.stop()


def report(samples: Samples, facts: dict[str, object]) -> None:
    rows: list[tuple[str, ...]] = []
    for name in measured(samples):
        lower, upper = samples.quartiles(name)
        times = f"{samples.median(f'{name} raw ms'):.2f}", f"{samples.median(f'{name} ms'):.2f}"
        kind, _, in_flight = name.rpartition(" ")
        must = f"<= {MUSTS[kind]}" if kind in MUSTS and in_flight == "16" else ""
        rows.append((_TITLES[kind], in_flight, *times, f"{samples.median(name):.2f}", f"{lower:.2f}-{upper:.2f}", must))
    print_table("A help cycle (ask, claim, complete): milliseconds and ratios, medians", _COLUMNS, rows)
    times_faster = samples.median("naive 16 ms") / samples.median("normal 16 ms")
    print(f"  ours is {times_faster:.0f} times as fast as the usual async ORM; noise of raw NORMAL:", end=" ")
    print(f"{samples.noise('normal 16 raw ms'):.0%}; {facts}")


_COLUMNS = ("over what", "in flight", "raw", "measured", "ratio", "quartiles", "must")
_TITLES = {
    "normal": "sqlite3, synchronous=NORMAL",
    "full": "sqlite3, synchronous=FULL",
    "naive": "the usual async ORM, over raw NORMAL",
    "postgres": "asyncpg, SERIALIZABLE, 16 communities",
    "postgres, one community": "asyncpg, SERIALIZABLE, one community",
}


def measured(samples: Samples) -> list[str]:
    """In the order of the titles."""
    found = [name for name in samples.values if not name.endswith("ms")]
    return sorted(found, key=lambda name: list(_TITLES).index(name.rpartition(" ")[0]))


def last_line(samples: Samples, facts: dict[str, object]) -> None:
    ratios: dict[str, object] = {
        name.replace(", ", "_").replace(" ", "_"): round(samples.median(name), 3) for name in measured(samples)
    }
    missed = [f"{kind} 16" for kind, most in MUSTS.items() if _misses(samples, f"{kind} 16", most)]
    print_last_line("lifecycle", samples.median("normal 16"), ratios | facts | {"missed": missed})


def _misses(samples: Samples, name: str, most: float) -> bool:
    return name in samples.values and samples.median(name) > most


def main() -> int:
    samples, facts = asyncio.run(measure(Size()))
    report(samples, facts)
    last_line(samples, facts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
