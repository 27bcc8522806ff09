"""Whoever waits for an answer goes first: what is delivered lets them pass, but not for ever."""

import asyncio
import contextlib
from collections.abc import Iterator

LONGEST_WAIT = 0.5
"""Seconds that a delivery waits, at most."""


class Calm:
    def __init__(self) -> None:
        self._waiting = 0
        self._has_come = asyncio.Event()
        self._has_come.set()

    @contextlib.contextmanager
    def broken(self) -> Iterator[None]:
        """Somebody waits for as long as this lasts."""
        self._waiting += 1
        self._has_come.clear()
        try:
            yield
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._has_come.set()

    async def comes(self) -> None:
        """Until nobody waits, or long enough."""
        if self._waiting:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_WAIT):
                    await self._has_come.wait()
