"""The kill matrix proves itself: each bug that is planted on purpose is found."""

import random
from collections.abc import Callable

import pytest

from bot.model.ids import Number
from tests.doubles.village import Village
from tests.kill.conftest import MatrixOn
from tests.kill.plants import NONE, PLANTS, SavesOverOthers
from tests.kill.stale import claim_what_was_read_before
from tests.kill.trials import Matrix

AT_MOST = 60
"""Trials. The point of each is one of those where this bug could show: that it does is the question."""
BUGS = [name for name in PLANTS if name != NONE]


@pytest.mark.parametrize("bug", BUGS)
def test_the_matrix_notices_when(bug: str, matrix_on: MatrixOn, summary: Callable[[str], None]) -> None:
    noticed = hunt(bug, matrix_on("sqlite"))
    summary(f"planted bug: {bug}: {PLANTS[bug].shows} in trial {noticed}")


def hunt(bug: str, matrix: Matrix) -> int:
    """Until it is found; returns in which trial. The first kills nobody: redelivered events may be enough."""
    plant = PLANTS[bug]
    points = [number for number, name in enumerate(matrix.run(plant=bug).points, start=1) if plant.where in name]
    random.Random(bug).shuffle(points)
    for trial, kill_at in enumerate(((), *((point,) for point in points[: AT_MOST - 1])), start=1):
        verdict = matrix.trial(*kill_at, plant=bug)
        if verdict.lost if plant.shows == "lost" else verdict.doubled:
            return trial
    pytest.fail(f"{AT_MOST} trials did not notice that {bug}")


async def test_the_check_for_stale_claims_notices_when_versions_are_not_compared(village: Village) -> None:
    """With the comparison this raises Conflict: see `tests/stories/test_claim_race.py`."""
    await claim_what_was_read_before(village, SavesOverOthers(village.store), "Chi")

    request = await village.request(Number(1))
    assert len(request.active) == 2 > request.wanted
