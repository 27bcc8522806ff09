"""Patience that costs no time: whoever waits before they try again does so at once."""

import asyncio
from typing import Any, Final

LONGEST: Final = 0.01
"""Real seconds."""


def hurry() -> None:
    """From now on nobody in this process sleeps for longer. Timeouts stay as they are."""
    sleep = asyncio.sleep

    async def nap(delay: float, result: Any = None) -> Any:
        return await sleep(min(delay, LONGEST), result)

    setattr(asyncio, "sleep", nap)  # noqa: B010
