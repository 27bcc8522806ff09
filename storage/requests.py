"""Requests with their claims: how they are found. How they are saved is in `storage.settling`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, func, select, update

from bot.model.claims import Hold
from bot.model.ids import CommunityId, Number, PersonId
from bot.model.policy import Kind
from bot.model.requests import Request, Status
from storage.request_rows import CLAIM_COLUMNS, REQUEST_COLUMNS, claim_of, request_of
from storage.statements import Row, Session, Statement, said, same
from storage.tables import claims, requests
from storage.values import micros, moment

_OPEN = requests.c.status == said(Status.OPEN)
_WANTED = _OPEN & requests.c.paused_until.is_(None) & requests.c.hidden_at.is_(None)
LAST_NUMBER = Statement(select(func.max(requests.c.number)).where(same(requests.c.community_id)))
FIND = Statement(select(*REQUEST_COLUMNS).where(same(requests.c.community_id, requests.c.number)))
CLAIMS = Statement(
    select(*CLAIM_COLUMNS)
    .where(same(claims.c.community_id, claims.c.number))
    .order_by(claims.c.since, claims.c.position)
)
DUE = Statement(
    select(requests.c.community_id, requests.c.number)
    .where(requests.c.follow_up_at <= bindparam("now"))
    .order_by(requests.c.follow_up_at)
    .limit(bindparam("at_most"))
)
NEXT = Statement(select(func.min(requests.c.follow_up_at)))
OPEN_CLAIMS = Statement(
    select(func.count())
    .select_from(claims)
    .join(
        requests,
        (requests.c.community_id == claims.c.community_id) & (requests.c.number == claims.c.number),
    )
    .where(
        same(claims.c.community_id, claims.c.helper_id),
        claims.c.hold == said(Hold.ACTIVE),
        requests.c.status != said(Status.CLOSED),
    )
)
OWED_TO_ASKER = Statement(
    select(requests.c.asker_due_at, requests.c.number)
    .where(
        same(requests.c.community_id, requests.c.asker_id),
        requests.c.asker_due_at <= bindparam("until"),
    )
    .order_by(requests.c.asker_due_at)
    .limit(bindparam("at_most"))
)
OWED_TO_HELPER = Statement(
    select(claims.c.due_at, claims.c.number)
    .where(same(claims.c.community_id, claims.c.helper_id), claims.c.due_at <= bindparam("until"))
    .order_by(claims.c.due_at)
    .limit(bindparam("at_most"))
)
NEXT_FOR_ASKER = Statement(
    select(func.min(requests.c.asker_due_at)).where(
        same(requests.c.community_id, requests.c.asker_id), requests.c.asker_due_at > bindparam("after")
    )
)
NEXT_FOR_HELPER = Statement(
    select(func.min(claims.c.due_at)).where(
        same(claims.c.community_id, claims.c.helper_id), claims.c.due_at > bindparam("after")
    )
)
POSTPONE = Statement(
    update(requests)
    .where(same(requests.c.community_id, requests.c.number))
    .values(follow_up_at=bindparam("follow_up_at"))
)
_IS_CLOSED = requests.c.closed_at.is_not(None)
ASKED_BY = Statement(
    select(_IS_CLOSED, requests.c.number)
    .where(same(requests.c.community_id, requests.c.asker_id))
    .order_by(_IS_CLOSED, requests.c.number.desc())
    .limit(bindparam("at_most"))
)
_IS_OVER = _IS_CLOSED | (claims.c.hold == said(Hold.ENDED))
HELPED_BY = Statement(
    select(_IS_OVER, requests.c.number)
    .join_from(
        claims,
        requests,
        (requests.c.community_id == claims.c.community_id) & (requests.c.number == claims.c.number),
    )
    .where(
        same(claims.c.community_id, claims.c.helper_id),
        claims.c.hold != said(Hold.ALERTED),
        # What was handed back can be taken up again, as long as nothing else happened.
        (claims.c.hold != said(Hold.ENDED)) | (requests.c.undo_by == claims.c.helper_id),
        # Whoever was only asked has nothing to do with it afterwards.
        claims.c.hold.not_in([said(Hold.PROPOSED), said(Hold.AGAIN)]) | claims.c.decide_by.is_not(None),
    )
    .order_by(_IS_OVER, requests.c.number.desc())
    .limit(bindparam("at_most"))
)
_AT_MOST: BindParameter[int] = bindparam("at_most")
_SKIP: BindParameter[int] = bindparam("skip")
_SOONEST = requests.c.needed_by, requests.c.number
WANTED = Statement(
    select(*REQUEST_COLUMNS)
    .where(same(requests.c.community_id), _WANTED)
    .order_by(*_SOONEST)
    .limit(_AT_MOST)
    .offset(_SKIP)
)
LIVING = Statement(
    select(*REQUEST_COLUMNS)
    .where(same(requests.c.community_id), _OPEN | (requests.c.status == said(Status.CLAIMED)))
    .order_by(*_SOONEST)
    .limit(_AT_MOST)
)
WANTED_OF_KIND = Statement(
    select(*REQUEST_COLUMNS)
    .where(same(requests.c.community_id, requests.c.kind), _WANTED)
    .order_by(*_SOONEST)
    .limit(_AT_MOST)
    .offset(_SKIP)
)
_COUNT = select(func.count()).select_from(requests)
COUNT_WANTED = Statement(_COUNT.where(same(requests.c.community_id), _WANTED))
COUNT_WANTED_OF_KIND = Statement(_COUNT.where(same(requests.c.community_id, requests.c.kind), _WANTED))


class Requests:
    def __init__(self, session: Session) -> None:
        self._session = session

    def next_number(self, community_id: CommunityId) -> Number:
        row = self._session.row(LAST_NUMBER, {"the_community_id": community_id})
        return Number(1 + ((row[0] or 0) if row else 0))

    def find(self, community_id: CommunityId, number: Number) -> Request | None:
        values = {"the_community_id": community_id, "the_number": number}
        row = self._session.row(FIND, values)
        return None if row is None else self._whole(row)

    def due(self, now: datetime, limit: int) -> Sequence[tuple[CommunityId, Number]]:
        rows = self._session.rows(DUE, {"now": micros(now), "at_most": limit})
        return [(CommunityId(community_id), Number(number)) for community_id, number in rows]

    def open_claims(self, community_id: CommunityId, person_id: PersonId) -> int:
        values = {"the_community_id": community_id, "the_helper_id": person_id}
        row = self._session.row(OPEN_CLAIMS, values)
        return int(row[0]) if row else 0

    def owed_to(self, community_id: CommunityId, person_id: PersonId, until: datetime, limit: int) -> Sequence[Request]:
        values = _of(community_id, person_id) | {"until": micros(until), "at_most": limit}
        rows = [*self._session.rows(OWED_TO_ASKER, values), *self._session.rows(OWED_TO_HELPER, values)]
        return self._load(community_id, sorted((due_at, number) for due_at, number in rows)[:limit])

    def next_owed(self, community_id: CommunityId, person_id: PersonId, after: datetime | None) -> datetime | None:
        values = _of(community_id, person_id) | {"after": 0 if after is None else micros(after)}
        rows = self._session.row(NEXT_FOR_ASKER, values), self._session.row(NEXT_FOR_HELPER, values)
        return min((moment(row[0]) for row in rows if row and row[0] is not None), default=None)

    def postpone(self, community_id: CommunityId, number: Number, at: datetime) -> None:
        values = {"the_community_id": community_id, "the_number": number}
        self._session.run(POSTPONE, values | {"follow_up_at": micros(at)})

    def of_person(self, community_id: CommunityId, person_id: PersonId, limit: int) -> Sequence[Request]:
        """Those that are not closed come first; how far back the closed ones go is up to `limit`."""
        values = _of(community_id, person_id) | {"at_most": limit}
        rows = [*self._session.rows(ASKED_BY, values), *self._session.rows(HELPED_BY, values)]
        newest = sorted({(bool(is_closed), -number, number) for is_closed, number in rows})
        return self._load(community_id, [(0, number) for _, _, number in newest[:limit]])

    def wanted(self, community_id: CommunityId, kind: Kind | None, limit: int, offset: int) -> Sequence[Request]:
        values = {"the_community_id": community_id, "at_most": limit, "skip": offset}
        if kind is None:
            rows = self._session.rows(WANTED, values)
        else:
            rows = self._session.rows(WANTED_OF_KIND, values | {"the_kind": kind.value})
        return [self._whole(row) for row in rows]

    def living(self, community_id: CommunityId, limit: int) -> Sequence[Request]:
        rows = self._session.rows(LIVING, {"the_community_id": community_id, "at_most": limit})
        return [self._whole(row) for row in rows]

    def count_wanted(self, community_id: CommunityId, kind: Kind | None) -> int:
        if kind is None:
            row = self._session.row(COUNT_WANTED, {"the_community_id": community_id})
        else:
            values = {"the_community_id": community_id, "the_kind": kind.value}
            row = self._session.row(COUNT_WANTED_OF_KIND, values)
        return int(row[0]) if row else 0

    def _load(self, community_id: CommunityId, found: Sequence[tuple[int, int]]) -> list[Request]:
        numbers = dict.fromkeys(Number(number) for _, number in found)
        loaded = [self.find(community_id, number) for number in numbers]
        return [request for request in loaded if request is not None]

    def _whole(self, row: Row) -> Request:
        rows = self._session.rows(CLAIMS, {"the_community_id": row[0], "the_number": row[1]})
        return request_of(row, tuple([claim_of(claim) for claim in rows]))


def _of(community_id: CommunityId, person_id: PersonId) -> dict[str, object]:
    return {"the_community_id": community_id, "the_asker_id": person_id, "the_helper_id": person_id}
