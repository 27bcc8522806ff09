"""What may be leased now: posts at the head of their lanes and cards that lag behind, with their place.

Posts and cards name a reader or a place of the community. Where that is on a platform is looked up here,
at the last moment, so that a post can outlive a place or an account.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Integer, Select, bindparam, case, func, select

from bot.model.ids import CommunityId, Number, PersonId, PlaceId
from bot.model.places import Place, PlaceKind, PlaceRef
from bot.model.posts import SAID, CardKind, Holds, Post
from bot.ports import Candidate
from storage.cards import CARD_COLUMNS, card_of
from storage.delivery_tables import cards, outbox
from storage.statements import Row, Statement, said, same
from storage.tables import accounts, places
from storage.values import from_json, moment, moment_if, to_json

ANSWER, REST = 0, 1
"""Ranks: what a person reads because they did something overtakes the rest."""
STEPS_ASIDE_AFTER = 3
"""Failures of a head after which it no longer holds its lane up."""
HELD_BACK = 9_000_000_000_000_000
"""`free_at` of what waits until its reader comes by: later than any machine time, so that nothing looks at it."""
CLOSED_LAST = -1
"""Before any moment an account was seen: of several accounts one that is closed to us is written to last."""

_ahead = outbox.alias("ahead")
_IS_HEAD = ~(
    select(said(1))
    .select_from(_ahead)
    .where(
        _ahead.c.community_id == outbox.c.community_id,
        _ahead.c.lane == outbox.c.lane,
        _ahead.c.given_up == said(0),
        _ahead.c.attempts < said(STEPS_ASIDE_AFTER),
        _ahead.c.free_at < said(HELD_BACK),
        _ahead.c.id < outbox.c.id,
    )
    .exists()
)
_IS_WAITING = outbox.c.given_up == said(0), _IS_HEAD
# An absent card that was tried may be on the platform without our knowing where: only never-tried ones rest.
_MAY_BE_THERE = (cards.c.is_absent == said(0)) | cards.c.ref.is_not(None) | (cards.c.tried == said(1))
_IS_DUE = cards.c.due == said(1), _MAY_BE_THERE
_AT_PLACE = (
    (places.c.community_id == outbox.c.community_id) & (places.c.kind == outbox.c.place) & places.c.lost_at.is_(None)
)
_CARD_AT_PLACE = (
    (places.c.community_id == cards.c.community_id) & (places.c.id == cards.c.place_id) & places.c.lost_at.is_(None)
)
_WITH_READER = accounts.c.person_id == outbox.c.reader_id
_CARD_WITH_READER = (accounts.c.person_id == cards.c.reader_id) & (
    cards.c.ref.is_(None) | (cards.c.sent_platform == accounts.c.platform)
)

# What waits is few and found first; coalesce() keeps planners from beginning with all accounts of a platform.
_ON_PLATFORM = func.coalesce(accounts.c.platform, said("")) == bindparam("the_platform")
_AT_PLATFORM = func.coalesce(places.c.platform, said("")) == bindparam("the_platform")
_POST = (
    outbox.c.community_id,
    outbox.c.id,
    outbox.c.lane,
    outbox.c.rank,
    outbox.c.key,
    outbox.c.attempts,
    outbox.c.message,
    outbox.c.number,
    outbox.c.reader_id,
    outbox.c.place,
    outbox.c.facts,
    outbox.c.premise,
    outbox.c.discard_after,
    outbox.c.written_at,
)
_ACCOUNT = (
    accounts.c.seen_at,
    accounts.c.platform,
    accounts.c.account_id,
    accounts.c.direct_ref,
    accounts.c.direct_closed_at,
    accounts.c.direct_stopped_at,
)
_PLACE = places.c.id, places.c.platform, places.c.ref, places.c.kind
_FREE_POST = outbox.c.free_at <= bindparam("now")
_FREE_CARD = cards.c.free_at <= bindparam("now")


_READER_DOOR = (func.coalesce(accounts.c.account_id, said("")),)
_PLACE_DOOR = (func.coalesce(places.c.ref, said("")),)
_IS_NEW = cards.c.ref.is_(None)


def _few_of_each(query: Select[Any], door: tuple[Any, ...], is_ready: Any, rank: Any, row_id: Any) -> Statement:
    """The first few that are ready of each door, so that one flood does not hide the rest.

    Who has most before them is served first, one at a time: a place that takes little gets it evenly.
    """
    turn = func.row_number().over(partition_by=(*door, is_ready), order_by=(rank, row_id)).label("turn")
    queue = func.count().over(partition_by=door).label("queue")
    extra = (is_ready.label("is_ready"), rank.label("sort_rank"), row_id.label("sort_id"))
    free = query.add_columns(turn, queue, *extra).subquery()
    wanted = [free.c[position] for position in range(len(query.selected_columns))]
    few = select(*wanted).where(free.c.is_ready == said(1), free.c.turn <= bindparam("at_a_door", type_=Integer))
    few = few.order_by(free.c.sort_rank, (free.c.queue - free.c.turn).desc(), free.c.sort_id)
    return Statement(few.limit(bindparam("at_most")))


def _posts(query: Select[Any], door: tuple[Any, ...]) -> Statement:
    waiting = query.where(outbox.c.given_up == said(0), _FREE_POST)
    return _few_of_each(waiting, door, case((_IS_HEAD, said(1)), else_=said(0)), outbox.c.rank, outbox.c.id)


def _cards(query: Select[Any], door: tuple[Any, ...]) -> Statement:
    return _few_of_each(query.where(*_IS_DUE, _FREE_CARD), (*door, _IS_NEW), said(1), said(1), cards.c.id)


POSTS_TO_READERS = _posts(
    select(*_POST, *_ACCOUNT).join_from(outbox, accounts, _WITH_READER).where(_ON_PLATFORM), _READER_DOOR
)
POSTS_TO_PLACES = _posts(select(*_POST, *_PLACE).join_from(outbox, places, _AT_PLACE).where(_AT_PLATFORM), _PLACE_DOOR)
CARDS_OF_READERS = _cards(
    select(cards.c.key, cards.c.attempts, cards.c.sent_place, *_ACCOUNT, *CARD_COLUMNS)
    .join_from(cards, accounts, _CARD_WITH_READER)
    .where(_ON_PLATFORM),
    _READER_DOOR,
)
CARDS_IN_PLACES = _cards(
    select(cards.c.key, cards.c.attempts, cards.c.sent_place, *_PLACE, *CARD_COLUMNS)
    .join_from(cards, places, _CARD_AT_PLACE)
    .where(_AT_PLATFORM),
    (func.coalesce(cards.c.sent_place, places.c.ref),),
)

_IS_ACCOUNT = same(accounts.c.platform, accounts.c.account_id) & accounts.c.direct_closed_at.is_not(None)
_TALKS_WITH_READER = (cards.c.place_id == accounts.c.person_id) & (cards.c.kind == said(CardKind.TALK.value))
HELD_POSTS = Statement(
    select(*_POST, *_ACCOUNT)
    .join_from(outbox, accounts, _WITH_READER)
    .where(_IS_ACCOUNT, same(outbox.c.community_id), outbox.c.given_up == said(0), outbox.c.free_at == said(HELD_BACK))
    .order_by(outbox.c.id)
    .limit(bindparam("at_most"))
)
HELD_CARDS = Statement(
    select(cards.c.key, cards.c.attempts, cards.c.sent_place, *_ACCOUNT, *CARD_COLUMNS)
    .join_from(cards, accounts, _TALKS_WITH_READER)
    .where(_IS_ACCOUNT, same(cards.c.community_id), *_IS_DUE, cards.c.free_at == said(HELD_BACK), cards.c.ref.is_(None))
    .order_by(cards.c.id)
    .limit(bindparam("at_most"))
)

_WAITS = *_IS_WAITING, outbox.c.free_at > bindparam("after")
_LAGS = *_IS_DUE, cards.c.free_at > bindparam("after")
_NEXT_POST_TO_READER = select(func.min(outbox.c.free_at)).join_from(outbox, accounts, _WITH_READER).where(*_WAITS)
_NEXT_POST_TO_PLACE = select(func.min(outbox.c.free_at)).join_from(outbox, places, _AT_PLACE).where(*_WAITS)
_NEXT_CARD_OF_READER = select(func.min(cards.c.free_at)).join_from(cards, accounts, _CARD_WITH_READER).where(*_LAGS)
_NEXT_CARD_IN_PLACE = select(func.min(cards.c.free_at)).join_from(cards, places, _CARD_AT_PLACE).where(*_LAGS)
NEXT_ANYWHERE = tuple(
    Statement(query) for query in (_NEXT_POST_TO_READER, _NEXT_POST_TO_PLACE, _NEXT_CARD_OF_READER, _NEXT_CARD_IN_PLACE)
)
NEXT_ON_PLATFORM = (
    Statement(_NEXT_POST_TO_READER.where(_ON_PLATFORM)),
    Statement(_NEXT_POST_TO_PLACE.where(_AT_PLATFORM)),
    Statement(_NEXT_CARD_OF_READER.where(_ON_PLATFORM)),
    Statement(_NEXT_CARD_IN_PLACE.where(_AT_PLATFORM)),
)


def post_to_reader(row: Row) -> tuple[int, Candidate]:
    """With the moment the account was last seen, to choose between platforms."""
    *post, seen_at, platform, account_id, direct_ref, closed_at, stopped_at = row
    reader_id = PersonId(post[8])
    place = direct_place(reader_id, PlaceRef(platform, direct_ref or ""))
    is_answer_to_who_stopped_us = stopped_at is not None and post[6] == SAID
    is_closed = closed_at is not None and not is_answer_to_who_stopped_us
    return CLOSED_LAST if is_closed else seen_at, replace(_post(post, place, account_id), is_closed=is_closed)


def post_to_place(row: Row) -> tuple[int, Candidate]:
    *post, place_id, platform, ref, kind = row
    return 0, _post(post, Place(PlaceId(place_id), PlaceRef(platform, ref), PlaceKind(kind)), None)


def card_of_reader(row: Row) -> tuple[int, Candidate]:
    """A card that was sent stays where it was sent: bringing it up to date disturbs nobody."""
    key, attempts, sent_place, seen_at, platform, account_id, direct_ref, closed_at, _, *rest = row
    card = card_of(rest)
    ref = sent_place if card.ref is not None else direct_ref
    place = direct_place(PersonId(card.place_id), PlaceRef(platform, ref or ""))
    candidate = Candidate(card.community_id, card.id, card.id, key, attempts, place, None, card, account_id)
    is_closed = closed_at is not None and card.ref is None
    return CLOSED_LAST if is_closed else seen_at, replace(candidate, is_closed=is_closed)


def card_in_place(row: Row) -> tuple[int, Candidate]:
    """It may have been sent to a place of its own within this one."""
    key, attempts, sent_place, place_id, platform, ref, kind, *rest = row
    card = card_of(rest)
    at = PlaceRef(platform, sent_place if card.ref is not None and sent_place else ref)
    place = Place(PlaceId(place_id), at, PlaceKind(kind))
    return 0, Candidate(card.community_id, card.id, card.id, key, attempts, place, None, card)


def direct_place(reader_id: PersonId, at: PlaceRef) -> Place:
    return Place(PlaceId(reader_id), at, PlaceKind.DIRECT, reader_id)


def _post(row: Sequence[Any], place: Place, account_id: str | None) -> Candidate:
    community_id, post_id, lane, rank, key, attempts, message, number, reader_id, kind, *rest = row
    facts, premise, discard_after, written_at = rest
    post = Post(
        message,
        Number(number),
        None if reader_id is None else PersonId(reader_id),
        None if kind is None else PlaceKind(kind),
        from_json(facts),
        Holds(premise),
        moment_if(discard_after),
    )
    return Candidate(
        CommunityId(community_id),
        post_id,
        lane,
        key,
        attempts,
        place,
        post,
        None,
        account_id,
        moment(written_at),
        is_answer=rank == ANSWER,
    )


def post_values(post: Post) -> dict[str, Any]:
    return {
        "message": post.message,
        "number": post.number,
        "reader_id": post.reader_id,
        "place": None if post.place is None else post.place.value,
        "facts": to_json(post.facts),
        "premise": post.premise.value,
    }
