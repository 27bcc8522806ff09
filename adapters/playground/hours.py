"""The clock bar: community time as the page sees it, and moving it ahead."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bot.ports import Clock

log = logging.getLogger(__name__)

STEPS = (1, 6, 24)
"""Hours that the page offers to move ahead by."""
QUEUE_LIMIT = 10
MINUTE = len("2026-11-23T12:00")
Tell = Callable[[dict[str, Any]], None]
BEAT = 1.0
"""Seconds between two looks at the clock; a fifth of that while time is moved."""


class Hours:
    def __init__(self, clock: Clock, advance: Callable[[timedelta], Awaitable[None]]) -> None:
        self._clock = clock
        self._advance = advance
        self._wanted: asyncio.Queue[int] = asyncio.Queue(QUEUE_LIMIT)
        self.is_moving = False

    def frame(self) -> dict[str, Any]:
        now = self._clock.now().isoformat()
        return {"type": "clock", "now": now, "isMoving": self.is_moving or not self._wanted.empty()}

    def move(self, hours: object) -> None:
        """Move ahead by one of the steps, after those that were asked for before."""
        if type(hours) is int and hours in STEPS and not self._wanted.full():
            self._wanted.put_nowait(hours)

    async def run(self, tell: Tell) -> None:
        while True:
            hours = await self._wanted.get()
            self.is_moving = True
            tell(self.frame())
            try:
                await self._advance(timedelta(hours=hours))
            except Exception:
                log.exception("community time could not be moved ahead")
            finally:
                self.is_moving = False
            tell(self.frame())

    async def watch(self, tell: Tell) -> None:
        """Tell the time whenever its minute has changed."""
        told = ""
        while True:
            frame = self.frame()
            if frame["now"][:MINUTE] != told:
                tell(frame)
                told = frame["now"][:MINUTE]
            await asyncio.sleep(BEAT / 5 if self.is_moving else BEAT)
