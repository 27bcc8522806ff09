"""The platform itself: a small chat that remembers its messages in its own SQLite file, chat.db.

It knows nothing of requests. It is synchronous, because it is tiny and its file is local; every method
is one transaction, on disk before it returns.
"""

import json
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.errors import StorageUnusable

Body = dict[str, Any]
"""What a message shows, as JSON: {"text": ...} of a person, {"paragraphs": ...} of the bot, {} if removed."""

TABLES = """
create table if not exists messages (
    id integer primary key autoincrement, key text not null unique, seq integer not null unique,
    place text not null, author text not null, at text not null, body text not null,
    reader text, about text not null default '', is_edited integer not null default 0,
    is_removed integer not null default 0, chosen text not null default '[]');
create table if not exists reactions (
    message integer not null, account text not null, symbol text not null,
    primary key (message, symbol, account)) without rowid;
create table if not exists events (
    number integer primary key autoincrement, id text not null unique, key text not null unique,
    account text not null, place text not null, kind text not null, body text not null,
    is_dispatched integer not null default 0);
create table if not exists settings (name text primary key, value text not null) without rowid;
"""


@dataclass(frozen=True, slots=True)
class Message:
    """`seq` grows with every change of any message, so "everything since N" is one comparison.

    `reader` is set on a private answer: nobody else sees it. `about` is what they had typed.
    """

    id: int
    seq: int
    place: str
    author: str
    at: str
    body: Body
    reader: str | None
    about: str
    is_edited: bool
    is_removed: bool
    chosen: tuple[str, ...] = ()
    reactions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def ref(self) -> str:
        return str(self.id)


@dataclass(frozen=True, slots=True)
class Event:
    """Something a person did. `key` is made by the page, so that sending it twice does it once."""

    id: str
    key: str
    account: str
    place: str
    kind: str
    body: dict[str, Any]

    @property
    def origin(self) -> str:
        return f"playground:{self.id}"


class Chat:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._listeners: list[Callable[[Message], None]] = []
        self.is_open = False

    def open(self) -> None:
        """Raises StorageUnusable."""
        try:
            self._db = sqlite3.connect(self._path)
            self._db.row_factory = sqlite3.Row
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = full")
            self._db.executescript(TABLES)
            self.is_open = True
        except sqlite3.Error as error:
            raise StorageUnusable(f"The playground cannot use its chat file {self._path}: {error}.") from error

    def close(self) -> None:
        self.is_open = False
        self._db.close()

    def on_change(self, listen: Callable[[Message], None]) -> None:
        """Call `listen` after every message that was written or changed."""
        self._listeners.append(listen)

    # Messages

    def post(
        self,
        *,
        key: str,
        place: str,
        author: str,
        at: datetime,
        body: Body,
        reader: str | None = None,
        about: str = "",
    ) -> Message:
        """Write a message once per key: a known key returns the message as it is now."""
        with self._db:
            cursor = self._db.execute(
                "insert into messages (key, seq, place, author, at, body, reader, about)"
                " values (?, (select coalesce(max(seq), 0) + 1 from messages), ?, ?, ?, ?, ?, ?)"
                " on conflict (key) do nothing",
                (key, place, author, at.isoformat(), json.dumps(body), reader, about),
            )
            row = self._db.execute("select id from messages where key = ?", (key,)).fetchone()
        message = self.message(row["id"])
        return self._told(message) if cursor.rowcount else message

    def edit(self, message: Message, body: Body) -> Message:
        with self._db:
            self._change(message, "body = ?, is_edited = 1", json.dumps(body))
        return self._told(message)

    def remove(self, message: Message) -> Message:
        """Forget what it said. The row stays, so that open pages learn that it is gone."""
        with self._db:
            self._change(message, "body = '{}', about = '', is_removed = 1")
        return self._told(message)

    def remember_choice(self, message: Message, token: str) -> Message:
        with self._db:
            self._change(message, "chosen = ?", json.dumps(sorted({*message.chosen, token})))
        return self._told(message)

    def react(self, message: Message, account: str, symbol: str, *, is_present: bool) -> Message:
        if is_present:
            statement = "insert or ignore into reactions (message, account, symbol) values (?, ?, ?)"
        else:
            statement = "delete from reactions where message = ? and account = ? and symbol = ?"
        with self._db:
            self._db.execute(statement, (message.id, account, symbol))
            self._change(message, "body = body")
        return self._told(message)

    def find(self, ref: object) -> Message | None:
        """The message with this ref, removed ones included; None for anything that is no ref."""
        if not str(ref).isdecimal() or len(str(ref)) > 18:
            return None
        row = self._db.execute("select * from messages where id = ?", (int(str(ref)),)).fetchone()
        return self._message(row) if row else None

    def message(self, message_id: int) -> Message:
        return self._message(self._db.execute("select * from messages where id = ?", (message_id,)).fetchone())

    def since(self, seq: int) -> list[Message]:
        """Every message that was written or changed after `seq`, as it is now."""
        rows = self._db.execute("select * from messages where seq > ? order by seq", (seq,)).fetchall()
        return [self._message(row) for row in rows]

    def _change(self, message: Message, assignment: str, *values: str) -> None:
        self._db.execute(
            f"update messages set {assignment}, seq = (select max(seq) + 1 from messages) where id = ?",
            (*values, message.id),
        )

    def _told(self, message: Message) -> Message:
        """The message as it is now, after everybody who listens has heard of it."""
        now = self.message(message.id)
        for listen in self._listeners:
            listen(now)
        return now

    def _message(self, row: sqlite3.Row) -> Message:
        reactions: dict[str, list[str]] = {}
        for reaction in self._db.execute("select * from reactions where message = ?", (row["id"],)):
            reactions.setdefault(reaction["symbol"], []).append(reaction["account"])
        return Message(
            id=row["id"],
            seq=row["seq"],
            place=row["place"],
            author=row["author"],
            at=row["at"],
            body=json.loads(row["body"]),
            reader=row["reader"],
            about=row["about"],
            is_edited=bool(row["is_edited"]),
            is_removed=bool(row["is_removed"]),
            chosen=tuple(json.loads(row["chosen"])),
            reactions=reactions,
        )

    # Events

    def record(self, *, key: str, account: str, place: str, kind: str, body: dict[str, Any]) -> Event | None:
        """Keep what a person did until it was dispatched; None if this key was recorded before."""
        event = Event(secrets.token_hex(8), key, account, place, kind, body)
        with self._db:
            cursor = self._db.execute(
                "insert into events (id, key, account, place, kind, body) values (?, ?, ?, ?, ?, ?)"
                " on conflict (key) do nothing",
                (event.id, key, account, place, kind, json.dumps(body)),
            )
        return event if cursor.rowcount else None

    def waiting(self) -> list[Event]:
        """Events that were recorded and perhaps never reached the core, oldest first."""
        rows = self._db.execute("select * from events where is_dispatched = 0 order by number")
        return [
            Event(row["id"], row["key"], row["account"], row["place"], row["kind"], json.loads(row["body"]))
            for row in rows
        ]

    def dispatched(self, event: Event) -> None:
        """Nothing is left to do for this event; what was typed is not kept twice."""
        with self._db:
            self._db.execute("update events set is_dispatched = 1, body = '{}' where id = ?", (event.id,))

    # Settings

    @property
    def id(self) -> str:
        """Differs from that of every other chat.db: a page that remembers another one starts over."""
        return self.setting("id") or self.remember("id", secrets.token_hex(8))

    def setting(self, name: str) -> str | None:
        row = self._db.execute("select value from settings where name = ?", (name,)).fetchone()
        return row["value"] if row else None

    def remember(self, name: str, value: str) -> str:
        with self._db:
            self._db.execute(
                "insert into settings (name, value) values (?, ?)"
                " on conflict (name) do update set value = excluded.value",
                (name, value),
            )
        return value
