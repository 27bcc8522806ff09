"""What goes wrong in a trial, drawn by seed: kills, broken connections, lost answers, refusals, and time in between."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.delivery import LEASE_SECONDS
from tests.kill.samples import sample

CALLS: Final = ("POST", "PUT", "PATCH", "DELETE")
"""Words in the names of points where something others can see hangs in the air."""
FAULTS: Final[tuple[dict[str, Any], ...]] = (
    {"is_lost": True},
    {"status": 429},
    {"status": 500},
    {"status": 502},
    {"status": 503},
)
BACK_SOON, LEASE_OVER, NONCE_FORGOTTEN = 0.0, LEASE_SECONDS + 10.0, 600.0
"""Seconds between a death and the next start."""


@dataclass(frozen=True)
class Mishap:
    """`kill_at` are points, one for each life, `only` those whose name holds it; `faults` count the calls of all lives.

    `seconds_away`: of machine time, between a death and the next start; long enough, and Discord forgets every nonce.
    `is_away_for_hands`: the bot is also killed before each hand is raised or taken down.
    """

    kill_at: tuple[int, ...] = ()
    faults: tuple[dict[str, Any], ...] = ()
    seconds_away: float = BACK_SOON
    is_away_for_hands: bool = False
    only: str = ""


PEACE: Final = Mishap()


def draw(names: Sequence[str], many: int, chance: random.Random) -> Iterator[Mishap]:
    """One for each of so many points: most kill there, some only break the connection; half have other troubles too."""
    calls = _calls(names)
    for point in sample(names, many, chance, CALLS):
        mishap = killed(point, chance) if chance.random() < 0.75 else dropped(names, point)
        troubles = [_fault(calls, chance) for _ in range(chance.choice((0, 0, 1, 2)))]
        away = chance.random() < 0.15
        yield replace(mishap, faults=(*mishap.faults, *troubles), is_away_for_hands=away)


def draw_pairs(names: Sequence[str], many: int, chance: random.Random) -> Iterator[Mishap]:
    """Killed again a while after the restart."""
    for point in sample(names, many, chance, CALLS):
        again = chance.randint(1, max(len(names) - point, 100))
        yield replace(killed(point, chance), kill_at=(point, again))


def killed(point: int, chance: random.Random) -> Mishap:
    return Mishap((point,), seconds_away=chance.choice((BACK_SOON, LEASE_OVER, NONCE_FORGOTTEN)))


def dropped(names: Sequence[str], point: int) -> Mishap:
    """The connection breaks at the call that is next, or at the last one."""
    skip = min(_calls(names[: point - 1]), _calls(names) - 1)
    return Mishap(faults=({"drops_sockets": True, "skip": skip},))


def _fault(calls: int, chance: random.Random) -> dict[str, Any]:
    moment = {"when": chance.choice(("before", "after")), "skip": chance.randrange(calls)}
    return chance.choice(FAULTS) | moment


def _calls(names: Sequence[str]) -> int:
    return sum(name.startswith("before") and "/" in name for name in names)
