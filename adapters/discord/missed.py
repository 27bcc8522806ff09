"""Answers that somebody wrote to us in private while we were away."""

import logging
from collections.abc import AsyncIterator

import aiohttp
import discord

from adapters.discord.people import PLATFORM
from adapters.discord.private import Private
from bot.ports import Store
from bot.usecases import answers

log = logging.getLogger(__name__)

LINES = 10
"""Of one person, looked at at most: the first of them that we have not heard is the answer."""


class Missed:
    def __init__(self, client: discord.Client, store: Store, private: Private) -> None:
        self._client = client
        self._store = store
        self._private = private

    async def hear_all(self) -> AsyncIterator[None]:
        """Goes on after each person we listened to, so that whoever calls can set the pace."""
        for asked in await self._store.read(answers.asked, PLATFORM):
            try:
                await self._hear(asked)
            except (discord.DiscordException, aiohttp.ClientError, OSError) as trouble:
                log.warning("a private answer could not be looked for: %s", type(trouble).__name__)
            yield

    async def _hear(self, asked: answers.Asked) -> None:
        """What was heard before is known by its origin and says nothing again."""
        place = self._client.get_partial_messageable(int(asked.place.ref))
        async for message in place.history(limit=LINES, after=asked.asked_at, oldest_first=True):
            is_theirs = str(message.author.id) == asked.account.id
            if is_theirs and not message.content.startswith("/") and await self._private.handle(message):
                return
