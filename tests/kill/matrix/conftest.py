"""What every trial on Matrix shares: a real Synapse, and as many servers of victims as trials run at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.doubles.matrix.synapse import Synapse
from tests.kill.conftest import DatabasesOf
from tests.kill.matrix.trials import Matrix
from tests.kill.trials import VictimProcess

AT_ONCE = 3
MatrixOn = Callable[[str], Matrix]
"""How the community talks, and a database: `plain sqlite`, `encrypted postgres`."""


@pytest.fixture(scope="session")
def matrix_victims() -> Iterator[list[VictimProcess]]:
    servers = [VictimProcess("tests.kill.matrix.victim") for _ in range(AT_ONCE)]
    yield servers
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def matrix_matrix_on(
    empty_databases: DatabasesOf, synapse: Synapse, matrix_victims: list[VictimProcess], folder: Path
) -> MatrixOn:
    made: dict[str, Matrix] = {}

    def make(name: str) -> Matrix:
        if name not in made:
            arrangement, _, kind = name.partition(" ")
            databases = empty_databases(kind)
            made[name] = Matrix(
                name=name,
                fresh=databases.fresh,
                drop=databases.drop,
                victims=matrix_victims,
                folder=folder,
                arrangement=arrangement,
                synapse=synapse,
            )
        return made[name]

    return make


@pytest.fixture
def matrix(request: pytest.FixtureRequest, matrix_matrix_on: MatrixOn) -> Matrix:
    """As it is asked for; plain, on SQLite, if it is not."""
    return matrix_matrix_on(getattr(request, "param", "plain sqlite"))
