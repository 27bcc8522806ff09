"""Bugs planted on purpose, each in one place, to see that the kill matrix finds them.

Most wrap the store and hand every use case another transaction; some are another Delivery.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.delivery import Delivery
from bot.model.changes import Settlement
from bot.model.places import PlaceRef
from bot.model.posts import Parcel, Post
from bot.ports import CommandT, R, Receipt, Store, Tx, UseCase
from bot.texts.sentences import say
from bot.usecases import outbox, views
from bot.usecases.outbox import Delivered
from tests.doubles.platform_process import Wire
from tests.doubles.village import PLATFORM
from tests.kill.planting import NONE, Making, TakesFreshKeys


class OtherTx:
    """A transaction whose settling somebody else looks after."""

    def __init__(self, tx: Tx, settle: Callable[[Tx, Settlement], None]) -> None:
        self._tx = tx
        self._settle = settle

    def settle(self, settlement: Settlement) -> None:
        self._settle(self._tx, settlement)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)


class OtherStore:
    """A good store; subclasses spoil one thing. Implements Store."""

    def __init__(self, store: Store, wire: Wire | None = None) -> None:
        self._store = store
        self._wire = wire

    async def write(self, usecase: UseCase[CommandT, R], command: CommandT, *, in_background: bool = False) -> R:
        def spoilt(tx: Tx, given: CommandT, now: datetime) -> R:
            return usecase(OtherTx(tx, self.settle), given, now)

        return await self._store.write(spoilt, command, in_background=in_background)

    async def read(self, query: UseCase[CommandT, R], command: CommandT) -> R:
        return await self._store.read(query, command)

    def on_commit(self, wake: Callable[[], None]) -> None:
        self._store.on_commit(wake)

    def settle(self, tx: Tx, settlement: Settlement) -> None:
        tx.settle(settlement)


class SendsBeforeTheCommit(OtherStore):
    """What there is to say is said at once, inside the transaction."""

    def settle(self, tx: Tx, settlement: Settlement) -> None:
        tx.settle(replace(settlement, posts=()))
        for post in settlement.posts:
            self._send(tx, settlement, post)

    def _send(self, tx: Tx, settlement: Settlement, post: Post) -> None:
        assert self._wire is not None
        account = tx.people.account_of(post.reader_id) if post.reader_id is not None else None
        place = f"direct:{account.id}" if account is not None else str(post.place)
        community = tx.communities.get(settlement.community_id)
        request = tx.requests.find(community.id, post.number)
        assert request is not None
        view = views.of_request(tx, community, request, post.reader_id, settlement.at, PLATFORM)
        text = say(post.message, view, post.facts).text
        self._wire.ask("send", key=secrets.token_hex(8), place=place, text=text, choices=[])


class CommitsBeforeTheOutbox(OtherStore):
    """The change is committed first, and what there is to say about it in a second transaction."""

    async def write(self, usecase: UseCase[CommandT, R], command: CommandT, *, in_background: bool = False) -> R:
        left: list[Settlement] = []

        def spoilt(tx: Tx, given: CommandT, now: datetime) -> R:
            left.clear()
            return usecase(OtherTx(tx, lambda tx, settlement: _keep_posts(tx, settlement, left)), given, now)

        result = await self._store.write(spoilt, command, in_background=in_background)
        if left:
            await self._store.write(_settle_all, left, in_background=in_background)
        return result


def _keep_posts(tx: Tx, settlement: Settlement, left: list[Settlement]) -> None:
    tx.settle(replace(settlement, posts=()))
    if settlement.posts:
        left.append(Settlement(settlement.community_id, None, settlement.at, settlement.by, posts=settlement.posts))


def _settle_all(tx: Tx, settlements: list[Settlement], now: datetime) -> None:
    for settlement in settlements:
        tx.settle(settlement)


class RefusesWithoutOrigin(OtherStore):
    """A refusal changes nothing, so why remember it?"""

    def settle(self, tx: Tx, settlement: Settlement) -> None:
        is_refusal = not settlement.changes and bool(settlement.posts)
        tx.settle(replace(settlement, origin=None) if is_refusal else settlement)


class ForgetsTheOrigin(OtherStore):
    """The origin is written down after the commit, in a transaction of its own."""

    async def write(self, usecase: UseCase[CommandT, R], command: CommandT, *, in_background: bool = False) -> R:
        left: list[Settlement] = []

        def spoilt(tx: Tx, given: CommandT, now: datetime) -> R:
            left.clear()
            return usecase(OtherTx(tx, lambda tx, settlement: _keep_origin(tx, settlement, left)), given, now)

        result = await self._store.write(spoilt, command, in_background=in_background)
        if left:
            await self._store.write(_settle_all, left, in_background=in_background)
        return result


def _keep_origin(tx: Tx, settlement: Settlement, left: list[Settlement]) -> None:
    tx.settle(replace(settlement, origin=None))
    if settlement.origin is not None:
        left.append(Settlement(settlement.community_id, settlement.origin, settlement.at, settlement.by))


class SavesOverOthers(OtherStore):
    """Whoever saves last wins: the version that was read is not compared."""

    def settle(self, tx: Tx, settlement: Settlement) -> None:
        changes = []
        for change in settlement.changes:
            newest = tx.requests.find(settlement.community_id, change.request.number)
            before = change.before and replace(change.before, version=newest.version if newest else 0)
            changes.append(replace(change, before=before))
        tx.settle(replace(settlement, changes=tuple(changes)))


class RecordsBeforeSending(Delivery):
    """A parcel is marked as delivered first, so that it is never sent twice; or once."""

    async def _send(self, parcel: Parcel) -> None:
        if parcel.ref is None and not parcel.is_card:
            place = parcel.place.ref or f"direct:{parcel.reader_account_id}"
            receipt = Receipt(PlaceRef(PLATFORM, place), f"guessed-{parcel.id}")
            await self._store.write(outbox.record, Delivered(parcel, receipt))
        await super()._send(parcel)


@dataclass(frozen=True)
class Plant:
    """`where` names the points at which a kill shows the bug, `shows` what it does to messages."""

    where: str = ""
    shows: str = ""
    store: Callable[[Store, Wire], Store] = field(default=lambda store, wire: store)
    delivery: Making = Delivery


PLANTS = {
    NONE: Plant(),
    "it sends before the commit": Plant("before COMMIT", "doubled", store=SendsBeforeTheCommit),
    "it commits before the outbox": Plant("before INSERT outbox", "lost", store=CommitsBeforeTheOutbox),
    "it records before it sends": Plant("before the send", "lost", delivery=RecordsBeforeSending),
    "it takes a fresh wire key": Plant("the send was answered", "doubled", delivery=TakesFreshKeys),
    "it refuses without an origin": Plant("", "doubled", store=RefusesWithoutOrigin),
    "it notes the origin after the commit": Plant("before INSERT origins", "doubled", store=ForgetsTheOrigin),
}
"""By what the bot does wrong. A missing comparison of versions needs no kill: see `SavesOverOthers`."""
