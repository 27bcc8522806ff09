"""What is being said at this moment."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class UnderWay:
    def __init__(self) -> None:
        self._count = 0
        self._is_over = asyncio.Event()
        self._is_over.set()

    @contextmanager
    def one_more(self) -> Iterator[None]:
        self._count += 1
        self._is_over.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._is_over.set()

    async def over(self, seconds: float) -> None:
        """Until nothing is, or so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._is_over.wait()
