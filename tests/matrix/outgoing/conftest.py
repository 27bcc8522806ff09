"""The post office that the sender is tried in."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import OpenStore, open_store
from tests.doubles.clock import HandClock
from tests.doubles.matrix.synapse import Synapse
from tests.matrix.outgoing.post import Office, open_office


@pytest.fixture
async def local_store(migrated_file: Path, tmp_path: Path, clock: HandClock) -> AsyncIterator[OpenStore]:
    """One database is enough where only settings are read."""
    path = tmp_path / "barnraiser.db"
    shutil.copy(migrated_file, path)
    opened = await open_store(f"sqlite:///{path}", clock)
    yield opened
    await opened.close()


@pytest.fixture
async def office(synapse: Synapse, local_store: OpenStore, clock: HandClock) -> AsyncIterator[Office]:
    """Without encryption."""
    opened = await open_office(synapse, local_store, clock)
    yield opened
    await opened.close()


@pytest.fixture
async def sealing_office(
    synapse: Synapse, local_store: OpenStore, clock: HandClock, tmp_path: Path
) -> AsyncIterator[Office]:
    """With encryption."""
    opened = await open_office(synapse, local_store, clock, folder=tmp_path)
    yield opened
    await opened.close()
