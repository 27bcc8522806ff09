"""The community that the setup is tried in."""

from collections.abc import AsyncIterator

import pytest

from tests.doubles.matrix.person import Newcomers
from tests.matrix.setup.rooms import Elm, elm_street


@pytest.fixture
async def elm(newcomer: Newcomers) -> AsyncIterator[Elm]:
    made = await elm_street(newcomer)
    yield made
    await made.server.close()
