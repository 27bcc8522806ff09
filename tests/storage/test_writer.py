"""The writer thread: one commit for many, nobody's failure is another's, and no silent death."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.commands.values import Passing
from bot.errors import Conflict, StorageUnusable
from bot.model.requests import Words
from bot.ports import Tx
from storage.sqlite_store import SqliteStore
from storage.store import open_store
from tests.doubles.clock import HandClock
from tests.people import ELM
from tests.storage.samples import seen, within


class Watch:
    """Sees every statement of the writer before it runs, and may fail in its place."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.failures: dict[str, list[BaseException | None]] = {}

    def connection(self) -> type[sqlite3.Connection]:
        watch = self

        class Cursor(sqlite3.Cursor):
            def execute(self, statement: str, parameters: Any = (), /) -> Any:
                watch.said.append(statement)
                failure = watch.failures[statement].pop(0) if watch.failures.get(statement) else None
                if failure is not None:
                    raise failure
                return super().execute(statement, parameters)

        class Connection(sqlite3.Connection):
            def cursor(self, factory: Any = Cursor) -> Any:
                return super().cursor(factory)

        return Connection

    def count(self, statement: str) -> int:
        return self.said.count(statement)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def watched(watch: Watch, tmp_path: Path, clock: HandClock) -> AsyncIterator[SqliteStore]:
    store = await open_store(f"sqlite:///{tmp_path / 'w.db'}", clock, sqlite_connection=watch.connection())
    assert isinstance(store, SqliteStore)
    watch.said.clear()
    yield store
    await store.close()


def put(word: str) -> Callable[[Tx], Any]:
    return lambda tx: tx.words.put(ELM.id, Words({"what": word}), None)


def fail(tx: Tx) -> None:
    put("half")(tx)
    raise ValueError("no")


async def together(store: SqliteStore, *acts: Callable[[Tx], Any], background: tuple[int, ...] = ()) -> list[Any]:
    """Hold the writer until all of these wait, so that they come in one batch."""
    open_gate, at_gate = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def gate(tx: Tx, _: None, now: object) -> None:
        loop.call_soon_threadsafe(at_gate.set)
        open_gate.wait(10)

    holding = asyncio.ensure_future(store.write(gate, None))
    await at_gate.wait()
    writes = [
        asyncio.ensure_future(store.write(lambda tx, act, now: act(tx), act, in_background=position in background))
        for position, act in enumerate(acts)
    ]
    await asyncio.sleep(0)
    open_gate.set()
    await holding
    return await asyncio.gather(*writes, return_exceptions=True)


async def words_in(store: SqliteStore) -> int:
    def count(tx: Any) -> int:
        cursor = tx._session._cursor()
        cursor.execute("SELECT count(*) FROM words", ())
        return int(cursor.fetchall()[0][0])

    return await seen(store, count)


async def test_those_who_wait_share_one_commit(watched: SqliteStore, watch: Watch) -> None:
    results = await together(watched, *[put(str(number)) for number in range(20)])
    assert len(set(results)) == 20
    assert watch.count("COMMIT") == 2
    assert await words_in(watched) == 20


class Passes(Passing):
    """Says how it is committed: 1 without flushing the disk, 2 with it."""

    def __call__(self, tx: Any) -> int:
        put("word")(tx)
        return flushed(tx)


def flushed(tx: Any) -> int:
    [(level,)] = tx._session._cursor().execute("PRAGMA synchronous").fetchall()
    return int(level)


async def test_nobody_waits_for_the_disk_because_of_what_is_done_again_anyway(watched: SqliteStore) -> None:
    acts = [flushed, Passes(), Passes(), flushed]
    assert [await watched.write(lambda tx, act, now: act(tx), act) for act in acts] == [2, 1, 1, 2]


async def test_what_lasts_is_flushed_whatever_shares_its_commit(watched: SqliteStore) -> None:
    assert await together(watched, Passes(), flushed, Passes()) == [2, 2, 2]


async def test_at_most_64_share_a_commit(watched: SqliteStore, watch: Watch) -> None:
    await together(watched, *[put(str(number)) for number in range(65)])
    assert watch.count("COMMIT") == 3


async def test_several_that_fail_are_taken_out_one_by_one(watched: SqliteStore) -> None:
    results = await together(watched, put("a"), fail, put("b"), fail, put("c"))

    assert [type(result) for result in results] == [str, ValueError, str, ValueError, str]
    assert await words_in(watched) == 3


async def test_a_command_that_raises_harms_nobody_else(watched: SqliteStore, watch: Watch) -> None:
    first, failed, last = await together(watched, put("a"), fail, put("b"))
    assert isinstance(failed, ValueError)
    assert {type(first), type(last)} == {str}
    assert await words_in(watched) == 2
    assert watch.count("COMMIT") == 2


async def test_people_go_before_background_work(watched: SqliteStore) -> None:
    order: list[str] = []
    await together(watched, lambda tx: order.append("sweep"), lambda tx: order.append("person"), background=(0,))
    assert order == ["person", "sweep"]


async def test_a_command_is_carried_out_even_if_nobody_waits_for_it_any_more(watched: SqliteStore) -> None:
    open_gate = threading.Event()
    holding = asyncio.ensure_future(within(watched, lambda tx: open_gate.wait(10)))
    abandoned = asyncio.ensure_future(within(watched, put("abandoned")))
    await asyncio.sleep(0)
    abandoned.cancel()
    open_gate.set()
    await holding
    await within(watched, put("after"))
    assert abandoned.cancelled()
    assert await words_in(watched) == 2


def trouble(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("as on a bad day")
    error.sqlite_errorcode = code
    return error


async def test_when_a_shared_commit_fails_each_is_tried_alone(watched: SqliteStore, watch: Watch) -> None:
    the_gate, the_batch = None, trouble(sqlite3.SQLITE_IOERR)
    watch.failures["COMMIT"] = [the_gate, the_batch]
    results = await together(watched, put("a"), fail, put("b"))
    assert [type(each) for each in results] == [str, ValueError, str]
    assert await words_in(watched) == 2
    assert watch.count("COMMIT") == 4


async def test_the_one_whose_own_commit_fails_hears_it_and_the_others_are_saved(
    watched: SqliteStore, watch: Watch
) -> None:
    bad = sqlite3.SQLITE_IOERR
    watch.failures["COMMIT"] = [None, trouble(bad), None, trouble(bad)]
    results = await together(watched, put("a"), put("b"), put("c"))
    assert [type(each) for each in results] == [str, StorageUnusable, str]
    assert await words_in(watched) == 2


async def test_a_commit_that_fails_alone_is_explained_and_nothing_is_kept(watched: SqliteStore, watch: Watch) -> None:
    watch.failures["COMMIT"] = [trouble(sqlite3.SQLITE_FULL)]
    with pytest.raises(StorageUnusable, match="The disk is full"):
        await within(watched, put("lost"))
    await within(watched, put("kept"))
    assert await words_in(watched) == 1


async def test_a_conflict_is_decided_again_and_again_but_not_for_ever(watched: SqliteStore) -> None:
    tries = []

    def contested(tx: Tx) -> str:
        put("contested")(tx)
        tries.append(1)
        if len(tries) < 3:
            raise Conflict
        return "won"

    assert await within(watched, contested) == "won"
    assert await words_in(watched) == 1
    tries.clear()
    results = await together(watched, contested, put("other"))
    assert results[0] == "won"
    assert await words_in(watched) == 3

    def hopeless(tx: Tx) -> None:
        tries.append(1)
        raise Conflict

    tries.clear()
    with pytest.raises(Conflict):
        await within(watched, hopeless)
    assert len(tries) == 5


async def test_a_dead_writer_fails_loudly_now_and_later(watched: SqliteStore, watch: Watch) -> None:
    watch.failures["BEGIN IMMEDIATE"] = [SystemError("torn apart")]
    with pytest.raises(StorageUnusable, match="has stopped"):
        await within(watched, put("a"))
    with pytest.raises(StorageUnusable, match="has stopped") as later:
        await within(watched, put("b"))
    assert isinstance(later.value.__cause__, SystemError)


async def test_what_waits_is_carried_out_before_closing(tmp_path: Path, clock: HandClock) -> None:
    url = f"sqlite:///{tmp_path / 'w.db'}"
    store = await open_store(url, clock)
    assert isinstance(store, SqliteStore)
    writes = [asyncio.ensure_future(within(store, put(str(number)))) for number in range(5)]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*writes)
    with pytest.raises(StorageUnusable, match="has stopped"):
        await within(store, put("late"))
    again = await open_store(url, clock)
    assert isinstance(again, SqliteStore)
    assert await words_in(again) == 5
    await again.close()
