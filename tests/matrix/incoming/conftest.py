import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import OpenStore, open_store
from tests.doubles.clock import HandClock
from tests.doubles.matrix.person import Newcomers
from tests.doubles.matrix.synapse import Synapse
from tests.matrix.house import House, open_house


@pytest.fixture
async def sqlite(migrated_file: Path, clock: HandClock, tmp_path: Path) -> AsyncIterator[OpenStore]:
    path = tmp_path / "barnraiser.db"
    shutil.copy(migrated_file, path)
    store = await open_store(f"sqlite:///{path}", clock)
    yield store
    await store.close()


@pytest.fixture
async def house(
    synapse: Synapse, newcomer: Newcomers, sqlite: OpenStore, clock: HandClock, tmp_path: Path
) -> AsyncIterator[House]:
    async with open_house(synapse, newcomer, sqlite, clock, tmp_path / "matrix") as opened:
        yield opened
