"""A room of their own for an asker and one helper: wanted by one, agreed to by the other, opened by delivery."""

from collections.abc import Sequence
from datetime import datetime

from bot.commands.values import OnRequest
from bot.errors import Refused
from bot.model.changes import CardWish, Settlement
from bot.model.claims import Claim
from bot.model.ids import CommunityId, Number, PersonId
from bot.model.outcome import Outcome
from bot.model.places import Community, PlaceKind
from bot.model.posts import Card, CardKind, Holds, Parcel, Post
from bot.model.requests import Request
from bot.model.wording import Wording
from bot.ports import Tx
from bot.rules import rooms
from bot.texts.rooms import room
from bot.usecases import views
from bot.usecases.settling import Decision, Moved, Scene, decide, save

FOR_TWO = 2


def are_offered(tx: Tx, community_id: CommunityId, people: Sequence[PersonId]) -> bool:
    """Whether moderators want it, and these people are all there where requests are read."""
    homes = [home for home in tx.communities.homes_of(community_id) if home.offers_rooms and home.left_at is None]
    place = tx.places.of_kind(community_id, PlaceKind.HELP) if homes else None
    if place is None or all(home.at.platform != place.at.platform for home in homes):
        return False
    return len(_accounts(tx, community_id, people, place.at.platform)) == len(people)


def explain(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    """Nobody is asked before whoever wants it has read who would be there."""

    def rule(scene: Scene) -> Decision:
        _wanted(scene, command.value)
        return Decision("room", scene.request, "room_explained", facts={"room": command.value})

    return decide(tx, command, now, rule)


def agree(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    def rule(scene: Scene) -> Decision:
        before = _wanted(scene, command.value)
        after = rooms.say_yes(scene.request, scene.me, command.value)
        if rooms.has_both(rooms.claim_meant(after, command.value)):
            return Decision("room_yes", after, "room_opens")
        other = before.helper_id if scene.me == after.asker_id else after.asker_id
        facts = {"room": command.value, "helper": before.helper_id}
        wish = Post("room_wished", after.number, other, facts=facts, premise=Holds.HELPER_IS_ON_IT)
        return Decision("room_yes", after, "room_asked", (wish,) if after != scene.request else ())

    return decide(tx, command, now, rule)


def _wanted(scene: Scene, token: str) -> Claim:
    claim = rooms.wanted_by(scene.request, scene.me, token)
    if not are_offered(scene.tx, scene.community.id, (scene.request.asker_id, claim.helper_id)):
        raise Refused("no_rooms_here")
    return claim


def wording(tx: Tx, community: Community, request: Request, card: Card, now: datetime, platform: str) -> Wording:
    """Nobody new is let in once the claim is over, or if one of the two is not there any more."""
    claim = rooms.claim_meant(request, card.claim)
    people = (request.asker_id, claim.helper_id) if claim is not None else ()
    accounts = _accounts(tx, community.id, people, platform)
    is_over = not rooms.is_open(request, claim) or len(accounts) < FOR_TWO
    return room(views.bare(tx, community, None, now, request), accounts, is_over=is_over)


def could_not_open(tx: Tx, parcel: Parcel, now: datetime) -> bool:
    """Both are told, and may try again another day. False if the lease was lost."""
    card = tx.cards.get(parcel.community_id, parcel.id)
    if card is None or not tx.outbox.removed(parcel):
        return False
    community = tx.communities.get(parcel.community_id)
    request = tx.requests.find(community.id, card.number or Number(0))
    claim = rooms.claim_meant(request, card.claim) if request is not None else None
    if request is not None and claim is not None and rooms.has_both(claim):
        _take_back(tx, community, request, claim, now)
    forgotten = CardWish(CardKind.ROOM, PlaceKind.HELP, number=card.number, claim=card.claim, is_absent=True)
    tx.settle(Settlement(community.id, None, now, cards=(forgotten,)))
    return True


def _take_back(tx: Tx, community: Community, request: Request, claim: Claim, now: datetime) -> None:
    """A room that was over before it could open is missed by nobody."""
    after = rooms.take_back(request, claim)
    posts: tuple[Post, ...] = ()
    if rooms.is_open(request, claim):
        both = (request.asker_id, claim.helper_id)
        posts = (
            *(Post("room_refused", request.number, person) for person in both),
            Post("care_room_refused", Number(0), place=PlaceKind.CARE),
        )
    save(tx, community, (Moved("room_refused", request, after),), now, None, None, posts)


def _accounts(tx: Tx, community_id: CommunityId, people: Sequence[PersonId], platform: str) -> tuple[str, ...]:
    names = tx.people.names(community_id, people, platform)
    return tuple(name.account_id for name in names if name.account_id)
