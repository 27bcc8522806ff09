"""APScheduler, as the ticker it is here: it says when to look, never what to do.

Jobs live in memory only. What is due is in the database, so a lost or late tick loses nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

AT_LEAST_EVERY = timedelta(seconds=30)
AT_MOST_EVERY = timedelta(milliseconds=250)
"""So that something which stays due cannot keep the machine busy."""


class Ticker:
    """Calls `look` at least every 30 seconds, and at the time that `look` returned, if it is sooner.

    `look` returns how long to wait until something is due, or None if nothing is; `machine` is machine time.
    """

    def __init__(self, look: Callable[[], Awaitable[timedelta | None]], machine: Callable[[], float]) -> None:
        self._look = look
        self._machine = machine
        self._scheduler: Any = AsyncIOScheduler(
            timezone=UTC,
            # The default forgets a tick that is one second late.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def start(self) -> None:
        self._scheduler.add_job(self._tick, "interval", seconds=AT_LEAST_EVERY.total_seconds(), id="safety net")
        self._scheduler.start()
        self.arm(timedelta(0))

    def arm(self, wait: timedelta | None) -> None:
        """Look again after `wait`, whatever was planned before; None leaves it to the safety net."""
        if wait is None or wait > AT_LEAST_EVERY:
            return
        moment = datetime.fromtimestamp(self._machine(), UTC) + max(wait, AT_MOST_EVERY)
        self._scheduler.add_job(self._tick, "date", run_date=moment, id="next", replace_existing=True)

    def stop(self) -> None:
        # The scheduler stops in the next turn of the loop, and would still send off a tick that is due by then:
        # cut off before it began, that tick could not say that this is no failure.
        self._scheduler.remove_all_jobs()
        self._scheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        try:
            self.arm(await self._look())
        except asyncio.CancelledError:
            # Only by our stop, which the scheduler would report as a failure. The next start looks again.
            return
        except Exception:
            log.exception("a look at what is due failed; the next one comes")
