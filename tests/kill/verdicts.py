"""Trials on a real platform: something goes wrong, and the end is compared with that of a run left in peace."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.kill.mishaps import PEACE, Mishap
from tests.kill.planting import Plant
from tests.kill.trials import Messages, VictimProcess, differences

Say = Callable[[str], None]


@dataclass
class End:
    """What is left when everything was said: the database, and what people read."""

    state: dict[str, list[str]] = field(default_factory=dict)
    messages: Messages = field(default_factory=Counter)
    hands: Counter[tuple[str, str]] = field(default_factory=Counter)
    ours: Counter[str] = field(default_factory=Counter)
    """Signs of the bot's own on its messages, where they are not among the hands: they heal with the next change."""
    rooms: Counter[str] = field(default_factory=Counter)
    """Those that the bot made."""
    unreadable: int = 0
    """Messages of the bot that somebody sees and cannot decrypt."""
    points: tuple[str, ...] = ()
    deaths: tuple[str, ...] = ()
    drops: int = 0
    faults: int = 0
    """How many of those that were planned came about."""
    trouble: str = ""

    @property
    def seen(self) -> Counter[Any]:
        return Counter[Any](self.messages) + Counter[Any](self.hands) + Counter[Any](self.rooms)


@dataclass(frozen=True)
class Verdict:
    """How the end of a trial differs from that of the run left in peace."""

    mishap: Mishap
    deaths: tuple[str, ...]
    drops: int
    faults: int
    lost: Counter[Any]
    doubled: Counter[Any]
    unreadable: int
    rows: tuple[str, ...]
    trouble: str

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.unreadable or self.rows or self.trouble)

    def shows(self, what: str) -> bool:
        """Whether a planted bug is to be seen; `what` as in Plant.shows."""
        found = {"lost": self.lost, "doubled": self.doubled, "unreadable": self.unreadable, "stuck": self.trouble}
        return bool(found[what])

    def __str__(self) -> str:
        where = ", then ".join(self.deaths) or "nowhere"
        rows = "\n  ".join(self.rows)
        return (
            f"{self.mishap}\nkilled at {where}:\nlost {dict(self.lost)}\ndoubled {dict(self.doubled)}\n"
            f"unreadable {self.unreadable}\nrows\n  {rows}\n{self.trouble}"
        )


@dataclass(kw_only=True)
class Trials:
    """On one kind of database. `fresh` gives the url of an empty one, `drop` takes it away."""

    platform: ClassVar[str]
    name: str
    fresh: Callable[[], str]
    drop: Callable[[str], None]
    victims: Sequence[VictimProcess]
    """As many trials run at once."""
    folder: Path
    arrangement: str
    _peaceful: End | None = None

    async def run(self, victims: VictimProcess, mishap: Mishap, plant: str = "", **how: Any) -> End:
        """What platforms do differently."""
        raise NotImplementedError

    async def peaceful(self) -> End:
        if self._peaceful is None:
            end = await self.run(self.victims[0], PEACE)
            assert end.trouble == "", end.trouble
            self._peaceful = end
        return self._peaceful

    async def trials(self, mishaps: Sequence[Mishap]) -> list[Verdict]:
        await self.peaceful()
        waiting, found = iter(mishaps), list[Verdict]()

        async def work(victims: VictimProcess) -> None:
            for mishap in waiting:
                found.append(await self.trial(victims, mishap))

        await asyncio.gather(*map(work, self.victims))
        return found

    async def trial(self, victims: VictimProcess, mishap: Mishap, plant: str = "", **how: Any) -> Verdict:
        expected, end = await self.peaceful(), await self.run(victims, mishap, plant, **how)
        return Verdict(
            mishap,
            end.deaths,
            end.drops,
            end.faults,
            expected.seen - end.seen,
            end.seen - expected.seen,
            end.unreadable,
            tuple(differences(expected.state, end.state)),
            end.trouble,
        )

    async def hunt(self, bug: str, plants: Mapping[str, Plant], at_most: int, **how: Any) -> int:
        """Until it is found at one of the points where it could show, first things first; returns in which trial."""
        plant = plants[bug]
        many = sum(plant.where in name for name in (await self.peaceful()).points)
        for trial in range(1, min(many, at_most) + 1):
            mishap = Mishap((trial,), (), plant.seconds_away, plant.is_away_for_hands, plant.where)
            if (await self.trial(self.victims[0], mishap, bug, **how)).shows(plant.shows):
                return trial
        pytest.fail(f"{at_most} trials did not notice that {bug}")

    async def assert_good(self, mishaps: Sequence[Mishap], what: str, summary: Say) -> None:
        """Each of them came about, and none left a trace."""
        began = time.monotonic()
        verdicts = await self.trials(mishaps)
        speed = len(mishaps) / (time.monotonic() - began)
        bad = [verdict for verdict in verdicts if not verdict.is_good]
        what = f"{self.platform}, {self.name}, {what}"
        summary(f"kill matrix on {what}: {counted(verdicts)}, {len(bad)} ended otherwise, {speed:.2f} trials/s")
        assert all(verdict.deaths or verdict.drops or verdict.faults for verdict in verdicts)
        assert not bad, f"{len(bad)} of {len(mishaps)} trials, {what}:\n" + "\n".join(map(str, bad[:3]))


def counted(verdicts: Sequence[Verdict]) -> str:
    deaths = sum(len(verdict.deaths) for verdict in verdicts)
    faults, drops = sum(verdict.faults for verdict in verdicts), sum(verdict.drops for verdict in verdicts)
    lost, doubled = total(verdict.lost for verdict in verdicts), total(verdict.doubled for verdict in verdicts)
    unreadable = sum(verdict.unreadable for verdict in verdicts)
    return (
        f"{len(verdicts)} trials, {deaths} deaths, {drops} dropped connections, {faults} other faults, "
        f"{lost} lost, {doubled} doubled, {unreadable} unreadable"
    )


def total(counters: Iterable[Counter[Any]]) -> int:
    return sum(counter.total() for counter in counters)
