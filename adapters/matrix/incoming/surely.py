"""Carrying something out however the homeserver and the database are, and passing over only what is itself at fault."""

import asyncio
import logging
import random
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

from adapters.matrix.connection.server import Refusal, Server, Unreachable
from adapters.matrix.incoming import sentences
from adapters.matrix.incoming.patience import after_trouble
from adapters.matrix.incoming.pulse import Pulse
from adapters.matrix.people import account
from bot.errors import BadConfig, StorageStopped
from bot.ports import Store
from bot.usecases import positions

log = logging.getLogger(__name__)

SENT_AWAY = frozenset({"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED"})
TRIES = 5
"""Of something that does not go though everything else does."""


class Stopping(Exception):
    """We were asked to stop while something was waited for. It is carried out after the next start."""


class Surely:
    def __init__(self, server: Server, store: Store, pulse: Pulse) -> None:
        self._server = server
        self._store = store
        self._pulse = pulse
        self._stopping = asyncio.Event()

    @property
    def is_stopping(self) -> bool:
        return self._stopping.is_set()

    def stop(self) -> None:
        self._stopping.set()

    async def pause(self, seconds: float) -> None:
        """Raises Stopping."""
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return
        raise Stopping

    async def do(self, work: Callable[[], Awaitable[None]]) -> bool:
        """False if it was passed over. Raises Stopping, and Unusable when the homeserver sends us away."""
        failures = 0
        while True:
            try:
                await work()
                return True
            except (StorageStopped, Stopping):
                raise
            except Exception as trouble:
                failures += 1
                if not await self._is_worth_trying(trouble, failures):
                    self._pass_over(trouble)
                    return False
                asked = trouble.retry_after if isinstance(trouble, Refusal) else None
                await self.pause(after_trouble(failures, random.random(), asked))

    async def _is_worth_trying(self, trouble: Exception, failures: int) -> bool:
        """Whether it may pass: what is asked to wait waits, and so does everything while nothing goes."""
        match trouble:
            case Refusal():
                check_admission(trouble)
                return trouble.status == 429
            case Unreachable():
                return failures < TRIES or not await self._does_homeserver_answer()
            case _:
                return not await self._does_store_answer()

    async def _does_homeserver_answer(self) -> bool:
        try:
            await self._server.call("GET", "/account/whoami")
        except Unreachable:
            return False
        except Refusal as refusal:
            check_admission(refusal)
        return True

    async def _does_store_answer(self) -> bool:
        try:
            await self._store.read(positions.load, account(self._server.user_id))
        except StorageStopped:
            raise
        except Exception:
            return False
        return True

    def _pass_over(self, trouble: Exception) -> None:
        """Without what the exception says: that may be what somebody typed."""
        self._pulse.passed_over += 1
        frames = traceback.extract_tb(trouble.__traceback__)
        place = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "an unknown place"
        log.error("something that happened is passed over: %s in %s", type(trouble).__name__, place)


def check_admission(refusal: Refusal) -> None:
    """Raises Unusable when the homeserver does not know us any more: asking again would not help."""
    if refusal.errcode in SENT_AWAY:
        raise BadConfig(sentences.SENT_AWAY.format(code=refusal.errcode))
