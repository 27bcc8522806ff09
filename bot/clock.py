"""The only place that reads the clock: community time, which can be moved, and machine time, which cannot."""

import time
from datetime import UTC, datetime, timedelta


class MovableClock:
    """Community time starts at machine time plus an offset and passes `speed` times as fast.

    The playground moves it ahead; it never runs backwards.
    """

    def __init__(self, offset: timedelta = timedelta(0), speed: float = 1.0) -> None:
        self._started_at = time.time()
        self._offset = offset
        self.speed = speed

    def now(self) -> datetime:
        passed = time.time() - self._started_at
        return datetime.fromtimestamp(self._started_at + passed * self.speed, UTC) + self._offset

    def machine(self) -> float:
        return time.time()

    @property
    def offset(self) -> timedelta:
        """How far community time is ahead of machine time at this moment."""
        return self.now() - datetime.fromtimestamp(time.time(), UTC)

    def move_to(self, moment: datetime) -> None:
        """An earlier moment than now changes nothing."""
        self._offset += max(moment - self.now(), timedelta(0))
