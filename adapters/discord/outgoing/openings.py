"""Who opens many private conversations at once is taken for a nuisance, so new ones are spaced out."""

from bot.errors import RateLimited
from bot.ports import Clock


class Openings:
    BURST = 10
    SECONDS_EACH = 30.0

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._free_at = 0.0
        """When all of the burst would be free again."""

    def take(self) -> None:
        """Raises RateLimited if it is too early for one more."""
        now = self._clock.machine()
        free_at = max(self._free_at, now) + self.SECONDS_EACH
        wait = free_at - now - self.BURST * self.SECONDS_EACH
        if wait > 0:
            raise RateLimited(wait)
        self._free_at = free_at
