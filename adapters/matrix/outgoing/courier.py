"""Matrix's sender: carries what the core says into rooms, and into private ones that it opens."""

import asyncio

from adapters.matrix.connection import changes
from adapters.matrix.connection.client import Client
from adapters.matrix.outgoing.contents import Content, changed, message, symbols
from adapters.matrix.outgoing.directs import Directs
from adapters.matrix.outgoing.earlier import Earlier
from adapters.matrix.outgoing.looks import Looks
from adapters.matrix.outgoing.membership import IsSeen, Membership
from adapters.matrix.outgoing.order import Order
from adapters.matrix.outgoing.pace import Pace, Turn
from adapters.matrix.outgoing.steps import Steps, over, seeds, thread
from adapters.matrix.outgoing.trouble import has_no_event
from adapters.matrix.people import PLATFORM
from bot.errors import DeliveryFailed, MessageGone, RoomRefused
from bot.model.places import PlaceRef
from bot.model.posts import Headroom, Parcel
from bot.model.wording import Wording
from bot.ports import Clock, Receipt, Store

MESSAGE = "m.room.message"


class MatrixCourier:
    """`prefix` is with what commands begin; private rooms are encrypted where `is_encrypting`. `is_seen` knows who is
    with a community, as far as we have heard."""

    platform = PLATFORM

    def __init__(
        self,
        client: Client,
        store: Store,
        clock: Clock,
        *,
        prefix: str = "!",
        is_encrypting: bool,
        is_seen: IsSeen | None = None,
    ) -> None:
        self._client = client
        self._pace = Pace(passing)
        self._order = Order()
        self._looks = Looks(store, prefix)
        self._membership = Membership(client, store, is_seen)
        self._directs = Directs(client, passing, is_encrypting=is_encrypting)
        self._earlier = Earlier(client, clock)
        self.steps = Steps(client, self._pace)

    @property
    def headroom(self) -> Headroom:
        return self._pace.headroom

    async def run(self) -> None:
        """Beside delivery, for as long as the platform runs: what it had to leave for later."""
        await self.steps.run()

    async def send(self, parcel: Parcel) -> Receipt:
        """The key is the transaction: whatever is sent with it again is the event that is there already."""
        wording = _wording_of(parcel)
        if wording.room is not None:
            raise RoomRefused("there are no rooms for two on Matrix yet")
        with self._pace.turn() as turn, self._client.under_way.one_more():
            async with self._order.at(parcel.door):
                with self._pace.asking():
                    await self._membership.require(parcel)
                    room_id = await self._room(parcel)
                    event_id = await self._earlier.find(room_id, parcel)
                if event_id is None:
                    content = await self._content(parcel, wording)
                    event_id = await self._sent(room_id, content, parcel.key, turn)
        await self._follow(room_id, event_id, parcel, wording, is_new=parcel.epoch == 1)
        return Receipt(PlaceRef(PLATFORM, room_id), event_id)

    async def edit(self, parcel: Parcel) -> Receipt:
        """Each attempt is a transaction of its own: the same words twice do no harm, and newer ones are not lost."""
        wording, ref = _wording_of(parcel), parcel.ref or ""
        with self._pace.turn() as turn, self._client.under_way.one_more():
            async with self._order.at(parcel.door):
                with self._pace.asking():
                    room_id = await self._room(parcel)
                content = changed(await self._content(parcel, wording), ref)
                await self._changed(room_id, content, f"{parcel.key}.{parcel.epoch}", turn)
        await self._follow(room_id, ref, parcel, wording, is_new=False)
        return Receipt(parcel.place, ref)

    async def remove(self, parcel: Parcel) -> None:
        """With what it said before. What is broken off goes on where it was."""
        room_id, ref, server = parcel.place.ref, parcel.ref or "", self._client.server
        self.steps.forget(ref)
        with self._pace.asking():
            said = await changes.all_of(server, room_id, ref, server.user_id)
        for number, event_id in enumerate(said):
            with self._pace.turn() as turn, self._pace.sending(turn):
                await changes.take_away(server, room_id, event_id, f"{parcel.key}.{parcel.epoch}.{number}")

    async def _room(self, parcel: Parcel) -> str:
        """Before anything private is said, who reads it is looked at."""
        if parcel.reader_account_id is None:
            return parcel.place.ref
        if not parcel.place.ref:
            return await self._directs.open(parcel.reader_account_id)
        await self._directs.require_private(parcel.place.ref, parcel.reader_account_id)
        return parcel.place.ref

    async def _content(self, parcel: Parcel, wording: Wording) -> Content:
        look = await self._looks.of(parcel.community_id, wording)
        return message(wording, look, parcel.reader_account_id, parcel.key, is_daily=_is_daily(parcel))

    async def _sent(self, room_id: str, content: Content, tx_id: str, turn: Turn) -> str:
        with self._pace.sending(turn):
            return await self._client.send_event(room_id, MESSAGE, content, tx_id)

    async def _changed(self, room_id: str, content: Content, tx_id: str, turn: Turn) -> None:
        try:
            await self._sent(room_id, content, tx_id, turn)
        except DeliveryFailed as trouble:
            if has_no_event(trouble):
                raise MessageGone("the message is gone") from trouble
            raise

    async def _follow(self, room_id: str, event_id: str, parcel: Parcel, wording: Wording, *, is_new: bool) -> None:
        key = f"{parcel.key}.{parcel.epoch}" if parcel.ref else parcel.key  # put on again is another reaction
        shown = symbols(wording, is_daily=_is_daily(parcel))
        wanted = [*seeds(room_id, event_id, key, shown)]
        if parcel.ref and (_is_daily(parcel) or not wording.choices):
            wanted.append(over(room_id, event_id, key, shown))
        if wording.topic is not None and await self._looks.has_threads(parcel.community_id):
            wanted += thread(room_id, event_id, parcel.key, wording.topic, wording.language)
        await self.steps.follow(wanted, is_new=is_new)


def passing() -> float:
    """Seconds that pass whatever the machine's clock is set to: limits are a matter of how much time goes by."""
    return asyncio.get_running_loop().time()


def _wording_of(parcel: Parcel) -> Wording:
    assert parcel.wording is not None, "delivery sends and edits only what says something"
    return parcel.wording


def _is_daily(parcel: Parcel) -> bool:
    """What one person hears without having asked."""
    return parcel.is_card and parcel.reader_account_id is not None
