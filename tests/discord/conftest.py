import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import open_store
from tests.discord.house import House, open_house
from tests.doubles.clock import HandClock


@pytest.fixture
async def house(migrated_file: Path, clock: HandClock, tmp_path: Path) -> AsyncIterator[House]:
    """On SQLite; the story and the restarts are told on each database."""
    path = tmp_path / "barnraiser.db"
    shutil.copy(migrated_file, path)
    store = await open_store(f"sqlite:///{path}", clock)
    async with open_house(store, clock, tmp_path) as opened:
        yield opened
    await store.close()
