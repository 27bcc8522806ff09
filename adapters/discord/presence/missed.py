"""Answers that somebody wrote to us in private while we were away."""

from collections.abc import Awaitable, Callable
from functools import partial

import discord

from adapters.discord.incoming.private import Private
from adapters.discord.people import PLATFORM
from bot.ports import Store
from bot.usecases import answers

Look = Callable[[], Awaitable[None]]
"""May be tried again if Discord does not answer."""

LINES = 10
"""Of one person, looked at at most: the first of them that we have not heard is the answer."""


class Missed:
    def __init__(self, client: discord.Client, store: Store, private: Private) -> None:
        self._client = client
        self._store = store
        self._private = private

    async def looks(self) -> list[Look]:
        """One for each person whose answer we wait for; whoever calls sets the pace."""
        return [partial(self._hear, asked) for asked in await self._store.read(answers.asked, PLATFORM)]

    async def _hear(self, asked: answers.Asked) -> None:
        """What was heard before is known by its origin and says nothing again."""
        place = self._client.get_partial_messageable(int(asked.place.ref))
        async for message in place.history(limit=LINES, after=asked.asked_at, oldest_first=True):
            is_theirs = str(message.author.id) == asked.account.id
            if is_theirs and not message.content.startswith("/") and await self._private.handle(message):
                return
