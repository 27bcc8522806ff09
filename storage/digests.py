"""When digests are due, and the week in counts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, select

from bot.model.digests import Digest, DigestKind, Week
from bot.model.ids import CommunityId
from bot.model.policy import Kind
from bot.model.requests import Reason, Status
from storage.requests import COUNT_WANTED
from storage.statements import Session, Statement, insert_or_update, said, same
from storage.tables import digests, history, requests
from storage.values import micros, micros_if, moment_if

_ROW = (digests.c.community_id, digests.c.kind, digests.c.due_at, digests.c.gist, digests.c.said_at)
GET = Statement(select(*_ROW).where(same(digests.c.community_id, digests.c.kind)))
SAVE = insert_or_update(digests, "community_id", "kind")
DUE = Statement(
    select(digests.c.community_id, digests.c.kind)
    .where(digests.c.due_at <= bindparam("now"))
    .order_by(digests.c.due_at)
    .limit(bindparam("at_most"))
)
NEXT = Statement(select(func.min(digests.c.due_at)))


def _within(column: ColumnElement[int]) -> ColumnElement[bool]:
    return (column >= bindparam("since")) & (column < bindparam("until"))


def _how_many(*conditions: ColumnElement[bool]) -> ColumnElement[Any]:
    is_one = conditions[0]
    for other in conditions[1:]:
        is_one = is_one & other
    return func.coalesce(func.sum(case((is_one, said(1)), else_=said(0))), said(0))


_MOVED = select(history.c.number).where(same(history.c.community_id), _within(history.c.at))
_reason = func.coalesce(requests.c.reason, said(""))
_WAS_MODERATED = (_reason == said(Reason.MODERATED)) | (_reason == said(Reason.MERGED))
# Where money is concerned only both sides together say that it is done.
_IS_DONE = (requests.c.status == said(Status.DONE)) & (requests.c.kind != said(Kind.FINANCIAL))
_HELPED = _IS_DONE | requests.c.reason.in_([said(Reason.MET), said(Reason.PARTLY)])
WEEK = Statement(
    select(
        _how_many(_within(requests.c.posted_at), ~_WAS_MODERATED),
        _how_many(_within(requests.c.done_at), _HELPED),
        _how_many(_within(requests.c.closed_at), requests.c.reason.in_([said(Reason.EXPIRED), said(Reason.UNMET)])),
        _how_many(_within(requests.c.closed_at), requests.c.reason == said(Reason.SIGNPOSTED)),
    ).where(same(requests.c.community_id), requests.c.number.in_(_MOVED))
)
"""What nothing happened to in the week is not looked at."""


class Digests:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, community_id: CommunityId, kind: DigestKind) -> Digest | None:
        row = self._session.row(GET, {"the_community_id": community_id, "the_kind": kind.value})
        if row is None:
            return None
        _, _, due_at, gist, said_at = row
        return Digest(community_id, kind, moment_if(due_at), gist, moment_if(said_at))

    def save(self, digest: Digest) -> None:
        values = {
            "community_id": digest.community_id,
            "kind": digest.kind.value,
            "due_at": micros_if(digest.due_at),
            "gist": digest.gist,
            "said_at": micros_if(digest.said_at),
        }
        self._session.run(SAVE, values)

    def due(self, now: datetime, limit: int) -> Sequence[tuple[CommunityId, DigestKind]]:
        rows = self._session.rows(DUE, {"now": micros(now), "at_most": limit})
        return [(CommunityId(community_id), DigestKind(kind)) for community_id, kind in rows]

    def week(self, community_id: CommunityId, since: datetime, until: datetime) -> Week:
        values = {"the_community_id": community_id, "since": micros(since), "until": micros(until)}
        asked, helped, rested, elsewhere = self._session.row(WEEK, values) or (0, 0, 0, 0)
        (still_open,) = self._session.row(COUNT_WANTED, values) or (0,)
        return Week(int(asked), int(helped), int(rested), int(still_open), int(elsewhere))
