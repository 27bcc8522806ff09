"""The lives of a bot on Matrix, with one account on a homeserver that outlives them."""

import asyncio
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any, Final

from tests.doubles.matrix.person import Person
from tests.doubles.matrix.proxy import Proxy
from tests.kill.lives import Lives, Stuck

LOOK_AGAIN: Final = 0.01
PATIENCE: Final = 120.0
"""Real seconds in which even a busy machine hears of everything."""
NOTHING: Final[dict[str, Any]] = {"types": []}


@dataclass(kw_only=True)
class MatrixLives(Lives):
    """`account` is the bot's; `later` is its token on another device, if it gets one."""

    account: Person
    later: str
    proxy: Proxy
    is_encrypted: bool
    patience: float = PATIENCE
    unheard: set[str] = field(default_factory=set)
    """Events that are not known to be carried out."""
    is_unsure: bool = True
    """Whether something may have happened besides: then the homeserver is asked, which is more work for it."""

    def _where(self) -> dict[str, Any]:
        return {
            "homeserver": self.proxy.url,
            "user_id": self.account.user_id,
            "token": self.later if self.later and self.deaths else self.account.token,
            "folder": str(self.folder / "matrix"),
            "is_encrypted": self.is_encrypted,
        }

    async def settle(self) -> None:
        """Whatever happened so far was heard, and all that comes of it was said. Raises Died."""
        end = time.monotonic() + self.patience
        while time.monotonic() < end:
            heard = await self._ask("heard")
            await super().settle()
            self.unheard -= {*heard["events"]}
            if await self._is_all(heard):
                return
            await asyncio.sleep(LOOK_AGAIN)
        raise Stuck("it does not hear of everything that happens")

    async def community(self, space: str) -> str | None:
        """None if there is none yet. Raises Died."""
        found: str | None = await self._ask("community", space=space)
        return found

    async def choose(self, community: str, rooms: dict[str, str]) -> None:
        """Raises Died."""
        await self._ask("choose", community=community, rooms=rooms)

    async def _calm_down(self) -> None:
        await self.proxy.calm_down()

    async def _bury(self) -> None:
        """Nobody knows how far it had come."""
        await super()._bury()
        self.is_unsure = True

    async def _is_all(self, heard: dict[str, Any]) -> bool:
        if heard["waits_for_keys"]:
            return False
        if not self.is_unsure:
            return not self.unheard
        if heard["position"] is None or not await self._is_last(heard["position"]):
            return False
        self.unheard.clear()
        self.is_unsure = False
        return True

    async def _is_last(self, position: str) -> bool:
        """Whether nothing has happened since. Nobody asks the same twice: Synapse says the same again then."""
        timeline = {"limit": secrets.randbelow(1_000_000) + 1}
        room = {"timeline": timeline, "ephemeral": NOTHING, "account_data": NOTHING}
        little = json.dumps({"presence": NOTHING, "account_data": NOTHING, "room": room})
        said = await self.account.call("GET", "/sync", since=position, timeout="0", filter=little)
        rooms, to_device = said.get("rooms", {}), said.get("to_device", {}).get("events")
        return not (any(rooms.values()) or to_device or said.get("device_lists", {}).get("changed"))
