"""The playground's sender: carries what the core says into the chat."""

from adapters.playground.chat import Chat, Message
from adapters.playground.drawing import body_of
from adapters.playground.residents import BOT, PLATFORM, direct_ref, readers_of
from bot.errors import DeliveryFailed, MessageGone, PlaceLost
from bot.model.places import PlaceRef
from bot.model.posts import Headroom, Parcel
from bot.model.wording import Wording
from bot.ports import Clock, Receipt


class PlaygroundCourier:
    platform = PLATFORM
    headroom = Headroom(1_000, 1_000)

    def __init__(self, chat: Chat, clock: Clock) -> None:
        self._chat = chat
        self._clock = clock

    async def send(self, parcel: Parcel) -> Receipt:
        """The chat remembers every key, so a repeat finds the message that was sent before."""
        self._require_open()
        place = _place_of(parcel)
        if not readers_of(place):
            raise PlaceLost("the page has no such place")
        message = self._chat.post(
            key=f"parcel:{parcel.key}",
            place=place,
            author=BOT,
            at=self._clock.now(),
            body=body_of(_wording_of(parcel)),
        )
        return _receipt(message)

    async def edit(self, parcel: Parcel) -> Receipt:
        self._require_open()
        message = self._chat.find(parcel.ref)
        if message is None or message.is_removed:
            raise MessageGone("the message to edit is gone")
        return _receipt(self._chat.edit(message, body_of(_wording_of(parcel))))

    async def remove(self, parcel: Parcel) -> None:
        self._require_open()
        message = self._chat.find(parcel.ref)
        if message is not None and not message.is_removed:
            self._chat.remove(message)

    def _require_open(self) -> None:
        """While the bot stops, delivery may outlive the chat: it tries again after the next start."""
        if not self._chat.is_open:
            raise DeliveryFailed("the playground is stopped")


def _place_of(parcel: Parcel) -> str:
    """A private place that was never opened has no ref yet; the reader's account names it."""
    if parcel.place.ref:
        return parcel.place.ref
    return direct_ref(parcel.reader_account_id or "")


def _wording_of(parcel: Parcel) -> Wording:
    assert parcel.wording is not None, "delivery sends and edits only what says something"
    return parcel.wording


def _receipt(message: Message) -> Receipt:
    return Receipt(PlaceRef(PLATFORM, message.place), message.ref)
