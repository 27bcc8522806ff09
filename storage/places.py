"""Communities, their homes, and the places where their posts are read."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, case, delete, func, insert, null, select, update

from bot.model.ids import CommunityId, PersonId, PlaceId
from bot.model.language import Language, language_of
from bot.model.places import Community, Home, Place, PlaceKind, PlaceRef
from storage.delivery_tables import cards
from storage.erasing import erase
from storage.policies import policy_of, policy_text
from storage.statements import Row, Session, Statement, insert_or_ignore, said, same
from storage.tables import communities, homes, members, places
from storage.values import from_json, micros, moment, moment_if, to_json

COMMUNITY = (
    communities.c.community_id,
    communities.c.name,
    communities.c.timezone,
    communities.c.policy,
    communities.c.language,
)
GET = Statement(select(*COMMUNITY).where(same(communities.c.community_id)))
AT_HOME = Statement(
    select(*COMMUNITY)
    .join_from(homes, communities, communities.c.community_id == homes.c.community_id)
    .where(same(homes.c.platform, homes.c.ref))
)
OF_PERSON = Statement(
    select(*COMMUNITY)
    .join_from(members, communities, communities.c.community_id == members.c.community_id)
    .where(same(members.c.person_id))
    .order_by(members.c.joined_at, members.c.community_id)
)
ADD_COMMUNITY = Statement(insert(communities).inline())
SAVE_COMMUNITY = Statement(
    update(communities)
    .where(same(communities.c.community_id))
    .values(
        name=bindparam("name"),
        timezone=bindparam("timezone"),
        policy=bindparam("policy"),
        language=bindparam("language"),
    )
)
ADD_HOME = insert_or_ignore(homes)
_HOME = same(homes.c.platform, homes.c.ref)
GET_HOME = Statement(
    select(homes.c.community_id, homes.c.platform, homes.c.ref, homes.c.preferences, homes.c.left_at).where(_HOME)
)
SAVE_HOME = Statement(
    update(homes).where(_HOME).values(preferences=bindparam("preferences"), left_at=bindparam("left_at"))
)

_HOME_ROW = (homes.c.community_id, homes.c.platform, homes.c.ref, homes.c.preferences, homes.c.left_at)
HOMES = Statement(
    select(*_HOME_ROW).where(same(homes.c.platform), homes.c.left_at.is_(None)).order_by(homes.c.community_id)
)
HOMES_OF = Statement(select(*_HOME_ROW).where(same(homes.c.community_id)).order_by(homes.c.platform, homes.c.ref))
_others = homes.alias("others")
HOMELESS = Statement(
    select(homes.c.community_id, func.max(homes.c.left_at))
    .where(
        homes.c.left_at.is_not(None),
        ~select(_others.c.ref)
        .where(_others.c.community_id == homes.c.community_id, _others.c.left_at.is_(None))
        .exists(),
    )
    .group_by(homes.c.community_id)
    .order_by(homes.c.community_id)
)

_PLACE = (places.c.id, places.c.platform, places.c.ref, places.c.kind, places.c.lost_at)
OF_KIND = Statement(
    select(*_PLACE)
    .where(same(places.c.community_id, places.c.kind), places.c.lost_at.is_(None))
    .order_by(places.c.id)
    .limit(1)
)
OF_COMMUNITY = Statement(select(*_PLACE).where(same(places.c.community_id)).order_by(places.c.id))
AT = Statement(
    select(places.c.community_id, *_PLACE)
    .where(same(places.c.platform, places.c.ref))
    .order_by(places.c.lost_at.is_not(None), places.c.community_id)
    .limit(1)
)
REPLACED = Statement(
    delete(places).where(same(places.c.community_id, places.c.platform, places.c.kind)).returning(places.c.id)
)
ADD_PLACE = Statement(insert(places).inline())
MOVE_CARDS = Statement(
    update(cards)
    .where(same(cards.c.community_id, cards.c.place_id))
    .values(place_id=bindparam("place_id"), ref=case((cards.c.is_absent == said(1), cards.c.ref)))
)
REVIVE_CARDS = Statement(
    update(cards)
    .where(same(cards.c.community_id, cards.c.place_id), cards.c.is_absent == said(0))
    .values(given_up=said(0), attempts=said(0), free_at=said(0), wanted=cards.c.wanted + said(1), due=said(1))
)
FIND_AGAIN = Statement(update(places).where(same(places.c.community_id, places.c.id)).values(lost_at=null()))
LOSE = Statement(
    update(places)
    .where(same(places.c.community_id, places.c.id), places.c.lost_at.is_(None))
    .values(lost_at=bindparam("lost_at"))
)
_THERE = same(places.c.community_id, places.c.platform)
LOSE_ALL = Statement(update(places).where(_THERE, places.c.lost_at.is_(None)).values(lost_at=bindparam("lost_at")))
LOST = Statement(select(*_PLACE).where(_THERE, places.c.lost_at.is_not(None)).order_by(places.c.id))


class Communities:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, community_id: CommunityId) -> Community:
        row = self._session.row(GET, {"the_community_id": community_id})
        if row is None:
            raise KeyError(community_id)
        return community_of(row)

    def at_home(self, home: PlaceRef) -> Community | None:
        row = self._session.row(AT_HOME, {"the_platform": home.platform, "the_ref": home.ref})
        return None if row is None else community_of(row)

    def of_person(self, person_id: PersonId) -> Sequence[Community]:
        return [community_of(row) for row in self._session.rows(OF_PERSON, {"the_person_id": person_id})]

    def add(self, community: Community, at: datetime) -> None:
        self._session.add(ADD_COMMUNITY, _community_values(community) | {"created_at": micros(at)})

    def add_home(self, home: Home) -> None:
        which = {"platform": home.at.platform, "ref": home.at.ref, "community_id": home.community_id}
        self._session.run(ADD_HOME, which | _kept_of(home))

    def home(self, at: PlaceRef) -> Home | None:
        row = self._session.row(GET_HOME, {"the_platform": at.platform, "the_ref": at.ref})
        return None if row is None else _home(row)

    def homes(self, platform: str) -> Sequence[Home]:
        return [_home(row) for row in self._session.rows(HOMES, {"the_platform": platform})]

    def homes_of(self, community_id: CommunityId) -> Sequence[Home]:
        return [_home(row) for row in self._session.rows(HOMES_OF, {"the_community_id": community_id})]

    def homeless(self) -> Sequence[tuple[CommunityId, datetime]]:
        return [(CommunityId(row[0]), moment(row[1])) for row in self._session.rows(HOMELESS, {})]

    def erase(self, community_id: CommunityId, at_most: int) -> bool:
        return erase(self._session, community_id, at_most)

    def save_home(self, home: Home) -> None:
        which = {"the_platform": home.at.platform, "the_ref": home.at.ref}
        self._session.run(SAVE_HOME, which | _kept_of(home))

    def save_policy(self, community: Community) -> None:
        values = _community_values(community)
        self._session.run(SAVE_COMMUNITY, values | {"the_community_id": community.id})


class Places:
    def __init__(self, session: Session) -> None:
        self._session = session

    def of_kind(self, community_id: CommunityId, kind: PlaceKind) -> Place | None:
        row = self._session.row(OF_KIND, {"the_community_id": community_id, "the_kind": kind.value})
        return None if row is None else _place(row)

    def of_community(self, community_id: CommunityId) -> Sequence[Place]:
        return [_place(row) for row in self._session.rows(OF_COMMUNITY, {"the_community_id": community_id})]

    def at(self, place: PlaceRef) -> tuple[CommunityId, Place] | None:
        row = self._session.row(AT, {"the_platform": place.platform, "the_ref": place.ref})
        if row is None:
            return None
        community_id, *rest = row
        return CommunityId(community_id), _place(rest)

    def add(self, community_id: CommunityId, place: Place) -> None:
        """Cards of the place that is replaced belong to the new one, and are made there with their next change."""
        values = {
            "the_community_id": community_id,
            "the_platform": place.at.platform,
            "the_kind": place.kind.value,
        }
        replaced = self._session.returning(REPLACED, values)
        self._session.add(ADD_PLACE, _place_values(community_id, place))
        if replaced is not None and replaced[0] != place.id:
            moved = {"the_community_id": community_id, "the_place_id": replaced[0], "place_id": place.id}
            self._session.run(MOVE_CARDS, moved)

    def find_again(self, community_id: CommunityId, place_id: PlaceId) -> None:
        self._session.run(FIND_AGAIN, {"the_community_id": community_id, "the_id": place_id})
        self._session.run(REVIVE_CARDS, {"the_community_id": community_id, "the_place_id": place_id})

    def lose(self, community_id: CommunityId, place_id: PlaceId, at: datetime) -> None:
        values = {"the_community_id": community_id, "the_id": place_id, "lost_at": micros(at)}
        self._session.run(LOSE, values)

    def lose_all(self, community_id: CommunityId, platform: str, at: datetime) -> None:
        values = {"the_community_id": community_id, "the_platform": platform, "lost_at": micros(at)}
        self._session.run(LOSE_ALL, values)

    def lost(self, community_id: CommunityId, platform: str) -> Sequence[Place]:
        values = {"the_community_id": community_id, "the_platform": platform}
        return [_place(row) for row in self._session.rows(LOST, values)]


def community_of(row: Row) -> Community:
    community_id, name, timezone, policy, language = row
    spoken = language_of(language) or Language.ENGLISH
    return Community(CommunityId(community_id), name, timezone, policy_of(policy), spoken)


def _community_values(community: Community) -> dict[str, object]:
    return {
        "community_id": community.id,
        "name": community.name,
        "timezone": community.timezone,
        "policy": policy_text(community.policy),
        "language": community.language.value,
    }


def _home(row: Row) -> Home:
    community_id, platform, ref, preferences, left_at = row
    at = PlaceRef(platform, ref)
    return Home(CommunityId(community_id), at, from_json(preferences or "{}"), moment_if(left_at))


def _kept_of(home: Home) -> dict[str, object]:
    left_at = None if home.left_at is None else micros(home.left_at)
    return {"preferences": to_json(home.preferences), "left_at": left_at}


def _place(row: Row) -> Place:
    place_id, platform, ref, kind, lost_at = row
    return Place(PlaceId(place_id), PlaceRef(platform, ref), PlaceKind(kind), None, moment_if(lost_at))


def _place_values(community_id: CommunityId, place: Place) -> dict[str, object]:
    return {
        "community_id": community_id,
        "id": place.id,
        "kind": place.kind.value,
        "platform": place.at.platform,
        "ref": place.at.ref,
        "lost_at": None if place.lost_at is None else micros(place.lost_at),
    }
