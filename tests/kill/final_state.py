"""All rows of a database, with random ids replaced by what they stand for, so that two runs can be compared."""

import re
from typing import Any

from sqlalchemy import Connection, create_engine
from sqlalchemy.ext.asyncio import create_async_engine

from bot.texts.recognition import FIRST, SECOND
from storage.delivery_tables import talks
from storage.tables import accounts, metadata, places, words

ID = re.compile(r"[0-9a-hjkmnp-tv-z]{20}")
DRAWN = re.compile(r"\b({}) ({})\b".format(*(each.replace(", ", "|") for each in (FIRST, SECOND))))
"""Words by which two people know each other: drawn by lot when somebody takes a request on."""
ITS_OWN_AFFAIR = frozenset(
    {"key", "epoch", "free_at", "seen_at", "ref", "id", "place_id", "card_id", "direct_ref", "created_at"}
)
"""Columns that may differ between two good runs: wire keys, leases, the platform's own references."""
Rows = list[dict[str, Any]]
State = dict[str, list[str]]


async def final_state(url: str) -> State:
    rows = await _all_rows(url)
    names = _names(rows)
    return {table: sorted(_readable(row, names) for row in found) for table, found in rows.items()}


async def where_words_are(url: str, text: str) -> str:
    """The id of what somebody typed: a button of a direct answer carries it, and such answers may be lost."""
    return next((str(row["id"]) for row in (await _all_rows(url))[words.name] if text in row["fields"]), "")


async def _all_rows(url: str) -> dict[str, Rows]:
    if url.startswith("sqlite"):
        engine = create_engine(url)
        with engine.connect() as connection:
            rows = _read(connection)
        engine.dispose()
        return rows
    server = create_async_engine(url)
    async with server.connect() as distant:
        rows = await distant.run_sync(_read)
    await server.dispose()
    return rows


def _read(connection: Connection) -> dict[str, Rows]:
    return {
        name: [dict(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}").mappings()]
        for name in sorted(metadata.tables)
    }


def _names(rows: dict[str, Rows]) -> dict[str, str]:
    people = {row["person_id"]: row["account_id"] for row in rows[accounts.name]}
    kinds = {row["id"]: row["ref"] for row in rows[places.name]}
    typed = {row["id"]: _readable({"fields": row["fields"]}, people) for row in rows[words.name]}
    told = {row["id"]: f"talk to {people[row['person_id']]} at {row['written_at']}" for row in rows[talks.name]}
    return people | kinds | typed | told


def _readable(row: dict[str, Any], names: dict[str, str]) -> str:
    kept = {name: value for name, value in row.items() if name not in ITS_OWN_AFFAIR}
    return ID.sub(lambda found: names.get(found[0], "?"), drawn_alike(str(kept)))


def drawn_alike(text: str) -> str:
    return DRAWN.sub("two words", text)
