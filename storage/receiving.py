"""The beginning of a command: in which community it was given, by whom, and whether it was carried out already."""

from datetime import datetime

from sqlalchemy import exists, select

from bot.model.ids import CommunityId
from bot.model.people import Actor, Member
from bot.model.places import Community
from storage.people import MET, People
from storage.places import COMMUNITY, community_of
from storage.statements import Session, Statement, same
from storage.tables import accounts, communities, members, origins

_IS_KNOWN = exists().where(origins.c.community_id == communities.c.community_id, same(origins.c.origin))
RECEIVE = Statement(
    select(_IS_KNOWN, *COMMUNITY, *MET)
    .select_from(communities)
    .outerjoin(accounts, same(accounts.c.platform, accounts.c.account_id))
    .outerjoin(
        members,
        (members.c.community_id == communities.c.community_id) & (members.c.person_id == accounts.c.person_id),
    )
    .where(same(communities.c.community_id))
)
_ENDS = 1 + len(COMMUNITY)


class Receiving:
    def __init__(self, session: Session, people: People) -> None:
        self._session = session
        self._people = people

    def receive(
        self, community_id: CommunityId, actor: Actor, origin: str, at: datetime
    ) -> tuple[Community, Member] | None:
        values = {
            "the_community_id": community_id,
            "the_origin": origin,
            "the_platform": actor.account.platform,
            "the_account_id": actor.account.id,
        }
        row = self._session.row(RECEIVE, values)
        if row is None:
            raise KeyError(community_id)
        if row[0]:
            return None
        return community_of(row[1:_ENDS]), self._people.remember(community_id, actor, row[_ENDS:], at)
