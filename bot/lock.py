"""One process at a time: a lock on a file, which the system lets go when we die."""

import os
from pathlib import Path


class FileLock:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> None:
        """Raises BlockingIOError if another process holds it, or another OSError if the file cannot be made."""
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._file)
        except OSError:
            self.let_go()
            raise

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
