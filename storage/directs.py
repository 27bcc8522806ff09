"""Private places that are closed to us, and what is held back until their people come by."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, null, select, update

from bot.model.ids import CommunityId, PersonId
from bot.model.people import Account
from bot.model.places import PlaceRef
from bot.model.posts import CardKind, Parcel
from bot.ports import Candidate
from storage.delivery_tables import cards, outbox
from storage.outbox_rows import HELD_BACK, HELD_CARDS, HELD_POSTS, card_of_reader, post_to_reader
from storage.statements import Session, Statement, said, same
from storage.tables import accounts
from storage.values import micros

_ACCOUNT = same(accounts.c.platform, accounts.c.account_id)
CLOSE = Statement(
    update(accounts)
    .where(_ACCOUNT, accounts.c.direct_closed_at.is_(None))
    .values(direct_closed_at=bindparam("direct_closed_at"))
)
STOP = Statement(
    update(accounts)
    .where(_ACCOUNT)
    .values(direct_closed_at=bindparam("direct_closed_at"), direct_stopped_at=bindparam("direct_closed_at"))
)
MEET_AT = Statement(
    update(accounts)
    .where(_ACCOUNT, func.coalesce(accounts.c.direct_ref, said("")) != bindparam("direct_ref"))
    .values(direct_ref=bindparam("direct_ref"))
)
"""Nothing is written, and nobody woken, for somebody who is where they always are."""
OPEN = Statement(update(accounts).where(_ACCOUNT).values(direct_closed_at=null(), direct_stopped_at=null()))
HAS_STOPPED = Statement(select(accounts.c.direct_stopped_at).where(_ACCOUNT))
IS_CLOSED = Statement(select(accounts.c.direct_closed_at).where(_ACCOUNT))
OF_PERSON = Statement(
    select(accounts.c.account_id, accounts.c.direct_ref)
    .where(same(accounts.c.person_id, accounts.c.platform), accounts.c.direct_ref.is_not(None))
    .order_by(accounts.c.seen_at.desc())
    .limit(1)
)

_OUR_POST = same(outbox.c.community_id, outbox.c.id, outbox.c.epoch)
_OUR_CARD = same(cards.c.community_id, cards.c.id, cards.c.epoch)
_HELD: dict[str, Any] = {"free_at": said(HELD_BACK), "lease_owner": null()}
HOLD_POST = Statement(update(outbox).where(_OUR_POST).values(_HELD))
HOLD_CARD = Statement(update(cards).where(_OUR_CARD).values(_HELD))
LET_POSTS_GO = Statement(
    update(outbox)
    .where(
        same(outbox.c.community_id, outbox.c.reader_id),
        outbox.c.given_up == said(0),
        outbox.c.free_at == said(HELD_BACK),
    )
    .values(free_at=said(0))
)
LET_CARDS_GO = Statement(
    update(cards)
    .where(
        same(cards.c.community_id, cards.c.place_id),
        cards.c.kind == said(CardKind.TALK.value),
        cards.c.free_at == said(HELD_BACK),
    )
    .values(free_at=said(0))
)
SHOWN_POST = Statement(delete(outbox).where(_OUR_POST))
# As if it had never been tried: a later change of what it tells of must not bring it back.
SHOWN_CARD = Statement(
    update(cards)
    .where(_OUR_CARD)
    .values(is_absent=said(1), shown=cards.c.wanted, due=said(0), tried=said(0), lease_owner=null(), free_at=said(0))
)


class Directs:
    def __init__(self, session: Session) -> None:
        self._session = session

    def close(self, account: Account, at: datetime) -> None:
        self._session.run(CLOSE, _which(account) | {"direct_closed_at": micros(at)})

    def stop(self, account: Account, at: datetime) -> None:
        self._session.run(STOP, _which(account) | {"direct_closed_at": micros(at)})

    def has_stopped(self, account: Account) -> bool:
        row = self._session.row(HAS_STOPPED, _which(account))
        return row is not None and row[0] is not None

    def open(self, account: Account) -> None:
        self._session.run(OPEN, _which(account))

    def meet_at(self, account: Account, ref: str) -> None:
        self._session.run(MEET_AT, _which(account) | {"direct_ref": ref})

    def is_closed(self, account: Account) -> bool:
        row = self._session.row(IS_CLOSED, _which(account))
        return row is not None and row[0] is not None

    def of(self, person_id: PersonId, platform: str) -> tuple[Account, PlaceRef] | None:
        row = self._session.row(OF_PERSON, {"the_person_id": person_id, "the_platform": platform})
        return None if row is None else (Account(platform, row[0]), PlaceRef(platform, row[1]))

    def hold_back(self, parcel: Parcel) -> bool:
        return self._session.run(HOLD_CARD if parcel.is_card else HOLD_POST, _ours(parcel)) > 0

    def let_go(self, community_id: CommunityId, reader_id: PersonId) -> None:
        community = {"the_community_id": community_id}
        self._session.run(LET_POSTS_GO, community | {"the_reader_id": reader_id})
        self._session.run(LET_CARDS_GO, community | {"the_place_id": reader_id})

    def waiting(self, community_id: CommunityId, account: Account, limit: int) -> Sequence[Candidate]:
        values = _which(account) | {"the_community_id": community_id, "at_most": limit}
        posts = [post_to_reader(row)[1] for row in self._session.rows(HELD_POSTS, values)]
        talks = [card_of_reader(row)[1] for row in self._session.rows(HELD_CARDS, values)]
        return [*posts, *talks][:limit]

    def was_shown(self, parcel: Parcel) -> bool:
        return self._session.run(SHOWN_CARD if parcel.is_card else SHOWN_POST, _ours(parcel)) > 0


def _which(account: Account) -> dict[str, Any]:
    return {"the_platform": account.platform, "the_account_id": account.id}


def _ours(parcel: Parcel) -> dict[str, Any]:
    return {"the_community_id": parcel.community_id, "the_id": parcel.id, "the_epoch": parcel.epoch}
