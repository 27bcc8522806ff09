"""What every trial shares: the platform, the server of victims, empty databases, and the last line of the report."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.doubles.platform_process import PlatformProcess
from tests.doubles.postgres import PostgresServer
from tests.kill.trials import Matrix, VictimProcess

MatrixOn = Callable[[str], Matrix]


@dataclass
class Files:
    """Empty SQLite files. They are kept in memory if possible: a killed process loses nothing it has written."""

    template: Path
    folder: Path
    numbers: Iterator[int] = field(default_factory=count)

    def fresh(self) -> str:
        path = self.folder / f"{next(self.numbers)}.db"
        shutil.copy(self.template, path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        for path in self.folder.glob(f"{Path(url.removeprefix('sqlite:///')).name}*"):
            path.unlink()


@dataclass
class Servers:
    server: PostgresServer

    def fresh(self) -> str:
        return self.server.url(self.server.create())

    def drop(self, url: str) -> None:
        name = make_url(url).database
        assert name is not None
        self.server.drop(name)


DatabasesOf = Callable[[str], Files | Servers]


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="barnraiser-") as name:
        yield Path(name)


@pytest.fixture(scope="session")
def platform_process(folder: Path) -> Iterator[PlatformProcess]:
    process = PlatformProcess(folder)
    yield process
    process.stop()


@pytest.fixture(scope="session")
def victims() -> Iterator[VictimProcess]:
    process = VictimProcess("tests.kill.victim")
    yield process
    process.stop()


@pytest.fixture(scope="session")
def empty_databases(folder: Path, migrated_file: Path, request: pytest.FixtureRequest) -> DatabasesOf:
    files = Files(migrated_file, folder)
    return lambda kind: files if kind == "sqlite" else Servers(_server(request))


@pytest.fixture(scope="session")
def matrix_on(empty_databases: DatabasesOf, platform_process: PlatformProcess, victims: VictimProcess) -> MatrixOn:
    made: dict[str, Matrix] = {}

    def make(kind: str) -> Matrix:
        if kind not in made:
            databases = empty_databases(kind)
            made[kind] = Matrix(databases.fresh, databases.drop, platform_process, victims)
        return made[kind]

    return make


def _server(request: pytest.FixtureRequest) -> PostgresServer:
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server


@pytest.fixture(scope="session")
def seed() -> str:
    """BARNRAISER_KILL_SEED repeats the sample of an earlier run."""
    return os.environ.get("BARNRAISER_KILL_SEED") or secrets.token_hex(4)
