"""What goes wrong in a trial, drawn by seed: kills, lost answers, refusals, and time in between."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.delivery import LEASE_SECONDS
from tests.kill.samples import all_points, sample

CALLS: Final = ("POST", "PUT", "PATCH", "DELETE")
"""Words in the names of points where something others can see hangs in the air."""
BACK_SOON, LEASE_OVER = 1.0, LEASE_SECONDS + 10.0
"""Seconds between a death and the next start. Nobody is back within the same millisecond: ids sort by the time, and
what is newest is told by them."""
Fault = dict[str, Any]
"""As the platform's double understands it."""


@dataclass(frozen=True)
class Mishap:
    """`kill_at` are points, one for each life, `only` those whose name holds it; `faults` count the calls of all lives.

    `seconds_away`: of machine time, between a death and the next start; long enough, and a platform forgets the keys
    of what was sent. `is_away_for_hands`: the bot is also killed before each hand is raised or taken down.
    """

    kill_at: tuple[int, ...] = ()
    faults: tuple[Fault, ...] = ()
    seconds_away: float = BACK_SOON
    is_away_for_hands: bool = False
    only: str = ""


PEACE: Final = Mishap()


@dataclass(frozen=True)
class Fate:
    """What can go wrong on one platform: its faults, how long a bot may be away, and how a connection breaks at a
    point."""

    faults: tuple[Fault, ...]
    away: tuple[float, ...]
    cut_off: Callable[[Sequence[str], int], Mishap]

    def draw(self, names: Sequence[str], many: int, chance: random.Random) -> Iterator[Mishap]:
        """One for each of so many points: most kill there, some only break the connection; half have other troubles
        too."""
        for point in sample(names, many, chance, CALLS):
            mishap = self.killed(point, chance) if chance.random() < 0.75 else self.cut_off(names, point)
            troubles = [self._fault(calls(names), chance) for _ in range(chance.choice((0, 0, 1, 2)))]
            away = chance.random() < 0.15
            yield replace(mishap, faults=(*mishap.faults, *troubles), is_away_for_hands=away)

    def draw_rows(self, names: Sequence[str], many: int, chance: random.Random, deaths: int = 2) -> Iterator[Mishap]:
        """Killed again a while after each restart, so many times in all."""
        for point in sample(names, many, chance, CALLS):
            again = [chance.randint(1, max(len(names) - point, 100) // (deaths - 1)) for _ in range(deaths - 1)]
            yield replace(self.killed(point, chance), kill_at=(point, *again))

    def everywhere(self, names: Sequence[str], chance: random.Random) -> Iterator[Mishap]:
        return (self.killed(point, chance) for point in all_points(names))

    def at_every_call(self, names: Sequence[str]) -> Iterator[Mishap]:
        """The connection breaks there, and nobody is killed."""
        return (self.cut_off(names, point) for point, name in enumerate(names, start=1) if is_call(name))

    def killed(self, point: int, chance: random.Random) -> Mishap:
        return Mishap((point,), seconds_away=chance.choice(self.away))

    def _fault(self, calls: int, chance: random.Random) -> Fault:
        return chance.choice(self.faults) | {"skip": chance.randrange(calls)}


def calls(names: Sequence[str]) -> int:
    """How many there were."""
    return sum(map(is_call, names))


def is_call(name: str) -> bool:
    return name.startswith("before") and "/" in name
