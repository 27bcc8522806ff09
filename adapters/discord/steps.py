"""What follows a message: each step has its own outcome, and none of them holds the message up.

Nothing about it is remembered here: with every edit Discord shows the message as it is, so a step that did not
succeed is tried again then, also by another process.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord

from adapters.discord.threads import Threads
from adapters.discord.trouble import in_our_words
from bot.errors import DeliveryFailed
from bot.model.wording import Wording

log = logging.getLogger(__name__)

STEP_SECONDS = 5.0
"""A step that takes longer is left for the next edit."""


class Steps:
    def __init__(self, client: discord.Client, threads: Threads) -> None:
        self._client = client
        self._threads = threads

    async def follow(self, message: discord.Message, wording: Wording) -> None:
        await self._raise_hands(message, wording)
        if wording.topic is not None:
            async with self._a_step("a thread could not be brought up to date"):
                await self._threads.follow(message, wording.topic)

    async def leave(self, message: discord.PartialMessage) -> None:
        """What people said below a message that is taken away is theirs; it is only put out of the way."""
        async with self._a_step("a thread could not be closed"):
            await self._threads.close(message.id)

    async def _raise_hands(self, message: discord.Message, wording: Wording) -> None:
        """The first hand is ours, so that nobody needs more than one tap. Without it the buttons still work."""
        raised = {str(reaction.emoji) for reaction in message.reactions if reaction.me}
        for symbol in sorted({choice.symbol for choice in wording.choices if choice.symbol} - raised):
            async with self._a_step("a raised hand could not be placed"):
                await message.add_reaction(symbol)

    @asynccontextmanager
    async def _a_step(self, failure: str) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(STEP_SECONDS), in_our_words(self._client):
                yield
        except (DeliveryFailed, TimeoutError) as trouble:
            log.warning("%s: %s", failure, trouble)
