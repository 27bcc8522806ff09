"""The chat events that were carried out already, and what the moves of each request were."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, select

from bot.model.ids import CommunityId, Number, WordsId
from bot.ports import Happened
from storage.statements import Row, Session, Statement, said, same
from storage.tables import history, origins
from storage.values import micros, moment, moment_if

KNOWN = Statement(select(said(1)).select_from(origins).where(same(origins.c.community_id, origins.c.origin)))
ADD = Statement(insert(origins).inline())
_HAPPENED = (history.c.number, history.c.move, history.c.at, history.c.follow_up_at, history.c.why_words_id)
RECENT = Statement(
    select(*_HAPPENED)
    .where(same(history.c.community_id))
    .order_by(history.c.at.desc(), history.c.number.desc(), history.c.version.desc())
    .limit(bindparam("at_most"))
)
OF_REQUEST = Statement(
    select(*_HAPPENED)
    .where(same(history.c.community_id, history.c.number))
    .order_by(history.c.version.desc())
    .limit(bindparam("at_most"))
)


class Origins:
    def __init__(self, session: Session) -> None:
        self._session = session

    def known(self, community_id: CommunityId, origin: str) -> bool:
        values = {"the_community_id": community_id, "the_origin": origin}
        return self._session.row(KNOWN, values) is not None

    def add(self, community_id: CommunityId, origin: str, at: datetime) -> None:
        """Raises Conflict if it is there already."""
        self._session.add(ADD, {"community_id": community_id, "origin": origin, "at": micros(at)})


class History:
    def __init__(self, session: Session) -> None:
        self._session = session

    def recent(self, community_id: CommunityId, limit: int) -> Sequence[Happened]:
        return _happened(self._session.rows(RECENT, {"the_community_id": community_id, "at_most": limit}))

    def of_request(self, community_id: CommunityId, number: Number, limit: int) -> Sequence[Happened]:
        values = {"the_community_id": community_id, "the_number": number, "at_most": limit}
        return _happened(self._session.rows(OF_REQUEST, values))


def _happened(rows: Sequence[Row]) -> list[Happened]:
    return [
        Happened(Number(number), move, moment(at), moment_if(follow_up_at), None if why is None else WordsId(why))
        for number, move, at, follow_up_at, why in rows
    ]
