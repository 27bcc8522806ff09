"""What every trial on Discord shares: Discord itself, and as many servers of victims as trials run at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.doubles.discord.process import DiscordProcess
from tests.kill.conftest import DatabasesOf
from tests.kill.discord.arrangements import CARDS
from tests.kill.discord.trials import Matrix
from tests.kill.trials import VictimProcess

AT_ONCE = 3
MatrixOn = Callable[[str], Matrix]
"""A database, and how requests are arranged: `sqlite`, `postgres forum`."""


@pytest.fixture(scope="session")
def discord_process() -> Iterator[DiscordProcess]:
    with DiscordProcess() as process:
        yield process


@pytest.fixture(scope="session")
def discord_victims() -> Iterator[list[VictimProcess]]:
    servers = [VictimProcess("tests.kill.discord.victim") for _ in range(AT_ONCE)]
    yield servers
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def discord_matrix_on(
    empty_databases: DatabasesOf, discord_process: DiscordProcess, discord_victims: list[VictimProcess], folder: Path
) -> MatrixOn:
    made: dict[str, Matrix] = {}

    def make(name: str) -> Matrix:
        name = name.removesuffix(f" {CARDS}")
        if name not in made:
            kind, _, arrangement = name.partition(" ")
            databases = empty_databases(kind)
            made[name] = Matrix(
                name=name,
                fresh=databases.fresh,
                drop=databases.drop,
                victims=discord_victims,
                folder=folder,
                arrangement=arrangement or CARDS,
                discord=discord_process,
            )
        return made[name]

    return make


@pytest.fixture
def matrix(request: pytest.FixtureRequest, discord_matrix_on: MatrixOn) -> Matrix:
    """On the database that is asked for; on SQLite if none is."""
    return discord_matrix_on(getattr(request, "param", "sqlite"))
