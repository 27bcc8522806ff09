"""One process at a time uses a SQLite file: a lock beside it, which the system lets go when we die."""

import os
from pathlib import Path

from bot.errors import StorageUnusable


class FileLock:
    def __init__(self, database: Path) -> None:
        self._name = database
        self._path = database.with_name(database.name + ".lock")
        self._file: int | None = None

    def take(self) -> None:
        """Raises StorageUnusable if another process holds it, or if the folder cannot be written."""
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageUnusable(
                f"{self._name} cannot be used: its folder must exist and be writable for this user "
                f"({os.strerror(error.errno or 0).lower()})."
            ) from error
        try:
            _lock(self._file)
        except OSError as error:
            self.let_go()
            raise StorageUnusable(f"Another Barnraiser is already using {self._name}.") from error

    def let_go(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _lock(file: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: the file is only a sign there
        return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
