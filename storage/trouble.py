"""What a driver complains about, as one sentence for the operator."""

import sqlite3

from bot.errors import Conflict, StorageUnusable

_SENTENCES = {
    sqlite3.SQLITE_FULL: "The disk is full: {name} cannot grow. Free some space; nothing that was answered is lost.",
    sqlite3.SQLITE_READONLY: "{name} is read-only: make the file and its folder writable for this user.",
    sqlite3.SQLITE_BUSY: "{name} is locked by another program for too long: close what else has it open.",
    sqlite3.SQLITE_CANTOPEN: "{name} cannot be opened: its folder must exist and be writable for this user.",
    sqlite3.SQLITE_PERM: "{name} cannot be opened: this user is not permitted to.",
    sqlite3.SQLITE_AUTH: "{name} cannot be opened: this user is not permitted to.",
    sqlite3.SQLITE_NOTADB: "{name} is not a database: choose another path, or move that file away.",
    sqlite3.SQLITE_CORRUPT: "{name} is damaged: restore it from a backup.",
    sqlite3.SQLITE_IOERR: "The disk does not read or write {name} reliably: check it, then start again.",
}
_DUPLICATES = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)


def sqlite_trouble(error: BaseException, name: str) -> StorageUnusable | None:
    """None if the machine is fine, and so the statement must be wrong."""
    code = getattr(error, "sqlite_errorcode", None)
    sentence = None if code is None else _SENTENCES.get(code & 0xFF)
    return None if sentence is None else StorageUnusable(sentence.format(name=name))


def is_sqlite_duplicate(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", None) in _DUPLICATES


def sqlstate(error: BaseException) -> str | None:
    """PostgreSQL's own code, wherever the layers between have put it."""
    found = getattr(error, "orig", error)
    return getattr(found, "sqlstate", None)


def is_postgres_duplicate(error: Exception) -> bool:
    return sqlstate(error) == "23505"


def is_in_the_way(error: BaseException) -> bool:
    """Another transaction came first: a serialization failure or a deadlock, or the Conflict that it was called."""
    cause = error.__cause__ if isinstance(error, Conflict) else None
    return sqlstate(cause or error) in ("40001", "40P01")


def is_lost(error: BaseException) -> bool:
    """The connection to PostgreSQL is gone, or there never was one."""
    state = sqlstate(error) or ""
    closed = "connection is closed" in str(error)
    return closed or state.startswith("08") or state in _SHUTTING_DOWN or isinstance(error, OSError)


_SHUTTING_DOWN = ("57P01", "57P02", "57P03")
_POSTGRES_SENTENCES = {
    "28P01": "PostgreSQL refused the password for {name}.",
    "28000": "PostgreSQL does not let this user in: {name}.",
    "3D000": "PostgreSQL has no database of that name: {name}. Create it with createdb.",
    "42501": "This user may not create or use Barnraiser's tables in {name}.",
    "53100": "The disk of PostgreSQL is full: {name}.",
    "25006": "PostgreSQL is read-only at the moment: {name}.",
}


def postgres_trouble(error: BaseException, name: str) -> StorageUnusable | None:
    """None if the machine is fine, and so the statement must be wrong."""
    sentence = _POSTGRES_SENTENCES.get(sqlstate(error) or "")
    if sentence is None and is_lost(error):
        sentence = "PostgreSQL does not answer at {name}: check that it runs and can be reached."
    return None if sentence is None else StorageUnusable(sentence.format(name=name))
