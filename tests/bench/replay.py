"""The limit: the statements our store executed, with the parameters it executed them with, run raw.

A number of cycles is recorded once, starting from a snapshot of a database, one command at a time. Replayed
on a copy of the same snapshot, every id, number, origin and key fits, and every constraint holds.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
from asyncpg.exceptions import DeadlockDetectedError, SerializationError
from sqlalchemy.engine import Dialect

from bot.ports import Store
from storage.statements import Book, Statement, Values
from tests.bench import neighbourhood
from tests.bench.neighbourhood import Pair

Executed = tuple[str, Sequence[Any]]
"""The text of a statement and its parameters."""
Command = list[Executed]
"""The statements of one transaction."""
_FRAMES = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")


@dataclass
class Recorder:
    """Whatever is executed belongs to the newest command."""

    commands: list[Command] = field(default_factory=lambda: [[]])

    def note(self, sql: str, parameters: Sequence[Any]) -> None:
        if not sql.lstrip().upper().startswith(_FRAMES):
            self.commands[-1].append((sql, parameters))

    def cut(self) -> None:
        self.commands.append([])


async def record(store: Store, pairs: Sequence[Pair], recorder: Recorder) -> list[list[Command]]:
    """The commands of each pair's cycle, in their order."""
    recorded = []
    for pair in pairs:
        recorder.commands = [[]]
        draft_id = await neighbourhood.ask(store, pair)
        recorder.cut()
        number = await neighbourhood.post(store, pair, draft_id)
        recorder.cut()
        await neighbourhood.claim(store, pair, number)
        recorder.cut()
        await neighbourhood.complete(store, pair, number)
        recorded.append(recorder.commands)
    return recorded


def recording_connection(recorder: Recorder) -> type[sqlite3.Connection]:
    class RecordingCursor(sqlite3.Cursor):
        def execute(self, sql: str, parameters: Any = (), /) -> Any:
            recorder.note(sql, parameters)
            return super().execute(sql, parameters)

    class RecordingConnection(sqlite3.Connection):
        def cursor(self, factory: Any = RecordingCursor) -> Any:
            return super().cursor(factory)

    return RecordingConnection


class RecordingBook(Book):
    """For PostgreSQL: asyncpg does not log what runs as a prepared statement."""

    def __init__(self, dialect: Dialect, recorder: Recorder) -> None:
        super().__init__(dialect)
        self._recorder = recorder

    def __missing__(self, statement: Statement) -> tuple[str, Callable[[Values], tuple[Any, ...]]]:
        sql, pick = super().__missing__(statement)

        def noted(values: Values) -> tuple[Any, ...]:
            parameters = pick(values)
            self._recorder.note(sql, parameters)
            return parameters

        entry = self[statement] = (sql, noted)
        return entry


def raw_connection(path: Path, synchronous: str) -> sqlite3.Connection:
    """Set up as the store sets up its own."""
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
    pragmas = ("journal_mode=WAL", f"synchronous={synchronous}", "foreign_keys=ON", "secure_delete=ON")
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def replay_sqlite(connection: sqlite3.Connection, recorded: Sequence[Sequence[Command]]) -> Callable[[], None]:
    """One command is one transaction, one after the other, in this thread."""
    commands = [command for cycle in recorded for command in cycle]
    execute = connection.cursor().execute

    def run() -> None:
        for command in commands:
            execute("BEGIN IMMEDIATE")
            for sql, parameters in command:
                execute(sql, parameters).fetchall()
            execute("COMMIT")

    return run


@dataclass
class RawPostgres:
    """asyncpg without anything around it: as many connections as our store has, statements prepared once."""

    pool: Any
    _again: asyncio.Lock = field(default_factory=asyncio.Lock)
    met: int = 0
    """How often a command met another one and was executed again."""

    @classmethod
    async def open(cls, url: str, connections: int) -> "RawPostgres":
        settings = {"enable_seqscan": "off", "jit": "off"}
        dsn = url.replace("+asyncpg", "", 1)
        pool = asyncpg.create_pool(
            dsn, min_size=connections, max_size=connections, server_settings=settings, reset=_keep
        )
        return cls(await pool)

    async def replay(self, recorded: Sequence[Sequence[Command]], in_flight: int) -> None:
        waiting = deque(recorded)

        async def neighbour() -> None:
            while waiting:
                for command in waiting.popleft():
                    await self._carry_out(command)

        async with asyncio.TaskGroup() as group:
            for _ in range(in_flight):
                group.create_task(neighbour())

    async def _carry_out(self, command: Command) -> None:
        """Who met another goes on one at a time, as in our store: without that nobody gets on."""
        if await self._attempt(command):
            return
        async with self._again:
            self.met += 1
            while not await self._attempt(command):
                self.met += 1

    async def _attempt(self, command: Command) -> bool:
        try:
            async with self.pool.acquire() as connection, connection.transaction(isolation="serializable"):
                for sql, parameters in command:
                    await connection.fetch(sql, *parameters)
        except (SerializationError, DeadlockDetectedError):
            return False
        return True


async def _keep(connection: object) -> None:
    """No round trip when a connection goes back to the pool; SQLAlchemy makes none either."""
