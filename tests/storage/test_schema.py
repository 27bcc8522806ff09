"""The schema: what keys look like, how it is brought up to date, and whom it refuses."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Index, UniqueConstraint, create_engine, inspect, text

from bot.errors import NewerDatabase, StorageUnusable
from storage.engine import parse_url, postgres_writer, sqlite_path
from storage.schema import HEAD, alembic_config
from storage.store import open_store
from storage.tables import WITHOUT_COMMUNITY, metadata
from tests.doubles.clock import HandClock


def test_every_key_begins_with_the_community() -> None:
    keys = [
        (table.name, [column.name for column in constraint.columns])
        for table in metadata.tables.values()
        for constraint in (table.primary_key, *table.constraints, *(each for each in table.indexes if each.unique))
        if isinstance(constraint, UniqueConstraint | Index) or constraint is table.primary_key
    ]
    assert len(keys) > 20
    others = {table for table, columns in keys if columns[:1] != ["community_id"]}
    assert others == WITHOUT_COMMUNITY.keys() - {"alembic_version"}


def test_no_column_needs_conversion_by_a_driver() -> None:
    kinds = {type(column.type).__name__ for table in metadata.tables.values() for column in table.c}
    assert kinds == {"Text", "Integer", "BigInteger"}


def differences(connection: Connection) -> list[Any]:
    options = {"compare_type": True, "compare_server_default": True}
    found = list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))
    return found + sorted(conditions_made(connection) ^ conditions_written())


def conditions_made(connection: Connection) -> set[tuple[str, str]]:
    """Which rows an index is of; Alembic does not compare that."""
    indexes = (index for table in metadata.tables for index in inspect(connection).get_indexes(table))
    options = ((index["name"], index.get("dialect_options", {})) for index in indexes)
    where = f"{connection.dialect.name}_where"
    return {(str(name), str(option[where]).strip("()")) for name, option in options if where in option}


def conditions_written() -> set[tuple[str, str]]:
    indexes = (index for table in metadata.tables.values() for index in table.indexes)
    return {(str(index.name), index.info["where"]) for index in indexes if "where" in index.info}


def test_some_indexes_are_of_some_rows_only() -> None:
    assert len(conditions_written()) == 7


async def test_the_migrations_make_exactly_the_tables(database_url: str) -> None:
    url = parse_url(database_url)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url)
        with engine.connect() as connection:
            found = differences(connection)
        engine.dispose()
    else:
        writer = postgres_writer(url)
        async with writer.connect() as async_connection:
            found = await async_connection.run_sync(differences)
        await writer.dispose()
    assert found == []


def test_the_newest_migration_is_the_one_that_is_looked_for() -> None:
    with create_engine("sqlite://").connect() as connection:
        script = ScriptDirectory.from_config(alembic_config(connection))
    assert script.get_current_head() == HEAD


async def change(url: str, statement: str) -> None:
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        connection = sqlite3.connect(sqlite_path(parsed), isolation_level=None)
        connection.execute(statement)
        connection.close()
        return
    writer = postgres_writer(parsed)
    async with writer.begin() as async_connection:
        await async_connection.execute(text(statement))
    await writer.dispose()


async def test_a_newer_database_is_refused_in_words(database_url: str, clock: HandClock) -> None:
    await change(database_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase, match=r"written by a newer Barnraiser \(its schema is 9999"):
        await open_store(database_url, clock)
    await change(database_url, f"UPDATE alembic_version SET version_num = '{HEAD}'")
    await (await open_store(database_url, clock)).close()


async def test_the_database_of_another_program_is_refused(database_url: str, clock: HandClock) -> None:
    await change(database_url, "DROP TABLE alembic_version")
    with pytest.raises(StorageUnusable, match="tables of another program"):
        await open_store(database_url, clock)


LOOKS_WHETHER_ALEMBIC_IS_LOADED = """
import asyncio, sys
from storage.store import open_store
from tests.doubles.clock import HandClock

async def look(url):
    store = await open_store(url, HandClock())
    await store.close()

asyncio.run(look(sys.argv[1]))
print("alembic" in sys.modules)
"""


def test_alembic_is_loaded_only_when_there_is_something_to_do(migrated_file: Path, tmp_path: Path) -> None:
    ready = tmp_path / "ready.db"
    shutil.copy(migrated_file, ready)
    answers = [
        subprocess.run(
            [sys.executable, "-c", LOOKS_WHETHER_ALEMBIC_IS_LOADED, f"sqlite:///{path}"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for path in (ready, tmp_path / "new.db")
    ]
    assert answers == ["False", "True"]
