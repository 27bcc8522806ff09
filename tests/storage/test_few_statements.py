"""How often a help cycle asks the database something: it grows unseen, one small read at a time."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.store import open_store
from tests.bench.neighbourhood import Pair, open_communities
from tests.bench.replay import Command, Recorder, record, recording_connection
from tests.doubles.clock import HandClock
from tests.people import actor

STATEMENTS = {"ask": 6, "post": 14, "claim": 16, "complete": 11}
"""Of one command each. Before one needs more, see what could be read together, and what it reads without need."""
IN_EACH_CYCLE = {"places": "whether there is one is asked by the use case, and which one by the card that goes there"}
"""Tables of what is read twice all the same, and why."""


@pytest.fixture
async def commands(migrated_file: Path, clock: HandClock, tmp_path: Path) -> dict[str, Command]:
    """The statements of the second of two cycles: nobody has to be made known any more."""
    path = shutil.copy(migrated_file, tmp_path / "counted.db")
    recorder = Recorder()
    store = await open_store(f"sqlite:///{path}", clock, sqlite_connection=recording_connection(recorder))
    (community_id,) = await open_communities(store, 1)
    pairs = [Pair(index, community_id, actor("Ana"), actor("Ben")) for index in range(2)]
    recorded = (await record(store, pairs, recorder))[-1]
    await store.close()
    return dict(zip(STATEMENTS, recorded, strict=True))


async def test_no_command_of_a_help_cycle_needs_more_statements_than_before(commands: dict[str, Command]) -> None:
    assert {name: len(executed) for name, executed in commands.items()} == STATEMENTS


async def test_no_command_of_a_help_cycle_reads_the_same_twice(commands: dict[str, Command]) -> None:
    again = {name: sorted(set(_read_again(executed)) - IN_EACH_CYCLE.keys()) for name, executed in commands.items()}
    assert again == {name: [] for name in STATEMENTS}


def _read_again(executed: Command) -> Iterator[str]:
    """The table of each statement that found the same before."""
    reads = Counter((sql, tuple(values)) for sql, values in executed if sql.startswith("SELECT"))
    return (sql.split("FROM ")[1].split()[0] for (sql, _), times in reads.items() if times > 1)
