"""The kill matrix on Discord proves itself: each bug that is planted on purpose is found."""

import random
from collections.abc import Callable

import pytest

from tests.kill.discord.conftest import MatrixOn
from tests.kill.discord.mishaps import Mishap
from tests.kill.discord.plants import NONE, PLANTS
from tests.kill.discord.trials import Matrix

AT_MOST = 8
"""Trials. The point of each is one of those where this bug could show: that it does is the question."""
IMPATIENT = 3.0
"""Real seconds. What a bug has lost does not come, however long one waits."""
BUGS = [name for name in PLANTS if name != NONE]


@pytest.mark.parametrize("bug", BUGS)
async def test_the_matrix_on_discord_notices_when(
    bug: str, discord_matrix_on: MatrixOn, summary: Callable[[str], None]
) -> None:
    noticed = await hunt(bug, discord_matrix_on(f"sqlite {PLANTS[bug].arrangement}"))
    summary(f"planted bug on Discord: {bug}: {PLANTS[bug].shows} in trial {noticed}")


async def hunt(bug: str, matrix: Matrix) -> int:
    """Until it is found; returns in which trial."""
    plant = PLANTS[bug]
    points = list(range(1, sum(plant.where in name for name in (await matrix.peaceful()).points) + 1))
    random.Random(bug).shuffle(points)
    for trial, point in enumerate(points[:AT_MOST], start=1):
        mishap = Mishap((point,), (), plant.seconds_away, plant.is_away_for_hands, plant.where)
        verdict = await matrix.trial(matrix.victims[0], mishap, bug, IMPATIENT)
        if verdict.lost if plant.shows == "lost" else verdict.doubled:
            return trial
    pytest.fail(f"{AT_MOST} trials did not notice that {bug}")
