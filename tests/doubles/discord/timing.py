"""Time as the double sees it: any object with `now()` in seconds, so that a test of a deadline does not wait."""

import asyncio
import time
from typing import Final, Protocol

LOOK_EVERY: Final = 0.01


class Clock(Protocol):
    def now(self) -> float: ...


class MachineClock:
    """Time passes by itself."""

    def now(self) -> float:
        return time.monotonic()


class HeldClock:
    """Time passes when the test says so."""

    def __init__(self) -> None:
        self._now = 0.0

    def now(self) -> float:
        return self._now

    def forward(self, seconds: float) -> None:
        self._now += seconds


class Deadlines:
    """Futures that give up at a moment of the clock. One look for all of them, and none when nobody waits."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[tuple[float, asyncio.Future[None]]] = []
        self._next: asyncio.TimerHandle | None = None

    def end(self, future: asyncio.Future[None], moment: float) -> None:
        """Raises TimeoutError in whoever waits for `future`, unless it is done by then."""
        self._waiting.append((moment, future))
        if self._next is None:
            self._look_later()

    def close(self) -> None:
        if self._next is not None:
            self._next.cancel()

    def _look_later(self) -> None:
        self._next = asyncio.get_running_loop().call_later(LOOK_EVERY, self._look)

    def _look(self) -> None:
        now, self._next = self._clock.now(), None
        for moment, future in self._waiting:
            if not future.done() and now >= moment:
                future.set_exception(TimeoutError("The application did not respond"))
        self._waiting = [each for each in self._waiting if not each[1].done()]
        if self._waiting:
            self._look_later()


class Epoch:
    """The wall time of the double: when it was made, plus what its clock says has passed since."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._origin, self._started = clock, time.time(), clock.now()

    def seconds(self) -> float:
        return self._origin + self._clock.now() - self._started
