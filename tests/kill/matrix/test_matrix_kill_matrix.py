"""Killed or cut off anywhere in a help cycle on Matrix: nothing is lost, nothing is doubled, all of it can be read.

The sample is different in every run; `BARNRAISER_KILL_SEED=... pytest tests/kill/matrix` repeats it.
`-m exhaustive` tries every point.
"""

import random

import pytest

from tests.kill.matrix.trials import Matrix
from tests.kill.verdicts import Say

SINGLES = {"plain sqlite": 6, "encrypted sqlite": 3, "plain postgres": 0, "encrypted postgres": 1}
ROWS = {"plain sqlite": 7, "encrypted sqlite": 4, "plain postgres": 1, "encrypted postgres": 1}
"""Three points each: a cycle on a real homeserver takes its time. All in all more than forty points."""
MANY_PAIRS = {"plain sqlite": 60, "encrypted sqlite": 40, "plain postgres": 10, "encrypted postgres": 10}
RARELY = pytest.param("encrypted postgres", marks=pytest.mark.exhaustive)
everywhere = pytest.mark.parametrize(
    "matrix", ["plain sqlite", "encrypted sqlite", "plain postgres", RARELY], indirect=True
)


@pytest.mark.parametrize("matrix", ["plain sqlite", "encrypted sqlite"], indirect=True)
async def test_left_in_peace_the_cycle_on_matrix_comes_to_its_end(matrix: Matrix) -> None:
    end = await matrix.peaceful()
    assert end.unreadable == 0
    assert (end.state["outbox"], end.state["waiting"], end.state["drafts"], end.state["words"]) == ([], [], [], [])
    assert [text.splitlines()[0] for place, text, _ in end.messages if place in ("help", "thanks")] == [
        "#1 · Done. Thank you, neighbours."
    ]
    assert end.ours["✋"] == 0
    assert end.rooms == {f"private room of {name}": 1 for name in ("ana", "ben", "chi")}


@everywhere
async def test_killed_or_cut_off_somewhere_on_matrix_nothing_is_lost_doubled_or_unreadable(
    matrix: Matrix, seed: str, summary: Say
) -> None:
    names, chance = (await matrix.peaceful()).points, random.Random(f"{seed} matrix {matrix.name}")
    singles, rows = SINGLES[matrix.name], ROWS[matrix.name]
    mishaps = [*matrix.fate.draw(names, singles, chance), *matrix.fate.draw_rows(names, rows, chance, deaths=3)]
    await matrix.assert_good(mishaps, f"seed {seed}", summary)


@pytest.mark.exhaustive
@everywhere
async def test_killed_anywhere_on_matrix_nothing_is_lost_doubled_or_unreadable(
    matrix: Matrix, seed: str, summary: Say
) -> None:
    names, chance = (await matrix.peaceful()).points, random.Random(f"{seed} matrix {matrix.name} all")
    what = f"all {len(names)} points, neighbouring moments once"
    await matrix.assert_good([*matrix.fate.everywhere(names, chance)], what, summary)


@pytest.mark.exhaustive
@everywhere
async def test_cut_off_at_any_call_to_the_homeserver_nothing_is_lost_doubled_or_unreadable(
    matrix: Matrix, summary: Say
) -> None:
    mishaps = [*matrix.fate.at_every_call((await matrix.peaceful()).points)]
    await matrix.assert_good(mishaps, f"all {len(mishaps)} calls", summary)


@pytest.mark.exhaustive
@everywhere
async def test_killed_again_while_it_recovers_on_matrix_nothing_is_lost_doubled_or_unreadable(
    matrix: Matrix, seed: str, summary: Say
) -> None:
    names, chance = (await matrix.peaceful()).points, random.Random(f"{seed} matrix {matrix.name} pairs")
    mishaps = [*matrix.fate.draw_rows(names, MANY_PAIRS[matrix.name], chance)]
    await matrix.assert_good(mishaps, f"pairs, seed {seed}", summary)
