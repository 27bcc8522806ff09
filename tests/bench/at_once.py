"""The real use cases on a real SQLite, in this thread and without waiting for a disk: for benches that live through
months. What is measured there is what people meet, not how long it takes."""

from collections.abc import Callable
from pathlib import Path

from bot.ports import Clock, CommandT, R, UseCase
from storage.engine import sqlite_reader
from storage.ids import Ids
from storage.sqlite_store import plain
from storage.statements import Book, Session
from storage.transaction import Transaction
from storage.trouble import is_sqlite_duplicate

QUICK = ("query_only=OFF", "journal_mode=MEMORY", "synchronous=OFF", "secure_delete=OFF", "locking_mode=EXCLUSIVE")


class AtOnceStore:
    """Implements Store. `path` is a copy of a database that has the schema."""

    def __init__(self, path: Path, clock: Clock) -> None:
        engine = sqlite_reader(path)
        self._connection, self._clock = plain(engine), clock
        self._cursor = self._connection.cursor()
        for pragma in QUICK:
            self._cursor.execute(f"PRAGMA {pragma}")
        self._session = Session(Book(engine.dialect), lambda: self._cursor, is_sqlite_duplicate)
        self._tx = Transaction(self._session, Ids(clock.machine))
        self._wakes: list[Callable[[], None]] = []

    async def read(self, query: UseCase[CommandT, R], command: CommandT) -> R:
        return query(self._tx, command, self._clock.now())

    async def write(self, usecase: UseCase[CommandT, R], command: CommandT, *, in_background: bool = False) -> R:
        self._session.wrote = False
        self._cursor.execute("BEGIN")
        try:
            result = usecase(self._tx, command, self._clock.now())
        except BaseException:
            self._cursor.execute("ROLLBACK")
            raise
        self._cursor.execute("COMMIT")
        for wake in self._wakes if self._session.wrote else ():
            wake()
        return result

    def on_commit(self, wake: Callable[[], None]) -> None:
        self._wakes.append(wake)

    def close(self) -> None:
        self._connection.close()
