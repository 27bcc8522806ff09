"""What people typed: the one table that is purged."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.model.ids import CommunityId, WordsId
from bot.model.requests import Words
from storage.statements import Session, Statement, same
from storage.tables import words
from storage.values import from_json, micros, micros_if, to_json

_ONE = same(words.c.community_id, words.c.id)
ADD = Statement(insert(words).inline())
REPLACE = Statement(update(words).where(_ONE).values(fields=bindparam("fields")))
GET = Statement(select(words.c.fields).where(_ONE))
PURGE_AFTER = Statement(update(words).where(_ONE).values(purge_at=bindparam("purge_at")))
DUE = Statement(
    select(words.c.community_id, words.c.id)
    .where(words.c.purge_at <= bindparam("now"))
    .order_by(words.c.purge_at)
    .limit(bindparam("at_most"))
)
PURGE = Statement(delete(words).where(_ONE))
NEXT = Statement(select(func.min(words.c.purge_at)))


class WordsShelf:
    def __init__(self, session: Session, new_id: Callable[[], str]) -> None:
        self._session = session
        self._new_id = new_id

    def put(self, community_id: CommunityId, words: Words, purge_at: datetime | None) -> WordsId:
        words_id = WordsId(self._new_id())
        values = {
            "community_id": community_id,
            "id": words_id,
            "fields": to_json(words.fields),
            "purge_at": micros_if(purge_at),
        }
        self._session.run(ADD, values)
        return words_id

    def replace(self, community_id: CommunityId, words_id: WordsId, words: Words) -> None:
        values = {"the_community_id": community_id, "the_id": words_id, "fields": to_json(words.fields)}
        self._session.run(REPLACE, values)

    def get(self, community_id: CommunityId, words_id: WordsId | None) -> Words:
        if words_id is None:
            return Words()
        row = self._session.row(GET, {"the_community_id": community_id, "the_id": words_id})
        return words_of(None if row is None else row[0])

    def purge_after(self, community_id: CommunityId, words_id: WordsId, at: datetime | None) -> None:
        values = {"the_community_id": community_id, "the_id": words_id, "purge_at": micros_if(at)}
        self._session.run(PURGE_AFTER, values)

    def delete(self, community_id: CommunityId, words_id: WordsId) -> None:
        self._session.run(PURGE, {"the_community_id": community_id, "the_id": words_id})

    def purge(self, now: datetime, limit: int) -> int:
        rows = self._session.rows(DUE, {"now": micros(now), "at_most": limit})
        for community_id, words_id in rows:
            self.delete(community_id, words_id)
        return len(rows)


def words_of(fields: str | None) -> Words:
    """None for those that were purged, or never there."""
    return Words() if fields is None else Words(from_json(fields))
