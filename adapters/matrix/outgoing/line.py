"""Who waits for the same limit: each comes back at a moment of their own, not all of them for one place."""

from collections.abc import Callable

PATIENCE = 120.0
"""Seconds after their moment for which somebody keeps their place, if nobody came."""


class Line:
    def __init__(self, now: Callable[[], float]) -> None:
        """`now` is in seconds, and only ever goes ahead."""
        self._now = now
        self._come_at: dict[str, float] = {}

    def wait(self, who: str, seconds: float, every: float) -> float:
        """For how long, if the next place is free in so many seconds and then there is one more `every` so many."""
        now = self._now()
        self._come_at = {each: at for each, at in self._come_at.items() if at + PATIENCE > now}
        others = [at for each, at in self._come_at.items() if each != who]
        known = self._come_at.get(who, 0.0)
        if known <= now:
            known = max([now + seconds, *(at + every for at in others)])
        self._come_at[who] = known
        return max(known - now, seconds)

    def leave(self, who: str) -> None:
        self._come_at.pop(who, None)
