"""Our commands as clients can show them (MSC4391), in the rooms where we may say so. Only if the operator wants it."""

import asyncio
import logging
from collections import deque

from adapters.matrix import texts
from adapters.matrix.connection.server import Refusal, Server, Unreachable, quoted
from adapters.matrix.incoming.structured import DESCRIPTION, description, state_key
from adapters.matrix.incoming.whom import Whom
from adapters.matrix.presence.homes import Homes
from adapters.matrix.presence.rooms import Rooms
from adapters.matrix.setup.levels import Levels
from adapters.matrix.texts import say
from bot.texts.commands import COMMANDS
from bot.texts.languages import translated

log = logging.getLogger(__name__)

LONGEST_WAIT = 60.0


class Descriptions:
    """Nobody waits for it: what a limit keeps from being said is said some turns later."""

    def __init__(
        self, server: Server, rooms: Rooms, homes: Homes, levels: Levels, whom: Whom, *, is_wanted: bool
    ) -> None:
        self._server = server
        self._rooms = rooms
        self._homes = homes
        self._levels = levels
        self._whom = whom
        self._is_wanted = is_wanted
        self._waiting: deque[str] = deque()
        self._not_before = 0.0

    def want(self, room_id: str) -> None:
        """We are in it, or may do something there that we might not do before."""
        if self._is_wanted and room_id not in self._waiting:
            self._waiting.append(room_id)

    async def publish(self) -> None:
        """As many as go at once."""
        clock = asyncio.get_running_loop().time
        while self._waiting and clock() >= self._not_before:
            try:
                await self._describe(self._waiting[0])
            except Unreachable:
                return
            except Refusal as refusal:
                if refusal.status == 429:
                    self._not_before = clock() + min(refusal.retry_after or 5.0, LONGEST_WAIT)
                    return
                log.info("the commands cannot be described in a room: %s", refusal)
            self._waiting.popleft()

    async def _describe(self, room_id: str) -> None:
        """What is said already is not said again."""
        room, us = self._rooms.get(room_id), self._server.user_id
        if room is None or room.is_space or await self._homes.community_at(room_id) is None:
            return
        powers = await self._levels.powers(room_id)
        if powers.of(us) < powers.to_set(DESCRIPTION):
            return
        language = await self._whom.language_at(room_id)
        labels = {name: say(language, label) for name, label in texts.PARAMETERS.items()}
        for info in COMMANDS:
            key, said = state_key(info.name, us), description(info.name, translated(language, info.summary), labels)
            if await self._server.state(room_id, DESCRIPTION, key) != said:
                path = f"/rooms/{quoted(room_id)}/state/{quoted(DESCRIPTION)}/{quoted(key)}"
                await self._server.call("PUT", path, said)
