"""What follows a message: each step has its own outcome, and none of them holds the message up.

Nothing about it is remembered here: with every edit Discord shows the message as it is, so a step that did not
succeed is tried again then, also by another process. A card that was sent without all of them is edited for that.
"""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

import discord

from adapters.discord.outgoing.threads import Threads
from adapters.discord.trouble import in_our_words, may_pass
from bot.errors import DeliveryFailed
from bot.model.wording import Wording

log = logging.getLogger(__name__)

STEP_SECONDS = 5.0


class Steps:
    def __init__(self, client: discord.Client, threads: Threads) -> None:
        self._client = client
        self._threads = threads

    async def follow(self, message: discord.Message, wording: Wording) -> bool:
        """False if another attempt might do what could not be done now.

        The first hand is ours, so that nobody needs more than one tap. Without it the buttons still work.
        """
        raised = {str(reaction.emoji) for reaction in message.reactions if reaction.me}
        symbols = {choice.symbol for choice in wording.choices if choice.symbol} - raised
        is_done = [await self._try("a raised hand", message.add_reaction(symbol)) for symbol in sorted(symbols)]
        if wording.topic is not None:
            is_done.append(await self._try("a thread", self._threads.follow(message, wording.topic)))
        return all(is_done)

    async def leave(self, message_id: int) -> None:
        """What people said below a message that is gone is theirs; it is only put out of the way."""
        await self._try("a thread that is left", self._threads.close(message_id))

    async def _try(self, what: str, step: Coroutine[Any, Any, object]) -> bool:
        """What Discord refuses stays as it is, and counts as done."""
        try:
            async with asyncio.timeout(STEP_SECONDS), in_our_words(self._client):
                await step
        except (DeliveryFailed, TimeoutError) as trouble:
            log.warning("%s could not be brought up to date: %s", what, trouble)
            return not may_pass(trouble)
        finally:
            step.close()  # it may never have begun
        return True
