"""Bugs planted on purpose into the bot on Discord, each in one place, to see that the kill matrix finds them."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from adapters.discord.platform import DiscordPlatform
from bot.delivery import Delivery
from bot.model.posts import Parcel
from bot.ports import Clock, Courier, Receipt, Store
from bot.usecases import outbox
from bot.usecases.outbox import Delivered
from tests.kill.discord.arrangements import CARDS, FORUM
from tests.kill.discord.mishaps import BACK_SOON, NONCE_FORGOTTEN


class TakesFreshKeys(Delivery):
    """Every attempt has a key of its own, so neither the nonce nor the mark is the one of the attempt before."""

    async def _send(self, parcel: Parcel) -> None:
        await super()._send(replace(parcel, key=secrets.token_hex(8)))


class RecordsBeforeSending(Delivery):
    """A parcel is marked as delivered first, so that it is never sent twice; or once."""

    async def _send(self, parcel: Parcel) -> None:
        if parcel.ref is None and not parcel.is_card and parcel.place.ref:
            receipt = Receipt(parcel.place, f"guessed-{parcel.id}")
            await self._store.write(outbox.record, Delivered(parcel, receipt))
        await super()._send(parcel)


async def _nothing() -> None:
    """Whoever was away looks at nothing when they are back."""


def _forget_to_look(platform: DiscordPlatform) -> None:
    setattr(platform._client._reconcile, "all_living", _nothing)  # noqa: B010


async def _no_message(*_: object) -> None:
    """It says that there is none, without having looked."""


def _forget_to_search(platform: DiscordPlatform) -> None:
    assert hasattr(platform.courier, "_sent_before")
    setattr(platform.courier, "_sent_before", _no_message)  # noqa: B010


def _leave(_: DiscordPlatform) -> None:
    """A good bot."""


Making = Callable[[Store, Mapping[str, Courier], Clock, str], Delivery]


@dataclass(frozen=True)
class Plant:
    """`where` names the points at which a kill shows the bug, `shows` what it does to what people read."""

    where: str = ""
    shows: str = ""
    delivery: Making = Delivery
    spoil: Callable[[DiscordPlatform], None] = _leave
    is_away_for_hands: bool = False
    seconds_away: float = BACK_SOON
    arrangement: str = CARDS


NONE = ""
PLANTS = {
    NONE: Plant(),
    "it takes a fresh key for each attempt": Plant("after POST /channels/*/messages", "doubled", TakesFreshKeys),
    "it trusts the nonce alone": Plant(
        "after POST /channels/*/messages", "doubled", spoil=_forget_to_search, seconds_away=NONCE_FORGOTTEN
    ),
    "it begins a post without looking for an earlier one": Plant(
        "after POST /channels/*/threads", "doubled", spoil=_forget_to_search, arrangement=FORUM
    ),
    "it records before it sends": Plant("before POST /channels/*/messages", "lost", RecordsBeforeSending),
    "it does not look at what happened while it was away": Plant(
        "COMMIT", "lost", spoil=_forget_to_look, is_away_for_hands=True
    ),
}
