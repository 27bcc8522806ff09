"""The store in one file: the writer thread writes, a few threads read beside it."""

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.errors import StorageNotReady, StorageUnusable
from bot.ports import Clock, CommandT, R, UseCase
from storage.engine import READERS, sqlite_reader, sqlite_writer
from storage.ids import Ids
from storage.lock import FileLock
from storage.schema import bring_up_to_date, expect_up_to_date
from storage.statements import Session, book_of
from storage.transaction import Transaction
from storage.trouble import is_sqlite_duplicate, sqlite_trouble
from storage.writer import Writer


class SqliteReader:
    """A few threads that read beside whoever writes. A query is one way into a thread and back."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._engine = sqlite_reader(path)
        self._book = book_of(self._engine.dialect)
        self._threads = ThreadPoolExecutor(READERS, "barnraiser-reader")
        self._here = threading.local()
        self._connections: list[sqlite3.Connection] = []

    async def read(self, query: UseCase[CommandT, R], command: CommandT) -> R:
        carry_out = self._carry_out
        return await asyncio.get_running_loop().run_in_executor(self._threads, carry_out, query, command)

    def _carry_out(self, query: UseCase[CommandT, R], command: CommandT) -> R:
        now = self._clock.now()
        with explained(self._path):
            tx, cursor = self._mine()
            cursor.execute("BEGIN")
            try:
                return query(tx, command, now)
            finally:
                cursor.execute("ROLLBACK")

    def _mine(self) -> tuple[Transaction, sqlite3.Cursor]:
        """This thread's own connection, opened with its first query: there is nobody to take turns with."""
        if not hasattr(self._here, "found"):
            connection = plain(self._engine)
            self._connections.append(connection)
            cursor = connection.cursor()
            session = Session(self._book, lambda: cursor, is_sqlite_duplicate)
            self._here.found = Transaction(session, Ids(self._clock.machine)), cursor
        found: tuple[Transaction, sqlite3.Cursor] = self._here.found
        return found

    async def look(self, run: Callable[[Connection], R]) -> R:
        return await asyncio.to_thread(self._looked, run)

    def _looked(self, run: Callable[[Connection], R]) -> R:
        with explained(self._path), self._engine.connect() as connection:
            return run(connection)

    async def close(self) -> None:
        await asyncio.to_thread(self._threads.shutdown)
        for connection in self._connections:
            connection.close()
        self._engine.dispose()


class SqliteStore:
    """Made by `open_sqlite`."""

    def __init__(
        self, path: Path, clock: Clock, lock: FileLock, engine: Engine, connection: sqlite3.Connection
    ) -> None:
        self._path = path
        self._clock = clock
        self._lock = lock
        self._engine = engine
        self._connection = connection
        self._book = book_of(engine.dialect)
        self._reader = SqliteReader(path, clock)
        self._wakes: list[Callable[[], None]] = []
        self._writer = self._start_writer()

    def _start_writer(self) -> Writer:
        cursor = self._connection.cursor()
        session = Session(self._book, lambda: cursor, is_sqlite_duplicate)
        tx = Transaction(session, Ids(self._clock.machine))
        return Writer(self._connection, session, tx, self._clock.now, str(self._path), self._wake)

    async def write(self, usecase: UseCase[CommandT, R], command: CommandT, *, in_background: bool = False) -> R:
        result: R = await self._writer.carry_out(usecase, command, in_background)
        return result

    async def read(self, query: UseCase[CommandT, R], command: CommandT) -> R:
        return await self._reader.read(query, command)

    def on_commit(self, wake: Callable[[], None]) -> None:
        self._wakes.append(wake)

    def _wake(self) -> None:
        for wake in self._wakes:
            wake()

    async def backup(self, path: Path) -> None:
        await backup_sqlite(self._path, path)

    async def close(self) -> None:
        """Carries out what waits first."""
        await asyncio.to_thread(self._writer.close)
        await self._reader.close()
        self._connection.close()
        self._engine.dispose()
        self._lock.let_go()


async def read_sqlite(path: Path, clock: Clock) -> SqliteReader:
    """Takes no lock and makes no file. Raises StorageNotReady, StorageUnusable or NewerDatabase."""
    if not await asyncio.to_thread(path.exists):
        raise StorageNotReady(f"There is no database at {path} yet; the first start makes it.")
    reader = SqliteReader(path, clock)
    try:
        await reader.look(lambda connection: expect_up_to_date(connection, str(path)))
    except BaseException:
        await reader.close()
        raise
    return reader


async def open_sqlite(path: Path, clock: Clock, connection: type[sqlite3.Connection]) -> SqliteStore:
    lock = FileLock(path)
    lock.take()
    try:
        with explained(path):
            _make_private(path)
            engine = sqlite_writer(path, connection)
            store = SqliteStore(path, clock, lock, engine, _prepared(engine, path))
            await store.write(_go_on, None)
            return store
    except BaseException:
        lock.let_go()
        raise


def _make_private(path: Path) -> None:
    """People's own words are in it: other users of the machine have nothing to read there."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def _prepared(engine: Engine, path: Path) -> sqlite3.Connection:
    """The writer's connection, with the schema up to date."""
    with engine.begin() as connection:
        bring_up_to_date(connection, str(path))
    return plain(engine)


def plain(engine: Engine) -> sqlite3.Connection:
    """A new connection that is ours alone."""
    pooled = engine.raw_connection()
    connection = pooled.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    pooled.detach()
    return connection


def _go_on(tx: Any, command: None, now: object) -> None:
    """Nobody else can hold a lease: this process is the only one."""
    tx.outbox.release_all()
    tx.go_on()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Trouble with the disk or the file, in words."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        trouble = sqlite_trouble(getattr(error, "orig", None) or error, str(path))
        if trouble is None:
            raise
        raise trouble from error


async def backup_sqlite(path: Path, copy: Path) -> None:
    """One consistent file, while others read and write. Raises StorageUnusable."""
    await asyncio.to_thread(_vacuum_into, path, copy)


def _vacuum_into(path: Path, copy: Path) -> None:
    """First under another name, so that a file with the right name is always whole."""
    if copy.exists():
        raise StorageUnusable(f"{copy} exists already: choose another name for the backup.")
    if not path.exists():
        raise StorageUnusable(f"There is no database at {path} yet.")
    part = copy.with_name(copy.name + ".part")
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        _make_private(part)
    except OSError as error:
        raise StorageUnusable(f"{copy} cannot be written: {(error.strerror or '').lower()}.") from error
    with explained(copy):
        connection = sqlite3.connect(path, isolation_level=None, timeout=5)
        try:
            connection.execute("VACUUM INTO ?", (str(part),))
        finally:
            connection.close()
    part.replace(copy)
