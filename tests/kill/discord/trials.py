"""Runs trials on Discord: something goes wrong, and the end is compared with that of a run left in peace.

What happens at once comes in any order, and a person does again what they lost: so it is compared what can be read,
by whom, how often, the hands that are up, and the rows that are left; not the answers that one person saw for a moment.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.doubles.discord.process import DiscordProcess
from tests.kill.discord.arrangements import CARDS
from tests.kill.discord.lives import Lives, Stuck
from tests.kill.discord.mishaps import PEACE, Mishap
from tests.kill.discord.people import BOT, PATIENCE, People, Said, Seen
from tests.kill.discord.script import Script
from tests.kill.discord.state import state_of
from tests.kill.trials import Messages, VictimProcess, differences


@dataclass
class End:
    """What is left when everything was said: the database, and what people read."""

    state: dict[str, list[str]] = field(default_factory=dict)
    messages: Messages = field(default_factory=Counter)
    hands: Counter[tuple[str, str]] = field(default_factory=Counter)
    rooms: Counter[str] = field(default_factory=Counter)
    """Threads and posts."""
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
    rows: tuple[str, ...]
    trouble: str

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.rows or self.trouble)

    def __str__(self) -> str:
        where = ", then ".join(self.deaths) or "nowhere"
        rows = "\n  ".join(self.rows)
        return (
            f"{self.mishap}\nkilled at {where}:\nlost {dict(self.lost)}\ndoubled {dict(self.doubled)}\n"
            f"rows\n  {rows}\n{self.trouble}"
        )


@dataclass
class Matrix:
    """Trials on one kind of database. `fresh` gives the url of an empty one, `drop` takes it away."""

    name: str
    fresh: Callable[[], str]
    drop: Callable[[str], None]
    discord: DiscordProcess
    victims: Sequence[VictimProcess]
    """As many trials run at once."""
    folder: Path
    arrangement: str = CARDS
    _peaceful: End | None = None

    async def peaceful(self) -> End:
        if self._peaceful is None:
            self._peaceful = await self.run(self.victims[0], PEACE)
            assert self._peaceful.trouble == "", self._peaceful.trouble
        return self._peaceful

    async def trials(self, mishaps: Sequence[Mishap]) -> list[Verdict]:
        await self.peaceful()
        waiting, found = iter(mishaps), list[Verdict]()

        async def work(victims: VictimProcess) -> None:
            for mishap in waiting:
                found.append(await self.trial(victims, mishap))

        await asyncio.gather(*map(work, self.victims))
        return found

    async def trial(
        self, victims: VictimProcess, mishap: Mishap, plant: str = "", patience: float = PATIENCE
    ) -> Verdict:
        expected, end = await self.peaceful(), await self.run(victims, mishap, plant, patience)
        return Verdict(
            mishap,
            end.deaths,
            end.drops,
            end.faults,
            expected.seen - end.seen,
            end.seen - expected.seen,
            tuple(differences(expected.state, end.state)),
            end.trouble,
        )

    async def run(self, victims: VictimProcess, mishap: Mishap, plant: str = "", patience: float = PATIENCE) -> End:
        url = self.fresh()
        end = End()
        try:
            async with self.discord.open(is_clock_held=True) as discord:
                with tempfile.TemporaryDirectory(dir=self.folder) as folder:
                    lives = Lives(victims, discord, url, Path(folder), mishap, plant)
                    await self._live(end, lives, patience)
        except AssertionError as violation:
            end.trouble += str(violation)
        finally:
            self.drop(url)
        return end

    async def _live(self, end: End, lives: Lives, patience: float) -> None:
        for fault in lives.mishap.faults:
            await lives.discord.faults.add("*", "*", **fault)
        people = People(lives.discord, lives, patience)
        try:
            await Script(people, self.arrangement, is_away_for_hands=lives.mishap.is_away_for_hands).play()
            await _die_at_last(people)
        except Stuck as stuck:
            end.trouble = str(stuck)
        finally:
            await lives.stop()
        seen = await people.look()
        end.messages = Counter((people.recast(place), people.recast(text), gone) for place, text, gone in _read(seen))
        end.hands = _hands(seen)
        end.rooms = Counter(people.recast(str(each)) for each in await lives.discord.rooms())
        struck = await _struck(lives)
        end.drops = sum(fault["drops_sockets"] for fault in struck)
        end.faults = len(struck) - end.drops
        end.points, end.deaths = tuple(lives.points), tuple(lives.deaths)
        end.trouble += "".join(lives.troubles)
        state = await state_of(lives.url, people.names)
        end.state = {table: sorted(people.recast(row) for row in rows) for table, rows in state.items()}


async def _struck(lives: Lives) -> list[dict[str, Any]]:
    """The faults that came about."""
    return [fault for fault in await lives.discord.faults.waiting() if not fault["times"]]


async def _die_at_last(people: People) -> None:
    """No two runs have as many points: one that was to go wrong after the end goes wrong there."""
    lives = people.lives
    if lives.mishap != PEACE and not lives.deaths and not await _struck(lives):
        await lives.kill()
        await people.settled()


def _read(seen: Seen) -> list[tuple[str, str, bool]]:
    """A direct answer to what somebody wrote in private may be lost, and is given again when they write again."""
    return [(each.place, each.text, each.is_deleted) for each in seen if _lasts(each, seen)]


def _lasts(said: Said, seen: Seen) -> bool:
    is_answer = any(each.id == said.nonce for each in seen)
    return said.author == BOT and not said.is_private and not is_answer


def _hands(seen: Seen) -> Counter[tuple[str, str]]:
    return Counter((emoji, name) for each in seen for emoji, people in each.hands.items() for name in people)
