"""Killed anywhere in a help cycle and started again: nothing is lost, nothing is doubled.

The sample is different in every run; its seed is in the last lines of the report, and
`BARNRAISER_KILL_SEED=... pytest tests/kill` repeats it. `-m exhaustive` tries every point.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import pytest

from tests.kill.conftest import MatrixOn
from tests.kill.samples import all_points, pairs, sample
from tests.kill.trials import Matrix, Messages

SINGLES = {"sqlite": 36, "postgres": 3}
PAIRS = {"sqlite": 4, "postgres": 1}
MANY_PAIRS = {"sqlite": 300, "postgres": 50}
Say = Callable[[str], None]
on_both = pytest.mark.parametrize("kind", ["sqlite", "postgres"])


def test_left_in_peace_the_cycle_comes_to_its_end_the_same_way_twice(matrix_on: MatrixOn) -> None:
    end = matrix_on("sqlite").peaceful
    assert end.state == matrix_on("sqlite").run().state
    assert (end.state["outbox"], end.state["waiting"], end.state["drafts"]) == ([], [], [])
    [(announced, is_removed)] = [(text, is_removed) for place, text, is_removed in end.messages if place == "thanks"]
    assert "I got there on time" in announced
    assert is_removed
    assert set(end.messages.values()) == {1}
    moves = Counter(row.partition("'move': '")[2].partition("'")[0] for row in end.state["history"])
    assert moves["claim"] == 3
    assert {"post", "backup", "release", "nudged", "on_it", "done", "thanks", "consent"} < set(moves)


@on_both
def test_killed_somewhere_and_started_again_nothing_is_lost_and_nothing_doubled(
    kind: str, matrix_on: MatrixOn, seed: str, summary: Say
) -> None:
    matrix, chance = matrix_on(kind), random.Random(f"{seed} {kind}")
    names = matrix.peaceful.points
    singles = [(point,) for point in sample(names, SINGLES[kind], chance)]
    assert_good(matrix, [*singles, *pairs(names, PAIRS[kind], chance)], kind, f"seed {seed}", summary)


@pytest.mark.exhaustive
@on_both
def test_killed_anywhere_and_started_again_nothing_is_lost_and_nothing_doubled(
    kind: str, matrix_on: MatrixOn, summary: Say
) -> None:
    matrix = matrix_on(kind)
    points = [(point,) for point in all_points(matrix.peaceful.points)]
    assert_good(matrix, points, kind, f"all {len(matrix.peaceful.points)} points, neighbouring moments once", summary)


@pytest.mark.exhaustive
@on_both
def test_killed_again_while_it_recovers_nothing_is_lost_and_nothing_doubled(
    kind: str, matrix_on: MatrixOn, seed: str, summary: Say
) -> None:
    matrix = matrix_on(kind)
    twice = pairs(matrix.peaceful.points, MANY_PAIRS[kind], random.Random(f"{seed} {kind} pairs"))
    assert_good(matrix, twice, kind, f"pairs, seed {seed}", summary)


def assert_good(matrix: Matrix, trials: Sequence[tuple[int, ...]], kind: str, what: str, summary: Say) -> None:
    began = time.monotonic()
    verdicts = [matrix.trial(*kill_at) for kill_at in trials]
    speed = len(trials) / (time.monotonic() - began)
    lost, doubled = total(verdict.lost for verdict in verdicts), total(verdict.doubled for verdict in verdicts)
    bad = [verdict for verdict in verdicts if not verdict.is_good]
    deaths = sum(len(verdict.deaths) for verdict in verdicts)
    repeats = sum(verdict.repeats for verdict in verdicts)
    summary(
        f"kill matrix, {kind}, {what}: {len(trials)} trials, {deaths} deaths, {repeats} sends repeated, "
        f"{lost} lost, {doubled} doubled, {len(bad)} ended otherwise, {speed:.1f} trials/s"
    )
    assert all(verdict.deaths for verdict in verdicts)
    assert not bad, f"{len(bad)} of {len(trials)} trials, {what}:\n" + "\n".join(map(str, bad[:3]))


def total(counters: Iterable[Messages]) -> int:
    return sum(counter.total() for counter in counters)
