"""How fast the homeserver lets this account speak. Nothing tells before the limit is broken, so we learn from it.

A homeserver counts all that an account sends, in every room: messages, changes, reactions and redactions. So many are
taken at once, and then one each so many seconds (Synapse, unless told otherwise: 10, and one each 5 seconds,
https://element-hq.github.io/synapse/latest/usage/configuration/config_documentation.html#rc_message). A refusal says
when the next one is taken. Part of what goes at once is kept for answers, so that whoever talks with us is answered
at once while cards are brought up to date one after the other; and what only adorns waits until there is plenty.
"""

import math
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from adapters.matrix.connection.server import Refusal, Unreachable
from adapters.matrix.outgoing.trouble import LIMITED, translated
from bot.errors import DeliveryFailed, RateLimited
from bot.model.posts import Headroom

AT_ONCE = 8
"""On their way at the same time: more of them are not faster (a Synapse takes 60 a second), only refused together."""
UNSAID_WAIT = 5.0
"""Seconds to wait where the homeserver asks for patience without saying how long."""
FORGOTTEN_AFTER = 600.0
"""Seconds since the last refusal. An administrator may have lifted the limit, and trying costs one refusal."""
KEPT_FOR_ANSWERS, KEPT_FOR_ALL = 0.3, 0.6
"""Parts of what goes at once: the first is left to answers, and beyond the second adornments may go as well."""
REMEMBERED = 100
ROUNDED = 0.05
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0


@dataclass
class Turn:
    """One that may go out. `cost` is given back, in seconds, if the homeserver did not take it."""

    cost: float
    was_tried: bool = False


class Pace:
    def __init__(self, now: Callable[[], float]) -> None:
        """`now` is in seconds, and only ever goes ahead."""
        self._now = now
        self.every = 0.0
        """Seconds; 0 as long as no limit is known."""
        self._burst = 1.0
        self._all_free_at = 0.0
        """When as many as ever could go at once."""
        self._refused_at = -math.inf
        self._sent: deque[float] = deque(maxlen=REMEMBERED)
        self._on_the_way = 0
        self._pauses = 0
        self._pause_since, self._pause_until = -math.inf, -math.inf

    @property
    def headroom(self) -> Headroom:
        now = self._now()
        slots = max(AT_ONCE - self._on_the_way, 0)
        if self._pause_until > now:
            return Headroom(0, 0, self._pause_until - now)
        if not self._is_limited(now) or not slots:
            return Headroom(slots, slots)
        answers, messages = self._free(now), self._free(now) - self._kept(KEPT_FOR_ANSWERS)
        more_in = None if messages >= 1 else (1 - (messages if answers >= 1 else answers)) * self.every + ROUNDED
        return Headroom(max(min(int(messages), slots), 0), max(min(int(answers), slots), 0), more_in)

    @property
    def calm_in(self) -> float:
        """Seconds until adornments may go out, if nothing else does; 0 for now."""
        now = self._now()
        if self._pause_until > now:
            return self._pause_until - now
        if not self._is_limited(now):
            return 0.0
        wait = (1 + self._kept(KEPT_FOR_ALL) - self._free(now)) * self.every
        return wait if wait > ROUNDED else 0.0

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """One message, taken from what is free at once. Raises RateLimited if there is nothing."""
        turn = Turn(self._take())
        self._on_the_way += 1
        try:
            yield turn
        finally:
            self._on_the_way -= 1
            if not turn.was_tried:
                self._give_back(turn)

    @contextmanager
    def sending(self, turn: Turn) -> Iterator[None]:
        """Around the one call that counts. Raises DeliveryFailed for what the homeserver and the network say.

        A turn that was taken before a limit was known counts from then on: one refusal is enough for all.
        """
        turn.cost = turn.cost or self._take()
        turn.was_tried, asked_at = True, self._now()
        with self.asking():
            try:
                yield
            except Refusal as refusal:
                if refusal.errcode == LIMITED:
                    self._give_back(turn)
                    raise RateLimited(self._refused(asked_at, refusal.retry_after)) from refusal
                raise
        self._sent.append(asked_at)
        self._pauses = 0

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Around any other call: a homeserver that does not answer gets a rest from all of us."""
        asked_at = self._now()
        try:
            yield
        except Refusal as refusal:
            self._pauses = 0
            raise translated(refusal) from refusal
        except Unreachable as trouble:
            raise self._rest(asked_at, str(trouble)) from trouble

    def _take(self) -> float:
        now = self._now()
        if self._pause_until > now:
            raise RateLimited(self._pause_until - now)
        if not self._is_limited(now):
            return 0.0
        missing = 1 - self._free(now)
        if missing > 0:
            raise RateLimited(missing * self.every + ROUNDED)
        self._all_free_at = max(self._all_free_at, now) + self.every
        return self.every

    def _give_back(self, turn: Turn) -> None:
        self._all_free_at -= turn.cost
        turn.cost = 0.0

    def _is_limited(self, now: float) -> bool:
        return now < self._refused_at + FORGOTTEN_AFTER

    def _free(self, now: float) -> float:
        """How many could go at once now."""
        return self._burst - max(self._all_free_at - now, 0.0) / self.every + 1e-6

    def _kept(self, part: float) -> int:
        return int(self._burst * part)

    def _refused(self, asked_at: float, retry_after: float | None) -> float:
        """Learn from it, and return for how long to wait. Refused just after one was taken, the wait is the longest."""
        wait = max(UNSAID_WAIT if retry_after is None else retry_after, ROUNDED)
        was_limited = self._is_limited(asked_at)
        self.every = max(wait, self.every) if was_limited else wait
        at_once = max((self._went_at_once(index, asked_at) for index in range(len(self._sent))), default=1.0)
        self._burst = max(at_once, self._burst, 1.0)
        self._refused_at = asked_at
        full_at = asked_at + wait + ROUNDED + (self._burst - 1) * self.every
        self._all_free_at = max(self._all_free_at, full_at) if was_limited else full_at
        return max(asked_at + wait + ROUNDED - self._now(), ROUNDED)

    def _went_at_once(self, first: int, now: float) -> float:
        """So many went since that one, beyond what became free in the meantime: so many at least may go at once."""
        return len(self._sent) - first - (now - self._sent[first]) / self.every

    def _rest(self, asked_at: float, what: str) -> DeliveryFailed:
        """Alone it may be the message's own fault; when nothing is answered any more, it is nobody's."""
        if asked_at < self._pause_since:
            return DeliveryFailed(what)
        self._pauses += 1
        pause = min(SHORTEST_PAUSE * 2 ** (self._pauses - 1), LONGEST_PAUSE)
        self._pause_since, self._pause_until = self._now(), self._now() + pause
        return DeliveryFailed(what) if self._pauses == 1 else RateLimited(pause)
