"""Daily messages: everything that waited for one person, as it was when it was written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from bot.model.ids import CommunityId, Number, PersonId
from bot.model.posts import Item, Owed, Talk
from storage.delivery_tables import talks
from storage.cards import Cards
from storage.statements import Row, Session, Statement, said, same
from storage.values import from_json, micros, micros_if, moment, moment_if, to_json

_ONE = same(talks.c.community_id, talks.c.id)
ADD = Statement(insert(talks).inline())
_TALK = (
    talks.c.community_id,
    talks.c.id,
    talks.c.person_id,
    talks.c.written_at,
    talks.c.contents,
    talks.c.delivered_at,
    talks.c.is_latest,
)
GET = Statement(select(*_TALK).where(_ONE))
LATEST = Statement(select(*_TALK).where(same(talks.c.community_id, talks.c.person_id), talks.c.is_latest == said(1)))
SUPERSEDE = Statement(update(talks).where(_ONE).values(is_latest=said(0)))
DELIVERED = Statement(update(talks).where(_ONE).values(delivered_at=bindparam("delivered_at")))


class Talks:
    def __init__(self, session: Session, cards: Cards) -> None:
        self._session = session
        self._cards = cards

    def get(self, community_id: CommunityId, talk_id: str) -> Talk | None:
        row = self._session.row(GET, {"the_community_id": community_id, "the_id": talk_id})
        return None if row is None else _talk(row)

    def add(self, talk: Talk) -> None:
        self._session.add(ADD, _values(talk))

    def latest(self, community_id: CommunityId, person_id: PersonId) -> Talk | None:
        row = self._session.row(LATEST, {"the_community_id": community_id, "the_person_id": person_id})
        return None if row is None else _talk(row)

    def supersede(self, talk: Talk, settled: Sequence[Number]) -> None:
        self._session.run(SUPERSEDE, {"the_community_id": talk.community_id, "the_id": talk.id})
        self._cards.rest(talk, settled)

    def mark_delivered(self, talk: Talk, at: datetime) -> None:
        values = {"the_community_id": talk.community_id, "the_id": talk.id, "delivered_at": micros(at)}
        self._session.run(DELIVERED, values)


def _talk(row: Row) -> Talk:
    community_id, talk_id, person_id, written_at, contents, delivered_at, is_latest = row
    return Talk(
        CommunityId(community_id),
        talk_id,
        PersonId(person_id),
        moment(written_at),
        tuple(_item(item) for item in from_json(contents)),
        moment_if(delivered_at),
        bool(is_latest),
    )


def _values(talk: Talk) -> dict[str, Any]:
    return {
        "community_id": talk.community_id,
        "id": talk.id,
        "person_id": talk.person_id,
        "written_at": micros(talk.written_at),
        "contents": to_json([_item_values(item) for item in talk.items]),
        "delivered_at": micros_if(talk.delivered_at),
        "is_latest": int(talk.is_latest),
    }


def _item(values: list[Any]) -> Owed:
    item, number, person_id, due_at, helper_id, detail = values
    return Owed(
        Item(item),
        Number(number),
        PersonId(person_id),
        moment(due_at),
        None if helper_id is None else PersonId(helper_id),
        detail,
    )


def _item_values(item: Owed) -> list[Any]:
    return [item.item.value, item.number, item.person_id, micros(item.due_at), item.helper_id, item.detail]
