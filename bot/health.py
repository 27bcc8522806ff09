"""How things are: every part is asked for its own checks, and none can hide the others."""

import asyncio
import logging
from collections.abc import Sequence

from bot.model.health import Check, Part, Status

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds a part may take to answer before that itself is the trouble."""


class Health:
    def __init__(self, patience: float = PATIENCE) -> None:
        self._parts: list[tuple[str, Part]] = []
        self._patience = patience

    def add(self, name: str, part: Part) -> None:
        """`name` is what the report calls the part if it cannot answer for itself."""
        self._parts.append((name, part))

    async def report(self) -> tuple[Check, ...]:
        """Every part's checks, in the order the parts were added. Never raises."""
        answers = await asyncio.gather(*(self._ask(name, part) for name, part in self._parts))
        return tuple(check for checks in answers for check in checks)

    async def _ask(self, name: str, part: Part) -> Sequence[Check]:
        try:
            async with asyncio.timeout(self._patience):
                return await part()
        except TimeoutError:
            return [Check(name, Status.FAILING, f"It did not answer within {self._patience:g} seconds.")]
        except Exception as trouble:
            log.exception("the health check of %s failed", name)
            return [Check(name, Status.FAILING, f"It could not look after itself: {type(trouble).__name__}.")]


def worst(checks: Sequence[Check]) -> Status:
    """The status of the whole: that of its worst part."""
    order = list(Status)
    return max((check.status for check in checks), key=order.index, default=Status.OK)
