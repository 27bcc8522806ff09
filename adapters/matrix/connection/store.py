"""nio's store of keys and sessions, in one file."""

import os
from pathlib import Path
from typing import Any

from nio.store import SqliteStore
from peewee import PeeweeException, SqliteDatabase

from adapters.matrix.connection.folder import STORE
from bot.errors import StorageStopped


class Database(SqliteDatabase):  # type: ignore[misc]
    """What cannot be saved is nothing to go on from: whoever wrote to us would never be read."""

    def execute_sql(self, *arguments: Any, **more: Any) -> Any:
        try:
            return super().execute_sql(*arguments, **more)
        except PeeweeException as trouble:
            raise StorageStopped(f"The bot's keys on Matrix cannot be saved ({trouble}).") from None

    def commit(self) -> Any:
        try:
            return super().commit()
        except PeeweeException as trouble:
            raise StorageStopped(f"The bot's keys on Matrix cannot be saved ({trouble}).") from None


class Store(SqliteStore):  # type: ignore[misc]
    def _create_database(self) -> Database:
        return Database(self.database_path, pragmas={"foreign_keys": 1, "secure_delete": 1})


def open_store(user_id: str, device_id: str, folder: Path) -> Store:
    """For its owner alone."""
    os.close(os.open(folder / STORE, os.O_RDWR | os.O_CREAT, 0o600))
    return Store(user_id, device_id, str(folder), database_name=STORE)
