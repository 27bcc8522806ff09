"""One REST call, as a route sees it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.doubles.discord.bits import THREADS, P
from tests.doubles.discord.permissions import permissions
from tests.doubles.discord.stage import Stage
from tests.doubles.discord.wire import Answer, DiscordError, Json
from tests.doubles.discord.world import World


@dataclass(frozen=True)
class Call:
    stage: Stage
    values: Mapping[str, str]
    """What stands in the path."""
    query: Mapping[str, str]
    body: Any
    files: list[Json]

    @property
    def world(self) -> World:
        return self.stage.world

    @property
    def me(self) -> str:
        bot_id: str = self.world.bot["id"]
        return bot_id

    def channel(self, *needed: P) -> Json:
        """The channel in the path, if the bot may see it and has what is needed there."""
        channel = self.world.channel(self.values["channel_id"])
        have = permissions(self.world, self.me, channel)
        if not have & P.VIEW_CHANNEL:
            raise DiscordError(50001)
        for permission in needed:
            is_speaking_in_thread = channel["type"] in THREADS and permission is P.SEND_MESSAGES
            if not have & (P.SEND_MESSAGES_IN_THREADS if is_speaking_in_thread else permission):
                raise DiscordError(50013)
        return channel

    def message(self) -> Json:
        """Ephemeral messages are found by their interaction only."""
        message_id = self.values["message_id"]
        if self.world.is_ephemeral(message_id):
            raise DiscordError(10008)
        return self.world.message(self.values["channel_id"], message_id)

    def may(self, channel: Json, permission: P) -> bool:
        return bool(permissions(self.world, self.me, channel) & permission)


Handler = Callable[[Call], Answer]
"""Synchronous: a call is carried out whole, or not at all."""
Routes = Mapping[tuple[str, str], Handler]
