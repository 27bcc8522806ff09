"""Bugs that can be planted into a bot on any platform, and how a bug is planted at all."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.delivery import Delivery
from bot.model.posts import Parcel
from bot.ports import Clock, Courier, Receipt, Store
from bot.usecases import outbox
from bot.usecases.outbox import Delivered
from tests.kill.mishaps import BACK_SOON


class TakesFreshKeys(Delivery):
    """Every attempt has a key of its own, so neither the wire key nor the mark is the one of the attempt before."""

    async def _send(self, parcel: Parcel) -> None:
        await super()._send(replace(parcel, key=secrets.token_hex(8)))


class RecordsBeforeSending(Delivery):
    """A parcel is marked as delivered first, so that it is never sent twice; or once."""

    async def _send(self, parcel: Parcel) -> None:
        if parcel.ref is None and not parcel.is_card and parcel.place.ref:
            receipt = Receipt(parcel.place, f"guessed-{parcel.id}")
            await self._store.write(outbox.record, Delivered(parcel, receipt))
        await super()._send(parcel)


def leave(_: Any) -> None:
    """A good bot."""


Making = Callable[[Store, Mapping[str, Courier], Clock, str], Delivery]


@dataclass(frozen=True)
class Plant:
    """`where` names the points at which a kill shows the bug, `shows` what becomes of it: "lost", "doubled", "stuck" or
    "unreadable".

    `spoil` gets the platform before it is started. `arrangement` is how the trial is arranged, if not as usual.
    """

    where: str = ""
    shows: str = ""
    delivery: Making = Delivery
    spoil: Callable[[Any], None] = leave
    is_away_for_hands: bool = False
    seconds_away: float = BACK_SOON
    arrangement: str = ""


NONE = ""
