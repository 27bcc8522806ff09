"""Cards as posts of a forum. A post is a thread whose first message, with the same id, is the card."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import discord

from adapters.discord import texts
from adapters.discord.outgoing.marks import carries
from adapters.discord.outgoing.tags import tags_for
from adapters.discord.outgoing.threads import LIFE, Threads
from adapters.discord.trouble import ARCHIVED, NO_PERMISSION
from bot.model.wording import Topic, Wording

LOOKS_AT = 100
"""Archived posts looked at, the ones archived last first."""


class Posts:
    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def make(self, forum: discord.ForumChannel, wording: Wording, drawn: dict[str, Any]) -> discord.Message:
        topic = wording.topic
        title = texts.say(wording.language, texts.UNTITLED) if topic is None else topic.title
        heading: dict[str, Any] = {"name": title}
        heading["applied_tags"] = [] if topic is None else tags_for(forum, topic.stage)
        made: discord.channel.ThreadWithMessage = await forum.create_thread(
            auto_archive_duration=LIFE, **heading, **drawn
        )
        return made.message

    async def find(
        self, forum: discord.ForumChannel, topic: Topic | None, mark: int, author_id: int
    ) -> discord.Message | None:
        """Discord takes no nonce for a post, so a repeated attempt always has to look."""
        beginning = "" if topic is None else topic.title.partition(" ")[0] + " "
        async for thread in _threads_of(forum):
            if thread.owner_id == author_id and f"{thread.name} ".startswith(beginning):
                with contextlib.suppress(discord.NotFound):
                    message = await thread.fetch_message(thread.id)
                    if carries(message, mark):
                        return message
        return None

    async def edit(self, message: discord.PartialMessage, drawn: dict[str, Any]) -> discord.Message | None:
        """An archived post is opened first. None if moderators closed it: nobody can act on it, so it may be old."""
        try:
            return await message.edit(**drawn)
        except discord.HTTPException as no:
            if no.code not in (ARCHIVED, NO_PERMISSION):
                raise
        thread = await self._threads.find(message.id)
        if thread is None or not await _opened(thread):
            return None
        return await message.edit(**drawn)

    async def remove(self, message: discord.PartialMessage) -> None:
        """The whole post, if we may; otherwise what we wrote, and the rest is put out of the way."""
        thread = await self._threads.find(message.id)
        if thread is None:
            return
        try:
            await thread.delete()
        except discord.NotFound:
            return
        except discord.Forbidden:
            if await _opened(thread):
                with contextlib.suppress(discord.NotFound):
                    await message.delete()
                await thread.edit(archived=True)


async def _threads_of(forum: discord.ForumChannel) -> AsyncIterator[discord.Thread]:
    for thread in await forum.guild.active_threads():
        if thread.parent_id == forum.id:
            yield thread
    async for thread in forum.archived_threads(limit=LOOKS_AT):
        yield thread


async def _opened(thread: discord.Thread) -> bool:
    """Whether it can be written in now."""
    if thread.archived or thread.locked:
        try:
            await thread.edit(archived=False)
        except discord.HTTPException as no:
            if no.code not in (ARCHIVED, NO_PERMISSION):
                raise
            return False
    return True
