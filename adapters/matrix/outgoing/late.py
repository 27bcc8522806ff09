"""The sender as delivery knows it from the beginning, before there is a connection and after it."""

from adapters.matrix.outgoing.courier import MatrixCourier
from adapters.matrix.people import PLATFORM
from bot.errors import DeliveryFailed
from bot.model.posts import Headroom, Parcel
from bot.ports import Receipt

NOT_YET = Headroom(0, 0, more_in=1.0)


class LateCourier:
    platform = PLATFORM

    def __init__(self) -> None:
        self._courier: MatrixCourier | None = None

    def begin(self, courier: MatrixCourier) -> None:
        """We are connected."""
        self._courier = courier

    def end(self) -> None:
        """We are not any more: whatever is still to be sent waits for the next start."""
        self._courier = None

    @property
    def headroom(self) -> Headroom:
        return NOT_YET if self._courier is None else self._courier.headroom

    async def run(self) -> None:
        await self._connected.run()

    async def send(self, parcel: Parcel) -> Receipt:
        return await self._connected.send(parcel)

    async def edit(self, parcel: Parcel) -> Receipt:
        return await self._connected.edit(parcel)

    async def remove(self, parcel: Parcel) -> None:
        await self._connected.remove(parcel)

    @property
    def _connected(self) -> MatrixCourier:
        if self._courier is None:
            raise DeliveryFailed("Matrix is not connected")
        return self._courier
