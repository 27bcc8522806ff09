"""Somebody's private place is closed to us, or they asked us not to write: what waits is said when they come by."""

from collections.abc import Iterable
from datetime import datetime

from bot.commands.delivery import TakeWaiting
from bot.commands.values import Ask
from bot.model.ids import CommunityId
from bot.model.outcome import Outcome
from bot.model.people import Account
from bot.model.places import PlaceRef
from bot.model.posts import Parcel
from bot.ports import Candidate, Tx
from bot.texts import directs as texts
from bot.usecases import outbox, talks, views
from bot.usecases.settling import meet


def stop_writing(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """They hear nothing from us by ourselves any more, in any community, until they say otherwise."""
    view = views.bare(tx, *meet(tx, command, now), now)
    tx.directs.stop(command.actor.account, now)
    return Outcome("stopped", texts.stopped(view))


def write_again(tx: Tx, command: Ask, now: datetime) -> Outcome:
    view = views.bare(tx, *meet(tx, command, now), now)
    _open(tx, command.actor.account)
    return Outcome("written again", texts.written_again(view))


def open_direct(tx: Tx, account: Account, now: datetime) -> None:
    """They can be written to again, and what waited is sent; unless they asked us not to."""
    if not tx.directs.has_stopped(account):
        _open(tx, account)


def _open(tx: Tx, account: Account) -> None:
    person = tx.people.person_of(account)
    if person is None or not tx.directs.is_closed(account):
        return
    tx.directs.open(account)
    for community in tx.communities.of_person(person):
        tx.directs.let_go(community.id, person)


def adopt(tx: Tx, command: tuple[Account, PlaceRef], now: datetime) -> None:
    """They opened this private place themselves, or came back into it: it is theirs from now on."""
    account, place = command
    tx.directs.meet_at(account, place.ref)
    open_direct(tx, account, now)


def close(tx: Tx, account: Account, now: datetime) -> None:
    """They left it, or never came: what is to be said waits until they come by."""
    tx.directs.close(account, now)


def place_of(tx: Tx, account: Account, now: datetime) -> PlaceRef | None:
    """Where this person is spoken to in private on the platform of the account."""
    person = tx.people.person_of(account)
    found = tx.directs.of(person, account.platform) if person is not None else None
    return found[1] if found is not None and found[0] == account else None


def is_out_of_reach(tx: Tx, account: Account, now: datetime) -> bool:
    """Their private place is closed, and not at their own wish: what we answer waits until they come by."""
    return tx.directs.is_closed(account) and not tx.directs.has_stopped(account)


def is_met_at(tx: Tx, who: tuple[Account, PlaceRef], now: datetime) -> bool:
    """Whether this is their private place already, and open to us."""
    account, place = who
    return place_of(tx, account, now) == place and not tx.directs.is_closed(account)


def waited_for(tx: Tx, accounts: Iterable[Account], now: datetime) -> tuple[Account, ...]:
    """Those of them for whom something waits. One look at an index for everybody who can be written to."""
    return tuple(each for each in accounts if tx.directs.is_closed(each) and _waiting(tx, each, None, 1))


def take(tx: Tx, command: TakeWaiting, now: datetime) -> tuple[Parcel, ...]:
    """What waits for whoever came by, worded as it is true now; what is no longer true is dropped."""
    found = _waiting(tx, command.account, command.community_id, command.lease.limit)
    taken = (outbox.take(tx, candidate, command.lease, now) for candidate in found)
    return tuple(parcel for parcel in taken if parcel is not None and parcel.wording is not None)


def was_shown(tx: Tx, parcel: Parcel, now: datetime) -> bool:
    """Recorded only after the platform took it: a crash in between shows it once more, and loses nothing."""
    card = tx.cards.get(parcel.community_id, parcel.id) if parcel.is_card else None
    if not tx.directs.was_shown(parcel):
        return False
    if card is not None and card.talk_id is not None:
        talks.was_delivered(tx, parcel.community_id, card.talk_id, now)
    return True


def was_not_shown(tx: Tx, parcel: Parcel, now: datetime) -> bool:
    """It waits for the next time they come by."""
    return talks.hold_back(tx, parcel, now)


def _waiting(tx: Tx, account: Account, here: CommunityId | None, limit: int) -> list[Candidate]:
    person = tx.people.person_of(account)
    known = tx.communities.of_person(person) if person is not None else ()
    found = [each for one in known if here in (None, one.id) for each in tx.directs.waiting(one.id, account, limit)]
    return found[:limit]
