"""Speaks to the platform's process, and may be killed before, within and after each of its sends."""

from typing import Any

from bot.errors import MessageGone
from bot.model.places import PlaceRef
from bot.model.posts import Headroom, Parcel
from bot.ports import Receipt
from tests.doubles.platform_process import Wire
from tests.doubles.village import PLATFORM
from tests.kill.points import Points


class WireCourier:
    """Implements Courier."""

    platform = PLATFORM
    headroom = Headroom(1_000, 1_000)

    def __init__(self, wire: Wire, points: Points) -> None:
        self._wire = wire
        self._points = points

    async def send(self, parcel: Parcel) -> Receipt:
        place = parcel.place.ref or f"direct:{parcel.reader_account_id}"
        return _receipt(self._ask("send", key=parcel.key, place=place, **_content(parcel)))

    async def edit(self, parcel: Parcel) -> Receipt:
        return _receipt(self._ask("edit", ref=parcel.ref, **_content(parcel)))

    async def remove(self, parcel: Parcel) -> None:
        self._ask("remove", ref=parcel.ref)

    def _ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        self._points.reached(f"before the {do}")
        self._wire.write(do, **arguments)
        self._points.reached(f"the {do} is on its way")
        answer = self._wire.answer()
        self._points.reached(f"the {do} was answered")
        return answer


def _content(parcel: Parcel) -> dict[str, Any]:
    assert parcel.wording is not None
    return {"text": parcel.wording.text, "choices": [choice.token for choice in parcel.wording.choices]}


def _receipt(answer: dict[str, Any]) -> Receipt:
    if "gone" in answer:
        raise MessageGone("gone")
    return Receipt(PlaceRef(PLATFORM, answer["place"]), answer["ref"])
