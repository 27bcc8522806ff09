"""A small community to play stories in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.store import OpenStore
from tests.doubles.clock import HandClock
from tests.doubles.databases import Databases
from tests.doubles.postgres import PostgresServer
from tests.doubles.village import Village


@pytest.fixture
async def village(store: OpenStore, clock: HandClock) -> Village:
    return await Village(store, clock).open()


@pytest.fixture
def databases(migrated_file: Path, postgres_server: PostgresServer) -> Iterator[Databases]:
    made = Databases(migrated_file, postgres_server)
    yield made
    made.folder.cleanup()
