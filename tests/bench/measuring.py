"""What every bench shares: a stopwatch, medians of ratios, a table, and the last line."""

import gc
import json
import resource
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Samples:
    """What was measured again and again under each name, in rounds."""

    values: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, value: float) -> None:
        self.values.setdefault(name, []).append(value)

    def median(self, name: str) -> float:
        return statistics.median(self.values[name])

    def quartiles(self, name: str) -> tuple[float, float]:
        values = self.values[name]
        if len(values) < 2:
            return values[0], values[0]
        lower, _, upper = statistics.quantiles(values, n=4, method="inclusive")
        return lower, upper

    def noise(self, name: str) -> float:
        """Half the distance between the quartiles, as a part of the median."""
        lower, upper = self.quartiles(name)
        return (upper - lower) / 2 / self.median(name)


def seconds_of(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


async def seconds_of_async(work: Awaitable[object]) -> float:
    gc.collect()
    started = time.perf_counter()
    await work
    return time.perf_counter() - started


def resident_mib() -> float:
    """What this process holds in memory now."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(line[index]) for line in (columns, *rows)) for index in range(len(columns))]
    print(f"\n{title}")
    for line in (columns, ["-" * width for width in widths], *rows):
        cells = [
            cell.rjust(width) if index else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  " + "  ".join(cells).rstrip())


def print_last_line(bench: str, ratio: float, facts: dict[str, object]) -> None:
    print(json.dumps({"bench": bench, "ratio": round(ratio, 3), **facts}))
