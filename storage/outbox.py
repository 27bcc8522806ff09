"""Posts and cards on their way: leases, fencing, and what became of each delivery.

`free_at` is the machine time from which a row may be leased: the end of its lease, or of its wait.
Whoever records names the epoch of their lease; a later lease has a later epoch, so the row is not found.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, case, delete, func, insert, select, update

from bot.model.changes import Settlement
from bot.model.posts import Parcel, Post, Sent
from bot.ports import Candidate
from storage.delivery_tables import cards, outbox
from storage.directs import MEET_AT
from storage.messages import Messages
from storage.outbox_rows import (
    ANSWER,
    CARDS_IN_PLACES,
    CARDS_OF_READERS,
    HELD_BACK,
    NEXT_ANYWHERE,
    NEXT_ON_PLATFORM,
    POSTS_TO_PLACES,
    POSTS_TO_READERS,
    REST,
    card_in_place,
    card_of_reader,
    post_to_place,
    post_to_reader,
    post_values,
)
from storage.statements import Row, Session, Statement, said, same
from storage.values import micros, micros_if, millis

_POST = same(outbox.c.community_id, outbox.c.id)
_CARD = same(cards.c.community_id, cards.c.id)
_OUR_POST = same(outbox.c.community_id, outbox.c.id, outbox.c.epoch)
_OUR_CARD = same(cards.c.community_id, cards.c.id, cards.c.epoch)
_FREE: dict[str, Any] = {"lease_owner": None, "free_at": 0}
_LAGS = case((cards.c.wanted > bindparam("shown_now"), said(1)), else_=said(0))

ADD = Statement(insert(outbox).inline())
LEASE_POST = Statement(
    update(outbox)
    .where(_POST)
    .values(lease_owner=bindparam("lease_owner"), free_at=bindparam("free_at"), epoch=outbox.c.epoch + said(1))
    .returning(outbox.c.epoch)
)
LEASE_CARD = Statement(
    update(cards)
    .where(_CARD)
    .values(
        lease_owner=bindparam("lease_owner"), free_at=bindparam("free_at"), epoch=cards.c.epoch + said(1), tried=said(1)
    )
    .returning(cards.c.epoch)
)
DROP_POST = Statement(delete(outbox).where(_POST))
DROP_CARD = Statement(update(cards).where(_CARD).values(shown=bindparam("shown"), due=_LAGS))
NEVER_SENT = Statement(
    update(cards)
    .where(
        cards.c.due == said(1),
        cards.c.free_at <= bindparam("now"),
        cards.c.is_absent == said(1),
        cards.c.ref.is_(None),
        cards.c.tried == said(0),
    )
    .values(shown=cards.c.wanted, due=said(0), lease_owner=bindparam("lease_owner"))
)
SENT_POST = Statement(delete(outbox).where(_OUR_POST))
SENT_CARD = Statement(
    update(cards)
    .where(_OUR_CARD)
    .values(
        ref=bindparam("ref"),
        sent_platform=bindparam("sent_platform"),
        sent_place=bindparam("sent_place"),
        shown=bindparam("shown"),
        due=_LAGS,
        attempts=said(0),
        lease_owner=bindparam("lease_owner"),
        free_at=bindparam("free_at"),
        trouble=bindparam("trouble"),
    )
)
_REBORN: dict[str, Any] = {
    "ref": bindparam("ref"),
    "sent_platform": bindparam("sent_platform"),
    "sent_place": bindparam("sent_place"),
    "key": bindparam("key"),
    "generation": cards.c.generation + said(1),
    "tried": said(0),
    "lease_owner": bindparam("lease_owner"),
    "free_at": bindparam("free_at"),
}
REMOVED = Statement(
    update(cards)
    .where(_OUR_CARD)
    .values(_REBORN | {"shown": bindparam("shown"), "due": _LAGS, "attempts": said(0), "trouble": bindparam("trouble")})
)
RECREATE = Statement(update(cards).where(_OUR_CARD).values(_REBORN | {"due": said(1)}))
_TROUBLE: dict[str, Any] = {name: bindparam(name) for name in ("free_at", "lease_owner", "trouble")}
FAILED_POST = Statement(
    update(outbox)
    .where(_OUR_POST)
    .values(_TROUBLE | {"attempts": outbox.c.attempts + bindparam("one_more", type_=outbox.c.attempts.type)})
)
FAILED_CARD = Statement(
    update(cards)
    .where(_OUR_CARD)
    .values(_TROUBLE | {"attempts": cards.c.attempts + bindparam("one_more", type_=cards.c.attempts.type)})
)
GIVE_UP_POST = Statement(
    update(outbox).where(_OUR_POST).values(given_up=said(1), facts=said("{}"), lease_owner=bindparam("lease_owner"))
)
GIVE_UP_CARD = Statement(
    update(cards).where(_OUR_CARD).values(given_up=said(1), due=said(0), lease_owner=bindparam("lease_owner"))
)
RELEASE_POSTS = Statement(
    update(outbox)
    .where(outbox.c.given_up == said(0), outbox.c.lease_owner.is_not(None))
    .values(lease_owner=bindparam("lease_owner"), free_at=bindparam("free_at"))
)
RELEASE_CARDS = Statement(
    update(cards)
    .where(cards.c.due == said(1), cards.c.lease_owner.is_not(None))
    .values(lease_owner=bindparam("lease_owner"), free_at=bindparam("free_at"))
)
GIVEN_UP_POSTS = Statement(select(func.count()).select_from(outbox).where(outbox.c.given_up == said(1)))
GIVEN_UP_CARDS = Statement(select(func.count()).select_from(cards).where(cards.c.given_up == said(1)))

_SOURCES: tuple[tuple[Statement, Callable[[Row], tuple[int, Candidate]]], ...] = (
    (POSTS_TO_READERS, post_to_reader),
    (POSTS_TO_PLACES, post_to_place),
    (CARDS_IN_PLACES, card_in_place),
    (CARDS_OF_READERS, card_of_reader),
)


class Outbox:
    def __init__(
        self,
        session: Session,
        messages: Messages,
        new_id: Callable[[], str],
        new_key: Callable[[], str],
    ) -> None:
        self._session = session
        self._messages = messages
        self._new_id = new_id
        self._new_key = new_key

    def add(self, post: Post, settlement: Settlement) -> None:
        """A reader has one lane a request, and so has a kind of place."""
        is_answer = post.reader_id is not None and post.reader_id == settlement.by
        reads = post.reader_id if post.reader_id is not None else post.place
        values = post_values(post) | {
            "community_id": settlement.community_id,
            "id": self._new_id(),
            "lane": f"{reads}|{post.number}",
            "rank": ANSWER if is_answer else REST,
            "discard_after": micros_if(post.discard_after),
            "written_at": micros(settlement.at),
            "key": self._new_key(),
            "given_up": 0,
            "attempts": 0,
            "epoch": 0,
            "trouble": None,
        }
        self._session.run(ADD, values | _FREE)

    def candidates(
        self, platforms: frozenset[str], machine_now: float, limit: int, at_a_door: int
    ) -> Sequence[Candidate]:
        free = {"now": millis(machine_now), "at_most": limit, "at_a_door": at_a_door}
        self._session.run(NEVER_SENT, {"now": free["now"], "lease_owner": None})
        found = []
        for source, (statement, made_of) in enumerate(_SOURCES):
            newest = self._newest(statement, made_of, sorted(platforms), free)
            found += [((rank, turn, source), each) for turn, (rank, each) in enumerate(newest)]
        return [each for _, each in sorted(found, key=itemgetter(0))[:limit]]

    def _newest(
        self,
        statement: Statement,
        made_of: Callable[[Row], tuple[int, Candidate]],
        platforms: Sequence[str],
        free: Mapping[str, int],
    ) -> list[tuple[int, Candidate]]:
        """Each once with its rank, for the account that was seen last, in the order of the statement."""
        best: dict[tuple[str, str], tuple[int, Candidate]] = {}
        order: dict[tuple[str, str], tuple[int, int]] = {}
        for platform in platforms:
            for turn, row in enumerate(self._session.rows(statement, {**free, "the_platform": platform})):
                seen_at, candidate = made_of(row)
                which = (candidate.community_id, candidate.id)
                order[which] = (row[3] if candidate.post else REST, turn)
                if which not in best or best[which][0] < seen_at:
                    best[which] = (seen_at, candidate)
        return [(order[which][0], best[which][1]) for which in sorted(best, key=order.__getitem__)]

    def lease(self, candidate: Candidate, owner: str, until: float) -> int:
        values = _which(candidate) | {"lease_owner": owner, "free_at": millis(until)}
        row = self._session.returning(LEASE_CARD if candidate.card else LEASE_POST, values)
        if row is None:
            raise KeyError(candidate.id)
        return int(row[0])

    def drop(self, candidate: Candidate) -> None:
        if candidate.card is None:
            self._session.run(DROP_POST, _which(candidate))
        else:
            shown = {"shown": candidate.card.wanted, "shown_now": candidate.card.wanted}
            self._session.run(DROP_CARD, _which(candidate) | shown)

    def delivered(self, parcel: Parcel, sent: Sent, *, is_whole: bool = True) -> bool:
        if not self._record_sent(parcel, sent, is_whole=is_whole):
            return False
        if parcel.is_card or sent.choices:
            self._messages.record(sent)
        if parcel.reader_account_id is not None and parcel.place.ref != sent.place.ref:
            self._keep_direct_place(parcel.reader_account_id, sent)
        return True

    def _record_sent(self, parcel: Parcel, sent: Sent, *, is_whole: bool) -> bool:
        if not parcel.is_card:
            return self._session.run(SENT_POST, _ours(parcel)) > 0
        values = _ours(parcel) | _FREE | {"ref": sent.ref, "trouble": None}
        place = {"sent_platform": sent.place.platform, "sent_place": sent.place.ref}
        shown = _surely_shown(parcel) if is_whole else parcel.wanted - 1
        return self._session.run(SENT_CARD, values | place | {"shown": shown, "shown_now": shown}) > 0

    def _keep_direct_place(self, account_id: str, sent: Sent) -> None:
        values = {"the_platform": sent.place.platform, "the_account_id": account_id}
        self._session.run(MEET_AT, values | {"direct_ref": sent.place.ref})

    def removed(self, parcel: Parcel) -> bool:
        shown = {"shown": parcel.wanted, "shown_now": parcel.wanted, "trouble": None}
        return self._session.run(REMOVED, _ours(parcel) | self._reborn() | shown) > 0

    def recreate(self, parcel: Parcel) -> bool:
        return self._session.run(RECREATE, _ours(parcel) | self._reborn()) > 0

    def _reborn(self) -> dict[str, Any]:
        return _FREE | {"ref": None, "sent_platform": None, "sent_place": None, "key": self._new_key()}

    def failed(self, parcel: Parcel, retry_at: float, reason: str, *, counts: bool) -> bool:
        values = _ours(parcel) | {
            "lease_owner": None,
            "free_at": millis(retry_at),
            "trouble": reason[:200],
            "one_more": int(counts),
        }
        return self._session.run(FAILED_CARD if parcel.is_card else FAILED_POST, values) > 0

    def give_up(self, parcel: Parcel) -> bool:
        values = _ours(parcel) | {"lease_owner": None}
        return self._session.run(GIVE_UP_CARD if parcel.is_card else GIVE_UP_POST, values) > 0

    def release_all(self) -> None:
        self._session.run(RELEASE_POSTS, _FREE)
        self._session.run(RELEASE_CARDS, _FREE)

    def next_at(self, platforms: frozenset[str] | None = None, after: float = -1) -> float | None:
        then = {"after": millis(after)}
        if platforms is None:
            rows = [self._session.row(statement, then) for statement in NEXT_ANYWHERE]
        else:
            rows = [
                self._session.row(statement, {"the_platform": platform} | then)
                for statement in NEXT_ON_PLATFORM
                for platform in sorted(platforms)
            ]
        stamps = [row[0] for row in rows if row and row[0] is not None and row[0] < HELD_BACK]
        return min(stamps) / 1000 if stamps else None

    def given_up(self) -> int:
        rows = [self._session.row(statement, {}) for statement in (GIVEN_UP_POSTS, GIVEN_UP_CARDS)]
        return sum(int(row[0]) for row in rows if row)


def _surely_shown(parcel: Parcel) -> int:
    """A platform that knew the key kept the text of an earlier attempt: such a card is drawn once more."""
    may_be_older = parcel.ref is None and parcel.epoch > 1
    return parcel.wanted - 1 if may_be_older else parcel.wanted


def _which(candidate: Candidate) -> dict[str, Any]:
    return {"the_community_id": candidate.community_id, "the_id": candidate.id}


def _ours(parcel: Parcel) -> dict[str, Any]:
    return {"the_community_id": parcel.community_id, "the_id": parcel.id, "the_epoch": parcel.epoch}
