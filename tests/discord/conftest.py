from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.discord.incoming import replies
from storage.store import OpenStore
from tests.discord.house import House, open_house
from tests.doubles.clock import HandClock


@pytest.fixture(autouse=True)
def time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine everything takes longer. What becomes of a late answer is told where the store is slow."""
    monkeypatch.setattr(replies, "PATIENCE", 30.0)


@pytest.fixture
async def house(sqlite: OpenStore, clock: HandClock, tmp_path: Path) -> AsyncIterator[House]:
    """The story and the restarts are told on each database."""
    async with open_house(sqlite, clock, tmp_path) as opened:
        yield opened
