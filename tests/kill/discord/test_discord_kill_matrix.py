"""Killed or cut off anywhere in a help cycle on Discord: nothing is lost, nothing is doubled.

The sample is different in every run; `BARNRAISER_KILL_SEED=... pytest tests/kill/discord` repeats it.
`-m exhaustive` tries every point.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

from tests.kill.discord.mishaps import Mishap, draw, draw_pairs, dropped, killed
from tests.kill.discord.script import QUICK
from tests.kill.discord.trials import Matrix, Verdict
from tests.kill.samples import all_points

SINGLES = {"sqlite": 28, "sqlite threads": 12, "sqlite forum": 8, "postgres": 2}
PAIRS = {"sqlite": 3, "sqlite threads": 1, "sqlite forum": 1, "postgres": 1}
MANY_PAIRS = {"sqlite": 60, "sqlite threads": 20, "sqlite forum": 20, "postgres": 10}
Say = Callable[[str], None]
everywhere = pytest.mark.parametrize("matrix", list(SINGLES), indirect=True)


async def test_left_in_peace_the_cycle_on_discord_comes_to_its_end(matrix: Matrix) -> None:
    end = await matrix.peaceful()
    assert (end.state["outbox"], end.state["waiting"], end.state["drafts"], end.state["words"]) == ([], [], [], [])
    [(announced, is_deleted)] = [(text, is_deleted) for place, text, is_deleted in end.messages if place == "thanks"]
    assert "I got there on time" in announced
    assert is_deleted
    assert [text.splitlines()[0] for place, text, _ in end.messages if place == "help"] == [
        "#1 · Done. Thank you, neighbours.",
        "#2 · No longer needed. Thank you for looking.",
    ]
    assert end.hands == {("✋", "barnraiser"): 2, ("✋", "chi"): 1, ("✋", "dee"): 1}


@pytest.mark.parametrize("matrix", ["sqlite threads"], indirect=True)
async def test_left_in_peace_the_faster_of_two_and_the_asker_have_a_room_that_closes_again(matrix: Matrix) -> None:
    end = await matrix.peaceful()
    [room] = [each for each in end.rooms if QUICK in each]
    assert "'is_archived': True" in room
    assert f"'let_in': ['ana', 'barnraiser', '{QUICK}']" in room
    details = [place for place, text, _ in end.messages if "Here is what you need" in text and "two eggs" in text]
    assert details == [f"direct:{QUICK}"]


@everywhere
async def test_killed_or_cut_off_somewhere_on_discord_nothing_is_lost_and_nothing_doubled(
    matrix: Matrix, seed: str, summary: Say
) -> None:
    chance = random.Random(f"{seed} discord {matrix.name}")
    names = (await matrix.peaceful()).points
    mishaps = [*draw(names, SINGLES[matrix.name], chance), *draw_pairs(names, PAIRS[matrix.name], chance)]
    await assert_good(matrix, mishaps, f"{matrix.name}, seed {seed}", summary)


@pytest.mark.exhaustive
@everywhere
async def test_killed_anywhere_on_discord_nothing_is_lost_and_nothing_doubled(
    matrix: Matrix, seed: str, summary: Say
) -> None:
    chance = random.Random(f"{seed} discord {matrix.name} all")
    names = (await matrix.peaceful()).points
    mishaps = [killed(point, chance) for point in all_points(names)]
    await assert_good(matrix, mishaps, f"{matrix.name}, all {len(names)} points, neighbouring moments once", summary)


@pytest.mark.exhaustive
@everywhere
async def test_cut_off_at_any_call_to_discord_nothing_is_lost_and_nothing_doubled(matrix: Matrix, summary: Say) -> None:
    names = (await matrix.peaceful()).points
    calls = [number for number, name in enumerate(names, start=1) if name.startswith("before") and "/" in name]
    await assert_good(
        matrix, [dropped(names, point) for point in calls], f"{matrix.name}, all {len(calls)} calls", summary
    )


@pytest.mark.exhaustive
@everywhere
async def test_killed_again_while_it_recovers_on_discord_nothing_is_lost_and_nothing_doubled(
    matrix: Matrix, seed: str, summary: Say
) -> None:
    chance = random.Random(f"{seed} discord {matrix.name} pairs")
    names = (await matrix.peaceful()).points
    await assert_good(
        matrix, [*draw_pairs(names, MANY_PAIRS[matrix.name], chance)], f"{matrix.name}, pairs, seed {seed}", summary
    )


async def assert_good(matrix: Matrix, mishaps: Sequence[Mishap], what: str, summary: Say) -> None:
    began = time.monotonic()
    verdicts = await matrix.trials(mishaps)
    speed = len(mishaps) / (time.monotonic() - began)
    bad = [verdict for verdict in verdicts if not verdict.is_good]
    summary(f"kill matrix on Discord, {what}: {counted(verdicts)}, {len(bad)} ended otherwise, {speed:.1f} trials/s")
    assert all(verdict.deaths or verdict.drops or verdict.faults for verdict in verdicts)
    assert not bad, f"{len(bad)} of {len(mishaps)} trials, {what}:\n" + "\n".join(map(str, bad[:3]))


def counted(verdicts: Sequence[Verdict]) -> str:
    deaths = sum(len(verdict.deaths) for verdict in verdicts)
    faults, drops = sum(verdict.faults for verdict in verdicts), sum(verdict.drops for verdict in verdicts)
    lost, doubled = total(verdict.lost for verdict in verdicts), total(verdict.doubled for verdict in verdicts)
    return (
        f"{len(verdicts)} trials, {deaths} deaths, {drops} dropped connections, {faults} other faults, "
        f"{lost} lost, {doubled} doubled"
    )


def total(counters: Iterable[Counter[Any]]) -> int:
    return sum(counter.total() for counter in counters)
