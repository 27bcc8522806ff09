"""Statements run on the plain cursor; they must say and find what they do through ordinary Core."""

import importlib
import pkgutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Integer, event, text

import storage
from bot.errors import Conflict
from bot.model.changes import CardWish
from bot.model.claims import Claim, Hold
from bot.model.ids import Number
from bot.model.people import Actor
from bot.model.places import PlaceKind
from bot.model.posts import CardKind, Item, Owed, Post, Talk
from bot.model.requests import Words
from bot.ports import Tx
from storage.engine import parse_url, postgres_writer, sqlite_path, sqlite_writer
from storage.statements import Compiled, Statement
from storage.store import OpenStore
from tests.people import ANA, BEN, ELM, NOON, RIDE, actor
from tests.storage.samples import CARE, HELP, found_elm_street, full_draft, posted, within

KNOWN: dict[str, Any] = {
    "the_community_id": ELM.id,
    "the_number": RIDE.number,
    "the_platform": "test",
    "the_account_id": "ana",
    "the_asker_id": ANA,
    "the_helper_id": BEN,
    "the_person_id": ANA,
    "the_kind": "help",
    "the_origin": "o1",
    "now": 2**61,
    "until": 2**61,
    "at_most": 9,
    "at_a_door": 9,
    "after": -1,
    "skip": 0,
}
"""Values that find something among what `fill` saves."""


def every_statement() -> Iterator[tuple[str, Statement]]:
    """Everything that is a statement at the top of a module of `storage`."""
    for found in pkgutil.iter_modules(storage.__path__):
        if found.ispkg:
            continue
        module = importlib.import_module(f"storage.{found.name}")
        for name, value in vars(module).items():
            for position, each in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(each, Statement):
                    yield f"{found.name}.{name}[{position}]", each


def fill(tx: Tx) -> None:
    words_id = tx.words.put(ELM.id, Words({"what": "a ride"}), NOON)
    tx.people.recognise(ELM.id, actor("Ana"), NOON)
    tx.drafts.save(full_draft())
    talk = Talk(ELM.id, "t1", ANA, NOON, (Owed(Item.NUDGE, RIDE.number, ANA, NOON),))
    post, card = (
        Post("hello", RIDE.number, place=PlaceKind.HELP),
        CardWish(CardKind.REQUEST, PlaceKind.HELP, number=RIDE.number),
    )
    tx.settle(posted(replace(RIDE, words_id=words_id), origin="o1", posts=(post,), cards=(card,), talk=talk))
    tx.uptime.seen(NOON)


def value_of(name: str, is_number: bool) -> Any:
    return KNOWN.get(name, 77 if is_number else "x")


def compare(connection: Connection) -> list[str]:
    """Run everything both ways, taking each back; returns what was compared."""
    said: list[tuple[str, Any]] = []

    def listen(_: Any, __: Any, statement: str, parameters: Any, *rest: Any) -> None:
        said.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", listen)
    compared = []
    for name, statement in every_statement():
        core = statement.core(connection.dialect.name)
        ours = Compiled(core, connection.dialect)
        values = values_for(core, connection)
        plain = on_cursor(connection, ours, values)
        said.clear()
        through_core = in_core(connection, core, values)
        assert (ours.sql, ours.pick(values)) in said, name
        assert plain == through_core, name
        compared.append(name)
    return compared


def values_for(core: Any, connection: Connection) -> dict[str, Any]:
    binds = core.compile(dialect=connection.dialect).binds
    return {name: value_of(name, isinstance(bind.type, Integer)) for name, bind in binds.items() if bind.value is None}


def on_cursor(connection: Connection, ours: Compiled, values: dict[str, Any]) -> Any:
    taken_back = connection.begin_nested()
    cursor = connection.connection.cursor()
    cursor.execute(ours.sql, ours.pick(values))
    found = [tuple(row) for row in cursor.fetchall()] if cursor.description else cursor.rowcount
    taken_back.rollback()
    return found


def in_core(connection: Connection, core: Any, values: dict[str, Any]) -> Any:
    taken_back = connection.begin_nested()
    result = connection.execute(core, values)
    found = [tuple(row) for row in result] if result.returns_rows else result.rowcount
    taken_back.rollback()
    return found


async def test_every_statement_says_and_finds_the_same_through_core(store: OpenStore, database_url: str) -> None:
    await found_elm_street(store, HELP, CARE)
    await within(store, fill)
    other = replace(RIDE, number=Number(105), claims=(Claim(BEN, Hold.ACTIVE, NOON, nudge_at=NOON),))
    await within(store, lambda tx: tx.settle(posted(other)))
    url = parse_url(database_url)
    if url.get_backend_name() == "sqlite":
        engine = sqlite_writer(sqlite_path(url), sqlite3.Connection)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            compared = compare(connection)
    else:
        writer = postgres_writer(url)
        async with writer.connect() as async_connection:
            await async_connection.execute(text("SET session_replication_role = replica"))
            compared = await async_connection.run_sync(compare)
        await writer.dispose()
    assert len(compared) > 80


def test_no_statement_brings_values_of_its_own(tmp_path: Path) -> None:
    """But for limits, constants are written out: a bound one would keep partial indexes from being used."""
    dialect = sqlite_writer(tmp_path / "none.db", sqlite3.Connection).dialect
    for name, statement in every_statement():
        compiled: Any = statement.core("sqlite").compile(dialect=dialect)  # type: ignore[attr-defined]
        own = {bind: value for bind, value in compiled.params.items() if value is not None}
        assert set(own.values()) <= {0, 1}, f"{name} binds {own}"


async def test_only_a_duplicate_counts_as_a_conflict(store: OpenStore) -> None:
    with pytest.raises(Exception, match=r"(?i)null") as caught:
        await within(store, _without_name)
    assert not isinstance(caught.value, Conflict)


def _without_name(tx: Tx) -> None:
    tx.people.recognise(ELM.id, Actor(actor("Ana").account, None), NOON)  # type: ignore[arg-type]
