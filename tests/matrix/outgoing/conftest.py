"""The post office that the sender is tried in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import OpenStore
from tests.doubles.clock import HandClock
from tests.doubles.matrix.synapse import Synapse
from tests.matrix.outgoing.post import Office, open_office


@pytest.fixture
async def office(synapse: Synapse, sqlite: OpenStore, clock: HandClock) -> AsyncIterator[Office]:
    """Without encryption."""
    opened = await open_office(synapse, sqlite, clock)
    yield opened
    await opened.close()


@pytest.fixture
async def sealing_office(
    synapse: Synapse, sqlite: OpenStore, clock: HandClock, tmp_path: Path
) -> AsyncIterator[Office]:
    """With encryption."""
    opened = await open_office(synapse, sqlite, clock, folder=tmp_path)
    yield opened
    await opened.close()
