"""Cards: made when they are wished for, marked when what they show has changed. Outbox sends them."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, null, select, update

from bot.model.changes import CardWish
from bot.model.ids import CommunityId, Number, PlaceId
from bot.model.posts import Card, CardKind, Talk
from storage.delivery_tables import card_subjects, cards
from storage.places import Places
from storage.statements import Row, Session, Statement, insert_or_ignore, said, same

CARD_COLUMNS = (
    cards.c.community_id,
    cards.c.id,
    cards.c.kind,
    cards.c.place_id,
    cards.c.wanted,
    cards.c.shown,
    cards.c.number,
    cards.c.talk_id,
    cards.c.is_absent,
    cards.c.ref,
    cards.c.generation,
    cards.c.about,
)
_ONE = same(cards.c.community_id, cards.c.id)
_SHOWING = select(card_subjects.c.card_id).where(
    same(card_subjects.c.community_id, card_subjects.c.number),
)
OF_REQUEST = Statement(
    select(*CARD_COLUMNS)
    .where(
        same(cards.c.community_id),
        cards.c.id.in_(_SHOWING),
        cards.c.number.is_not(None),
    )
    .order_by(cards.c.id)
)
GET = Statement(select(*CARD_COLUMNS).where(_ONE))
OF_KIND = Statement(
    select(*CARD_COLUMNS).where(same(cards.c.community_id, cards.c.kind)).order_by(cards.c.place_id, cards.c.about)
)
WISHED = Statement(
    select(cards.c.id, cards.c.is_absent, cards.c.ref, cards.c.tried).where(
        same(cards.c.community_id, cards.c.kind, cards.c.place_id, cards.c.about)
    )
)
ADD = Statement(insert(cards).inline())
ADD_SUBJECT = insert_or_ignore(card_subjects)
FLIP = Statement(
    update(cards)
    .where(_ONE)
    .values(
        is_absent=bindparam("is_absent"),
        wanted=cards.c.wanted + said(1),
        due=said(1),
        given_up=said(0),
        attempts=said(0),
    )
)
FORGET = Statement(
    update(cards)
    .where(_ONE)
    .values(is_absent=said(1), wanted=cards.c.wanted + said(1), shown=cards.c.wanted + said(1), due=said(0))
)
SHOW_CHANGE = Statement(
    update(cards)
    .where(
        same(cards.c.community_id),
        cards.c.id.in_(_SHOWING),
        cards.c.given_up == said(0),
        (cards.c.is_absent == said(0)) | cards.c.ref.is_not(None),
    )
    .values(wanted=cards.c.wanted + said(1), due=said(1))
)


DROP_SUBJECT = Statement(
    delete(card_subjects).where(same(card_subjects.c.community_id, card_subjects.c.number, card_subjects.c.card_id))
)
REDRAW = Statement(
    update(cards).where(_ONE, cards.c.given_up == said(0)).values(wanted=cards.c.wanted + said(1), due=said(1))
)
MAKE_ANEW = Statement(
    update(cards)
    .where(_ONE, cards.c.ref == bindparam("the_ref"))
    .values(
        ref=null(),
        sent_platform=null(),
        sent_place=null(),
        key=bindparam("key"),
        generation=cards.c.generation + said(1),
        epoch=cards.c.epoch + said(1),
        tried=said(0),
        given_up=said(0),
        attempts=said(0),
        lease_owner=null(),
        free_at=said(0),
        due=said(1),
    )
)


class Cards:
    def __init__(self, session: Session, places: Places, new_id: Callable[[], str], new_key: Callable[[], str]) -> None:
        self._session = session
        self._places = places
        self._new_id = new_id
        self._new_key = new_key

    def of_request(self, community_id: CommunityId, number: Number) -> Sequence[Card]:
        rows = self._session.rows(OF_REQUEST, {"the_community_id": community_id, "the_number": number})
        return [card_of(row) for row in rows]

    def get(self, community_id: CommunityId, card_id: str) -> Card | None:
        row = self._session.row(GET, {"the_community_id": community_id, "the_id": card_id})
        return None if row is None else card_of(row)

    def digests(self, community_id: CommunityId) -> Sequence[Card]:
        values = {"the_community_id": community_id, "the_kind": CardKind.DIGEST.value}
        return [card_of(row) for row in self._session.rows(OF_KIND, values)]

    def draw_again(self, card: Card) -> None:
        self._session.run(REDRAW, {"the_community_id": card.community_id, "the_id": card.id})

    def make_anew(self, card: Card) -> None:
        which = {"the_community_id": card.community_id, "the_id": card.id, "the_ref": card.ref}
        self._session.run(MAKE_ANEW, which | {"key": self._new_key()})

    def show_change(self, community_id: CommunityId, number: Number) -> None:
        """Every card that shows this request wants to be drawn again."""
        self._session.run(SHOW_CHANGE, {"the_community_id": community_id, "the_number": number})

    def follow_only(self, talk: Talk, numbers: frozenset[Number], *, draws: bool) -> None:
        """A daily message follows only these of its requests from now on; it may be drawn once more."""
        wish = CardWish(CardKind.TALK, reader_id=talk.person_id, talk_id=talk.id)
        row = self._find(talk.community_id, wish, talk.person_id)
        if row is None:
            return
        if draws:
            self._session.run(REDRAW, {"the_community_id": talk.community_id, "the_id": row[0]})
        for number in sorted({item.number for item in talk.items} - numbers):
            subject = {"the_community_id": talk.community_id, "the_number": number, "the_card_id": row[0]}
            self._session.run(DROP_SUBJECT, subject)

    def wish(self, community_id: CommunityId, wish: CardWish, subjects: Sequence[Number], *, is_new: bool) -> None:
        """A card appears where there is a place for it; one that was never there has nothing to take away.

        `is_new` says that its subject was made just now, so that it cannot have a card yet.
        """
        place_id = self._place_id(community_id, wish)
        if place_id is None:
            return
        row = None if is_new else self._find(community_id, wish, place_id)
        if row is not None:
            self._flip(community_id, row, wish.is_absent)
        elif not wish.is_absent:
            self._add(community_id, wish, place_id, subjects)

    def _place_id(self, community_id: CommunityId, wish: CardWish) -> str | None:
        if wish.reader_id is not None:
            return wish.reader_id
        place = None if wish.place is None else self._places.of_kind(community_id, wish.place)
        return None if place is None else place.id

    def _find(self, community_id: CommunityId, wish: CardWish, place_id: str) -> Row | None:
        values = {
            "the_community_id": community_id,
            "the_kind": wish.kind.value,
            "the_place_id": place_id,
            "the_about": _about(wish),
        }
        return self._session.row(WISHED, values)

    def _flip(self, community_id: CommunityId, row: Row, is_absent: bool) -> None:
        card_id, was_absent, ref, tried = row
        if bool(was_absent) == is_absent:
            return
        values = {"the_community_id": community_id, "the_id": card_id, "is_absent": int(is_absent)}
        was_never_sent = ref is None and not tried
        self._session.run(FORGET if is_absent and was_never_sent else FLIP, values)

    def _add(self, community_id: CommunityId, wish: CardWish, place_id: str, subjects: Sequence[Number]) -> None:
        card_id = self._new_id()
        values = _values(community_id, card_id, wish, place_id) | {"key": self._new_key()}
        self._session.add(ADD, values)
        for number in dict.fromkeys(subjects):
            subject = {"community_id": community_id, "number": number, "card_id": card_id}
            self._session.run(ADD_SUBJECT, subject)


def _about(wish: CardWish) -> str:
    if wish.kind is CardKind.ROOM:
        return f"{wish.number}|{wish.claim}"
    if wish.kind is CardKind.DIGEST:
        return ""
    return wish.talk_id if wish.talk_id is not None else str(wish.number)


def card_of(row: Row) -> Card:
    community_id, card_id, kind, place_id, wanted, shown, number, talk_id, is_absent, ref, generation, about = row
    return Card(
        community_id=CommunityId(community_id),
        id=card_id,
        kind=CardKind(kind),
        place_id=PlaceId(place_id),
        wanted=wanted,
        shown=shown,
        number=None if number is None else Number(number),
        talk_id=talk_id,
        is_absent=bool(is_absent),
        ref=ref,
        generation=generation,
        claim=about.partition("|")[2] if kind == CardKind.ROOM else "",
    )


def _values(community_id: CommunityId, card_id: str, wish: CardWish, place_id: str) -> dict[str, Any]:
    return {
        "community_id": community_id,
        "id": card_id,
        "kind": wish.kind.value,
        "place_id": place_id,
        "about": _about(wish),
        "reader_id": wish.reader_id,
        "number": wish.number,
        "talk_id": wish.talk_id,
        "is_absent": 0,
        "wanted": 1,
        "shown": 0,
        "due": 1,
        "ref": None,
        "sent_platform": None,
        "sent_place": None,
        "generation": 0,
        "given_up": 0,
        "attempts": 0,
        "tried": 0,
        "epoch": 0,
        "lease_owner": None,
        "free_at": 0,
        "trouble": None,
    }
