"""Who can read what the bot sends: Discord alone, one person, the people of a private thread, or everybody."""

from typing import Final

from tests.doubles.discord.bits import Flag, Place, Reply
from tests.doubles.discord.interaction import Interaction
from tests.doubles.discord.rest import Exchange
from tests.doubles.discord.wire import Json
from tests.doubles.discord.world import World

ANYBODY: Final = ""
"""Stands for a stranger who comes by: whoever they may know, everybody may."""
Readers = frozenset[str]

DISCORD_ONLY: Final = {
    ("POST", "/users/@me/channels"): "a private conversation is opened by the account's id",
    ("GET", "/guilds/*/members/*"): "whether this one person is still there, before they are followed up",
    ("GET", "/channels/*/messages/*/reactions/*"): "who raised a hand, listed in pages by account id",
}
"""The only calls that may carry anybody's id, because nobody but Discord sees them, and why each needs it."""


def is_for_discord_only(exchange: Exchange) -> bool:
    return any(exchange.method == method and _fits(exchange.path, path) for method, path in DISCORD_ONLY)


def _fits(path: str, pattern: str) -> bool:
    parts, wanted = path.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(b in ("*", a) for a, b in zip(parts, wanted, strict=True))


def readers_of(world: World, exchange: Exchange) -> Readers:
    """Before the call is carried out."""
    match exchange.path.split("/")[1:]:
        case ["channels", thread_id, "thread-members", user_id]:
            return readers_in(world, thread_id) | {user_id}
        case ["channels", _, "threads"]:
            return frozenset({ANYBODY})  # a title is seen before anybody was let in
        case ["channels", channel_id, *_]:
            return readers_in(world, channel_id)
        case ["interactions", _, token, "callback"] if token in world.interactions:
            return _of_answer(world, world.interactions[token], exchange.body)
        case ["webhooks", _, token, *rest] if token in world.interactions:
            return _of_follow_up(world, world.interactions[token], rest, exchange.body or {})
    return frozenset({ANYBODY})


def readers_in(world: World, channel_id: str) -> Readers:
    """Whoever may manage threads can look into private ones too: that is Discord's own."""
    channel = world.channels.get(channel_id, {"type": Place.TEXT})
    if channel["type"] == Place.DIRECT:
        return frozenset({channel["recipients"][0]["id"]})
    if channel["type"] == Place.PRIVATE_THREAD:
        return frozenset(world.thread_members.get(channel_id, set()) - {world.bot["id"]})
    return frozenset({ANYBODY})


def _of_answer(world: World, interaction: Interaction, body: Json) -> Readers:
    if body["type"] in (Reply.MODAL, Reply.CHOICES):
        return frozenset({interaction.user_id})
    if body["type"] in (Reply.UPDATE, Reply.DEFER_UPDATE):
        return _of_message(world, interaction, interaction.message_id)
    return _of_new(world, interaction, body.get("data") or {})


def _of_follow_up(world: World, interaction: Interaction, rest: list[str], body: Json) -> Readers:
    if not rest:
        first = interaction.original_id if interaction.is_loading else None
        return _of_message(world, interaction, first) if first else _of_new(world, interaction, body)
    return _of_message(world, interaction, interaction.original_id if rest[-1] == "@original" else rest[-1])


def _of_new(world: World, interaction: Interaction, data: Json) -> Readers:
    if int(data.get("flags") or 0) & Flag.EPHEMERAL:
        return frozenset({interaction.user_id})
    return readers_in(world, interaction.channel_id)


def _of_message(world: World, interaction: Interaction, message_id: str | None) -> Readers:
    reader = world.reader_of.get(message_id or "")
    return readers_in(world, interaction.channel_id) if reader is None else frozenset({reader})
