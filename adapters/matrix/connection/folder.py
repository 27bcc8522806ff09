"""What belongs to one device of the bot, in a folder that only its owner can read: session, keys and lock.

The three belong together. A session without its keys is a stranger to everybody the device has spoken with.
"""

import json
import logging
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from bot.errors import StorageUnusable
from bot.lock import FileLock

log = logging.getLogger(__name__)

LOCK, SESSION, SEEDS, RECOVERY = "lock", "session.json", "cross-signing.json", "recovery-key.txt"
STORE = "keys.db"


@dataclass(frozen=True, slots=True)
class Kept:
    """`fingerprint` is the device's public Ed25519 key; "" until it was published."""

    user_id: str
    device_id: str
    token: str = field(default="", repr=False)
    fingerprint: str = ""


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = FileLock(path / LOCK)

    def open(self) -> None:
        """For us alone, until `close`. Raises StorageUnusable."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.take()
        except BlockingIOError:
            raise StorageUnusable(
                f"Another Barnraiser is already using {self.path}; two would break its keys."
            ) from None
        except OSError as trouble:
            raise StorageUnusable(f"The folder {self.path} cannot be used ({trouble.strerror}).") from trouble

    def close(self) -> None:
        self._lock.let_go()

    @property
    def has_keys(self) -> bool:
        return (self.path / STORE).exists()

    def session(self) -> Kept | None:
        found = self._read(SESSION)
        return None if found is None else Kept(**{each.name: str(found.get(each.name, "")) for each in fields(Kept)})

    def keep_session(self, kept: Kept) -> None:
        self._write(SESSION, asdict(kept))

    def seeds(self) -> dict[str, str] | None:
        """The private halves of the account's cross-signing keys, in base64."""
        return self._read(SEEDS)

    def keep_seeds(self, seeds: dict[str, str]) -> None:
        self._write(SEEDS, seeds)

    @property
    def recovery_note(self) -> Path:
        """Where the recovery key waits for the operator when there was no terminal to show it on."""
        return self.path / RECOVERY

    def note_recovery_key(self, key: str) -> None:
        """The log says where it is, never what it is."""
        write_private(self.recovery_note, f"{key}\n".encode())
        log.warning("the recovery key is in %s: keep it in a safe place, and remove that file", self.recovery_note)

    def put_aside(self) -> None:
        """Another device begins here; what belonged to the old one is kept under another name."""
        kept = self.session()
        for name in (SESSION, STORE):
            if (path := self.path / name).exists():
                path.replace(path.with_name(f"{name}.{kept.device_id if kept else 'unknown'}"))

    def _read(self, name: str) -> dict[str, Any] | None:
        path = self.path / name
        try:
            found = json.loads(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as trouble:
            raise StorageUnusable(
                f"{path} cannot be read ({type(trouble).__name__}); put a copy of it back."
            ) from trouble
        if not isinstance(found, dict):
            raise StorageUnusable(f"{path} does not hold what it should; put a copy of it back.")
        return found

    def _write(self, name: str, content: dict[str, Any]) -> None:
        write_private(self.path / name, json.dumps(content, indent=1).encode())


def write_private(path: Path, content: bytes) -> None:
    """For its owner alone, and whole whenever we are stopped. Raises StorageUnusable."""
    partial = path.with_name(path.name + ".new")
    try:
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as trouble:
        raise StorageUnusable(f"{path} cannot be written ({trouble.strerror}).") from trouble
