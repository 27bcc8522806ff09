"""What delivery does between the outbox and the couriers. Each step is one transaction."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands.delivery import Lease
from bot.errors import Conflict
from bot.model.ids import Number, WordsId
from bot.model.places import Community
from bot.model.posts import SAID, Card, CardKind, Parcel, Post, Sent
from bot.model.requests import Request
from bot.model.wording import Wording
from bot.ports import Candidate, Receipt, Tx
from bot.rules import celebrations, premises
from bot.texts import cards, kept
from bot.texts.sentences import say
from bot.usecases import digests, places, rooms, talks, views

log = logging.getLogger(__name__)

ATTEMPTS = 12
"""After so many tries a post is given up: with the delays between them that is most of a day."""


@dataclass(frozen=True, slots=True)
class Delivered:
    parcel: Parcel
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Failed:
    """`counts` is False when the platform only asked to wait. Times are machine time."""

    parcel: Parcel
    retry_at: float
    reason: str
    counts: bool = True


def lease(tx: Tx, command: Lease, now: datetime) -> tuple[Parcel, ...]:
    """Take what can be sent, worded as it is true now; what is no longer true is dropped here."""
    at_a_door = command.at_a_door
    while found := _at_open_doors(tx, command, at_a_door):
        parcels = tuple(_taken(tx, command, found, now))
        if parcels:
            return parcels
        # All of it was dropped or held back: what stood behind it has its turn. There may be a lot of it.
        at_a_door = min(2 * at_a_door, max(command.limit, command.at_a_door))
    return ()


def _at_open_doors(tx: Tx, command: Lease, at_a_door: int) -> list[Candidate]:
    """Past those whose door takes no more now: so many more have to be looked at."""
    limit = command.limit + at_a_door * len(command.taken)
    found = tx.outbox.candidates(command.platforms, command.machine_now, limit, at_a_door)
    left = _Left(command)
    return [each for each in found if each.is_closed or left.has_room(each)]


def _taken(tx: Tx, command: Lease, found: Iterable[Candidate], now: datetime) -> Iterator[Parcel]:
    """As many as are wanted, few of each door."""
    left = _Left(command)
    for candidate in found:
        if candidate.is_closed:
            talks.hold_back(tx, _parcel(tx, candidate, command, None), now)
        elif left.has_room(candidate):
            parcel = take(tx, candidate, command, now)
            if parcel is not None:
                left.count(candidate)
                yield parcel


class _Left:
    """How much more goes through each door and over each platform, and of all of it."""

    def __init__(self, command: Lease) -> None:
        self._all, self._at_a_door = command.limit, command.at_a_door
        self._doors = Counter(command.taken)
        self._headroom = dict(command.headroom)

    def has_room(self, candidate: Candidate) -> bool:
        if not self._all or self._doors[candidate.door] >= self._at_a_door:
            return False
        here = self._headroom.get(candidate.place.at.platform)
        return here is None or (here.answers if candidate.is_answer else here.messages) > 0

    def count(self, candidate: Candidate) -> None:
        self._all -= 1
        self._doors[candidate.door] += 1
        platform = candidate.place.at.platform
        if (here := self._headroom.get(platform)) is not None:
            self._headroom[platform] = replace(here, messages=here.messages - 1, answers=here.answers - 1)


def take(tx: Tx, candidate: Candidate, command: Lease, now: datetime) -> Parcel | None:
    """None for what is not to be said any more, and for what nobody can word."""
    try:
        wording = _wording(tx, candidate, now)
    except Conflict:
        raise
    except Exception:
        # One message that nobody can word must not hold up all the others.
        log.exception("a message could not be worded and is given up")
        tx.outbox.give_up(_parcel(tx, candidate, command, None))
        return None
    if wording is None and not _is_removal(candidate):
        tx.outbox.drop(candidate)
        return None
    return _parcel(tx, candidate, command, wording)


def _is_removal(candidate: Candidate) -> bool:
    return candidate.card is not None and candidate.card.is_absent and candidate.card.ref is not None


def _parcel(tx: Tx, candidate: Candidate, command: Lease, wording: Wording | None) -> Parcel:
    card = candidate.card
    epoch = tx.outbox.lease(candidate, command.owner, command.machine_now + command.lease_seconds)
    return Parcel(
        card is not None,
        candidate.community_id,
        candidate.id,
        candidate.place.id,
        candidate.place.at,
        candidate.lane,
        candidate.key,
        wording,
        card.ref if card is not None else None,
        _shows(card) if card is not None else 0,
        epoch,
        candidate.attempts,
        candidate.reader_account_id,
    )


def _shows(card: Card) -> int:
    """A card that is sent only to learn where it is still has to be taken away afterwards."""
    return card.wanted - 1 if card.is_absent and card.ref is None else card.wanted


def _wording(tx: Tx, candidate: Candidate, now: datetime) -> Wording | None:
    """None for what is not to be said any more."""
    community = tx.communities.get(candidate.community_id)
    card = candidate.card
    if card is None:
        return _post_wording(tx, community, candidate, now)
    if not card.is_absent:
        return _card_wording(tx, community, candidate, card, now)
    # The platform may have taken it before we could record where: the same key tells, and then it can go.
    return cards.taken_down(community.language, card.number) if card.ref is None else None


def _post_wording(tx: Tx, community: Community, candidate: Candidate, now: datetime) -> Wording | None:
    """None if it is too late for this post, or no longer true."""
    post = candidate.post
    if post is None or (post.discard_after is not None and post.discard_after < now):
        return None
    request = tx.requests.find(community.id, post.number) if post.number else None
    if not premises.hold(post, request) or _is_wordless(tx, community, post):
        return None
    return _say(tx, community, candidate, post, now)


def _is_wordless(tx: Tx, community: Community, post: Post) -> bool:
    """It passes on what somebody wrote, and that has been deleted since."""
    return "words" in post.facts and not tx.words.get(community.id, WordsId(post.facts["words"])).fields


def _say(tx: Tx, community: Community, candidate: Candidate, post: Post, now: datetime) -> Wording:
    request = tx.requests.find(community.id, post.number) if post.number else None
    platform = candidate.place.at.platform
    if post.message == SAID:
        return kept.from_text(tx.words.get(community.id, WordsId(post.facts["words"])).get(SAID))
    if request is None:
        words_id = WordsId(post.facts["words"]) if "words" in post.facts else None
        return say(post.message, views.of_note(tx, community, words_id, post.reader_id, now, platform), post.facts)
    view = views.of_request(tx, community, request, post.reader_id, now, platform)
    return say(post.message, view, post.facts)


def _card_wording(tx: Tx, community: Community, candidate: Candidate, card: Card, now: datetime) -> Wording | None:
    platform = candidate.place.at.platform
    if card.kind is CardKind.TALK:
        told = tx.talks.get(community.id, card.talk_id or "")
        is_new = card.ref is None
        return talks.wording(tx, community, told, now, platform, is_new=is_new) if told is not None else None
    if card.kind is CardKind.DIGEST:
        return digests.wording(tx, community, now)
    request = tx.requests.find(community.id, card.number or Number(0))
    return None if request is None else _about_request(tx, community, request, card, now, platform)


def _about_request(
    tx: Tx, community: Community, request: Request, card: Card, now: datetime, platform: str
) -> Wording | None:
    if card.kind is CardKind.ROOM:
        return rooms.wording(tx, community, request, card, now, platform)
    if card.kind is CardKind.REQUEST:
        return cards.request_card(views.of_request(tx, community, request, None, now, platform))
    view = views.of_announcement(tx, community, request, now, platform)
    are_words_gone = request.thanks_words_id is not None and not view.thanks.fields
    if not celebrations.is_announceable(request) or (are_words_gone and card.ref is not None):
        # What was said stays as it was said when the words behind it have been deleted.
        return None
    return cards.announcement(view)


def record(tx: Tx, command: Delivered, now: datetime) -> bool:
    """It is out. False if the lease was lost meanwhile: whoever has it now records it."""
    parcel, receipt = command.parcel, command.receipt
    card = tx.cards.get(parcel.community_id, parcel.id) if parcel.is_card else None
    sent = Sent(
        parcel.community_id,
        receipt.place,
        receipt.ref,
        parcel.wording.kept_choices if parcel.wording is not None else (),
        card_id=parcel.id if parcel.is_card else None,
    )
    if not tx.outbox.delivered(parcel, sent, is_whole=receipt.is_whole):
        return False
    if card is not None and card.talk_id is not None:
        talks.was_delivered(tx, parcel.community_id, card.talk_id, now)
    return True


def record_removal(tx: Tx, parcel: Parcel, now: datetime) -> bool:
    return tx.outbox.removed(parcel)


def fail(tx: Tx, command: Failed, now: datetime) -> bool:
    """Later again, or never: after the last try the row stays for the health report, without content."""
    parcel = command.parcel
    if command.counts and parcel.attempts + 1 >= ATTEMPTS:
        if parcel.ref is None and parcel.wording is not None and parcel.wording.room is not None:
            return rooms.could_not_open(tx, parcel, now)
        return places.give_up(tx, parcel, now)
    return tx.outbox.failed(parcel, command.retry_at, command.reason, counts=command.counts)


def recreate(tx: Tx, parcel: Parcel, now: datetime) -> bool:
    """Somebody deleted the message. A card is made anew; a daily message that its reader put away stays away."""
    card = tx.cards.get(parcel.community_id, parcel.id)
    if card is None or card.talk_id is None:
        return tx.outbox.recreate(parcel)
    told = tx.talks.get(parcel.community_id, card.talk_id)
    if told is not None:
        tx.talks.put_away(told)
    return tx.outbox.removed(parcel)


def next_at(tx: Tx, command: tuple[frozenset[str], float], now: datetime) -> float | None:
    """When something may be leased for these platforms that may not be at the moment given; both in machine time."""
    return tx.outbox.next_at(*command)


def given_up(tx: Tx, nothing: None, now: datetime) -> int:
    return tx.outbox.given_up()
