"""Discord's limit over all calls, which it tells nobody of before it is broken; and how long a call may take.

The library follows the limits that come with every answer (one for each route and place) by itself. Calls are
counted where they go out, so that its own repeats count too.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace

import aiohttp

from bot.errors import RateLimited

CALLS, SECONDS = 50, 1.0
"""https://docs.discord.com/developers/topics/rate-limits, "Global Rate Limit"."""
NOT_COUNTED = ("/interactions/", "/webhooks/")
"""Answers to people: Discord does not count them, and they never wait."""
AT_HAND = 32
QUICKEST_OF = 100
ROUNDED = 0.005
TRY_AGAIN = 1.0


@dataclass
class Call:
    """How the newest call of a task stands: None before it went out, 0 while it is out, then the answer's status."""

    status: int | None = None

    @property
    def waits_for_limit(self) -> bool:
        """Once answered, the library sleeps before it returns if the limit was used up."""
        return self.status is None or self.status == 429 or 200 <= self.status < 300


_CALL: ContextVar[Call | None] = ContextVar("call", default=None)


@asynccontextmanager
async def patient(seconds: float) -> AsyncIterator[None]:
    """Raises TimeoutError, or RateLimited if the time went by waiting for a limit: that is nobody's failure."""
    call = Call()
    token = _CALL.set(call)
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        if call.waits_for_limit:
            raise RateLimited(TRY_AGAIN) from None
        raise
    finally:
        _CALL.reset(token)


class Pace:
    """A call may go out when Discord has counted fewer than `calls` within the last `seconds`, as far as we know.

    Two headers of an answer tell when its call was counted, on Discord's clock. On ours that was at the latest so
    much later as the quickest of the newest answers took to come back.
    """

    def __init__(self, calls: int = CALLS, seconds: float = SECONDS) -> None:
        self._gate = asyncio.Semaphore(calls)
        self._seconds = seconds
        self._left = calls
        """Below zero: so many wait."""
        self._ways_back: deque[float] = deque(maxlen=QUICKEST_OF)

    @property
    def room(self) -> int:
        """A few more than can go out, so that they are at hand when they can."""
        return self._left + AT_HAND

    def keep(self, hooks: aiohttp.TraceConfig) -> aiohttp.TraceConfig:
        """Hooks of the library's own session; ours come first, since others may raise."""
        hooks.on_request_start.insert(0, self._start)
        hooks.on_request_end.insert(0, self._end)
        hooks.on_request_exception.insert(0, self._break)
        return hooks

    async def _start(self, _: object, context: SimpleNamespace, about: aiohttp.TraceRequestStartParams) -> None:
        context.is_counted = not any(part in about.url.path for part in NOT_COUNTED)
        if context.is_counted:
            self._left -= 1
            try:
                await self._gate.acquire()
            except BaseException:
                self._left += 1
                raise
        _note(0)

    async def _end(self, _: object, context: SimpleNamespace, about: aiohttp.TraceRequestEndParams) -> None:
        _note(about.response.status)
        now = asyncio.get_running_loop().time()
        counted = _counted_at(about.response.headers)
        if counted is not None:
            self._ways_back.append(now - counted)
            now = counted + min(self._ways_back)
        self._give_back(context, now)

    async def _break(self, _: object, context: SimpleNamespace, about: aiohttp.TraceRequestExceptionParams) -> None:
        self._give_back(context, asyncio.get_running_loop().time())

    def _give_back(self, context: SimpleNamespace, counted_at: float) -> None:
        if context.is_counted:
            context.is_counted = False
            asyncio.get_running_loop().call_at(counted_at + self._seconds + ROUNDED, self._release)

    def _release(self) -> None:
        self._left += 1
        self._gate.release()


def _counted_at(headers: Mapping[str, str]) -> float | None:
    """In seconds of Discord's clock; None where no limit is told of."""
    try:
        return float(headers["X-RateLimit-Reset"]) - float(headers["X-RateLimit-Reset-After"])
    except (KeyError, ValueError):
        return None


def _note(status: int) -> None:
    call = _CALL.get()
    if call is not None:
        call.status = status
