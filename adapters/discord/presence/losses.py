"""What is taken away from us while we are there: cards, hands on them, and places."""

from collections.abc import Collection

from adapters.discord.communities import Communities
from adapters.discord.people import PLATFORM
from bot.commands.values import Cleared, MessageRef
from bot.model.places import PlaceRef
from bot.ports import Store
from bot.usecases import cards, places


class Losses:
    def __init__(self, store: Store, communities: Communities) -> None:
        self._store = store
        self._communities = communities

    async def hands(self, guild_id: int | None, channel_id: int, message_id: int, symbol: str | None) -> None:
        if self._serves(guild_id):
            await self._store.write(cards.cleared, Cleared(_ref(channel_id, message_id), symbol))

    async def messages(self, guild_id: int | None, channel_id: int, message_ids: Collection[int]) -> None:
        """Most are none of ours: looking costs less than writing."""
        if not self._serves(guild_id):
            return
        for message in (_ref(channel_id, message_id) for message_id in message_ids):
            if await self._store.read(cards.hands, message) is not None:
                await self._store.write(cards.deleted, message)

    async def place(self, guild_id: int, channel_id: int) -> None:
        if self._serves(guild_id):
            await self._store.write(places.vanish, PlaceRef(PLATFORM, str(channel_id)))

    def _serves(self, guild_id: int | None) -> bool:
        return guild_id is not None and self._communities.serves(guild_id)


def _ref(channel_id: int, message_id: int) -> MessageRef:
    return MessageRef(PlaceRef(PLATFORM, str(channel_id)), str(message_id))
