from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from adapters.matrix.connection.login import Login
from storage.store import OpenStore
from tests.doubles.clock import HandClock
from tests.doubles.matrix.person import Newcomers
from tests.doubles.matrix.synapse import Synapse
from tests.matrix.connection.bot import Bot
from tests.matrix.house import House, open_house


@pytest.fixture
async def new_bot(synapse: Synapse, tmp_path: Path) -> AsyncIterator[Callable[..., Awaitable[Bot]]]:
    """`await new_bot()` is a bot with a new account; it is not started. Its password is in the settings."""
    made: list[Bot] = []

    async def make(**more: Any) -> Bot:
        account = await synapse.register("bot")
        login = Login(synapse.url, account.user_id, account.password)
        made.append(Bot(synapse, login, tmp_path / f"matrix{len(made)}", **more))
        return made[-1]

    yield make
    for bot in made:
        if hasattr(bot, "client"):
            await bot.stop()


@pytest.fixture
async def bot(new_bot: Callable[..., Awaitable[Bot]]) -> Bot:
    """Logged in, with encryption."""
    made = await new_bot()
    await made.start()
    await made.hear()
    return made


@pytest.fixture
async def house(
    synapse: Synapse, newcomer: Newcomers, sqlite: OpenStore, clock: HandClock, tmp_path: Path
) -> AsyncIterator[House]:
    async with open_house(synapse, newcomer, sqlite, clock, tmp_path / "matrix") as opened:
        yield opened
