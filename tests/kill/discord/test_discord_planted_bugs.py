"""The kill matrix on Discord proves itself: each bug that is planted on purpose is found."""

import pytest

from tests.kill.discord.conftest import MatrixOn
from tests.kill.discord.plants import PLANTS
from tests.kill.planting import NONE
from tests.kill.verdicts import Say

AT_MOST = 8
"""Trials. The point of each is one of those where this bug could show: that it does is the question."""
IMPATIENT = 3.0
"""Real seconds. What a bug has lost does not come, however long one waits."""
BUGS = [name for name in PLANTS if name != NONE]


@pytest.mark.parametrize("bug", BUGS)
async def test_the_matrix_on_discord_notices_when(bug: str, discord_matrix_on: MatrixOn, summary: Say) -> None:
    matrix = discord_matrix_on(f"sqlite {PLANTS[bug].arrangement}".strip())
    noticed = await matrix.hunt(bug, PLANTS, AT_MOST, patience=IMPATIENT)
    summary(f"planted bug on Discord: {bug}: {PLANTS[bug].shows} in trial {noticed}")
