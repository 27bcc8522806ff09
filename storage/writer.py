"""One thread owns SQLite's only writing connection and commits in groups.

It takes everything that waits (people before background work), commits once, and answers afterwards; a
command that fails is taken out of the group. It never waits for a group to fill. One commit with
`synchronous=FULL` is one flush of the disk, however many commands are in it; a commit of nothing but passing work is
flushed with the next one.
"""

import asyncio
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.commands.values import Passing
from bot.errors import Conflict, StorageStopped
from bot.ports import Tx
from storage.statements import Session
from storage.trouble import sqlite_trouble

AT_ONCE = 64
"""Commands in one commit, at most."""
CONFLICTS = 5
"""How often a command is decided again."""


@dataclass(slots=True, eq=False)
class Job:
    usecase: Callable[[Any, Any, datetime], Any]
    command: Any
    future: asyncio.Future[Any]
    result: Any = None
    failure: BaseException | None = None


class Writer:
    """`carry_out` may be called from the event loop only; everything else happens in the thread."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        session: Session,
        tx: Tx,
        now: Callable[[], datetime],
        name: str,
        wake: Callable[[], None],
    ) -> None:
        self._cursor = connection.cursor()
        self._connection = connection
        self._session = session
        self._tx = tx
        self._now = now
        self._name = name
        self._wake = wake
        self._loop = asyncio.get_running_loop()
        self._people: deque[Job] = deque()
        self._background: deque[Job] = deque()
        self._arrival = threading.Condition()
        self._is_closing = False
        self._is_flushing = True
        self._death: BaseException | None = None
        self._thread = threading.Thread(target=self._live, name="barnraiser-writer", daemon=True)
        self._thread.start()

    def carry_out(self, usecase: Callable[..., Any], command: Any, in_background: bool) -> asyncio.Future[Any]:
        job = Job(usecase, command, self._loop.create_future())
        with self._arrival:
            if self._death is not None or self._is_closing:
                raise self._stopped()
            (self._background if in_background else self._people).append(job)
            self._arrival.notify()
        return job.future

    def close(self) -> None:
        """Carry out what waits, then stop. Blocks until the thread has ended."""
        with self._arrival:
            self._is_closing = True
            self._arrival.notify()
        self._thread.join()

    def _stopped(self) -> StorageStopped:
        error = StorageStopped(f"The writer of {self._name} has stopped: start Barnraiser again.")
        error.__cause__ = self._death
        return error

    def _live(self) -> None:
        batch: list[Job] = []
        try:
            while batch := self._next():
                wrote = self._commit(batch)
                self._hand_over(batch, wrote)
        except BaseException as death:
            self._die(death, batch)

    def _next(self) -> list[Job]:
        """Everything that waits; an empty list when the writer is to stop."""
        with self._arrival:
            while not self._people and not self._background and not self._is_closing:
                self._arrival.wait()
            batch: list[Job] = []
            for waiting in (self._people, self._background):
                while waiting and len(batch) < AT_ONCE:
                    batch.append(waiting.popleft())
            return batch

    def _die(self, death: BaseException, batch: list[Job]) -> None:
        with self._arrival:
            self._death = death
            left = [*batch, *self._people, *self._background]
            self._people.clear()
            self._background.clear()
        for job in left:
            job.failure = self._stopped()
        self._hand_over(left, False)

    def _hand_over(self, batch: list[Job], wrote: bool) -> None:
        try:
            self._loop.call_soon_threadsafe(self._answer, batch, wrote)
        except RuntimeError:  # the loop is closed: nobody waits any more, and what was committed stays
            return

    def _answer(self, batch: list[Job], wrote: bool) -> None:
        for job in batch:
            if job.future.done():
                continue  # the waiter was cancelled; the command was carried out all the same
            if job.failure is not None:
                job.future.set_exception(job.failure)
            else:
                job.future.set_result(job.result)
        if wrote:
            self._wake()

    def _commit(self, batch: list[Job]) -> bool:
        """Carry out a batch in one commit; returns whether anything was written."""
        self._session.wrote = False
        try:
            self._flush(not all(isinstance(job.command, Passing) for job in batch))
            self._together(batch) if len(batch) > 1 else self._alone(batch[0])
        except sqlite3.Error as error:
            self._roll_back()
            if len(batch) > 1:
                return max([self._commit([job]) for job in batch])
            batch[0].failure = self._explained(error)
            return False
        return self._session.wrote

    def _flush(self, is_lasting: bool) -> None:
        """Whether the disk is to be flushed with the next commit.

        In WAL mode NORMAL loses nothing but with the power, and a commit that is flushed takes those before it along
        (https://sqlite.org/pragma.html#pragma_synchronous).
        """
        if is_lasting != self._is_flushing:
            self._cursor.execute(f"PRAGMA synchronous={'FULL' if is_lasting else 'NORMAL'}")
            self._is_flushing = is_lasting

    def _alone(self, job: Job) -> None:
        for _ in range(CONFLICTS):
            self._cursor.execute("BEGIN IMMEDIATE")
            if self._run(job):
                self._cursor.execute("COMMIT")
                return
            self._roll_back()
            if not isinstance(job.failure, Conflict):
                return

    def _together(self, batch: list[Job]) -> None:
        """All of them or none: if one fails, the others are carried out again without it.

        A savepoint for each would spare them that, but would cost everybody a tenth of their time, always.
        """
        self._cursor.execute("BEGIN IMMEDIATE")
        failed = next((job for job in batch if not self._run(job)), None)
        if failed is None:
            self._cursor.execute("COMMIT")
            return
        self._roll_back()
        others = [job for job in batch if job is not failed]
        self._session.wrote = max([self._commit(others), self._commit([failed])])

    def _run(self, job: Job) -> bool:
        """Whether the use case came to its end; its failure is kept otherwise."""
        wrote = self._session.wrote
        job.failure = None
        try:
            job.result = job.usecase(self._tx, job.command, self._now())
        except Exception as failure:
            job.failure = self._explained(failure)
            self._session.wrote = wrote
            return False
        return True

    def _explained(self, error: Exception) -> Exception:
        return sqlite_trouble(error, self._name) or error

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._cursor.execute("ROLLBACK")
