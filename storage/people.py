"""Accounts on platforms, the people they belong to, and their membership in communities."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update

from bot.model.ids import CommunityId, PersonId
from bot.model.language import Language, language_of
from bot.model.people import Account, Actor, Member, Name
from storage.statements import Row, Session, Statement, same
from storage.tables import accounts, members, people
from storage.values import micros, micros_if, moment_if

_MEMBER = (
    members.c.community_id,
    members.c.person_id,
    members.c.name,
    members.c.daily_hour,
    members.c.timezone,
    members.c.talk_at,
    members.c.last_talk_at,
)
_others = accounts.alias("others")
_IS_OTHERS = _others.c.person_id == accounts.c.person_id
_LAST_SEEN = select(func.max(_others.c.seen_at)).where(_IS_OTHERS).scalar_subquery()
_IS_ANOTHER = (_others.c.platform != accounts.c.platform) | (_others.c.account_id != accounts.c.account_id)
_LANGUAGE_ELSEWHERE = (
    select(_others.c.language)
    .where(_IS_OTHERS, _IS_ANOTHER, _others.c.language.is_not(None))
    .order_by(_others.c.seen_at.desc(), _others.c.platform, _others.c.account_id)
    .limit(1)
    .scalar_subquery()
)
MET = (accounts.c.person_id, accounts.c.seen_at, _LAST_SEEN, accounts.c.language, _LANGUAGE_ELSEWHERE, *_MEMBER)
"""What `remember` takes."""
MEET = Statement(
    select(*MET)
    .join_from(
        accounts,
        members,
        (members.c.person_id == accounts.c.person_id) & (members.c.community_id == bindparam("the_community_id")),
        isouter=True,
    )
    .where(same(accounts.c.platform, accounts.c.account_id))
)
ADD_PERSON = Statement(insert(people).inline())
ADD_ACCOUNT = Statement(insert(accounts).inline())
SEE_ACCOUNT = Statement(
    update(accounts).where(same(accounts.c.platform, accounts.c.account_id)).values(seen_at=bindparam("seen_at"))
)
SPEAK = Statement(
    update(accounts).where(same(accounts.c.platform, accounts.c.account_id)).values(language=bindparam("language"))
)
ADD_MEMBER = Statement(insert(members).inline())
RENAME = Statement(
    update(members).where(same(members.c.community_id, members.c.person_id)).values(name=bindparam("name"))
)
PERSON_OF = Statement(select(accounts.c.person_id).where(same(accounts.c.platform, accounts.c.account_id)))
_LATEST = accounts.c.seen_at.desc(), accounts.c.platform, accounts.c.account_id
ACCOUNT_OF = Statement(
    select(accounts.c.platform, accounts.c.account_id).where(same(accounts.c.person_id)).order_by(*_LATEST).limit(1)
)
LANGUAGE = Statement(
    select(accounts.c.language)
    .where(same(accounts.c.person_id), accounts.c.language.is_not(None))
    .order_by(*_LATEST)
    .limit(1)
)
_OWN_LANGUAGE = (
    select(accounts.c.language)
    .where(accounts.c.person_id == members.c.person_id, accounts.c.language.is_not(None))
    .order_by(*_LATEST)
    .limit(1)
    .scalar_subquery()
)
MEMBER = Statement(select(_OWN_LANGUAGE, *_MEMBER).where(same(members.c.community_id, members.c.person_id)))
READING = Statement(select(_OWN_LANGUAGE, members.c.timezone).where(same(members.c.community_id, members.c.person_id)))
SET_HOURS = Statement(
    update(members)
    .where(same(members.c.community_id, members.c.person_id))
    .values(timezone=bindparam("timezone"), daily_hour=bindparam("daily_hour"))
)
_own = select(accounts.c.account_id).where(accounts.c.person_id == members.c.person_id)
_ONE = same(members.c.community_id, members.c.person_id)
NAME = Statement(select(members.c.name, _own.order_by(*_LATEST).limit(1).scalar_subquery()).where(_ONE))
_on_platform = _own.where(same(accounts.c.platform)).order_by(*_LATEST).limit(1)
NAME_ON = Statement(select(members.c.name, _on_platform.scalar_subquery()).where(_ONE))
DUE = Statement(
    select(members.c.community_id, members.c.person_id)
    .where(members.c.talk_at <= bindparam("now"))
    .order_by(members.c.talk_at)
    .limit(bindparam("at_most"))
)
NEXT = Statement(select(func.min(members.c.talk_at)))
SET_TALK = Statement(
    update(members).where(same(members.c.community_id, members.c.person_id)).values(talk_at=bindparam("talk_at"))
)
HEAR = Statement(
    update(members)
    .where(
        same(members.c.community_id, members.c.person_id),
        members.c.talk_at.is_(None) | (members.c.talk_at > bindparam("talk_at_most")),
    )
    .values(talk_at=bindparam("talk_at"))
)
TALKED = Statement(
    update(members)
    .where(same(members.c.community_id, members.c.person_id))
    .values(last_talk_at=bindparam("last_talk_at"))
)


class People:
    def __init__(self, session: Session, new_id: Callable[[], str]) -> None:
        self._session = session
        self._new_id = new_id

    def recognise(self, community_id: CommunityId, actor: Actor, at: datetime) -> Member:
        values = {
            "the_community_id": community_id,
            "the_platform": actor.account.platform,
            "the_account_id": actor.account.id,
        }
        return self.remember(community_id, actor, self._session.row(MEET, values), at)

    def remember(self, community_id: CommunityId, actor: Actor, met: Row | None, at: datetime) -> Member:
        """The actor as a member, made or brought up to date. `met` is what is known of them, as MET tells it."""
        if met is None or met[0] is None:
            return self._join(community_id, self._add_person(actor, at), actor, at, language_of(actor.language))
        person_id, seen_at, last_seen_at, language, elsewhere, *member = met
        reads = self._speak(actor, language) or language_of(elsewhere)
        if seen_at < last_seen_at:
            self._see(actor, max(micros(at), last_seen_at + 1))
        if member[0] is None:
            return self._join(community_id, PersonId(person_id), actor, at, reads)
        return self._renamed(_member(reads, member), actor.name)

    def person_of(self, account: Account) -> PersonId | None:
        row = self._session.row(PERSON_OF, {"the_platform": account.platform, "the_account_id": account.id})
        return None if row is None else PersonId(row[0])

    def language(self, person_id: PersonId) -> Language | None:
        row = self._session.row(LANGUAGE, {"the_person_id": person_id})
        return None if row is None else language_of(row[0])

    def reading(self, community_id: CommunityId, person_id: PersonId) -> tuple[Language | None, str | None]:
        row = self._session.row(READING, {"the_community_id": community_id, "the_person_id": person_id})
        return (self.language(person_id), None) if row is None else (language_of(row[0]), row[1])

    def set_hours(self, member: Member) -> None:
        values = {"the_community_id": member.community_id, "the_person_id": member.person_id}
        self._session.run(SET_HOURS, values | {"timezone": member.timezone, "daily_hour": member.daily_hour})

    def member(self, community_id: CommunityId, person_id: PersonId) -> Member:
        row = self._session.row(MEMBER, {"the_community_id": community_id, "the_person_id": person_id})
        if row is None:
            raise KeyError(person_id)
        language, *member = row
        return _member(language_of(language), member)

    def names(self, community_id: CommunityId, people: Sequence[PersonId], platform: str | None) -> list[Name]:
        """A member without an account on the platform has the account id ""."""
        names = []
        for person_id in people:
            values = {
                "the_community_id": community_id,
                "the_person_id": person_id,
                "the_platform": platform,
            }
            row = self._session.row(NAME if platform is None else NAME_ON, values)
            if row is not None:
                names.append(Name(person_id, row[1] or "", row[0]))
        return names

    def account_of(self, person_id: PersonId) -> Account | None:
        row = self._session.row(ACCOUNT_OF, {"the_person_id": person_id})
        return None if row is None else Account(row[0], row[1])

    def due(self, now: datetime, limit: int) -> Sequence[tuple[CommunityId, PersonId]]:
        rows = self._session.rows(DUE, {"now": micros(now), "at_most": limit})
        return [(CommunityId(community_id), PersonId(person_id)) for community_id, person_id in rows]

    def talk_next(self, member: Member, at: datetime | None) -> None:
        values = {"the_community_id": member.community_id, "the_person_id": member.person_id}
        self._session.run(SET_TALK, values | {"talk_at": micros_if(at)})

    def hear(self, community_id: CommunityId, person_id: PersonId, at: datetime) -> None:
        """Move `talk_at` forward to this time, never back."""
        stamp = micros(at)
        values = {"the_community_id": community_id, "the_person_id": person_id}
        self._session.run(HEAR, values | {"talk_at": stamp, "talk_at_most": stamp})

    def talked(self, community_id: CommunityId, person_id: PersonId, at: datetime) -> None:
        values = {"the_community_id": community_id, "the_person_id": person_id}
        self._session.run(TALKED, values | {"last_talk_at": micros(at)})

    def _add_person(self, actor: Actor, at: datetime) -> PersonId:
        person_id = PersonId(self._new_id())
        self._session.add(ADD_PERSON, {"person_id": person_id, "met_at": micros(at)})
        self._add_account(actor.account, person_id, at, language_of(actor.language))
        return person_id

    def _add_account(
        self, account: Account, person_id: PersonId, at: datetime, language: Language | None = None
    ) -> None:
        values = {
            "platform": account.platform,
            "account_id": account.id,
            "person_id": person_id,
            "direct_ref": None,
            "direct_closed_at": None,
            "direct_stopped_at": None,
            "seen_at": micros(at),
            "language": language,
        }
        self._session.add(ADD_ACCOUNT, values)

    def _speak(self, actor: Actor, before: str | None) -> Language | None:
        """What this account tells. Written down only when it changes; a platform that tells nothing changes nothing."""
        if actor.language is None:
            return language_of(before)
        language = language_of(actor.language)
        if language != before:
            values = {"the_platform": actor.account.platform, "the_account_id": actor.account.id}
            self._session.run(SPEAK, values | {"language": language})
        return language

    def _see(self, actor: Actor, stamp: int) -> None:
        values = {"the_platform": actor.account.platform, "the_account_id": actor.account.id}
        self._session.run(SEE_ACCOUNT, values | {"seen_at": stamp})

    def _join(
        self, community_id: CommunityId, person_id: PersonId, actor: Actor, at: datetime, reads: Language | None
    ) -> Member:
        member = Member(community_id, person_id, actor.name, language=reads)
        self._session.add(ADD_MEMBER, _member_values(member) | {"joined_at": micros(at)})
        return member

    def _renamed(self, member: Member, name: str) -> Member:
        if member.name == name:
            return member
        values = {"the_community_id": member.community_id, "the_person_id": member.person_id, "name": name}
        self._session.run(RENAME, values)
        return replace(member, name=name)


def _member(language: Language | None, row: Row) -> Member:
    community_id, person_id, name, daily_hour, timezone, talk_at, last_talk_at = row
    return Member(
        CommunityId(community_id),
        PersonId(person_id),
        name,
        daily_hour,
        timezone,
        moment_if(talk_at),
        moment_if(last_talk_at),
        language,
    )


def _member_values(member: Member) -> dict[str, object]:
    return {
        "community_id": member.community_id,
        "person_id": member.person_id,
        "name": member.name,
        "daily_hour": member.daily_hour,
        "timezone": member.timezone,
        "talk_at": micros_if(member.talk_at),
        "last_talk_at": micros_if(member.last_talk_at),
    }
