"""How long somebody on Matrix waits for an answer, beside a bot that has nothing to decide.

    uv run python tests/bench/matrix_latency.py

One person has a private room with each bot, on one Synapse that does all its chores. Ours is run as an operator
runs it: every answer is decided, written down and taken from the outbox. The bare bot (`bare_matrix_bot.py`) is
matrix-nio as its examples use it, and says the same words. They are asked in turn, the first one changing; each is
asked when the other has answered. `ratio` is the median of our time over the bare one's time of the same turn. Then
five hundred commands of two kinds in a random order are said as fast as the homeserver takes them; ours answers
each of them once and in that order. The bare bot never sees most of them, because the homeserver tells only the
newest ones and it does not ask for the others.
"""

import asyncio
import random
import statistics
import sys
import tempfile
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.bench.matrix_sides import PATIENCE, Reader, Side, bare, open_side, ours, quiet
from tests.bench.measuring import Samples, print_last_line, print_table
from tests.doubles.matrix.person import Person
from tests.doubles.matrix.synapse import Synapse, Variant

MUST, MEMORY = 1.1, 1.4
HELP, UNKNOWN = "!help", "!claim 7"
SETTLED = 5.0
"""Seconds in which nothing more comes."""


@dataclass(frozen=True)
class Size:
    turns: int = 200
    practice: int = 20
    burst: int = 500


async def measure(size: Size, synapse: Synapse) -> tuple[Samples, dict[str, object]]:
    samples, facts = Samples(), {}
    async with AsyncExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="barnraiser-bench-"))) for _ in range(2)]
        asker = Person(synapse, await synapse.register("ana"))
        stack.push_async_callback(asker.close)
        reader = Reader(asker)
        reading = asyncio.ensure_future(reader.run())
        stack.callback(reading.cancel)
        await reader.ready()
        mine, theirs = [await open_side(name, synapse, asker, reader) for name in ("ours", "bare")]
        await stack.enter_async_context(ours(mine, synapse, folders[0]))
        _, answer = await mine.round_trip(HELP)
        await stack.enter_async_context(bare(theirs, synapse, folders[1], answer))
        for turn in range(size.practice):
            await _turn(mine, theirs, is_ours_first=bool(turn % 2))
        worked = [side.worked() for side in (mine, theirs)]
        for turn in range(size.turns):
            _note(samples, *await _turn(mine, theirs, is_ours_first=bool(turn % 2)))
        for side, before in zip((mine, theirs), worked, strict=True):
            samples.add(f"{side.name} work", (side.worked() - before) / size.turns * 1000)
        for side in (mine, theirs):
            await quiet([mine, theirs])
            facts |= await _burst(side, size.burst)
        for side in (mine, theirs):
            samples.add(f"{side.name} memory", side.memory())
    samples.add("memory", samples.median("ours memory") / samples.median("bare memory"))
    return samples, facts


async def _turn(mine: Side, theirs: Side, *, is_ours_first: bool) -> tuple[float, float]:
    times = {}
    for side in (mine, theirs) if is_ours_first else (theirs, mine):
        times[side.name], _ = await side.round_trip(HELP)
    return times["ours"], times["bare"]


def _note(samples: Samples, mine: float, theirs: float) -> None:
    """In milliseconds, and ours over the bare one's."""
    samples.add("ours", mine * 1000)
    samples.add("bare", theirs * 1000)
    samples.add("ratio", mine / theirs)


async def _burst(side: Side, count: int) -> dict[str, object]:
    """The commands arrive in the order in which they are said."""
    kinds = random.Random(1).choices((HELP, UNKNOWN), k=count)
    started = asyncio.get_running_loop().time()
    for command in kinds:
        await side.asker.say(side.room, command)
    said_at = asyncio.get_running_loop().time()
    with suppress(TimeoutError):
        patience = PATIENCE if side.name == "ours" else SETTLED
        await side.reader.until(lambda: side.reader.count(side.room) >= count, patience)
    await asyncio.sleep(SETTLED)
    heard = side.reader.heard(side.room)
    last_at = max((at for at, _ in heard), default=started)
    bodies = [event["content"]["body"] for _, event in heard]
    facts: dict[str, object] = {
        f"{side.name}_answered": len(heard),
        f"{side.name}_seconds": round(last_at - started, 2),
        f"{side.name}_after_the_last_was_said": round(last_at - said_at, 2),
        f"{side.name}_per_second": round(len(heard) / (last_at - started), 1) if heard else 0,
    }
    if side.name == "ours":
        facts["in_order"] = [body.startswith("There is no request") for body in bodies] == [
            command == UNKNOWN for command in kinds
        ]
    return facts


def report(samples: Samples, facts: dict[str, object], size: Size) -> None:
    lower, upper = samples.quartiles("ratio")
    p95 = {name: statistics.quantiles(samples.values[name], n=20)[-1] for name in ("bare", "ours")}
    rows = [
        ("answer, ms", *_both(samples, ""), f"{samples.median('ratio'):.3f}", f"{lower:.2f}-{upper:.2f}", f"<= {MUST}"),
        ("p95, ms", *(f"{each:.1f}" for each in p95.values()), f"{p95['ours'] / p95['bare']:.3f}", "", ""),
        ("its own work, ms", *_both(samples, " work"), "", "", ""),
        ("memory, MiB", *_both(samples, " memory"), f"{samples.median('memory'):.2f}", "", f"<= {MEMORY}"),
        (f"of {size.burst} at once", *_facts(facts, "answered"), "", "", "all, in order"),
        ("answers a second", *_facts(facts, "per_second"), "", "", ""),
    ]
    print_table(f"{size.turns} answers in turn", ("", "bare", "ours", "ratio", "quartiles", "must"), rows)


def _both(samples: Samples, what: str) -> tuple[str, str]:
    return f"{samples.median(f'bare{what}'):.1f}", f"{samples.median(f'ours{what}'):.1f}"


def _facts(facts: dict[str, object], what: str) -> tuple[str, str]:
    return str(facts[f"bare_{what}"]), str(facts[f"ours_{what}"])


def last_line(samples: Samples, facts: dict[str, object], size: Size) -> None:
    is_missed = {
        "ratio": samples.median("ratio") > MUST,
        "memory": samples.median("memory") > MEMORY,
        "burst": facts["ours_answered"] != size.burst or not facts["in_order"],
    }
    missed = [name for name, is_so in is_missed.items() if is_so]
    measured = {name.replace(" ", "_"): round(samples.median(name), 2) for name in samples.values if name != "ratio"}
    print_last_line("matrix_latency", samples.median("ratio"), measured | facts | {"missed": missed})


def main() -> int:
    size, synapse = Size(), Synapse(Variant(chores=True))
    try:
        synapse.start()
        samples, facts = asyncio.run(measure(size, synapse))
    finally:
        synapse.remove()
    report(samples, facts, size)
    last_line(samples, facts, size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
