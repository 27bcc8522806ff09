"""Statements are Core objects, compiled once per dialect and then run on the driver's own cursor.

Ordinary Core execution costs about 30 microseconds a statement; this costs two. It is possible because
no column needs conversion (see `storage.tables`); a test runs every statement through plain Core too.
Values are given by name. Binds that are compared are called `the_` and their column, so that they never
collide with the columns an UPDATE sets. Lists have no place in a statement: the text would vary.
"""

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Column, ColumnElement, Executable, Table, bindparam, literal_column
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import ClauseElement

from bot.errors import Conflict
from storage.trouble import is_in_the_way

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Row = Any
"""A tuple on SQLite, an asyncpg record on PostgreSQL: both unpack."""
Values = Mapping[str, Any]
Build = Callable[[str], Executable]


class Statement:
    """One statement of ours: a Core object, or what builds one for the name of a dialect."""

    __slots__ = ("_core",)

    def __init__(self, core: Executable | Build) -> None:
        self._core = core

    def core(self, dialect: str) -> Executable:
        return self._core if isinstance(self._core, Executable) else self._core(dialect)


def same(*columns: Column[Any]) -> ColumnElement[bool]:
    """Each column equals the bind `the_<column>`."""
    first, *others = [column == bindparam(f"the_{column.name}") for column in columns]
    for other in others:
        first = first & other
    return first


def said(value: str | int) -> ColumnElement[Any]:
    """A constant of ours, written into the statement: partial indexes are only used for constants."""
    return literal_column(repr(value) if isinstance(value, int) else f"'{value!s}'")


def _insert(table: Table, dialect: str) -> "sqlite.Insert | postgresql.Insert":
    """Into what may be there already: each dialect has its own words for that."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    # Only who uses PostgreSQL pays for it.
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def insert_or_update(table: Table, *keys: str, keep: frozenset[str] = frozenset()) -> Statement:
    """Insert a row; if its keys exist, set every other column but those in `keep`."""

    def build(dialect: str) -> Executable:
        insert = _insert(table, dialect)
        fresh = {name: insert.excluded[name] for name in table.c.keys() if name not in {*keys, *keep}}  # noqa: SIM118
        return insert.on_conflict_do_update(index_elements=keys, set_=fresh)

    return Statement(build)


def insert_or_ignore(table: Table) -> Statement:
    """Insert a row; if it exists, change nothing."""

    def build(dialect: str) -> Executable:
        insert = _insert(table, dialect)
        return insert.on_conflict_do_nothing()

    return Statement(build)


class Compiled:
    """A statement as the driver takes it. `pick` turns named values into the positional parameters."""

    __slots__ = ("names", "pick", "sql")

    def __init__(self, core: Executable, dialect: Dialect) -> None:
        assert isinstance(core, ClauseElement)
        compiled: Any = core.compile(dialect=dialect)
        self.sql: str = compiled.string
        self.names: tuple[str, ...] = tuple(compiled.positiontup)
        constants = {name: value for name, value in compiled.params.items() if value is not None}
        self.pick: Callable[[Values], tuple[Any, ...]] = _picker(self.names, constants)


def _picker(names: tuple[str, ...], constants: Values) -> Callable[[Values], tuple[Any, ...]]:
    if constants:
        return lambda values: tuple([constants[name] if name in constants else values[name] for name in names])
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple([values[name] for name in names])


class Book(dict[Statement, tuple[str, Callable[[Values], tuple[Any, ...]]]]):
    """Every statement as one dialect says it, compiled when it is first used."""

    def __init__(self, dialect: Dialect) -> None:
        super().__init__()
        self._dialect = dialect

    def __missing__(self, statement: Statement) -> tuple[str, Callable[[Values], tuple[Any, ...]]]:
        compiled = Compiled(statement.core(self._dialect.name), self._dialect)
        entry = self[statement] = (compiled.sql, compiled.pick)
        return entry


_BOOKS: dict[str, Book] = {}


def book_of(dialect: Dialect) -> Book:
    """The same for all stores of this process: compiling is slow, and what comes out is the dialect's alone."""
    return _BOOKS.setdefault(dialect.name, Book(dialect))


class Cursor(Protocol):
    """What sqlite3 and the asyncpg adapter have in common."""

    @property
    def rowcount(self) -> int: ...

    def execute(self, operation: str, parameters: Any = ..., /) -> Any: ...

    def fetchall(self) -> Any: ...


class Session:
    """Runs our statements on one connection. `wrote` says whether any row was changed.

    That somebody else came first is a Conflict from the statement on which it shows: whoever passes over mistakes of
    their own would go on in a transaction that is over.
    """

    __slots__ = ("_book", "_cursor", "_is_duplicate", "wrote")

    def __init__(self, book: Book, cursor: Callable[[], Cursor], is_duplicate: Callable[[Exception], bool]) -> None:
        self._book = book
        self._cursor = cursor
        self._is_duplicate = is_duplicate
        self.wrote = False

    def rows(self, statement: Statement, values: Values) -> list[Row]:
        sql, pick = self._book[statement]
        cursor = self._cursor()
        try:
            cursor.execute(sql, pick(values))
        except Exception as error:
            if is_in_the_way(error):
                raise Conflict from error
            raise
        return list(cursor.fetchall())

    def row(self, statement: Statement, values: Values) -> Row | None:
        sql, pick = self._book[statement]
        cursor = self._cursor()
        try:
            cursor.execute(sql, pick(values))
        except Exception as error:
            if is_in_the_way(error):
                raise Conflict from error
            raise
        for row in cursor.fetchall():
            return row
        return None

    def run(self, statement: Statement, values: Values) -> int:
        """Returns how many rows were changed."""
        sql, pick = self._book[statement]
        cursor = self._cursor()
        try:
            cursor.execute(sql, pick(values))
        except Exception as error:
            if is_in_the_way(error):
                raise Conflict from error
            raise
        changed = cursor.rowcount
        if changed:
            self.wrote = True
        return changed

    def returning(self, statement: Statement, values: Values) -> Row | None:
        """Change one row at most, and return what the statement returns about it."""
        row = self.row(statement, values)
        if row is not None:
            self.wrote = True
        return row

    def add(self, statement: Statement, values: Values) -> None:
        """Insert a row that must be new; raises Conflict if it is not."""
        try:
            self.run(statement, values)
        except Exception as error:
            if self._is_duplicate(error):
                raise Conflict from error
            raise
