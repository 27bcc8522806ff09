"""What delivery does between the outbox and the couriers. Each step is one transaction."""

from dataclasses import dataclass
from datetime import datetime

from bot.commands.values import Lease
from bot.model.ids import Number
from bot.model.places import Community
from bot.model.posts import Card, CardKind, Parcel, Post, Sent
from bot.model.wording import Wording
from bot.ports import Candidate, Receipt, Tx
from bot.rules import celebrations, premises
from bot.texts import cards
from bot.texts.sentences import say
from bot.usecases import places, talks, views

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
    parcels = []
    for candidate in tx.outbox.candidates(command.platforms, command.machine_now, command.limit):
        parcel = _parcel(tx, candidate, command, now)
        if parcel is None:
            tx.outbox.drop(candidate)
        else:
            parcels.append(parcel)
    return tuple(parcels)


def _parcel(tx: Tx, candidate: Candidate, command: Lease, now: datetime) -> Parcel | None:
    community = tx.communities.get(candidate.community_id)
    card, post = candidate.card, candidate.post
    worded = _post_wording(tx, community, candidate, now) if post is not None else None
    if card is not None and not card.is_absent:
        worded = _card_wording(tx, community, candidate, card, now)
    is_removal = card is not None and worded is None and card.ref is not None
    if worded is None and not is_removal:
        return None
    epoch = tx.outbox.lease(candidate, command.owner, command.machine_now + command.lease_seconds)
    return Parcel(
        card is not None,
        candidate.community_id,
        candidate.id,
        candidate.place.id,
        candidate.place.at,
        candidate.lane,
        candidate.key,
        worded,
        card.ref if card is not None else None,
        card.wanted if card is not None else 0,
        epoch,
        candidate.attempts,
        candidate.reader_account_id,
    )


def _post_wording(tx: Tx, community: Community, candidate: Candidate, now: datetime) -> Wording | None:
    """None if it is too late for this post, or no longer true."""
    post = candidate.post
    if post is None or (post.discard_after is not None and post.discard_after < now):
        return None
    request = tx.requests.find(community.id, post.number) if post.number else None
    if not premises.hold(post.premise, request, post.reader_id):
        return None
    return _say(tx, community, candidate, post, now)


def _say(tx: Tx, community: Community, candidate: Candidate, post: Post, now: datetime) -> Wording:
    request = tx.requests.find(community.id, post.number) if post.number else None
    if request is None:
        return say(post.message, views.bare(community, post.reader_id, now), post.facts)
    view = views.of_request(tx, community, request, post.reader_id, now, candidate.place.at.platform)
    return say(post.message, view, post.facts)


def _card_wording(tx: Tx, community: Community, candidate: Candidate, card: Card, now: datetime) -> Wording | None:
    platform = candidate.place.at.platform
    if card.kind is CardKind.TALK:
        told = tx.talks.get(community.id, card.talk_id or "")
        return talks.wording(tx, community, told, now, platform) if told is not None else None
    request = tx.requests.find(community.id, card.number or Number(0))
    if request is None:
        return None
    if card.kind is CardKind.REQUEST:
        return cards.request_card(views.of_request(tx, community, request, None, now, platform))
    if not celebrations.is_announceable(request):
        return None
    return cards.announcement(views.of_announcement(tx, community, request, now, platform))


def record(tx: Tx, command: Delivered, now: datetime) -> bool:
    """It is out. False if the lease was lost meanwhile: whoever has it now records it."""
    parcel, receipt = command.parcel, command.receipt
    card = tx.cards.get(parcel.community_id, parcel.id) if parcel.is_card else None
    sent = Sent(
        parcel.community_id,
        receipt.place,
        receipt.ref,
        parcel.wording.choices if parcel.wording is not None else (),
        card_id=parcel.id if parcel.is_card else None,
    )
    if not tx.outbox.delivered(parcel, sent):
        return False
    if card is not None and card.talk_id is not None:
        talks.was_delivered(tx, parcel.community_id, card.talk_id, now)
    return True


def record_removal(tx: Tx, parcel: Parcel, now: datetime) -> bool:
    return tx.outbox.removed(parcel)


def fail(tx: Tx, command: Failed, now: datetime) -> bool:
    """Later again, or never: after the last try the row stays for the health report, without content."""
    if command.counts and command.parcel.attempts + 1 >= ATTEMPTS:
        places.tell_care_team(tx, command.parcel, now)
        return tx.outbox.give_up(command.parcel)
    return tx.outbox.failed(command.parcel, command.retry_at, command.reason, counts=command.counts)


def recreate(tx: Tx, parcel: Parcel, now: datetime) -> bool:
    return tx.outbox.recreate(parcel)


def next_at(tx: Tx, nothing: None, now: datetime) -> float | None:
    return tx.outbox.next_at()


def given_up(tx: Tx, nothing: None, now: datetime) -> int:
    return tx.outbox.given_up()
