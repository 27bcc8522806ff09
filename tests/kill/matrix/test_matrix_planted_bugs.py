"""The kill matrix on Matrix proves itself: each bug that is planted on purpose is found."""

import pytest

from tests.kill.matrix.conftest import MatrixOn
from tests.kill.matrix.plants import PLANTS
from tests.kill.planting import NONE
from tests.kill.verdicts import Say

AT_MOST = 16
"""Trials. The point of each is one of those where this bug could show: that it does is the question."""
ENOUGH = 10.0
"""Seconds to wait for what does not come: some of these bugs keep the bot from ever hearing what was said."""
BUGS = [name for name in PLANTS if name != NONE]


@pytest.mark.parametrize("bug", BUGS)
async def test_the_matrix_on_matrix_notices_when(bug: str, matrix_matrix_on: MatrixOn, summary: Say) -> None:
    matrix = matrix_matrix_on(f"{PLANTS[bug].arrangement or 'plain'} sqlite")
    noticed = await matrix.hunt(bug, PLANTS, AT_MOST, patience=ENOUGH)
    summary(f"planted bug on Matrix: {bug}: {PLANTS[bug].shows} in trial {noticed}")
