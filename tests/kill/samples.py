"""Which points are tried: all that differ, or a sample with a weight on the edges."""

import random
from collections.abc import Sequence

EDGES = ("COMMIT", "the send", "the edit", "the remove")
"""Words in the names of points where a commit or a message hangs in the air."""


def all_points(names: Sequence[str]) -> list[int]:
    """Every point, counted from 1; before a statement is the same moment as after the one in front of it."""
    return [
        number
        for number, name in enumerate(names, start=1)
        if number == 1 or not (name.startswith("before") and names[number - 2].startswith("after"))
    ]


def edges(names: Sequence[str], words: Sequence[str] = EDGES) -> list[int]:
    return [number for number, name in enumerate(names, start=1) if any(edge in name for edge in words)]


def sample(names: Sequence[str], many: int, chance: random.Random, words: Sequence[str] = EDGES) -> list[int]:
    """Half of them anywhere, half of them at the edges."""
    anywhere = chance.sample(range(1, len(names) + 1), many // 2)
    return sorted({*anywhere, *_others(edges(names, words), set(anywhere), many - len(anywhere), chance)})


def _others(points: Sequence[int], taken: set[int], many: int, chance: random.Random) -> list[int]:
    return chance.sample([point for point in points if point not in taken], many)


def pairs(names: Sequence[str], many: int, chance: random.Random) -> list[tuple[int, int]]:
    """The second point is counted from the restart: in opening, in playing again, or in going on."""
    firsts = sample(names, many, chance)
    return [(first, chance.randint(1, max(len(names) - first, 200))) for first in firsts]
