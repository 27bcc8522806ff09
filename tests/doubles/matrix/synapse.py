"""A real Synapse on loopback, from the wheel `matrix-synapse`, with SQLite in a folder of its own.

It takes about 3 s to start and 0.1 s to stop, so one serves all tests of a process and every test brings people
and rooms of its own. It talks to nobody outside this machine.
"""

import asyncio
import base64
import hashlib
import hmac
import importlib.util
import itertools
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

SERVER_NAME = "hs.test"
PASSWORD = "correct horse"
READY_WITHIN = 90.0
"""Seconds; on a busy machine everything takes longer."""
LIFELINE = """
import jsonschema, os, runpy, threading
def validate(instance, schema, cls=None, **more):
    (cls or jsonschema.validators.validator_for(schema))(schema, **more).validate(instance)
jsonschema.validate = validate
threading.Thread(target=lambda: (os.read(0, 1), os._exit(0)), daemon=True).start()
runpy.run_module("synapse.app.homeserver", run_name="__main__", alter_sys=True)
"""
"""Synapse ends with whoever started it, also if that was killed: then nobody holds the other end of its stdin.

It checks what it is told, and not with every power level its own schema again, which takes as long as to look at the
rest of a new room."""
_SECRET = "only on this machine"
_UNLIMITED = {"per_second": 100_000, "burst_count": 100_000}


class Unavailable(Exception):
    """Says why there is no Synapse on this machine."""


@dataclass(frozen=True, slots=True)
class Variant:
    """`limits` leaves Synapse's own rate limits on; `push` is needed to see notifications; `chores` are what an
    operator's Synapse also does about every event and nobody here looks at: a directory of people, telling other
    servers."""

    limits: bool = False
    room_version: str = "11"
    push: bool = False
    chores: bool = False


@dataclass(frozen=True, slots=True)
class Registered:
    user_id: str
    password: str
    token: str
    device_id: str


class Synapse:
    """May be stopped and started again; accounts, rooms and the port stay."""

    def __init__(self, variant: Variant = Variant()) -> None:
        if importlib.util.find_spec("synapse") is None:
            raise Unavailable("the wheel matrix-synapse is not installed")
        self.variant = variant
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = Path(tempfile.mkdtemp(prefix="barnraiser-synapse-"))
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None
        _write_settings(self._folder, self.port, variant)

    def start(self) -> None:
        """Until it answers. Raises Unavailable with what it said."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notices, (self._folder / "out").open("ab") as out:
            name = f"barnraiser-synapse-{secrets.token_hex(8)}"
            notices.bind(f"\0{name}")
            self._process = subprocess.Popen(
                [sys.executable, "-c", LIFELINE, "-c", str(self._folder / "homeserver.yaml")],
                cwd=self._folder,
                env={**os.environ, "NOTIFY_SOCKET": f"@{name}"},
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self._wait_until_ready(notices)

    def _wait_until_ready(self, notices: socket.socket) -> None:
        """Synapse says so as to systemd; a process that ended says nothing, so that is looked at in between."""
        assert self._process is not None
        notices.settimeout(0.25)
        for _ in range(round(READY_WITHIN / 0.25)):
            try:
                if b"READY=1" in notices.recv(4096):
                    return
            except TimeoutError:
                if self._process.poll() is not None:
                    break
        self.stop()
        raise Unavailable(f"Synapse does not start:\n{(self._folder / 'out').read_text()[-2000:]}")

    def stop(self, *, hard: bool = False) -> None:
        """`hard` pulls the plug."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGKILL if hard else signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def log(self) -> str:
        """Its warnings and errors."""
        return (self._folder / "log").read_text(errors="replace")

    async def register(self, name: str, *, is_admin: bool = False, is_name_kept: bool = False) -> Registered:
        """A new account, logged in once; its name gets a number so that every test has people of its own."""
        localpart = name if is_name_kept else f"{name}{next(self._numbers)}"
        return await asyncio.to_thread(self._register, localpart, is_admin)

    async def log_in(self, user_id: str) -> Registered:
        """Another device of an account."""
        identifier = {"type": "m.id.user", "user": user_id}
        body = {"type": "m.login.password", "identifier": identifier, "password": PASSWORD}
        made = await asyncio.to_thread(self._ask, "/_matrix/client/v3/login", body)
        return Registered(made["user_id"], PASSWORD, made["access_token"], made["device_id"])

    def _register(self, localpart: str, is_admin: bool) -> Registered:
        path = "/_synapse/admin/v1/register"
        nonce = self._ask(path)["nonce"]
        vouched = "\0".join([nonce, localpart, PASSWORD, "admin" if is_admin else "notadmin"])
        mac = hmac.new(_SECRET.encode(), vouched.encode(), hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": localpart, "password": PASSWORD, "admin": is_admin, "mac": mac}
        made = self._ask(path, body)
        return Registered(made["user_id"], PASSWORD, made["access_token"], made["device_id"])

    def _ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        content = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self.url + path, content), timeout=60) as answer:
            return json.load(answer)


class Synapses:
    """One running Synapse of each kind that was asked for."""

    def __init__(self) -> None:
        self._running: dict[Variant, Synapse] = {}

    def __call__(self, *, limits: bool = False, room_version: str = "11", push: bool = False) -> Synapse:
        """Raises Unavailable."""
        variant = Variant(limits, room_version, push)
        if variant not in self._running:
            self._running[variant] = _started(variant)
        return self._running[variant]

    def remove(self) -> None:
        for each in self._running.values():
            each.remove()


def _started(variant: Variant) -> Synapse:
    """Somebody else may take a port between our look at it and Synapse's."""
    for _ in range(3):
        synapse = Synapse(variant)
        try:
            synapse.start()
        except Unavailable as why:
            synapse.remove()
            if "Address already in use" not in str(why):
                raise
        else:
            return synapse
    raise Unavailable("all ports that were tried were taken meanwhile")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _write_settings(folder: Path, port: int, variant: Variant) -> None:
    seed = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    (folder / "signing.key").write_text(f"ed25519 a_test {seed}\n")
    # JSON is YAML too.
    (folder / "log.yaml").write_text(json.dumps(_logging(folder)))
    limits = {} if variant.limits else _no_limits()
    chores = {} if variant.chores else _no_chores()
    (folder / "homeserver.yaml").write_text(json.dumps(_settings(folder, port, variant) | limits | chores))


def _settings(folder: Path, port: int, variant: Variant) -> dict[str, Any]:
    """Quick passwords, and no word to or from outside."""
    resources = [{"names": ["client"], "compress": False}]
    listener = {"port": port, "bind_addresses": ["127.0.0.1"], "type": "http", "tls": False, "resources": resources}
    return {
        "server_name": SERVER_NAME,
        "public_baseurl": f"http://127.0.0.1:{port}/",
        "listeners": [listener],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
        "pid_file": str(folder / "pid"),
        "log_config": str(folder / "log.yaml"),
        "media_store_path": str(folder / "media"),
        "signing_key_path": str(folder / "signing.key"),
        "registration_shared_secret": _SECRET,
        "macaroon_secret_key": _SECRET,
        "form_secret": _SECRET,
        "bcrypt_rounds": 4,
        "report_stats": False,
        "trusted_key_servers": [],
        "suppress_key_server_warning": True,
        "federation_domain_whitelist": [],
        "url_preview_enabled": False,
        "user_directory": {"enabled": False},
        "presence": {"enabled": False},
        "push": {"enabled": variant.push},
        "default_room_version": variant.room_version,
        "caches": {"global_factor": 0.5},
    }


def _no_limits() -> dict[str, Any]:
    return {
        "rc_message": _UNLIMITED,
        "rc_registration": _UNLIMITED,
        "rc_login": {"address": _UNLIMITED, "account": _UNLIMITED, "failed_attempts": _UNLIMITED},
        "rc_admin_redaction": _UNLIMITED,
        "rc_joins": {"local": _UNLIMITED, "remote": _UNLIMITED},
        "rc_joins_per_room": _UNLIMITED,
        "rc_invites": {"per_room": _UNLIMITED, "per_user": _UNLIMITED, "per_issuer": _UNLIMITED},
        "rc_media_create": _UNLIMITED,
        "rc_room_creation": _UNLIMITED,
        "rc_reports": _UNLIMITED,
        "rc_delayed_event_mgmt": _UNLIMITED,
        "rc_user_directory": _UNLIMITED,
    }


def _no_chores() -> dict[str, Any]:
    """Without them an event takes two thirds of the time."""
    return {
        "update_user_directory_from_worker": "nobody",
        "send_federation": False,
    }


def _logging(folder: Path) -> dict[str, Any]:
    to_file = {"class": "logging.FileHandler", "filename": str(folder / "log"), "formatter": "line"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(name)s %(levelname)s %(message)s"}},
        "handlers": {"file": to_file},
        "root": {"level": "WARNING", "handlers": ["file"]},
    }
