"""How the connection is: when we last heard from the homeserver, and what could not be carried out."""

from collections.abc import Sequence

from adapters.matrix.incoming import sentences
from bot.model.health import Check, Status
from bot.ports import Clock

SILENCE = 180.0
"""Seconds. The homeserver answers at least twice a minute, also when nothing happens."""


class Pulse:
    """Times are machine time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heard_at: float | None = None
        self.passed_over = 0
        """Events that could not be carried out, for a mistake of ours."""
        self.unreadable = 0
        """Messages that wait for their key."""

    @property
    def heard_at(self) -> float | None:
        return self._heard_at

    def heard(self) -> None:
        self._heard_at = self._clock.machine()

    async def look(self) -> Sequence[Check]:
        return [*self._connection(), *self._events()]

    def _connection(self) -> Sequence[Check]:
        if self._heard_at is None:
            return [Check("matrix", Status.FAILING, sentences.NEVER_HEARD, sentences.LOOK_AT_HOMESERVER)]
        silent = self._clock.machine() - self._heard_at
        if silent > SILENCE:
            sentence = sentences.SILENT.format(minutes=round(silent / 60))
            return [Check("matrix", Status.FAILING, sentence, sentences.LOOK_AT_HOMESERVER)]
        return [Check("matrix", Status.OK, sentences.HEARD)]

    def _events(self) -> Sequence[Check]:
        if not self.passed_over:
            return []
        sentence = sentences.PASSED_OVER.format(count=self.passed_over)
        return [Check("matrix", Status.WARNING, sentence, sentences.LOOK_INTO_LOG)]
