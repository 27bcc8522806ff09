"""Daily messages: everything that waited for one person, as it was when it was written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from bot.model.ids import CommunityId, Number, PersonId
from bot.model.posts import Item, Owed, Talk
from storage.cards import Cards
from storage.delivery_tables import talks
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
)
GET = Statement(select(*_TALK).where(_ONE))
ASKING_AT_ONCE = 10
ASKING = Statement(
    select(*_TALK)
    .where(same(talks.c.community_id, talks.c.person_id), talks.c.is_asking == said(1))
    .order_by(talks.c.id.desc())
    .limit(bindparam("at_most"))
)
REWRITE = Statement(update(talks).where(_ONE).values(contents=bindparam("contents"), is_asking=bindparam("is_asking")))
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

    def asking(self, community_id: CommunityId, person_id: PersonId) -> Sequence[Talk]:
        values = {"the_community_id": community_id, "the_person_id": person_id, "at_most": ASKING_AT_ONCE}
        rows = self._session.rows(ASKING, values)
        return [_talk(row) for row in rows]

    def rewrite(self, talk: Talk) -> None:
        self._keep(talk, is_asking=any(not item.is_repeated for item in talk.items))
        asked = frozenset(item.number for item in talk.items if not item.is_repeated)
        self._cards.follow_only(talk, asked, draws=True)

    def put_away(self, talk: Talk) -> None:
        self._keep(talk, is_asking=False)
        self._cards.follow_only(talk, frozenset(), draws=False)

    def _keep(self, talk: Talk, *, is_asking: bool) -> None:
        values = {"the_community_id": talk.community_id, "the_id": talk.id}
        contents = to_json([_item_values(item) for item in talk.items])
        self._session.run(REWRITE, values | {"contents": contents, "is_asking": int(is_asking)})

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
        "is_asking": 1,
    }


def _item(values: list[Any]) -> Owed:
    item, number, person_id, due_at, helper_id, detail, is_repeated = values
    return Owed(
        Item(item),
        Number(number),
        PersonId(person_id),
        moment(due_at),
        None if helper_id is None else PersonId(helper_id),
        detail,
        bool(is_repeated),
    )


def _item_values(item: Owed) -> list[Any]:
    return [
        item.item.value,
        item.number,
        item.person_id,
        micros(item.due_at),
        item.helper_id,
        item.detail,
        int(item.is_repeated),
    ]
