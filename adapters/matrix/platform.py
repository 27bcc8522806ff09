"""Matrix as one platform: its connection, its loop and its sender, started and stopped together."""

import asyncio
from collections.abc import Collection
from pathlib import Path

from adapters.matrix.connection.client import Client
from adapters.matrix.connection.folder import Folder
from adapters.matrix.connection.login import Login
from adapters.matrix.connection.opening import open_client
from adapters.matrix.outgoing.courier import MatrixCourier
from adapters.matrix.outgoing.late import LateCourier
from adapters.matrix.people import PLATFORM
from bot.ports import Clock, Store


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
        self._store, self._clock, self._prefix = store, clock, prefix
        self.courier = LateCourier()
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
        self.courier.begin(
            MatrixCourier(opened.client, self._store, self._clock, prefix=self._prefix, is_encrypting=self._encryption)
        )

    async def run(self) -> None:
        """Until stopped. Raises Unusable when the homeserver sends us away for good."""
        async with asyncio.TaskGroup() as group:
            following = group.create_task(self.courier.run())
            await self._stopped.wait()
            following.cancel()

    async def drain(self) -> None:
        """Nothing new is taken on; what was taken on is finished."""

    async def stop(self) -> None:
        self._stopped.set()
        self.courier.end()
        if self._client is not None:
            await self._client.close()
            self._folder.close()
