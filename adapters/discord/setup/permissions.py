"""What we have to be allowed to do where, in Discord's own words."""

from collections.abc import Iterator

import discord

from adapters.discord import texts
from adapters.discord.preferences import CardStyle, Preferences
from bot.model.places import PlaceKind

WORDS = texts.PERMISSIONS

Room = discord.abc.GuildChannel


def ever_needed() -> discord.Permissions:
    """All of them, for the link that invites us: what is switched on later needs no second invitation."""
    return discord.Permissions(**dict.fromkeys(WORDS, True))


def needed(kind: PlaceKind, chosen: Preferences, *, is_forum: bool = False) -> Iterator[str]:
    """The history is read before a message is tried once more; the reactions are the raised hand on a card."""
    yield from ("view_channel", "send_messages", "read_message_history")
    if chosen.card_style is CardStyle.EMBED:
        yield "embed_links"
    if kind is not PlaceKind.HELP:
        return
    yield "add_reactions"
    if chosen.threads.are_public and not is_forum:
        yield "create_public_threads"
    has_rooms = chosen.threads.are_private and not is_forum
    if has_rooms:
        yield "create_private_threads"
    if chosen.threads.are_public or has_rooms or is_forum:
        yield "send_messages_in_threads"


def lacking(room: Room, me: discord.Member, kind: PlaceKind, chosen: Preferences) -> tuple[str, ...]:
    """What is missing in this place, by Discord's own order of roles and overwrites.

    Where we cannot look, or may not speak, the rest follows from that and says nothing.
    """
    allowed = room.permissions_for(me)
    if not allowed.view_channel:
        return (WORDS["view_channel"],)
    names = needed(kind, chosen, is_forum=isinstance(room, discord.ForumChannel))
    missing = [name for name in names if not getattr(allowed, name)]
    if "send_messages" in missing and "embed_links" in missing:
        missing.remove("embed_links")
    return tuple(WORDS[name] for name in missing)
