"""Opens the store that a url asks for."""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bot.ports import Clock
from storage.engine import parse_url, sqlite_path
from storage.sqlite_store import SqliteReader, SqliteStore, backup_sqlite, open_sqlite, read_sqlite

if TYPE_CHECKING:
    from storage.postgres_store import PostgresStore

OpenStore: TypeAlias = "SqliteStore | PostgresStore"
"""A store that has to be closed, and that can be backed up."""


async def open_store(
    url: str, clock: Clock, *, sqlite_connection: type[sqlite3.Connection] = sqlite3.Connection
) -> OpenStore:
    """Brings the schema up to date. Raises StorageUnusable or NewerDatabase.

    `sqlite_connection` is the class of the writing connection: a place to look on, or to fail on purpose.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        return await open_sqlite(sqlite_path(parsed), clock, sqlite_connection)
    from storage.postgres_store import open_postgres

    return await open_postgres(parsed, clock)


async def open_to_read(url: str, clock: Clock) -> "SqliteReader | PostgresStore":
    """Beside whoever writes, and changing nothing. Raises StorageNotReady, StorageUnusable or NewerDatabase."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        return await read_sqlite(sqlite_path(parsed), clock)
    from storage.postgres_store import read_postgres

    return await read_postgres(parsed, clock)


async def backup(url: str, copy: Path) -> None:
    """One consistent file, whether a Barnraiser is running or not. Raises Unusable."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "postgresql":
        from storage.postgres_store import refuse_backup

        refuse_backup(parsed, copy)
    await backup_sqlite(sqlite_path(parsed), copy)
