"""Runs trials on Discord: something goes wrong, and the end is compared with that of a run left in peace.

What happens at once comes in any order, and a person does again what they lost: so it is compared what can be read,
by whom, how often, the hands that are up, and the rows that are left; not the answers that one person saw for a moment.
"""

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.doubles.discord.process import DiscordProcess
from tests.kill.discord.lives import DiscordLives
from tests.kill.discord.people import BOT, PATIENCE, People, Said, Seen
from tests.kill.discord.script import Script
from tests.kill.discord.state import state_of
from tests.kill.final_state import drawn_alike
from tests.kill.lives import Stuck
from tests.kill.mishaps import PEACE, Mishap
from tests.kill.trials import VictimProcess
from tests.kill.verdicts import End, Trials


@dataclass(kw_only=True)
class Matrix(Trials):
    platform = "Discord"
    discord: DiscordProcess

    async def run(
        self, victims: VictimProcess, mishap: Mishap, plant: str = "", patience: float = PATIENCE, **_: Any
    ) -> End:
        url = self.fresh()
        end = End()
        try:
            async with self.discord.open(is_clock_held=True) as discord:
                with tempfile.TemporaryDirectory(dir=self.folder) as folder:
                    lives = DiscordLives(
                        discord=discord, victims=victims, url=url, folder=Path(folder), mishap=mishap, plant=plant
                    )
                    await self._live(end, lives, patience)
        except AssertionError as violation:
            end.trouble += str(violation)
        finally:
            self.drop(url)
        return end

    async def _live(self, end: End, lives: DiscordLives, patience: float) -> None:
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
        end.messages = Counter(
            (people.recast(place), drawn_alike(people.recast(text)), gone) for place, text, gone in _read(seen)
        )
        end.hands = _hands(seen)
        end.rooms = Counter(people.recast(str(each)) for each in await lives.discord.rooms())
        struck = await _struck(lives)
        end.drops = sum(fault["drops_sockets"] for fault in struck)
        end.faults = len(struck) - end.drops
        end.points, end.deaths = tuple(lives.points), tuple(lives.deaths)
        end.trouble += "".join(lives.troubles)
        state = await state_of(lives.url, people.names)
        end.state = {table: sorted(people.recast(row) for row in rows) for table, rows in state.items()}


async def _struck(lives: DiscordLives) -> list[dict[str, Any]]:
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
