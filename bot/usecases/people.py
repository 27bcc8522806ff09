"""People who left: what others waited for from them goes on without them, and nothing is sent to them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.model.claims import Ending, Hold
from bot.model.ids import CommunityId, PersonId
from bot.model.people import Account
from bot.model.places import Community
from bot.model.posts import Holds, Parcel, Post
from bot.model.requests import Request, Status
from bot.ports import Tx
from bot.rules import claims, proposals, requests
from bot.usecases import volunteers
from bot.usecases.settling import Moved, save

AT_MOST = 50
"""Requests of one person at once; whatever is left comes with the next message that does not find them."""


def known_here(tx: Tx, community_id: CommunityId, account: Account | None) -> PersonId | None:
    """Whoever acted with us in this community; being in another one with us is no reason to be written to here."""
    person = tx.people.person_of(account) if account is not None else None
    communities = tx.communities.of_person(person) if person is not None else ()
    return person if any(one.id == community_id for one in communities) else None


def may_be_asked(tx: Tx, community: Community, person: PersonId, asker: PersonId, now: datetime) -> bool:
    """Not whoever is forgotten, wants no messages, takes a break, or is kept apart from whoever asked."""
    accounts = tx.privacy.accounts(person)
    is_unreachable = not accounts or any(tx.directs.is_closed(account) for account in accounts)
    has_break = tx.volunteers.paused_until(community.id, person, now) is not None
    return not (is_unreachable or has_break or tx.volunteers.are_apart(community.id, person, asker))


def leave(tx: Tx, parcel: Parcel, now: datetime) -> None:
    """Their message found nobody. What they asked for ends kindly, what they took on goes back to the others."""
    tx.directs.was_shown(parcel)
    left(tx, (parcel.community_id, Account(parcel.place.platform, parcel.reader_account_id or "")), now)


def left(tx: Tx, who: tuple[CommunityId, Account], now: datetime) -> None:
    """They are not with the community any more."""
    person = tx.people.person_of(who[1])
    if person is None:
        return
    community = tx.communities.get(who[0])
    volunteer = tx.volunteers.find(community.id, person)
    if volunteer is not None:
        volunteers.end(tx, volunteer)
    ended = list(_ended(tx, community, person, now))
    if ended:
        moves, posts = tuple(move for move, _ in ended), tuple(post for _, told in ended for post in told)
        save(tx, community, moves, now, None, None, posts)


def _ended(tx: Tx, community: Community, person: PersonId, now: datetime) -> Iterator[tuple[Moved, tuple[Post, ...]]]:
    for request in tx.requests.of_person(community.id, person, AT_MOST):
        mine = request.claim_of(person)
        if request.asker_id == person and request.status in (Status.OPEN, Status.CLAIMED):
            yield _withdrawn(request, community, now)
        elif mine is not None and mine.hold is Hold.ACTIVE:
            yield _released(request, person, community, now)
        elif mine is not None and mine.is_waiting:
            after = claims.step_back(request, person, now, community)
            yield Moved("step_back", request, after), ()
        elif mine is not None and mine.is_proposed:
            yield Moved("", request, proposals.pass_by(request, person)), ()


def _withdrawn(request: Request, community: Community, now: datetime) -> tuple[Moved, tuple[Post, ...]]:
    after = replace(requests.withdraw(request, request.asker_id, now, community.policy), undo=None)
    told = tuple(Post("withdrawn_told", request.number, reader_id=claim.helper_id) for claim in request.active)
    return Moved("withdraw", request, after), told


def _released(
    request: Request, helper: PersonId, community: Community, now: datetime
) -> tuple[Moved, tuple[Post, ...]]:
    after = claims.end_claim(request, helper, Ending.HANDED_BACK, now, community)
    facts: dict[str, str] = {"helper": helper}
    told = Post("helper_released", request.number, request.asker_id, None, facts, Holds.HELPER_IS_OFF_IT)
    return Moved("release", request, after), (told,)
