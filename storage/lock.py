"""One process at a time uses a SQLite file: a lock beside it."""

import os
from pathlib import Path

from bot import lock
from bot.errors import StorageUnusable


class FileLock(lock.FileLock):
    def __init__(self, database: Path) -> None:
        super().__init__(database.with_name(database.name + ".lock"))
        self._name = database

    def take(self) -> None:
        """Raises StorageUnusable if another process holds it, or if the folder cannot be written."""
        try:
            super().take()
        except BlockingIOError as error:
            raise StorageUnusable(f"Another Barnraiser is already using {self._name}.") from error
        except OSError as error:
            raise StorageUnusable(
                f"{self._name} cannot be used: its folder must exist and be writable for this user "
                f"({os.strerror(error.errno or 0).lower()})."
            ) from error
