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
