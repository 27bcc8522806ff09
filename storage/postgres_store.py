"""The store on PostgreSQL: every command SERIALIZABLE, and decided again when it met another one."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import Conflict, StorageUnusable, Unusable
from bot.ports import Clock, CommandT, R, UseCase
from storage.engine import postgres_reader, postgres_writer
from storage.ids import Ids
from storage.schema import bring_up_to_date, expect_up_to_date
from storage.statements import Session, book_of
from storage.transaction import Transaction
from storage.trouble import is_in_the_way, is_lost, is_postgres_duplicate, postgres_trouble

ATTEMPTS = 50
"""Commands that met others are decided again this often."""
CONFLICTS = 5
"""A Conflict that stays is not a race, and a server that stays away is down."""
AT_ONCE = 3
"""Whoever had to make way is decided again without a pause so often: the other one has committed by then."""
LONGEST_PAUSE = 0.02
"""Seconds before each further attempt, at most; the pause is random."""


class PostgresStore:
    """Made by `open_postgres`."""

    def __init__(self, url: URL, clock: Clock, engine: AsyncEngine) -> None:
        self._url = url
        self._clock = clock
        self._engine = engine
        self._reader = postgres_reader(url)
        self._book = book_of(engine.dialect)
        self._ids = Ids(clock.machine)
        self._again = asyncio.Lock()
        self._background = asyncio.Lock()
        self._wakes: list[Callable[[], None]] = []
        self._running: set[asyncio.Future[Any]] = set()

    async def write(self, usecase: UseCase[CommandT, R], command: CommandT, *, in_background: bool = False) -> R:
        """Carried out even if the waiter is cancelled meanwhile."""
        work = self._behind(usecase, command) if in_background else self._decide(usecase, command)
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._finished)
        return await asyncio.shield(task)

    def _finished(self, task: asyncio.Future[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # a waiter that was cancelled does not ask for it

    async def _behind(self, usecase: UseCase[CommandT, R], command: CommandT) -> R:
        """Background work goes one at a time, so that people find free connections."""
        async with self._background:
            return await self._decide(usecase, command)

    async def _decide(self, usecase: UseCase[CommandT, R], command: CommandT) -> R:
        for attempt in range(ATTEMPTS):
            try:
                async with self._turn(attempt):
                    result, wrote = await self._attempt(usecase, command)
            except Exception as error:
                if not _is_worth_retrying(error, attempt):
                    _raise_explained(error, self._url)
                continue
            if wrote:
                self._wake()
            return result
        raise StorageUnusable(f"The database is too busy: a command met others {ATTEMPTS} times.")

    @asynccontextmanager
    async def _turn(self, attempt: int) -> AsyncIterator[None]:
        """Everybody at once the first time; those who met somebody go on one at a time."""
        if attempt == 0:
            yield
            return
        async with self._again:
            if attempt > AT_ONCE:
                await asyncio.sleep(random.uniform(0, LONGEST_PAUSE))
            yield

    async def _attempt(self, usecase: UseCase[CommandT, R], command: CommandT) -> tuple[R, bool]:
        def run(connection: Any) -> tuple[R, bool]:
            session = Session(self._book, connection.connection.cursor, is_postgres_duplicate)
            result = usecase(Transaction(session, self._ids), command, self._clock.now())
            return result, session.wrote

        return await _in_transaction(self._engine, run)

    async def read(self, query: UseCase[CommandT, R], command: CommandT) -> R:
        def run(connection: Any) -> R:
            session = Session(self._book, connection.connection.cursor, is_postgres_duplicate)
            return query(Transaction(session, self._ids), command, self._clock.now())

        return await self.look(run)

    async def look(self, run: Callable[[Any], R]) -> R:
        for attempt in range(CONFLICTS):
            try:
                return await _in_transaction(self._reader, run)
            except Exception as error:
                if not is_lost(error) or attempt + 1 == CONFLICTS:
                    _raise_explained(error, self._url)
        raise AssertionError("unreachable")

    def on_commit(self, wake: Callable[[], None]) -> None:
        self._wakes.append(wake)

    def _wake(self) -> None:
        for wake in self._wakes:
            wake()

    async def backup(self, path: Path) -> None:
        refuse_backup(self._url, path)

    async def close(self) -> None:
        """Carries out what waits first."""
        while self._running:
            await asyncio.wait(self._running)
        await self._engine.dispose()
        await self._reader.dispose()


async def open_postgres(url: URL, clock: Clock) -> PostgresStore:
    engine = postgres_writer(url)
    try:
        # Not SERIALIZABLE: who waited for another's migration has to see it.
        calm = engine.execution_options(isolation_level="READ COMMITTED")
        async with calm.begin() as connection:
            await connection.run_sync(bring_up_to_date, shown(url))
    except Exception as error:
        await engine.dispose()
        _raise_explained(error, url)
    store = PostgresStore(url, clock, engine)
    await store.read(_go_on, None)
    return store


def _go_on(tx: Any, command: None, now: object) -> None:
    tx.go_on()


async def read_postgres(url: URL, clock: Clock) -> PostgresStore:
    """A store that is only read from. Raises StorageNotReady, StorageUnusable or NewerDatabase."""
    store = PostgresStore(url, clock, postgres_writer(url))
    try:
        await store.look(lambda connection: expect_up_to_date(connection, shown(url)))
    except BaseException:
        await store.close()
        raise
    return store


def shown(url: URL) -> str:
    """The address without its password."""
    plain = url.difference_update_query(["password"])._replace(drivername="postgresql", password=None)
    return plain.render_as_string()


def refuse_backup(url: URL, path: Path) -> NoReturn:
    line = f'pg_dump --format=custom --file="{path}" "{shown(url)}"'
    raise Unusable(f"PostgreSQL makes its own backups, also while Barnraiser runs: {line}")


async def _in_transaction(engine: AsyncEngine, run: Callable[[Any], R]) -> R:
    async with engine.connect() as connection:
        try:
            async with connection.begin():
                return await connection.run_sync(run)
        except Exception as error:
            if is_lost(error):
                await connection.invalidate()
            raise


def _is_worth_retrying(error: Exception, attempt: int) -> bool:
    """An ambiguous commit is decided again too: its origin says whether it was done."""
    if is_in_the_way(error):
        return True
    return attempt + 1 < CONFLICTS and (isinstance(error, Conflict) or is_lost(error))


def _raise_explained(error: Exception, url: URL) -> NoReturn:
    trouble = postgres_trouble(error, shown(url))
    if trouble is None:
        raise error
    raise trouble from error
