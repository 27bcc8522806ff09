"""Killed or cut off anywhere in a help cycle on Discord: nothing is lost, nothing is doubled.

The sample is different in every run; `BARNRAISER_KILL_SEED=... pytest tests/kill/discord` repeats it.
`-m exhaustive` tries every point.
"""

import random

import pytest

from tests.kill.discord.fate import DISCORD
from tests.kill.discord.script import QUICK
from tests.kill.discord.trials import Matrix
from tests.kill.verdicts import Say

SINGLES = {"sqlite": 20, "sqlite threads": 10, "sqlite forum": 6, "postgres": 2}
PAIRS = {"sqlite": 2, "sqlite threads": 1, "sqlite forum": 1, "postgres": 1}
"""All in all more than forty points."""
MANY_PAIRS = {"sqlite": 60, "sqlite threads": 20, "sqlite forum": 20, "postgres": 10}
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
    names, chance = (await matrix.peaceful()).points, random.Random(f"{seed} discord {matrix.name}")
    singles, pairs = SINGLES[matrix.name], PAIRS[matrix.name]
    mishaps = [*DISCORD.draw(names, singles, chance), *DISCORD.draw_rows(names, pairs, chance)]
    await matrix.assert_good(mishaps, f"seed {seed}", summary)


@pytest.mark.exhaustive
@everywhere
async def test_killed_anywhere_on_discord_nothing_is_lost_and_nothing_doubled(
    matrix: Matrix, seed: str, summary: Say
) -> None:
    names, chance = (await matrix.peaceful()).points, random.Random(f"{seed} discord {matrix.name} all")
    what = f"all {len(names)} points, neighbouring moments once"
    await matrix.assert_good([*DISCORD.everywhere(names, chance)], what, summary)


@pytest.mark.exhaustive
@everywhere
async def test_cut_off_at_any_call_to_discord_nothing_is_lost_and_nothing_doubled(matrix: Matrix, summary: Say) -> None:
    mishaps = [*DISCORD.at_every_call((await matrix.peaceful()).points)]
    await matrix.assert_good(mishaps, f"all {len(mishaps)} calls", summary)


@pytest.mark.exhaustive
@everywhere
async def test_killed_again_while_it_recovers_on_discord_nothing_is_lost_and_nothing_doubled(
    matrix: Matrix, seed: str, summary: Say
) -> None:
    names, chance = (await matrix.peaceful()).points, random.Random(f"{seed} discord {matrix.name} pairs")
    mishaps = [*DISCORD.draw_rows(names, MANY_PAIRS[matrix.name], chance)]
    await matrix.assert_good(mishaps, f"pairs, seed {seed}", summary)
