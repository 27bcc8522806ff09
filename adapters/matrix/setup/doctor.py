"""Looks at the homeserver as it is now, over its API alone: it makes no difference whether the bot runs meanwhile."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from adapters.matrix.connection.folder import Folder
from adapters.matrix.connection.inspection import inspect
from adapters.matrix.connection.login import Login
from adapters.matrix.connection.server import Refusal, Server, Unreachable
from adapters.matrix.connection.session import resume, try_password
from adapters.matrix.incoming.pulse import heard_at
from adapters.matrix.people import PLATFORM
from adapters.matrix.setup import findings, limits
from adapters.matrix.setup.rounds import Rounds
from bot.errors import BadConfig, Unusable
from bot.model.health import Check
from bot.ports import Clock, Reader
from bot.usecases import homes


class Doctor:
    """`store` is None where there is no database yet; what was chosen in the setup is then not looked at."""

    def __init__(
        self,
        *,
        store: Reader | None,
        clock: Clock,
        login: Login,
        folder: Path,
        inviters: Collection[str],
        encryption: bool,
        prefix: str,
    ) -> None:
        self._store = store
        self._clock = clock
        self._login = login
        self._folder = Folder(folder)
        self._inviters = inviters
        self._encryption = encryption
        self._prefix = prefix

    async def examine(self) -> Sequence[Check]:
        """One part of the health report. It goes on as far as the homeserver answers."""
        found: list[Check] = []
        try:
            async for check in self._all():
                found.append(self._spelled(check))  # noqa: PERF401 what was found before the trouble counts too
        except Unusable as trouble:
            found.append(findings.unusable(str(trouble)))
        except (Refusal, Unreachable) as trouble:
            found.append(findings.stumbles(str(trouble)))
        return found

    def _spelled(self, check: Check) -> Check:
        return replace(check, fix=check.fix.replace("!helpsetup", f"{self._prefix}helpsetup"))

    async def _all(self) -> AsyncIterator[Check]:
        heard = heard_at(self._folder.path)
        if heard is not None:
            yield findings.heard(self._clock.machine() - heard)
        if not self._inviters:
            yield findings.nobody_may_invite()
        server = await self._let_in()
        if server is None:
            yield findings.password_accepted(self._login.user_id)
            return
        try:
            yield findings.logged_in(self._login.user_id)
            async for check in self._with(server):
                yield check
        finally:
            await server.close()

    async def _let_in(self) -> Server | None:
        """With the session the bot uses; None if it has none yet, or none any more, and its password will do.
        Raises Unusable."""
        has_session = bool(self._login.token) or self._folder.session() is not None
        try:
            if has_session:
                return await resume(self._login, self._folder)
        except BadConfig:
            # The next start would log in again, if it can.
            if self._login.token or not self._login.password:
                raise
        if not self._login.password:
            return await resume(self._login, self._folder)
        await try_password(self._login)
        return None

    async def _with(self, server: Server) -> AsyncIterator[Check]:
        for check in await self._keys(server):
            yield check
        yield await self._limits(server)
        joined = (await server.call("GET", "/joined_rooms"))["joined_rooms"]
        known = [] if self._store is None else await self._store.read(homes.of_platform, PLATFORM)
        if not joined and not known:
            yield findings.nowhere(self._login.user_id)
        elif not known and self._store is not None:
            yield findings.not_begun()
        if self._store is not None:
            rounds = Rounds(server, self._store, encryption=self._encryption)
            for home in known:
                async for check in rounds.of(home):
                    yield check

    async def _keys(self, server: Server) -> Sequence[Check]:
        if not self._encryption:
            return [findings.encryption_off()]
        return findings.keys(await inspect(server, self._folder), self._folder.path)

    async def _limits(self, server: Server) -> Check:
        if not limits.can_be_tried(await server.call("GET", "/_matrix/client/versions")):
            return findings.limits_unknown()
        try:
            found = await limits.limit_of(server)
        except limits.Unknown:
            return findings.limits_unknown()
        if found is None:
            return findings.unlimited(limits.TRIES)
        return findings.limited(found.after, found.wait, self._login.user_id, server.homeserver)
