"""Tells clients which commands there are (MSC4391, still open), in the rooms of communities where we may."""

import logging

from adapters.matrix import texts
from adapters.matrix.connection.server import Refusal, Server, quoted
from adapters.matrix.incoming.structured import DESCRIPTION, PARAMETERS, description, state_key
from bot.model.ids import CommunityId
from bot.ports import Store
from bot.texts import languages
from bot.texts.commands import COMMANDS
from bot.usecases import places

log = logging.getLogger(__name__)


class Describing:
    """Nothing is described unless `is_wanted`."""

    def __init__(self, server: Server, store: Store, *, is_wanted: bool) -> None:
        self._server = server
        self._store = store
        self._is_wanted = is_wanted

    async def describe(self, room_id: str, community_id: CommunityId) -> None:
        """What is there already stays as it is. Raises Refusal for a limit, and Unreachable."""
        if not self._is_wanted:
            return
        language = await self._store.read(places.language, (community_id, None))
        labels = {key: texts.say(language, texts.PARAMETERS[key]) for keys in PARAMETERS.values() for key in keys}
        try:
            for command in COMMANDS:
                summary = languages.translated(language, command.summary)
                await self._put(room_id, command.name, description(command.name, summary, labels))
        except Refusal as refusal:
            if refusal.status == 429:
                raise
            log.info("commands are not described in a room: %s", refusal)

    async def _put(self, room_id: str, name: str, wanted: dict[str, object]) -> None:
        key = state_key(name, self._server.user_id)
        if await self._server.state(room_id, DESCRIPTION, key) != wanted:
            path = f"/rooms/{quoted(room_id)}/state/{DESCRIPTION}/{quoted(key)}"
            await self._server.call("PUT", path, wanted)
