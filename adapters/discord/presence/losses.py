"""What is taken away from us while we are there: cards, hands on them, and places."""

from collections.abc import Collection

from adapters.discord.communities import Communities
from adapters.discord.outgoing.steps import Steps
from adapters.discord.people import PLATFORM
from bot.commands.seen import Cleared, MessageRef
from bot.model.places import PlaceRef
from bot.ports import Store
from bot.usecases import cards, places


class Losses:
    def __init__(self, store: Store, communities: Communities, steps: Steps) -> None:
        self._store = store
        self._communities = communities
        self._steps = steps

    async def hands(self, guild_id: int | None, channel_id: int, message_id: int, symbol: str | None) -> None:
        """Most are on none of ours: looking costs less than writing."""
        message = _ref(channel_id, message_id)
        if self._serves(guild_id) and await self._store.read(cards.is_ours, message):
            await self._store.write(cards.cleared, Cleared(message, symbol))

    async def messages(self, guild_id: int | None, channel_id: int, message_ids: Collection[int]) -> None:
        """The same. The thread of a card that is made anew would stay open beside the new one."""
        if not self._serves(guild_id):
            return
        for message_id in message_ids:
            message = _ref(channel_id, message_id)
            if await self._store.read(cards.hands, message) is not None:
                await self._store.write(cards.deleted, message)
                await self._steps.leave(message_id)

    async def place(self, guild_id: int, channel_id: int) -> None:
        if self._serves(guild_id):
            await self._store.write(places.vanish, PlaceRef(PLATFORM, str(channel_id)))

    def _serves(self, guild_id: int | None) -> bool:
        return guild_id is not None and self._communities.serves(guild_id)


def _ref(channel_id: int, message_id: int) -> MessageRef:
    return MessageRef(PlaceRef(PLATFORM, str(channel_id)), str(message_id))
