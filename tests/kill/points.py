"""Where a process can be killed: before and after every statement, commit and send, counted as they come."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_connection, AsyncAdapt_asyncpg_cursor
from sqlalchemy.util import await_

NEVER = 0


class Points:
    """Counts from 1. When `kill_at` is reached the process dies there, as with `kill -9`.

    `last_words` is told the name of that point.
    """

    def __init__(self, kill_at: int, last_words: Callable[[str], None]) -> None:
        self._kill_at = kill_at
        self._last_words = last_words
        self.names: list[str] = []

    def reached(self, name: str) -> None:
        self.names.append(name)
        if len(self.names) == self._kill_at:
            self.die()

    def die(self) -> None:
        self._last_words(self.names[-1])
        os.kill(os.getpid(), signal.SIGKILL)

    def disarm(self) -> None:
        self._kill_at = NEVER

    @property
    def is_next_the_last(self) -> bool:
        return len(self.names) + 1 == self._kill_at


def short(sql: str) -> str:
    """Enough of a statement to know it by: its verb and its table."""
    words = sql.split()
    after = {"INSERT": "INTO", "DELETE": "FROM", "SELECT": "FROM"}.get(words[0])
    if after in words:
        return f"{words[0]} {words[words.index(after) + 1]}"
    return " ".join(words[:2])


def sqlite_connection(points: Points) -> type[sqlite3.Connection]:
    class CountingCursor(sqlite3.Cursor):
        def execute(self, sql: str, parameters: Any = (), /) -> Any:
            points.reached(f"before {short(sql)}")
            super().execute(sql, parameters)
            points.reached(f"after {short(sql)}")
            return self

    class CountingConnection(sqlite3.Connection):
        def cursor(self, factory: Any = CountingCursor) -> Any:
            return super().cursor(factory)

    return CountingConnection


def count_on_postgres(points: Points) -> None:
    """Every connection of this process to PostgreSQL counts from now on, for writing and for reading."""

    class CountingCursor(AsyncAdapt_asyncpg_cursor):
        def execute(self, operation: Any, parameters: Any = None) -> None:
            points.reached(f"before {short(operation)}")
            super().execute(operation, parameters)  # type: ignore[no-untyped-call]
            points.reached(f"after {short(operation)}")

    class CountingConnection(AsyncAdapt_asyncpg_connection):
        _cursor_cls = CountingCursor

        def commit(self) -> None:
            if self._transaction is None:
                return
            points.reached("before COMMIT")
            if points.is_next_the_last:
                await_(_begin(self._transaction.commit))
            points.reached("COMMIT is on its way")
            super().commit()  # type: ignore[no-untyped-call]
            points.reached("after COMMIT")

    def connect(dialect: Any, _: Any, arguments: Any, named: Any) -> Any:
        plain = dialect.connect(*arguments, **named)
        return CountingConnection(dialect.dbapi, plain.driver_connection)  # type: ignore[no-untyped-call]

    event.listen(Engine, "do_connect", connect)


async def _begin(commit: Callable[[], Any]) -> None:
    """The server is told to commit; who told it is about to die, and will not hear that it did."""
    told = asyncio.ensure_future(commit())
    await asyncio.sleep(0)
    assert not told.done()
