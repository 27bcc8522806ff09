"""Connections: how each database is opened, and what every connection is told first."""

import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import StorageUnusable

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

WRITERS, READERS = 16, 4
"""Connections to PostgreSQL, and to SQLite for reading."""

_SQLITE_ALWAYS = ("foreign_keys=ON", "busy_timeout=5000", "secure_delete=ON")
# FULL: with group commit it costs little, and NORMAL loses acknowledged commits when the power fails.
_SQLITE_WRITER = ("journal_mode=WAL", "synchronous=FULL", *_SQLITE_ALWAYS)
_SQLITE_READER = ("query_only=ON", *_SQLITE_ALWAYS)


def parse_url(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StorageUnusable("The storage url is not a database url.") from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise StorageUnusable(f"Barnraiser stores in SQLite or PostgreSQL, not in {parsed.get_backend_name()}.")
    return parsed


def sqlite_path(url: URL) -> Path:
    if not url.database or url.database == ":memory:":
        raise StorageUnusable("The SQLite url needs the path of a file.")
    return Path(url.database)


def sqlite_writer(path: Path, connection: type[sqlite3.Connection]) -> Engine:
    """For one connection, whose transactions we begin and end ourselves."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        connect_args=_sqlite_arguments() | {"check_same_thread": False, "factory": connection},
    )
    _at_connect(engine, _SQLITE_WRITER)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def sqlite_reader(path: Path) -> Engine:
    """For connections that are opened one by one and kept."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        connect_args=_sqlite_arguments() | {"check_same_thread": False},
    )
    _at_connect(engine, _SQLITE_READER)
    return engine


def postgres_writer(url: URL) -> "AsyncEngine":
    return _postgres(url, "SERIALIZABLE", WRITERS, {})


def postgres_reader(url: URL) -> "AsyncEngine":
    """A snapshot that takes no part in the conflicts of those who write."""
    return _postgres(url, "REPEATABLE READ", READERS, {"default_transaction_read_only": "on"})


def _postgres(url: URL, isolation: Any, size: int, settings: Mapping[str, str]) -> "AsyncEngine":
    # Only who uses PostgreSQL pays for it: it is a tenth of all that we hold in memory.
    from sqlalchemy.ext.asyncio import create_async_engine

    # A sequential scan of a small table is taken for a read of all its rows: unrelated commands conflict.
    server_settings = {"application_name": "barnraiser", "enable_seqscan": "off", "jit": "off", **settings}
    return create_async_engine(
        url.set(drivername="postgresql+asyncpg"),
        isolation_level=isolation,
        pool_size=size,
        max_overflow=0,
        pool_timeout=60,
        connect_args={"server_settings": server_settings},
    )


def _sqlite_arguments() -> dict[str, Any]:
    """No hidden BEGIN on any version of Python; 3.16 changes the default."""
    arguments: dict[str, Any] = {"isolation_level": None, "cached_statements": 256, "timeout": 5}
    if sys.version_info >= (3, 12):
        arguments["autocommit"] = sqlite3.LEGACY_TRANSACTION_CONTROL
    return arguments


def _at_connect(engine: Engine, pragmas: tuple[str, ...]) -> None:
    def prepare(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", prepare)
