"""Sixty days of a made-up community, asked in three ways: ours, everybody at once, and nobody in particular.

    uv run python tests/bench/community.py [FILE]

FILE takes all of it, for `tests/bench/draw_community.py`. It takes a few minutes; seeds are lived through side by side.

The same requests, the same neighbours with the same habits, the real core with a moved clock in all three. Claims,
nudges, backups and what follows are the same too: only how a request finds its helper differs.

* ours: what the bot does: rounds of a few volunteers, fairly, within their hours
* ping everyone: each request calls everybody, once, when it is posted
* post and hope: nobody is called; some people look by themselves, as they do in the other two
"""

import asyncio
import itertools
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from storage.store import open_store
from tests.bench.at_once import AtOnceStore
from tests.bench.measuring import print_last_line, print_table
from tests.bench.sixty_days import OURS, PING, WAYS, Community, Size, Tally, drawn_from
from tests.doubles.clock import HandClock
from tests.doubles.village import Village

POINTS: Final = 0.02
"""Of all requests: how many fewer may be met than when everybody is called."""
QUARTER: Final = 0.25
"""Of the alerts of that, at most."""
GINI: Final = 0.35
Found = dict[str, list[Tally]]
"""By the way of asking, one for each seed."""


def gini(counts: list[int]) -> float:
    """0 when all have the same, near 1 when one has all."""
    ordered, total = sorted(counts), sum(counts)
    if not total:
        return 0.0
    weighted = sum(rank * count for rank, count in enumerate(ordered, start=1))
    return 2 * weighted / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)


@asynccontextmanager
async def opened(folder: Path, way: str, size: Size, seed: int) -> AsyncIterator[Community]:
    path, clock = folder / f"{way} {seed}.db", HandClock()
    shutil.copy(folder / "template.db", path)
    store = AtOnceStore(path, clock)
    try:
        with drawn_from(seed):
            yield Community(await Village(store, clock).open(), clock, way, size, seed)
    finally:
        store.close()
        path.unlink()


async def live(folder: Path, way: str, size: Size, seed: int) -> Tally:
    async with opened(folder, way, size, seed) as community:
        tally = await community.live()
    print(f"seed {seed}, {way}: {tally.share:.3f} met", file=sys.stderr)  # it takes minutes
    return tally


def measure(size: Size) -> Found:
    """Side by side, but for one seed alone."""
    with tempfile.TemporaryDirectory(prefix="barnraiser-bench-") as name:
        folder = Path(name)
        asyncio.run(_make_template(folder))
        lives = [(folder, way, size, seed) for seed, way in itertools.product(range(size.seeds), WAYS)]
        found: Found = {way: [] for way in WAYS}
        for (_, way, _, _), tally in zip(lives, _all(lives, size), strict=True):
            found[way].append(tally)
    return found


async def _make_template(folder: Path) -> None:
    await (await open_store(f"sqlite:///{folder / 'template.db'}", HandClock())).close()


def _all(lives: list[tuple[Path, str, Size, int]], size: Size) -> Iterator[Tally]:
    if size.seeds == 1:
        yield from map(_lived, lives)
        return
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        yield from processes.map(_lived, lives)


def _lived(life: tuple[Path, str, Size, int]) -> Tally:
    return asyncio.run(live(*life))


def ginis(found: Found, size: Size) -> list[float]:
    """Of how often each volunteer was told, in our way, by seed."""
    names = [f"n{number}" for number in range(size.neighbours)]
    return [gini([tally.alerts[name] for name in names]) for tally in found[OURS]]


def share(found: Found, way: str) -> float:
    return sum(tally.met for tally in found[way]) / sum(tally.requests for tally in found[way])


def alerts(found: Found, way: str) -> int:
    return sum(tally.alerts.total() for tally in found[way])


def report(found: Found, size: Size) -> None:
    rows = [
        (way, sum(each.requests for each in found[way]), f"{share(found, way):.3f}", alerts(found, way)) for way in WAYS
    ]
    print_table(
        f"{size.neighbours} neighbours, {size.days} days, {size.seeds} seeds",
        ("", "requests", "share met", "alerts"),
        [tuple(map(str, row)) for row in rows],
    )
    print(
        f"Gini of the alerts of ours: {max(ginis(found, size)):.2f} at most, {statistics.mean(ginis(found, size)):.2f}"
    )


def last_line(found: Found, size: Size) -> dict[str, object]:
    facts: dict[str, object] = {
        "met": {way: round(share(found, way), 4) for way in WAYS},
        "alerts": {way: alerts(found, way) for way in WAYS},
        "gini": round(max(ginis(found, size)), 3),
        "faults": [fault for tally in found[OURS] for fault in tally.faults][:20],
    }
    print_last_line("community", share(found, OURS) / share(found, PING), facts)
    return facts


def broken(found: Found, size: Size) -> list[str]:
    """The promises that were not kept, in words."""
    ours, ping, hope = (share(found, way) for way in WAYS)
    checks = {
        f"{ours:.3f} met, {ping:.3f} where everybody is called": ours >= ping - POINTS,
        f"{ours:.3f} met, {hope:.3f} where nobody is": ours > hope,
        f"{alerts(found, OURS)} alerts, not a quarter of {alerts(found, PING)}": alerts(found, OURS)
        <= QUARTER * alerts(found, PING),
        f"a Gini of {max(ginis(found, size)):.2f}": max(ginis(found, size)) <= GINI,
    }
    return [what for what, holds in checks.items() if not holds] + [
        fault for tally in found[OURS] for fault in tally.faults
    ]


def as_json(found: Found, size: Size) -> str:
    return json.dumps({"size": vars(size), "found": {way: [vars(each) for each in found[way]] for way in WAYS}})


def main() -> int:
    size = Size()
    found = measure(size)
    for name in sys.argv[1:]:
        Path(name).write_text(as_json(found, size), encoding="utf-8")
    report(found, size)
    for fault in broken(found, size):
        print(f"BROKEN: {fault}")
    last_line(found, size)
    return 1 if broken(found, size) else 0


if __name__ == "__main__":
    sys.exit(main())
