# ruff: noqa: ASYNC240 -- tests may look at files while nobody waits
"""When the machine is in the way, the operator reads one sentence, and nothing is half done."""

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import StorageUnusable, Unusable
from bot.model.ids import Number
from bot.model.requests import Words
from bot.ports import Tx
from storage.sqlite_store import SqliteStore
from storage.store import OpenStore, backup, open_store
from tests.doubles.clock import HandClock
from tests.people import ELM, RIDE
from tests.storage.samples import posted, seen, within


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "barnraiser.db"


async def opened(path: Path) -> SqliteStore:
    store = await open_store(f"sqlite:///{path}", HandClock())
    assert isinstance(store, SqliteStore)
    return store


async def test_each_commit_waits_for_the_disk_and_what_is_deleted_is_overwritten(path: Path) -> None:
    store = await opened(path)
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
    found = {name: store._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas}
    full = 2
    assert found == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
    }
    await store.close()


async def test_only_its_owner_can_read_the_database_and_its_copies(path: Path) -> None:
    store = await opened(path)
    await within(store, lambda tx: tx.words.put(ELM.id, Words(), None))
    await store.backup(path.with_name("copy.db"))
    modes = {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}, modes
    await store.close()


async def test_a_second_process_is_refused_until_the_first_has_stopped(path: Path) -> None:
    first = await opened(path)
    with pytest.raises(StorageUnusable, match="Another Barnraiser is already using"):
        await opened(path)
    await first.close()
    await (await opened(path)).close()


async def test_leases_of_a_process_that_died_are_forgotten_at_start(path: Path) -> None:
    first = await opened(path)
    await first.close()
    raw = sqlite3.connect(path)
    with raw:
        raw.execute("INSERT INTO people VALUES ('p', 0)")
        raw.execute("INSERT INTO accounts (platform, account_id, person_id, seen_at) VALUES ('test', 'a', 'p', 0)")
        raw.execute(
            "INSERT INTO outbox (community_id, id, lane, rank, message, number, reader_id, facts, premise, written_at,"
            " key, given_up, attempts, epoch, lease_owner, free_at)"
            " VALUES ('elm', 'x', 'l', 0, 'm', 1, 'p', '{}', 'always', 0, 'k', 0, 0, 1, 'dead', 99999999999999)"
        )
    raw.close()
    again = await opened(path)
    assert len(await within(again, lambda tx: tx.outbox.candidates(frozenset({"test"}), 0, 9, 9))) == 1
    await again.close()


async def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.write_text("Dear diary, " * 200)
    with pytest.raises(StorageUnusable, match="is not a database"):
        await opened(path)
    assert path.read_text().startswith("Dear diary")


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageUnusable, match="its folder must exist and be writable"):
        await opened(tmp_path / "nowhere" / "barnraiser.db")


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere; nobody may not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


async def test_a_read_only_folder_is_refused_in_words() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        with as_nobody(), pytest.raises(StorageUnusable, match="writable for this user"):
            await opened(folder / "barnraiser.db")
        folder.chmod(0o755)


async def test_a_read_only_file_is_refused_in_words(path: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        inside = folder / "barnraiser.db"
        await (await opened(inside)).close()
        for each in folder.iterdir():
            each.chmod(0o666)
        inside.chmod(0o444)
        with as_nobody(), pytest.raises(StorageUnusable, match="read-only"):
            await opened(inside)


async def test_a_full_disk_fails_those_who_write_and_the_rest_goes_on(path: Path) -> None:
    store = await opened(path)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count={pages + 4}")

    def put(size: int) -> object:
        return lambda tx: tx.words.put(ELM.id, Words({"what": "x" * size}), None)

    big, small = put(1_000_000), put(10)
    results = await asyncio.gather(
        *[within(store, act) for act in (small, big, small)],  # type: ignore[arg-type]
        return_exceptions=True,
    )
    assert [isinstance(each, StorageUnusable) for each in results] == [False, True, False]
    assert "The disk is full" in str(results[1])
    assert await seen(store, lambda tx: tx.next_due()) is None
    await store.close()


async def test_a_database_that_another_program_locks_is_named(path: Path) -> None:
    store = await opened(path)
    store._connection.execute("PRAGMA busy_timeout=10")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageUnusable, match="locked by another program"):
        await within(store, lambda tx: tx.words.put(ELM.id, Words(), None))
    other.execute("ROLLBACK")
    other.close()
    await within(store, lambda tx: tx.words.put(ELM.id, Words(), None))
    await store.close()


@pytest.mark.parametrize("url", ["mysql://localhost/x", "sqlite://", "sqlite:///:memory:", "nonsense"])
async def test_a_url_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(StorageUnusable):
        await open_store(url, HandClock())


async def test_a_postgresql_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql+asyncpg://me:s3cret@/db?host={tmp_path}"
    with pytest.raises(StorageUnusable, match="PostgreSQL does not answer") as caught:
        await open_store(url, HandClock())
    assert "s3cret" not in str(caught.value)


async def test_a_backup_made_while_writing_is_whole(path: Path, tmp_path: Path) -> None:
    store = await opened(path)
    copy = tmp_path / "copies" / "copy.db"
    has_begun, is_done = asyncio.Event(), asyncio.Event()

    async def write() -> int:
        number = 0
        while not is_done.is_set() or number < 20:
            number += 1
            await within(store, lambda tx, number=number: post(tx, number))  # type: ignore[misc]
            has_begun.set()
        return number

    writing = asyncio.ensure_future(write())
    await has_begun.wait()
    await store.backup(copy)
    is_done.set()
    assert await writing >= 20
    await store.close()
    again = await opened(copy)
    saved = await seen(again, lambda tx: tx.requests.count_wanted(ELM.id, None))
    assert saved == len(await seen(again, lambda tx: tx.history.recent(ELM.id, 10**6)))
    assert saved > 0
    await again.close()


def post(tx: Tx, number: int) -> None:
    tx.settle(posted(replace(RIDE, number=Number(number))))


async def test_a_backup_replaces_no_file_and_needs_a_database(path: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageUnusable, match="no database at"):
        await backup(f"sqlite:///{path}", tmp_path / "copy.db")
    await (await opened(path)).close()
    taken = tmp_path / "taken.db"
    taken.write_text("precious")
    with pytest.raises(StorageUnusable, match="exists already"):
        await backup(f"sqlite:///{path}", taken)
    assert taken.read_text() == "precious"


async def test_postgresql_makes_its_own_backups(tmp_path: Path) -> None:
    url = "postgresql+asyncpg://me:s3cret@host/db"
    with pytest.raises(Unusable, match=r"pg_dump .*postgresql://me@host/db") as caught:
        await backup(url, tmp_path / "copy.dump")
    assert "s3cret" not in str(caught.value)


async def test_what_was_committed_is_there_after_reopening(store: OpenStore, database_url: str) -> None:
    await within(store, lambda tx: post(tx, 1))
    await store.close()
    again = await open_store(database_url, HandClock())
    assert await seen(again, lambda tx: tx.requests.count_wanted(ELM.id, None)) == 1
    await again.close()
