"""What becomes of our messages without us: deleted ones are made anew, cleared ones get their hand back."""

from datetime import datetime

from bot.commands.seen import Cleared, MessageRef, Unseen
from bot.model.ids import NOBODY, CommunityId
from bot.model.posts import Card, CardKind, Sent
from bot.model.requests import Status
from bot.ports import Tx

AT_MOST = 500
"""Cards of a community that are looked at again after an absence."""
Hands = tuple[tuple[str, str], ...]
"""(account, symbol) of each reaction that was last seen."""


def living(tx: Tx, community_id: CommunityId, now: datetime) -> tuple[Sent, ...]:
    """The messages that show open or claimed requests in places that are not lost."""
    requests = tx.requests.living(community_id, AT_MOST)
    cards = (card for request in requests for card in tx.cards.of_request(community_id, request.number))
    found = (tx.messages.latest(card.id, community_id) for card in cards if card.kind is CardKind.REQUEST and card.ref)
    return tuple(sent for sent in found if sent is not None and not _is_lost(tx, sent))


def _is_lost(tx: Tx, sent: Sent) -> bool:
    place = tx.places.at(sent.place)
    return place is not None and place[1].lost_at is not None


def is_ours(tx: Tx, message: MessageRef, now: datetime) -> bool:
    """Whether we said it; what became of its request makes no difference."""
    return tx.messages.find(message.place, message.ref) is not None


def hands(tx: Tx, message: MessageRef, now: datetime) -> Hands | None:
    """The hands last seen on a card; None if it is none of ours any more, or its request is over."""
    if _living_card(tx, message) is None:
        return None
    return tuple(tx.messages.hands(message.place, message.ref))


def draw_all_again(tx: Tx, community_id: CommunityId) -> None:
    """What is said on living cards, in another language from now on."""
    for request in tx.requests.living(community_id, AT_MOST):
        for card in tx.cards.of_request(community_id, request.number):
            if not card.is_absent and card.kind in (CardKind.REQUEST, CardKind.ROOM):
                tx.cards.draw_again(card)


def deleted(tx: Tx, message: MessageRef, now: datetime) -> bool:
    """Somebody deleted a message of ours. As long as its request lives the card is made anew; nobody is released."""
    card = _living_card(tx, message)
    if card is None:
        return False
    tx.cards.make_anew(card)
    return True


def cleared(tx: Tx, command: Cleared, now: datetime) -> None:
    """Hands were wiped away, not taken down: nobody is released, and our own comes back where it is of use."""
    message = command.message
    sent = tx.messages.find(message.place, message.ref)
    if sent is None:
        return
    for hand in tx.messages.hands(message.place, message.ref):
        if command.symbol in (None, hand[1]) and hand not in command.still_up:
            tx.messages.forget_hand(sent, *hand)
    card = _living_card(tx, message)
    if card is not None and any(choice.symbol for choice in sent.choices):
        tx.cards.draw_again(card)


def may_count(tx: Tx, command: Unseen, now: datetime) -> bool:
    """Whether hands count that nobody saw being raised: not as long as one may be that of somebody we were to forget.

    Where fewer are up than we know of, theirs were taken down meanwhile.
    """
    message = command.message
    sent = tx.messages.find(message.place, message.ref)
    if sent is None:
        return False
    hands = tx.messages.hands(message.place, message.ref)
    marks = [mark for mark, symbol in hands if is_nobodys(mark) and symbol == command.symbol]
    for mark in marks[command.count :]:
        tx.messages.forget_hand(sent, mark, command.symbol)
    return not marks[: command.count]


def is_nobodys(account_id: str) -> bool:
    return account_id.startswith(NOBODY)


def _living_card(tx: Tx, message: MessageRef) -> Card | None:
    sent = tx.messages.find(message.place, message.ref)
    card = tx.cards.get(sent.community_id, sent.card_id) if sent is not None and sent.card_id is not None else None
    if card is None or card.ref != message.ref or card.kind is not CardKind.REQUEST or card.number is None:
        return None
    request = tx.requests.find(card.community_id, card.number)
    is_alive = request is not None and request.status in (Status.OPEN, Status.CLAIMED)
    return card if is_alive and not card.is_absent else None
