"""Which volunteers could be told of a request, and when each of them was last told of one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select

from bot.model.claims import Hold
from bot.model.ids import CommunityId, Number, PersonId, WordsId
from bot.model.language import Language
from bot.model.matching import Hearer, Round, Skip
from bot.model.policy import Kind
from bot.model.requests import Request, Stage, Status
from bot.model.volunteers import Quiet
from storage.statements import Row, Session, Statement, insert_or_update, said, same
from storage.tables import claims, members, requests
from storage.values import from_json, micros, moment, moment_if, to_json
from storage.volunteer_tables import pauses, rounds, told, volunteers

_STAGES: Final = tuple(Stage)
"""In the order in which a request goes through them; several of them may be at one moment."""
REMEMBERED: Final = 10
"""Times that somebody was told, the last ones: more than any community asks of one person in a week."""


def _open_claims() -> ColumnElement[int]:
    """How many a volunteer holds."""
    where = and_(requests.c.community_id == claims.c.community_id, requests.c.number == claims.c.number)
    return (
        select(func.count())
        .select_from(claims.join(requests, where))
        .where(
            claims.c.community_id == volunteers.c.community_id,
            claims.c.helper_id == volunteers.c.person_id,
            claims.c.hold == said(Hold.ACTIVE),
            requests.c.status != said(Status.CLOSED),
        )
        .correlate(volunteers)
        .scalar_subquery()
    )


def _has_part() -> ColumnElement[bool]:
    """In the request, or was told of it already."""
    return (
        select(said(1))
        .where(
            claims.c.community_id == volunteers.c.community_id,
            claims.c.number == bindparam("the_number"),
            claims.c.helper_id == volunteers.c.person_id,
        )
        .correlate(volunteers)
        .exists()
    )


_THEIR_BREAK = and_(pauses.c.community_id == volunteers.c.community_id, pauses.c.person_id == volunteers.c.person_id)


def _hearers(*only: ColumnElement[bool], near: ColumnElement[int]) -> Select[Any]:
    """Longest ago first. Whoever cannot be told in any case is left out, so that the limit does not hide others."""
    mine, carried = volunteers.c.person_id, _open_claims()
    ours = volunteers.outerjoin(
        told, and_(told.c.community_id == volunteers.c.community_id, told.c.person_id == mine)
    ).outerjoin(pauses, _THEIR_BREAK)
    ours = ours.outerjoin(
        members, and_(members.c.community_id == volunteers.c.community_id, members.c.person_id == mine)
    )
    return (
        select(
            mine,
            near,
            carried,
            volunteers.c.open_claims,
            told.c.told_at,
            volunteers.c.quiet_begins,
            volunteers.c.quiet_ends,
            members.c.timezone,
            pauses.c.until,
            volunteers.c.words_id,
        )
        .select_from(ours)
        .where(
            same(volunteers.c.community_id),
            *only,
            mine != bindparam("the_asker_id"),
            or_(pauses.c.until.is_(None), pauses.c.until <= bindparam("now")),
            carried < volunteers.c.open_claims,
            volunteers.c.takes_heavy >= bindparam("heaviness"),
            ~_has_part(),
        )
        .order_by(func.coalesce(told.c.last_at, said(0)), mine)
        .limit(bindparam("at_most"))
    )


def _crowd(*reasons: tuple[ColumnElement[bool], ColumnElement[Any]]) -> Select[Any]:
    """Everybody who volunteers, by the first reason why `_hearers` leaves them out."""
    is_part = (volunteers.c.person_id == bindparam("the_asker_id")) | _has_part()
    why = case(
        (is_part, said(Skip.PART_OF_IT)),
        *reasons,
        (volunteers.c.takes_heavy < bindparam("heaviness"), said(Skip.HEAVY)),
        (pauses.c.until > bindparam("now"), said(Skip.PAUSED)),
        (_open_claims() >= volunteers.c.open_claims, said(Skip.BUSY)),
        else_=said(Skip.LATER),
    )
    ours = volunteers.outerjoin(pauses, _THEIR_BREAK)
    each = select(why.label("why")).select_from(ours).where(same(volunteers.c.community_id)).subquery()
    return select(each.c.why, func.count()).group_by(each.c.why)


_SPEAKS_IT = volunteers.c.languages.like(bindparam("spoken"))
NEAR: Mapping[Kind, Statement] = MappingProxyType(
    {kind: Statement(_hearers(volunteers.c[kind.value] == said(1), _SPEAKS_IT, near=said(1))) for kind in Kind}
)
ALL: Mapping[Kind, Statement] = MappingProxyType(
    {kind: Statement(_hearers(near=volunteers.c[kind.value])) for kind in Kind}
)
CROWD_NEAR: Mapping[Kind, Statement] = MappingProxyType(
    {
        kind: Statement(
            _crowd((volunteers.c[kind.value] == said(0), said(Skip.ELSEWHERE)), (~_SPEAKS_IT, said(Skip.LANGUAGE)))
        )
        for kind in Kind
    }
)
CROWD = Statement(_crowd())
RECORD = insert_or_update(rounds, "community_id", "number", "at", "stage")
ROUNDS = Statement(
    select(rounds.c.at, rounds.c.stage, rounds.c.told, rounds.c.passed_over)
    .where(same(rounds.c.community_id, rounds.c.number))
    .order_by(rounds.c.at.desc(), rounds.c.stage)
    .limit(bindparam("at_most"))
)
ARE_THERE = Statement(select(said(1)).where(same(volunteers.c.community_id)).limit(1))
TOLD = Statement(select(told.c.told_at).where(same(told.c.community_id, told.c.person_id)))
TELL = insert_or_update(told, "community_id", "person_id")


class Matching:
    def __init__(self, session: Session) -> None:
        self._session = session

    def are_volunteers(self, community_id: CommunityId) -> bool:
        return self._session.row(ARE_THERE, {"the_community_id": community_id}) is not None

    def hearers(self, request: Request, language: Language, now: datetime, limit: int) -> Sequence[Hearer]:
        values = _about(request, language, now) | {"at_most": limit}
        statement = (NEAR if request.stage is Stage.NEAR else ALL)[request.kind]
        return [_hearer(row) for row in self._session.rows(statement, values)]

    def tell(self, community_id: CommunityId, people: Iterable[PersonId], now: datetime) -> None:
        for person_id in people:
            row = self._session.row(TOLD, {"the_community_id": community_id, "the_person_id": person_id})
            times = [*([] if row is None else from_json(row[0])), micros(now)][-REMEMBERED:]
            which = {"community_id": community_id, "person_id": person_id}
            self._session.run(TELL, which | {"last_at": micros(now), "told_at": to_json(times)})

    def crowd(self, request: Request, language: Language, now: datetime) -> Mapping[Skip, int]:
        statement = CROWD_NEAR[request.kind] if request.stage is Stage.NEAR else CROWD
        return {Skip(why): count for why, count in self._session.rows(statement, _about(request, language, now))}

    def record(self, request: Request, held: Round) -> None:
        values = {
            "community_id": request.community_id,
            "number": request.number,
            "at": micros(held.at),
            "stage": held.stage.value,
            "told": held.told,
            "passed_over": to_json(dict(held.passed_over)),
        }
        self._session.run(RECORD, values)

    def rounds(self, community_id: CommunityId, number: Number, limit: int) -> Sequence[Round]:
        values = {"the_community_id": community_id, "the_number": number, "at_most": limit}
        found = (_round(row) for row in self._session.rows(ROUNDS, values))
        return sorted(found, key=lambda held: (held.at, _STAGES.index(held.stage)))


def _about(request: Request, language: Language, now: datetime) -> dict[str, Any]:
    """A language stands in its list as JSON writes it."""
    return {
        "spoken": f"%{to_json(language.value)}%",
        "heaviness": int(request.is_hard_to_hear),
        "the_community_id": request.community_id,
        "the_number": request.number,
        "the_asker_id": request.asker_id,
        "now": micros(now),
    }


def _round(row: Row) -> Round:
    at, stage, told_then, passed_over = row
    counts = {Skip(skip): count for skip, count in from_json(passed_over).items()}
    return Round(moment(at), Stage(stage), told_then, counts)


def _hearer(row: Row) -> Hearer:
    person_id, is_near, carried, most, told_at, begins, ends, timezone, paused_until, words_id = row
    return Hearer(
        PersonId(person_id),
        is_near=bool(is_near),
        open_claims=carried,
        claims_at_most=most,
        told_at=() if told_at is None else tuple([moment(at) for at in from_json(told_at)]),
        quiet=None if begins is None else Quiet(begins, ends),
        timezone=timezone,
        paused_until=moment_if(paused_until),
        words_id=None if words_id is None else WordsId(words_id),
    )
