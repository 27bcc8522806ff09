"""Trying in a place what we have to be able to do there, and taking everything away again."""

from collections.abc import AsyncIterator, Awaitable
from typing import Any

import discord

from adapters.discord import texts
from adapters.discord.cards import said
from adapters.discord.outgoing.tags import lacks_tags, tags_for
from adapters.discord.preferences import CardStyle, Preferences
from adapters.discord.setup.permissions import WORDS, lacking
from bot.model.language import Language
from bot.model.places import PlaceKind
from bot.model.wording import Stage
from bot.texts.parts import RAISED_HAND


async def missing_in(
    room: discord.abc.GuildChannel, kind: PlaceKind, chosen: Preferences, language: Language
) -> tuple[str, ...]:
    """What is refused, and what cannot be tried without leaving a trace, in Discord's words."""
    computed = lacking(room, room.guild.me, kind, chosen)
    if {WORDS["view_channel"], WORDS["send_messages"]} & {*computed}:
        return computed
    refused = {*computed, *[WORDS[name] async for name in Trial(kind, chosen, language).refused_in(room)]}
    return tuple(words for words in WORDS.values() if words in refused)


def outcome(room: discord.abc.GuildChannel, kind: PlaceKind, chosen: Preferences) -> str:
    """Which sentence to say where nothing is missing: not everything can be tried without leaving a trace."""
    if isinstance(room, discord.ForumChannel):
        return texts.WORKS if _can_clear_away(room) else texts.ALLOWED
    if kind is not PlaceKind.HELP or _can_clear_away(room):
        return texts.WORKS
    if chosen.threads.are_public:
        return texts.WORKS_BUT_THREADS
    return texts.WORKS_AND_CLOSED if chosen.threads.are_private else texts.WORKS


class Trial:
    """Yields the names of permissions that are refused."""

    def __init__(self, kind: PlaceKind, chosen: Preferences, language: Language) -> None:
        self._kind = kind
        self._chosen = chosen
        self._text = texts.say(language, texts.TESTING)

    async def refused_in(self, room: discord.abc.GuildChannel) -> AsyncIterator[str]:
        if isinstance(room, discord.ForumChannel) and _can_clear_away(room) and not lacks_tags(room):
            async for name in self._in_forum(room):
                yield name
        if isinstance(room, discord.TextChannel):
            async for name in self._in_text(room):
                yield name
        has_rooms = self._kind is PlaceKind.HELP and self._chosen.threads.are_private
        if isinstance(room, discord.TextChannel) and has_rooms and not room.is_news():
            async for name in self._in_private_thread(room):
                yield name

    async def _in_text(self, room: discord.TextChannel) -> AsyncIterator[str]:
        try:
            message = await room.send(**self._post(), silent=True)
        except discord.Forbidden:
            yield "send_messages"
            return
        try:
            async for name in self._on_message(message):
                yield name
            if self._kind is PlaceKind.HELP and self._chosen.threads.are_public and _can_clear_away(room):
                async for name in self._in_thread_of(message):
                    yield name
        finally:
            await message.delete()

    async def _in_forum(self, forum: discord.ForumChannel) -> AsyncIterator[str]:
        """The post is deleted with everything in it."""
        tags = tags_for(forum, Stage.OPEN)
        try:
            made = await forum.create_thread(name=self._text, applied_tags=tags, **self._post())
        except discord.Forbidden:
            yield "send_messages"
            return
        try:
            async for name in self._on_message(made.message):
                yield name
            if await _is_refused(made.thread.send(**self._post(), silent=True)):
                yield "send_messages_in_threads"
        finally:
            await made.thread.delete()

    async def _in_private_thread(self, room: discord.TextChannel) -> AsyncIterator[str]:
        """Nobody is let in. Without Manage Threads it can only be closed: nobody but moderators ever sees it."""
        kind = discord.ChannelType.private_thread
        try:
            thread = await room.create_thread(name=self._text, type=kind, invitable=False)
        except discord.Forbidden:
            yield "create_private_threads"
            return
        try:
            if await _is_refused(thread.send(**self._post(), silent=True)):
                yield "send_messages_in_threads"
        finally:
            await (thread.delete() if _can_clear_away(room) else thread.edit(archived=True))

    async def _in_thread_of(self, message: discord.Message) -> AsyncIterator[str]:
        try:
            thread = await message.create_thread(name=self._text)
        except discord.Forbidden:
            yield "create_public_threads"
            return
        try:
            if await _is_refused(thread.send(**self._post(), silent=True)):
                yield "send_messages_in_threads"
        finally:
            await thread.delete()

    async def _on_message(self, message: discord.Message) -> AsyncIterator[str]:
        if await _is_refused(message.channel.fetch_message(message.id)):
            yield "read_message_history"
            return  # nobody reacts to what they cannot read, and that says nothing new
        if self._kind is PlaceKind.HELP and await _is_refused(message.add_reaction(RAISED_HAND)):
            yield "add_reactions"

    def _post(self) -> dict[str, Any]:
        if self._chosen.card_style is CardStyle.EMBED:
            return {"embed": discord.Embed(description=self._text)}
        return {"view": said(self._text)}


def _can_clear_away(room: object) -> bool:
    """A thread or post can be deleted with Manage Threads only, which we do not need for anything else."""
    if not isinstance(room, discord.TextChannel | discord.ForumChannel):
        return False
    return room.permissions_for(room.guild.me).manage_threads


async def _is_refused(attempt: Awaitable[object]) -> bool:
    try:
        await attempt
    except discord.Forbidden:
        return True
    return False
