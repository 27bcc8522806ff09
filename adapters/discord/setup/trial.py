"""Trying in a place what we have to be able to do there, and taking everything away again."""

from collections.abc import AsyncIterator, Awaitable
from typing import Any

import discord

from adapters.discord import texts
from adapters.discord.cards import said
from adapters.discord.preferences import CardStyle, Preferences
from adapters.discord.setup.permissions import WORDS, lacking
from bot.model.language import Language
from bot.model.places import PlaceKind
from bot.texts.parts import RAISED_HAND


async def missing_in(
    room: discord.abc.GuildChannel, kind: PlaceKind, chosen: Preferences, language: Language
) -> tuple[str, ...]:
    """What is refused, and what cannot be tried without leaving a trace, in Discord's words."""
    computed = lacking(room, room.guild.me, kind, chosen)
    if not isinstance(room, discord.TextChannel) or {WORDS["view_channel"], WORDS["send_messages"]} & {*computed}:
        return computed
    try:
        message = await room.send(**_test_post(chosen, language), silent=True)
    except discord.Forbidden:
        return computed or (WORDS["send_messages"],)
    try:
        refused = {*computed, *[WORDS[name] async for name in _refused(message, kind, chosen, language)]}
    finally:
        await message.delete()
    return tuple(words for words in WORDS.values() if words in refused)


def outcome(room: discord.abc.GuildChannel, kind: PlaceKind, chosen: Preferences) -> str:
    """Which sentence to say where nothing is missing: not everything can be tried without leaving a trace."""
    if not isinstance(room, discord.TextChannel):
        return texts.ALLOWED
    wants_threads = kind is PlaceKind.HELP and chosen.threads.are_public
    return texts.WORKS_BUT_THREADS if wants_threads and not _can_clear_away(room) else texts.WORKS


def _test_post(chosen: Preferences, language: Language) -> dict[str, Any]:
    text = texts.say(language, texts.TESTING)
    if chosen.card_style is CardStyle.EMBED:
        return {"embed": discord.Embed(description=text)}
    return {"view": said(text)}


async def _refused(
    message: discord.Message, kind: PlaceKind, chosen: Preferences, language: Language
) -> AsyncIterator[str]:
    if await _is_refused(message.channel.fetch_message(message.id)):
        yield "read_message_history"
        return  # nobody reacts to what they cannot read, and that says nothing new
    if kind is not PlaceKind.HELP:
        return
    if await _is_refused(message.add_reaction(RAISED_HAND)):
        yield "add_reactions"
    if chosen.threads.are_public and _can_clear_away(message.channel):
        async for name in _refused_in_thread(message, language):
            yield name


def _can_clear_away(room: object) -> bool:
    """A thread can be deleted with Manage Threads only, which we do not need for anything else."""
    return isinstance(room, discord.TextChannel) and room.permissions_for(room.guild.me).manage_threads


async def _refused_in_thread(message: discord.Message, language: Language) -> AsyncIterator[str]:
    try:
        thread = await message.create_thread(name=texts.say(language, texts.TESTING))
    except discord.Forbidden:
        yield "create_public_threads"
        return
    try:
        if await _is_refused(thread.send(**_test_post(Preferences(), language), silent=True)):
            yield "send_messages_in_threads"
    finally:
        await thread.delete()


async def _is_refused(attempt: Awaitable[object]) -> bool:
    try:
        await attempt
    except discord.Forbidden:
        return True
    return False
