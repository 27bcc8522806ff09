"""What every test can ask for: a clock that stands still, and an empty store on each database."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis  # noqa: F401 its plugin would import it at the very end, too deep for Python 3.11 to compile
import pytest

from storage.store import OpenStore, open_store
from tests.doubles.clock import HandClock
from tests.doubles.databases import Databases
from tests.doubles.discord.conformance.documents import NO_DOCUMENTS
from tests.doubles.matrix import synapse as synapse_double
from tests.doubles.matrix.encrypted import EncryptedNewcomers
from tests.doubles.matrix.person import Newcomers
from tests.doubles.matrix.synapse import Synapse, Synapses
from tests.doubles.postgres import PostgresServer, Unavailable
from tests.doubles.village import Village

HERE = Path(__file__).parent
DATABASES = ("sqlite", "postgres")
NO_POSTGRES = "no PostgreSQL"
NO_SYNAPSE = "no Synapse"


MEMORY = Path("/dev/shm")
"""Files in it are as quick as memory: thousands of small databases need not reach a disk."""
ENOUGH_MEMORY = 2 * 1024**3
LONG = ("kill", "bench", "matrix", "playground")
"""Folders whose tests take longest. They begin first, so that at the end nobody waits for one of them."""
LAST_LINES = pytest.StashKey[list[str]]()


def pytest_configure() -> None:
    """What is temporary goes into memory, if nobody said where it is to go and there is enough."""
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH_MEMORY:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A process takes all tests of a file, in the order in which the files come."""
    folder = {item: item.path.relative_to(HERE).parts[0] for item in items}
    items.sort(key=lambda item: LONG.index(folder[item]) if folder[item] in LONG else len(LONG))


@pytest.fixture
def summary(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Takes a line to be shown at the end of the run, whether or not it passed."""
    return request.config.stash.setdefault(LAST_LINES, []).append


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tests run in several processes, of which only the first speaks."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["last lines"] = session.config.stash.get(LAST_LINES, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    node.config.stash.setdefault(LAST_LINES, []).extend(getattr(node, "workeroutput", {}).get("last lines", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """A skip that nobody notices would be half a test run."""
    for line in config.stash.get(LAST_LINES, []):
        terminalreporter.write_line(line)
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for missing in (NO_POSTGRES, NO_SYNAPSE):
        if without := sum(missing in why for why in skipped):
            terminalreporter.section(f"{without} TESTS DID NOT RUN: {missing}", red=True, bold=True)
    if any(NO_DOCUMENTS in why for why in skipped):
        terminalreporter.section(f"NOTHING WAS CHECKED AGAINST DISCORD'S OWN DOCUMENTS: {NO_DOCUMENTS}", red=True)


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
async def sqlite(migrated_file: Path, clock: HandClock, tmp_path: Path) -> AsyncIterator[OpenStore]:
    """Where it is about something else, one database is enough."""
    path = tmp_path / "barnraiser.db"
    shutil.copy(migrated_file, path)
    opened = await open_store(f"sqlite:///{path}", clock)
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


@pytest.fixture(scope="session")
def synapses() -> Iterator[Synapses]:
    """Gives a running Synapse of the kind that is asked for, one of each for all tests of this process."""
    made = Synapses()
    yield made
    made.remove()


@pytest.fixture(scope="session")
def synapse(synapses: Synapses) -> Synapse:
    """Without rate limits; rooms of version 11 if nobody asks for another. Skipped where there is none, unless
    BARNRAISER_REQUIRE_ALL=1."""
    return start_synapse(synapses)


def start_synapse(synapses: Synapses, **variant: Any) -> Synapse:
    try:
        return synapses(**variant)
    except synapse_double.Unavailable as why:
        if os.environ.get("BARNRAISER_REQUIRE_ALL") == "1":
            pytest.fail(f"Synapse is required and does not start: {why}")
        pytest.skip(f"{NO_SYNAPSE}: {why}")


@pytest.fixture
async def newcomer(synapse: Synapse) -> AsyncIterator[Newcomers]:
    """`await newcomer("ana")` is a new person on `synapse` whose client does not encrypt."""
    made = Newcomers(synapse)
    yield made
    await made.close()


@pytest.fixture
async def encrypted_newcomer(synapse: Synapse, tmp_path: Path) -> AsyncIterator[EncryptedNewcomers]:
    """`await encrypted_newcomer("ana")` is a new person on `synapse` whose client encrypts."""
    made = EncryptedNewcomers(synapse, tmp_path / "people")
    yield made
    await made.close()
