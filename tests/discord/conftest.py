from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import OpenStore
from tests.discord.house import House, open_house
from tests.doubles.clock import HandClock


@pytest.fixture
async def house(sqlite: OpenStore, clock: HandClock, tmp_path: Path) -> AsyncIterator[House]:
    """The story and the restarts are told on each database."""
    async with open_house(sqlite, clock, tmp_path) as opened:
        yield opened
