"""When the ticker stops, nobody has to read of it."""

import asyncio
import time
from datetime import timedelta

import pytest

from adapters.ticker import Ticker


async def test_a_look_that_the_stop_cuts_short_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def look() -> timedelta | None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return None

    ticker = Ticker(look, time.time)
    ticker.start()
    await begun.wait()
    ticker.stop()
    await ended.wait()
    await asyncio.sleep(0)

    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.parametrize("turns", range(4))
async def test_a_look_that_has_not_begun_is_no_failure(turns: int, caplog: pytest.LogCaptureFixture) -> None:
    """Stopped so soon after the start that the first look is due, but not sent off, or sent off, but not begun."""

    async def look() -> timedelta | None:
        await asyncio.Event().wait()
        return None

    ticker = Ticker(look, lambda: time.time() - 1)
    ticker.start()
    for _ in range(turns):
        await asyncio.sleep(0)
    ticker.stop()
    await asyncio.sleep(0.01)

    assert [record.getMessage() for record in caplog.records] == []
