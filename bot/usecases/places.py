"""Where communities are at home."""

from dataclasses import replace
from datetime import date, datetime

from bot.commands.homes import Moved, OpenHome, ShareHome
from bot.model.changes import Settlement
from bot.model.ids import CommunityId, Number, PersonId, PlaceId
from bot.model.language import Language
from bot.model.people import Account
from bot.model.places import Community, Home, Place, PlaceKind, PlaceRef
from bot.model.posts import CardKind, Parcel, Post
from bot.ports import Tx
from bot.rules import hours
from bot.usecases import digests, talks, views

CARDS_AT_MOST = 500
"""Open requests whose cards are made anew when their place has moved; the others are with their next change."""


def open_home(tx: Tx, command: OpenHome, now: datetime) -> CommunityId:
    """The community of this home, made if it is new; places that are named are set."""
    known = tx.communities.at_home(command.home)
    community = known or Community(CommunityId(tx.new_id()), command.name, command.timezone)
    if known is None:
        tx.communities.add(community, now)
        tx.communities.add_home(Home(community.id, command.home))
    for kind, ref in command.places.items():
        set_place(tx, community.id, PlaceKind(kind), PlaceRef(command.home.platform, ref))
        digests.look_soon(tx, community.id, now)
    return community.id


def set_place(tx: Tx, community_id: CommunityId, kind: PlaceKind, at: PlaceRef) -> None:
    """One place may serve several kinds. A lost one that is named again is there again."""
    now_set = tx.places.of_kind(community_id, kind)
    if now_set is not None and now_set.at == at:
        return
    found = tx.places.at(at)
    if found is not None and found[0] == community_id and found[1].kind is kind:
        tx.places.find_again(community_id, found[1].id)
    else:
        _replace(tx, community_id, Place(PlaceId(tx.new_id()), at, kind))


def _replace(tx: Tx, community_id: CommunityId, place: Place) -> None:
    """Whatever the platform may still know of the old one, the digest begins anew in the new one."""
    for old in tx.places.of_community(community_id):
        if old.kind is place.kind and old.at.platform == place.at.platform:
            digests.leave(tx, community_id, old.id)
    tx.places.add(community_id, place)


def share_home(tx: Tx, command: ShareHome, now: datetime) -> CommunityId | None:
    """None if nobody is at home in `known`. A home of another community stays with that one."""
    known, there = tx.communities.home(command.known), tx.communities.home(command.home)
    if known is None:
        return None
    if there is None:
        tx.communities.add_home(Home(known.community_id, command.home))
    elif there.community_id == known.community_id:
        tx.communities.save_home(replace(there, left_at=None))
    return known.community_id


def move(tx: Tx, command: Moved, now: datetime) -> bool:
    """A home, a place, or both, are elsewhere. Open requests are shown there anew. False if it was none of ours."""
    is_home, is_place = _move_home(tx, command, now), _move_places(tx, command)
    return is_home or is_place


def _move_home(tx: Tx, command: Moved, now: datetime) -> bool:
    home = tx.communities.home(command.old)
    if home is None or home.left_at is not None:
        return False
    share_home(tx, ShareHome(command.old, command.new), now)
    there = tx.communities.home(command.new)
    if there is not None and there.community_id == home.community_id:
        tx.communities.save_home(replace(there, preferences=home.preferences | there.preferences))
    tx.communities.save_home(replace(home, left_at=now))
    return True


def _move_places(tx: Tx, command: Moved) -> bool:
    """As long as the cards still know where they were, they are asked to be made anew."""
    found = is_ours = tx.places.at(command.old)
    while found is not None:
        community_id, place = found
        for request in tx.requests.living(community_id, CARDS_AT_MOST):
            for card in tx.cards.of_request(community_id, request.number):
                if card.place_id == place.id and card.kind is CardKind.REQUEST and card.ref is not None:
                    tx.cards.make_anew(card)
        _replace(tx, community_id, Place(PlaceId(tx.new_id()), command.new, place.kind))
        found = tx.places.at(command.old)
    return is_ours is not None


def communities_of(tx: Tx, account: Account, now: datetime) -> tuple[Community, ...]:
    """The communities of whoever writes in private, the oldest membership first."""
    person = tx.people.person_of(account)
    return tuple(tx.communities.of_person(person)) if person is not None else ()


def at_home(tx: Tx, home: PlaceRef, now: datetime) -> Community | None:
    return tx.communities.at_home(home)


def listening(tx: Tx, account: Account, now: datetime) -> CommunityId | None:
    """Whose question somebody answers by writing in private: the community that asked last, else their oldest one."""
    person = tx.people.person_of(account)
    communities = communities_of(tx, account, now)
    if person is None or not communities:
        return None
    asked = {one.id: at for one in communities if (at := asked_at(tx, one, person, now))}
    return max(asked, key=lambda each: asked[each], default=communities[0].id)


def asked_at(tx: Tx, community: Community, person: PersonId, now: datetime) -> datetime | None:
    """A question, or the beginning of a form that is filled in by talking, whichever came last; None if neither."""
    question = tx.questions.open_for(community.id, person, now)
    talk = tx.conversations.open_for(community.id, person, now)
    asked = question.expires_at - community.policy.question_life if question is not None else None
    begun = talk.expires_at - community.policy.draft_life if talk is not None else None
    return max((at for at in (asked, begun) if at is not None), default=None)


def today(tx: Tx, who: tuple[CommunityId, Account], now: datetime) -> date:
    """By the clocks of this person."""
    community, person = tx.communities.get(who[0]), tx.people.person_of(who[1])
    lived = community if person is None else views.as_lived(tx, community, person)
    return hours.local_date(now, lived.timezone)


def clock_at(tx: Tx, community_id: CommunityId, now: datetime) -> tuple[str, datetime]:
    """Its time zone, and what time it is."""
    return tx.communities.get(community_id).timezone, now


def set_at(tx: Tx, community_id: CommunityId, now: datetime) -> dict[PlaceKind, PlaceRef]:
    """Where what is read, for the kinds that a moderator sets."""
    kinds = (PlaceKind.HELP, PlaceKind.THANKS, PlaceKind.CARE)
    found = {kind: tx.places.of_kind(community_id, kind) for kind in kinds}
    return {kind: place.at for kind, place in found.items() if place is not None}


def known_at(tx: Tx, community_id: CommunityId, now: datetime) -> tuple[Place, ...]:
    """Every place of a community, those that were lost too: for who wants to know what is wrong with them."""
    return tuple(tx.places.of_community(community_id))


def whose(tx: Tx, at: PlaceRef, now: datetime) -> CommunityId | None:
    """The community that has a place or a home there; None if nobody has."""
    found, home = tx.places.at(at), tx.communities.home(at)
    if home is not None:
        return home.community_id
    return found[0] if found is not None else None


def names(tx: Tx, communities: tuple[CommunityId, ...], now: datetime) -> tuple[str, ...]:
    return tuple(tx.communities.get(each).name for each in communities)


def language(tx: Tx, who: tuple[CommunityId, Account | None], now: datetime) -> Language:
    """In which this person is spoken to here; the community's, if it is said to everybody."""
    community_id, account = who
    person = tx.people.person_of(account) if account is not None else None
    return views.language(tx, tx.communities.get(community_id), person)


def name_of(tx: Tx, who: tuple[CommunityId, Account], now: datetime) -> str | None:
    """The name an account goes by here; None for a stranger."""
    community_id, account = who
    person = tx.people.person_of(account)
    names = tx.people.names(community_id, (person,), None) if person is not None else ()
    return names[0].display if names else None


def lose(tx: Tx, parcel: Parcel, now: datetime) -> None:
    """A place is gone. What one person reads waits until they come by; what others read is given up."""
    if parcel.reader_account_id is not None:
        _tell_care_team(tx, parcel.community_id, parcel.place_id, "care_unreachable", now)
        tx.directs.close(Account(parcel.place.platform, parcel.reader_account_id), now)
        talks.hold_back(tx, parcel, now)
    elif parcel.ref is not None and tx.places.at(parcel.place) is None:
        # The card had a place of its own within the one that was set, which may well be there still.
        tx.outbox.recreate(parcel)
    else:
        tx.places.lose(parcel.community_id, parcel.place_id, now)
        give_up(tx, parcel, now)


def vanish(tx: Tx, at: PlaceRef, now: datetime) -> bool:
    """Nobody can post here any more, whatever kinds of posts were read here. False if it was no place of ours."""
    found = tx.places.at(at)
    if found is None:
        return False
    while found is not None and found[1].lost_at is None:
        community_id, place = found
        tx.places.lose(community_id, place.id, now)
        _tell_care_team(tx, community_id, place.id, "care_place_lost", now)
        found = tx.places.at(at)
    return True


def give_up(tx: Tx, parcel: Parcel, now: datetime) -> bool:
    """It cannot be said: a question that nobody read is owed again."""
    message = "care_place_lost" if parcel.reader_account_id is None else "care_unreachable"
    _tell_care_team(tx, parcel.community_id, parcel.place_id, message, now)
    card = tx.cards.get(parcel.community_id, parcel.id) if parcel.is_card else None
    if card is not None and card.talk_id is not None:
        talks.was_not_delivered(tx, parcel.community_id, card.talk_id, now)
    return tx.outbox.give_up(parcel)


def _tell_care_team(tx: Tx, community_id: CommunityId, place_id: PlaceId, message: str, now: datetime) -> None:
    """Once a person, once each time that a place is lost, and without a name."""
    once = f"once:lost:{place_id}{_since(tx, community_id, place_id)}"
    if not tx.origins.known(community_id, once):
        note = Post(message, Number(0), place=PlaceKind.CARE)
        tx.settle(Settlement(community_id, once, now, posts=(note,)))


def _since(tx: Tx, community_id: CommunityId, place_id: PlaceId) -> str:
    """A place that was set up again may be lost again."""
    lost = (place.lost_at for place in tx.places.of_community(community_id) if place.id == place_id)
    return "".join(f":{lost_at:%Y%m%d%H%M%S%f}" for lost_at in lost if lost_at is not None)
