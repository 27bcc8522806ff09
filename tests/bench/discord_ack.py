"""How long a press waits for its answer, beside a bot that has nothing to decide.

    uv run python tests/bench/discord_ack.py

Two hundred people press "I can help" in the same moment, ten each on twenty cards of one server that want eight
people each. Ours answers with what was decided, commit included; the bare bot (`bare_bot.py`) with a constant of the
same size. Each bot is a process of its own, ours with its delivery running; both talk to one loopback Discord in a
third process, which measures from the press to the answer. They take turns, ours first in every other round, each
after everything has become quiet. `ratio` is our p99 over the bare p99 of the same round, the median of the rounds;
presses one after the other, while what the one before has caused is being delivered, are shown beside it.
"""

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.bench.bare_bot import ANSWER
from tests.bench.discord_sides import WANTED, Press, Side, bare, open_side, ours
from tests.bench.measuring import Samples, print_last_line, print_table
from tests.doubles.discord.process import DiscordProcess

MUST = 2.0
DEADLINE = 3.0
CLAIMED, LATE = "You're on", "Someone was a blink faster"
NAMES = ("p50", "p99", "alone p50", "alone p99")


@dataclass(frozen=True)
class Size:
    cards: int = 20
    each: int = 10
    """People who press the same card."""
    alone: int = 5
    """Cards on which people press one after the other, until each has all it wants."""
    rounds: int = 7
    calm: int = 15

    @property
    def people(self) -> int:
        """One round of practice before."""
        return (self.rounds + 1) * (self.cards * self.each + self.alone * WANTED)

    @property
    def all_cards(self) -> int:
        return (self.rounds + 1) * (self.cards + self.alone)


@dataclass(frozen=True)
class Turn:
    """Seconds until answered, of presses at once and of presses one after the other."""

    at_once: list[float]
    alone: list[float]

    def values(self) -> dict[str, float]:
        return {
            "p50": statistics.median(self.at_once),
            "p99": p99(self.at_once),
            "alone p50": statistics.median(self.alone),
            "alone p99": p99(self.alone),
        }


def p99(seconds: Sequence[float]) -> float:
    """The nearest rank."""
    return sorted(seconds)[-(len(seconds) // 100) - 1]


async def measure(size: Size) -> Samples:
    samples = Samples()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="barnraiser-bench-")))
        process = stack.enter_context(DiscordProcess())
        worlds = [await stack.enter_async_context(process.open()) for _ in range(2)]
        sides = [await open_side(world, size.people, size.calm) for world in worlds]
        await stack.enter_async_context(ours(sides[0], size.all_cards, folder))
        await stack.enter_async_context(bare(sides[1], size.all_cards, folder))
        for round_number in range(size.rounds + 1):
            turns = await _round(sides, size, is_ours_first=bool(round_number % 2))
            if round_number:
                _note(samples, turns)
    return samples


async def _round(sides: Sequence[Side], size: Size, *, is_ours_first: bool) -> dict[str, Turn]:
    """Both sides in turn."""
    checks = {"ours": _decided, "bare": _constant}
    pairs = list(zip(sides, checks, strict=True))
    turns = {}
    for side, name in pairs if is_ours_first else reversed(pairs):
        for each in sides:
            await each.quiet()
        at_once = await side.discord.press_at_once(side.presses(size.cards, size.each))
        checks[name](at_once, size.cards * min(size.each, WANTED))
        await side.quiet()
        alone = [await _press(side, press) for press in side.presses(size.alone, WANTED)]
        checks[name](alone, len(alone))
        turns[name] = Turn([seconds for seconds, _ in at_once], [seconds for seconds, _ in alone])
    return turns


async def _press(side: Side, press: Press) -> tuple[float, str]:
    [answered] = await side.discord.press_at_once([press])
    return float(answered[0]), str(answered[1])


def _decided(answered: Sequence[tuple[float, str]], places: int) -> None:
    """Every place was taken by one person, and everybody was told at once."""
    winners = [seconds for seconds, said in answered if said.startswith(CLAIMED)]
    others = [seconds for seconds, said in answered if said.startswith(LATE)]
    assert (len(winners), len(winners) + len(others)) == (places, len(answered)), answered
    assert max(winners + others) < DEADLINE


def _constant(answered: Sequence[tuple[float, str]], places: int) -> None:
    assert all(said.startswith(ANSWER[0]) for _, said in answered), answered


def _note(samples: Samples, turns: dict[str, Turn]) -> None:
    """In milliseconds, and each of ours over the bare one beside it."""
    mine, theirs = turns["ours"].values(), turns["bare"].values()
    for name in NAMES:
        samples.add(f"ours {name}", mine[name] * 1000)
        samples.add(f"bare {name}", theirs[name] * 1000)
        samples.add(name, mine[name] / theirs[name])
    samples.add("slowest", max(turns["ours"].at_once) * 1000)


def report(samples: Samples, size: Size) -> None:
    rows = []
    for name in NAMES:
        lower, upper = samples.quartiles(name)
        times = [f"{samples.median(f'{side} {name}'):.1f}" for side in ("bare", "ours")]
        must = f"<= {MUST}" if name == "p99" else ""
        rows.append((name, *times, f"{samples.median(name):.2f}", f"{lower:.2f}-{upper:.2f}", must))
    columns = ("", "bare", "ours", "ratio", "quartiles", "must")
    print_table(f"{size.cards * size.each} presses at once, and alone: milliseconds until answered", columns, rows)
    print(f"  slowest answer of all: {max(samples.values['slowest']):.0f} ms, of {DEADLINE * 1000:.0f}")


def last_line(samples: Samples, size: Size) -> None:
    facts: dict[str, object] = {name.replace(" ", "_"): round(samples.median(name), 3) for name in samples.values}
    missed = ["p99"] if samples.median("p99") > MUST else []
    print_last_line("discord_ack", samples.median("p99"), facts | {"presses": size.cards * size.each, "missed": missed})


def main() -> int:
    size = Size()
    samples = asyncio.run(measure(size))
    report(samples, size)
    last_line(samples, size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
