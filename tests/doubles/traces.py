"""Everything a database holds, searched for one person."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.ports import Store
from storage.statements import Statement
from storage.tables import metadata

WIRE_KEY = re.compile(r"(?<![\w-])[\w-]{24}(?![\w-])")
"""As storage.ids.new_key draws them: among thousands, some spell a short name by chance."""

EVERYTHING = {table.name: Statement(select(table)) for table in metadata.tables.values()}


async def traces_of(store: Store, word: str) -> list[tuple[str, str]]:
    """Table and value of whatever holds this word, in any writing."""
    rows = await store.read(_rows, None)
    word_alone = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
    return [(table, value) for table, value in rows if word_alone.search(WIRE_KEY.sub("", value))]


def _rows(tx: Any, nothing: None, now: datetime) -> list[tuple[str, str]]:
    return [
        (name, str(value))
        for name, statement in EVERYTHING.items()
        for row in tx._session.rows(statement, {})
        for value in tuple(row)
    ]
