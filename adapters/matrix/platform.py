"""Matrix as one platform: its connection, its loop and its sender, started and stopped together."""

import asyncio
from collections.abc import Collection
from pathlib import Path

from adapters.matrix.connection.client import Client
from adapters.matrix.connection.folder import Folder
from adapters.matrix.connection.login import Login
from adapters.matrix.connection.opening import open_client
from adapters.matrix.people import PLATFORM
from bot.errors import DeliveryFailed
from bot.model.posts import Headroom, Parcel
from bot.ports import Clock, Receipt, Store


class MatrixPlatform:
    platform = PLATFORM

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        login: Login,
        folder: Path,
        inviters: Collection[str] = (),
        prefix: str = "!",
        encryption: bool = True,
        structured_commands: bool = False,
    ) -> None:
        """`folder` keeps what belongs to this account's device; it is made when it is needed."""
        self.user_id = login.user_id
        self._login, self._folder, self._encryption = login, Folder(folder), encryption
        self._client: Client | None = None
        self.courier = NotYet()
        self._stopped = asyncio.Event()

    async def start(self) -> None:
        """Log in and look whether our keys are as we left them. Raises Unusable, and then leaves nothing open."""
        self._folder.open()
        try:
            opened = await open_client(
                self._login, self._folder, encryption=self._encryption, show=self._folder.note_recovery_key
            )
        except BaseException:
            self._folder.close()
            raise
        self._client = opened.client

    async def run(self) -> None:
        """Until stopped. Raises Unusable when the homeserver sends us away for good."""
        await self._stopped.wait()

    async def drain(self) -> None:
        """Nothing new is taken on; what was taken on is finished."""

    async def stop(self) -> None:
        self._stopped.set()
        if self._client is not None:
            await self._client.close()
            self._folder.close()


class NotYet:
    platform = PLATFORM
    headroom = Headroom(0, 0)

    async def send(self, parcel: Parcel) -> Receipt:
        raise DeliveryFailed("Matrix is not connected")

    async def edit(self, parcel: Parcel) -> Receipt:
        raise DeliveryFailed("Matrix is not connected")

    async def remove(self, parcel: Parcel) -> None:
        raise DeliveryFailed("Matrix is not connected")
