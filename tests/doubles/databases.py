"""Empty stores on demand, for tests that need many of them."""

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from storage.store import OpenStore, open_store
from tests.doubles.clock import HandClock
from tests.doubles.postgres import PostgresServer


@dataclass
class Databases:
    """`fresh` gives an empty store and its clock; the caller closes the store."""

    template: Path
    postgres: PostgresServer
    folder: tempfile.TemporaryDirectory[str] = field(default_factory=tempfile.TemporaryDirectory)
    count: int = 0

    async def fresh(self, kind: str) -> tuple[OpenStore, HandClock]:
        self.count += 1
        clock = HandClock()
        return await open_store(self._url(kind), clock), clock

    def _url(self, kind: str) -> str:
        if kind == "postgres":
            return self.postgres.url(self.postgres.create())
        path = Path(self.folder.name) / f"{self.count}.db"
        shutil.copy(self.template, path)
        return f"sqlite:///{path}"
