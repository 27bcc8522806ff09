"""Both sides of the comparison on each database: ours and raw, every block on a fresh copy of one snapshot."""

import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.model.ids import CommunityId
from storage.engine import WRITERS
from storage.postgres_store import PostgresStore
from storage.store import OpenStore, open_store
from tests.bench.crowd import Crowd, statements
from tests.bench.measuring import seconds_of, seconds_of_async
from tests.bench.naive import NaiveBot
from tests.bench.neighbourhood import Pair, cycles, open_communities, pairs_of
from tests.bench.replay import (
    Command,
    RawPostgres,
    Recorder,
    RecordingBook,
    raw_connection,
    record,
    recording_connection,
    replay_sqlite,
)
from tests.doubles.clock import HandClock
from tests.doubles.postgres import PostgresServer


@dataclass(frozen=True)
class Size:
    cycles: int = 256
    warm: int = 64
    """The first cycles of a block open connections and prepare statements; they are not timed."""
    naive_cycles: int = 48
    postgres_cycles: int = 160
    rounds: int = 11
    """At most; fewer when the machine is busy, so that the whole run stays below four minutes."""
    naive_rounds: int = 3
    seconds: float = 90
    """For each kind of database."""
    communities: int = 16
    past: int = 8_000
    """Closed requests that are there already, in all communities together."""

    def crowd(self, communities: int) -> Crowd:
        """In each community: as many people as past requests."""
        return Crowd(self.past // communities, self.past // communities, is_closed=True)


class SqliteSide:
    """Each block starts with a fresh copy of the same snapshot."""

    def __init__(self, folder: Path, size: Size) -> None:
        self._folder = folder
        self._snapshot = folder / "snapshot.db"
        self._size = size
        self.pairs: list[Pair] = []
        self.recorded: list[list[Command]] = []

    async def prepare(self) -> None:
        async with _opened(f"sqlite:///{self._snapshot}") as store:
            communities = await open_communities(store, self._size.communities)
        crowd = self._size.crowd(len(communities))
        with closing(sqlite3.connect(self._snapshot)) as connection, connection:
            for statement in _past(communities, crowd):
                connection.execute(statement)
        self.pairs = pairs_of(communities, crowd.people, self._size.cycles)
        recorder = Recorder()
        async with _opened(self._url(), recording_connection(recorder)) as store:
            self.recorded = await record(store, self.pairs, recorder)

    def _fresh(self) -> Path:
        """One at a time: the block before has closed its own."""
        path = self._folder / "block.db"
        for old in self._folder.glob("block.db*"):
            old.unlink()
        shutil.copy(self._snapshot, path)
        return path

    def _url(self) -> str:
        return f"sqlite:///{self._fresh()}"

    def raw(self, mode: str) -> float:
        """Seconds a cycle."""
        connection = raw_connection(self._fresh(), mode)
        warm = self._size.warm
        replay_sqlite(connection, self.recorded[:warm])()
        took = seconds_of(replay_sqlite(connection, self.recorded[warm:]))
        connection.close()
        return took / len(self.recorded[warm:])

    async def ours(self, mode: str, in_flight: int) -> float:
        kept: list[sqlite3.Connection] = []

        class Kept(sqlite3.Connection):
            def __init__(self, *arguments: Any, **named: Any) -> None:
                super().__init__(*arguments, **named)
                kept.append(self)

        async with _opened(self._url(), Kept) as store:
            kept[-1].execute(f"PRAGMA synchronous={mode}")
            return await _ours(store, self.pairs, self._size.warm, in_flight)

    async def naive(self, in_flight: int) -> float:
        bot = NaiveBot(self._fresh())
        await bot.cycles(self.pairs[:2], 1)
        pairs = self.pairs[2 : 2 + self._size.naive_cycles]
        took = await seconds_of_async(bot.cycles(pairs, in_flight))
        await bot.close()
        return took / len(pairs)


def _past(communities: Sequence[CommunityId], crowd: Crowd) -> list[str]:
    return [each for community_id in communities for each in statements(community_id, crowd)]


async def _ours(store: OpenStore, pairs: Sequence[Pair], warm: int, in_flight: int) -> float:
    """Seconds a cycle."""
    await cycles(store, pairs[:warm], in_flight)
    return await seconds_of_async(cycles(store, pairs[warm:], in_flight)) / len(pairs[warm:])


@asynccontextmanager
async def _opened(url: str, connection: type[sqlite3.Connection] = sqlite3.Connection) -> AsyncIterator[OpenStore]:
    store = await open_store(url, HandClock(), sqlite_connection=connection)
    try:
        yield store
    finally:
        await store.close()


class DurableServer(PostgresServer):
    """Unlike the one for tests it waits for the disk at every commit: for both sides."""

    def start(self) -> None:
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C")
        settings = "listen_addresses=", "max_connections=200", "shared_buffers=128MB", "synchronous_commit=on"
        options = " ".join(f"-c {setting}" for setting in (f"unix_socket_directories={self._folder}", *settings))
        self._run("pg_ctl", "--wait", f"--log={self._folder}/log", f"--options={options}", "start")


@dataclass
class PostgresSide:
    """Each block starts with a fresh copy of the same template."""

    server: PostgresServer
    size: Size
    communities: int
    pairs: list[Pair] = field(default_factory=list)
    recorded: list[list[Command]] = field(default_factory=list)
    met: int = 0
    replayed: int = 0

    @property
    def met_a_cycle(self) -> float:
        """How often a raw command had to be executed again because it met another one."""
        return round(self.met / self.replayed, 2)

    @property
    def _template(self) -> str:
        return f"snapshot_{self.communities}"

    async def prepare(self) -> None:
        self.server.sql(f"CREATE DATABASE {self._template}")
        async with _opened(self.server.url(self._template)) as store:
            communities = await open_communities(store, self.communities)
        crowd = self.size.crowd(self.communities)
        self.server.sql_in(self._template, "; ".join(_past(communities, crowd)), "VACUUM ANALYZE")
        self.pairs = pairs_of(communities, crowd.people, self.size.postgres_cycles)
        recorder = Recorder()
        with self._copy() as url:
            async with _opened(url) as store:
                assert isinstance(store, PostgresStore)
                store._book = RecordingBook(store._book._dialect, recorder)
                self.recorded = await record(store, self.pairs, recorder)

    @contextmanager
    def _copy(self) -> Iterator[str]:
        name = self.server.create(self._template)
        yield self.server.url(name)
        self.server.drop(name)

    async def raw(self, in_flight: int) -> float:
        warm = self.size.warm
        with self._copy() as url:
            raw = await RawPostgres.open(url, min(in_flight, WRITERS))
            await raw.replay(self.recorded[:warm], in_flight)
            raw.met = 0
            took = await seconds_of_async(raw.replay(self.recorded[warm:], in_flight))
            await raw.pool.close()
        self.met += raw.met
        self.replayed += len(self.recorded[warm:])
        return took / len(self.recorded[warm:])

    async def ours(self, in_flight: int) -> float:
        with self._copy() as url:
            async with _opened(url) as store:
                return await _ours(store, self.pairs, self.size.warm, in_flight)
