"""Matrix as one platform: its connection, its loop and its sender, started and stopped together."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from pathlib import Path

from adapters.matrix.connection.client import Client
from adapters.matrix.connection.entering import STANDINGS
from adapters.matrix.connection.folder import Folder
from adapters.matrix.connection.login import Login
from adapters.matrix.connection.opening import open_client
from adapters.matrix.connection.signing import Standing
from adapters.matrix.incoming.assembly import Hearing, hearing
from adapters.matrix.outgoing.courier import MatrixCourier
from adapters.matrix.outgoing.late import LateCourier
from adapters.matrix.people import PLATFORM
from bot.model.health import Check
from bot.ports import Clock, Store

DRAIN_SECONDS = 10.0

log = logging.getLogger(__name__)


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
        self._store, self._clock = store, clock
        self._login, self._folder, self._encryption = login, Folder(folder), encryption
        self._inviters, self._prefix, self._structured_commands = inviters, prefix, structured_commands
        self._client: Client | None = None
        self._hearing: Hearing | None = None
        self._stopped = asyncio.Event()
        self.courier = LateCourier()

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
        if opened.standing is not None and opened.standing is not Standing.SIGNED:
            log.warning(STANDINGS[opened.standing])
        self._hearing = hearing(
            client=opened.client,
            store=self._store,
            clock=self._clock,
            folder=self._folder.path,
            inviters=self._inviters,
            prefix=self._prefix,
            encryption=self._encryption,
            structured_commands=self._structured_commands,
        )
        courier = MatrixCourier(
            opened.client,
            self._store,
            self._clock,
            prefix=self._prefix,
            is_encrypting=self._encryption,
            is_seen=self._hearing.homes.is_with,
        )
        self.courier.begin(courier)

    async def run(self) -> None:
        """Until stopped. Raises Unusable when the homeserver sends us away for good."""
        assert self._hearing is not None, "it was started"
        async with asyncio.TaskGroup() as group:
            following = group.create_task(self.courier.run())
            try:
                await self._hearing.loop.run()
                await self._stopped.wait()
            finally:
                following.cancel()

    async def drain(self) -> None:
        """Nothing new is taken on; what was taken on is finished, if that does not take long."""
        if self._hearing is not None:
            await self._hearing.loop.drain(DRAIN_SECONDS)

    async def stop(self) -> None:
        self._stopped.set()
        self.courier.end()
        if self._hearing is not None:
            await self._hearing.loop.stop()
            self._hearing.pulse.end()
        if self._client is not None:
            await self._client.close()
            self._folder.close()

    async def look(self) -> Sequence[Check]:
        """How the connection is at this moment."""
        return () if self._hearing is None else await self._hearing.pulse.look()
