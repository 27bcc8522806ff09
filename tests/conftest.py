"""What every test can ask for: a clock that stands still, and an empty store on each database."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.store import OpenStore, open_store
from tests.doubles.clock import HandClock
from tests.doubles.databases import Databases
from tests.doubles.postgres import PostgresServer, Unavailable
from tests.doubles.village import Village

DATABASES = ("sqlite", "postgres")
NO_POSTGRES = "no PostgreSQL"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A skip that nobody notices would be half a test run."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_POSTGRES in str(report.longrepr)]
    if skipped:
        terminalreporter.section(f"{len(skipped)} TESTS DID NOT RUN: {NO_POSTGRES}", red=True, bold=True)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL; skipped where there is none, unless BARNRAISER_REQUIRE_ALL=1."""
    try:
        server = PostgresServer()
        server.start()
    except Unavailable as why:
        if os.environ.get("BARNRAISER_REQUIRE_ALL") == "1":
            pytest.fail(f"PostgreSQL is required and does not start: {why}")
        pytest.skip(f"{NO_POSTGRES}: {why}")
    try:
        server.create_template()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema in it, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


async def _migrate(url: str) -> None:
    await (await open_store(url, HandClock())).close()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated and otherwise empty database of each kind."""
    if request.param == "sqlite":
        path = tmp_path / "barnraiser.db"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
async def store(database_url: str, clock: HandClock) -> AsyncIterator[OpenStore]:
    opened = await open_store(database_url, clock)
    yield opened
    await opened.close()


@pytest.fixture
async def village(store: OpenStore, clock: HandClock) -> Village:
    """A small community to play stories in."""
    return await Village(store, clock).open()


@pytest.fixture
def databases(migrated_file: Path, postgres_server: PostgresServer) -> Iterator[Databases]:
    made = Databases(migrated_file, postgres_server)
    yield made
    made.folder.cleanup()
