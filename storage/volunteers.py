"""What members offered to help with, their breaks, and who is kept apart from whom."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, delete, func, select

from bot.model.ids import CommunityId, PersonId, WordsId
from bot.model.language import Language
from bot.model.people import Account
from bot.model.policy import Kind
from bot.model.volunteers import Quiet, Volunteer
from storage.statements import Row, Session, Statement, insert_or_ignore, insert_or_update, said, same
from storage.tables import accounts
from storage.values import from_json, micros, micros_if, moment, moment_if, to_json
from storage.volunteer_tables import avoids, pauses, volunteers

_ONE = same(volunteers.c.community_id, volunteers.c.person_id)
SAVE = insert_or_update(volunteers, "community_id", "person_id")
FIND = Statement(select(volunteers).where(_ONE))
REMOVE = Statement(delete(volunteers).where(_ONE))
_IS_ASKED = volunteers.c.renew_at.is_(None)
OVER = Statement(
    select(volunteers)
    .where(_IS_ASKED, volunteers.c.expires_at <= bindparam("now"))
    .order_by(volunteers.c.expires_at)
    .limit(bindparam("at_most"))
)
NEXT = Statement(select(func.min(volunteers.c.expires_at)).where(_IS_ASKED))

_BREAK = same(pauses.c.community_id, pauses.c.person_id)
PAUSE = insert_or_update(pauses, "community_id", "person_id")
PAUSED = Statement(select(pauses.c.until).where(_BREAK))
RESUME = Statement(delete(pauses).where(_BREAK))
END_PAUSES = Statement(delete(pauses).where(pauses.c.until <= bindparam("now")))

_WHOM = (avoids.c.platform == accounts.c.platform) & (avoids.c.account_id == accounts.c.account_id)
_AVOIDING = same(avoids.c.community_id, avoids.c.person_id)
_BOTH = avoids.join(accounts, _WHOM)
AVOID = insert_or_ignore(avoids)
ALLOW = Statement(delete(avoids).where(_AVOIDING, same(avoids.c.platform, avoids.c.account_id)))
AVOIDED = Statement(
    select(avoids.c.platform, avoids.c.account_id).where(_AVOIDING).order_by(avoids.c.platform, avoids.c.account_id)
)
_TWO: tuple[BindParameter[str], ...] = (bindparam("the_person_id"), bindparam("the_other_id"))
ARE_APART = Statement(
    select(said(1))
    .select_from(_BOTH)
    .where(
        same(avoids.c.community_id),
        avoids.c.person_id.in_(_TWO),
        accounts.c.person_id.in_(_TWO),
        avoids.c.person_id != accounts.c.person_id,
    )
    .limit(1)
)
AVOIDED_BY = Statement(select(accounts.c.person_id).select_from(_BOTH).where(_AVOIDING))
AVOIDING = Statement(
    select(avoids.c.person_id)
    .select_from(_BOTH)
    .where(same(avoids.c.community_id), accounts.c.person_id == bindparam("the_other_id"))
)


class Volunteers:
    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, community_id: CommunityId, person_id: PersonId) -> Volunteer | None:
        row = self._session.row(FIND, _of(community_id, person_id))
        return None if row is None else _volunteer(row)

    def save(self, volunteer: Volunteer) -> None:
        self._session.run(SAVE, _values(volunteer))

    def remove(self, volunteer: Volunteer) -> None:
        self._session.run(REMOVE, _of(volunteer.community_id, volunteer.person_id))

    def over(self, now: datetime, limit: int) -> Sequence[Volunteer]:
        return [_volunteer(row) for row in self._session.rows(OVER, {"now": micros(now), "at_most": limit})]

    def pause(self, community_id: CommunityId, person_id: PersonId, until: datetime) -> None:
        self._session.run(PAUSE, {"community_id": community_id, "person_id": person_id, "until": micros(until)})

    def paused_until(self, community_id: CommunityId, person_id: PersonId, now: datetime) -> datetime | None:
        row = self._session.row(PAUSED, _of(community_id, person_id))
        until = None if row is None else moment(row[0])
        return until if until is not None and until > now else None

    def resume(self, community_id: CommunityId, person_id: PersonId) -> None:
        self._session.run(RESUME, _of(community_id, person_id))

    def end_pauses(self, now: datetime) -> int:
        return self._session.run(END_PAUSES, {"now": micros(now)})

    def avoid(self, community_id: CommunityId, person_id: PersonId, other: Account) -> None:
        values = {"community_id": community_id, "person_id": person_id}
        self._session.run(AVOID, values | {"platform": other.platform, "account_id": other.id})

    def allow(self, community_id: CommunityId, person_id: PersonId, other: Account) -> None:
        values = _of(community_id, person_id)
        self._session.run(ALLOW, values | {"the_platform": other.platform, "the_account_id": other.id})

    def avoided(self, community_id: CommunityId, person_id: PersonId) -> Sequence[Account]:
        rows = self._session.rows(AVOIDED, _of(community_id, person_id))
        return [Account(platform, account_id) for platform, account_id in rows]

    def are_apart(self, community_id: CommunityId, one: PersonId, other: PersonId) -> bool:
        return self._session.row(ARE_APART, _of(community_id, one, other)) is not None

    def apart_from(self, community_id: CommunityId, person_id: PersonId) -> frozenset[PersonId]:
        values = _of(community_id, person_id, person_id)
        rows = [*self._session.rows(AVOIDED_BY, values), *self._session.rows(AVOIDING, values)]
        return frozenset(PersonId(row[0]) for row in rows)


def _of(community_id: CommunityId, person_id: PersonId, other_id: PersonId | None = None) -> dict[str, object]:
    return {"the_community_id": community_id, "the_person_id": person_id, "the_other_id": other_id}


def _volunteer(row: Row) -> Volunteer:
    community_id, person_id, *offered, languages, begins, ends, most, heavy, words_id, since, expires_at, renew_at = row
    kinds = frozenset(kind for kind, is_offered in zip(Kind, offered, strict=True) if is_offered)
    return Volunteer(
        CommunityId(community_id),
        PersonId(person_id),
        kinds,
        frozenset(Language(each) for each in from_json(languages)),
        None if begins is None else Quiet(begins, ends),
        most,
        bool(heavy),
        None if words_id is None else WordsId(words_id),
        moment(since),
        moment(expires_at),
        moment_if(renew_at),
    )


def _values(volunteer: Volunteer) -> dict[str, object]:
    quiet = volunteer.quiet
    return {
        "community_id": volunteer.community_id,
        "person_id": volunteer.person_id,
        **{kind.value: int(kind in volunteer.kinds) for kind in Kind},
        "languages": to_json(sorted(volunteer.languages)),
        "quiet_begins": None if quiet is None else quiet.begins,
        "quiet_ends": None if quiet is None else quiet.ends,
        "open_claims": volunteer.open_claims,
        "takes_heavy": int(volunteer.takes_heavy),
        "words_id": volunteer.words_id,
        "since": micros(volunteer.since),
        "expires_at": micros(volunteer.expires_at),
        "renew_at": micros_if(volunteer.renew_at),
    }
