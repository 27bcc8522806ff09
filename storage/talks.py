"""Daily messages: everything that waited for one person, as it was when it was written."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from bot.model.ids import CommunityId, Number, PersonId
from bot.model.posts import Item, Owed, Talk
from storage.delivery_tables import talks
from storage.statements import Row, Session, Statement, same
from storage.values import from_json, micros, micros_if, moment, moment_if, to_json

_ONE = same(talks.c.community_id, talks.c.id)
ADD = Statement(insert(talks).inline())
GET = Statement(
    select(
        talks.c.community_id,
        talks.c.id,
        talks.c.person_id,
        talks.c.written_at,
        talks.c.contents,
        talks.c.delivered_at,
    ).where(_ONE)
)
DELIVERED = Statement(update(talks).where(_ONE).values(delivered_at=bindparam("delivered_at")))


class Talks:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, community_id: CommunityId, talk_id: str) -> Talk | None:
        row = self._session.row(GET, {"the_community_id": community_id, "the_id": talk_id})
        return None if row is None else _talk(row)

    def add(self, talk: Talk) -> None:
        self._session.add(ADD, _values(talk))

    def mark_delivered(self, talk: Talk, at: datetime) -> None:
        values = {"the_community_id": talk.community_id, "the_id": talk.id, "delivered_at": micros(at)}
        self._session.run(DELIVERED, values)


def _talk(row: Row) -> Talk:
    community_id, talk_id, person_id, written_at, contents, delivered_at = row
    return Talk(
        CommunityId(community_id),
        talk_id,
        PersonId(person_id),
        moment(written_at),
        tuple(_item(item) for item in from_json(contents)),
        moment_if(delivered_at),
    )


def _values(talk: Talk) -> dict[str, Any]:
    return {
        "community_id": talk.community_id,
        "id": talk.id,
        "person_id": talk.person_id,
        "written_at": micros(talk.written_at),
        "contents": to_json([_item_values(item) for item in talk.items]),
        "delivered_at": micros_if(talk.delivered_at),
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
