"""Who opens many private conversations at once is taken for a nuisance, so new ones are spaced out."""

import itertools
from dataclasses import dataclass, replace

from bot.errors import RateLimited
from bot.ports import Clock

PATIENCE = 120.0
"""Seconds after which a turn that nobody came for is given to the next."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's place in the line. Those who wait for an answer stand before all others."""

    is_for_later: bool
    came_as: int
    comes_at: float


class Openings:
    """Whoever has to wait is told when it is their turn, so that they do not all come back at once."""

    BURST = 10
    SECONDS_EACH = 30.0

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._free_at = 0.0
        """When all of the burst would be free again."""
        self._line: dict[str, Turn] = {}
        self._numbers = itertools.count()

    def take(self, account_id: str, *, is_answer: bool) -> None:
        """Raises RateLimited, for this one alone, if it is too early for one more."""
        now = self._clock.machine()
        self._line = {who: turn for who, turn in self._line.items() if turn.comes_at + PATIENCE > now}
        turn = self._turn_of(account_id, now, is_answer=is_answer)
        free_at = max(self._free_at, now) + self.SECONDS_EACH
        wait = free_at - now + (self._ahead_of(turn) - self.BURST) * self.SECONDS_EACH
        if wait > 0:
            self._line[account_id] = replace(turn, comes_at=now + wait)
            raise RateLimited(wait, is_for_all=False)
        self._line.pop(account_id, None)
        self._free_at = free_at

    def _turn_of(self, account_id: str, now: float, *, is_answer: bool) -> Turn:
        known = self._line.get(account_id)
        if known is None:
            return Turn(not is_answer, next(self._numbers), now)
        return replace(known, is_for_later=known.is_for_later and not is_answer)

    def _ahead_of(self, turn: Turn) -> int:
        place = turn.is_for_later, turn.came_as
        return sum((each.is_for_later, each.came_as) < place for each in self._line.values())
