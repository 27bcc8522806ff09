"""The community that the setup is tried in."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import OpenStore, open_store
from tests.doubles.clock import HandClock
from tests.doubles.matrix.person import Newcomers
from tests.matrix.setup.rooms import Elm, elm_street


@pytest.fixture
async def store(migrated_file: Path, clock: HandClock, tmp_path: Path) -> AsyncIterator[OpenStore]:
    """On SQLite: here it is about Matrix."""
    path = tmp_path / "barnraiser.db"
    shutil.copy(migrated_file, path)
    opened = await open_store(f"sqlite:///{path}", clock)
    yield opened
    await opened.close()


@pytest.fixture
async def elm(newcomer: Newcomers) -> AsyncIterator[Elm]:
    made = await elm_street(newcomer)
    yield made
    await made.server.close()
