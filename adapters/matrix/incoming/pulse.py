"""How the connection is: when we last heard from the homeserver, and what could not be carried out."""

import contextlib
import logging
from collections.abc import Sequence
from pathlib import Path

from adapters.matrix.incoming import sentences
from bot.model.health import Check, Status
from bot.ports import Clock

log = logging.getLogger(__name__)

SILENCE = 180.0
"""Seconds. The homeserver answers at least twice a minute, also when nothing happens."""
KEPT_EVERY = 60.0
PULSE = "pulse"
"""The file that says when we last heard, in machine time, for who looks at us from outside; it goes when we stop."""


class Pulse:
    """Times are machine time."""

    def __init__(self, clock: Clock, folder: Path) -> None:
        self._clock = clock
        self._path = folder / PULSE
        self._heard_at: float | None = None
        self._kept_at: float | None = None
        self.passed_over = 0
        """Events that could not be carried out, for a mistake of ours."""
        self.unreadable = 0
        """Messages that wait for their key."""

    @property
    def heard_at(self) -> float | None:
        return self._heard_at

    def heard(self) -> None:
        self._heard_at = now = self._clock.machine()
        if self._kept_at is None or now >= self._kept_at + KEPT_EVERY:
            self._kept_at = now
            try:
                self._path.write_text(f"{now:.0f}\n")
            except OSError as trouble:
                log.warning("%s cannot be written: %s", self._path, trouble.strerror)

    def end(self) -> None:
        """We stop in order."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

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


def heard_at(folder: Path) -> float | None:
    """When the bot that runs in this folder last heard, in machine time; None if none runs."""
    try:
        return float((folder / PULSE).read_text())
    except (OSError, ValueError):
        return None
