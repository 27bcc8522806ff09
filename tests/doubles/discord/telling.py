"""What Gateway events say, made of the world."""

from collections.abc import Iterator
from typing import Final

from tests.doubles.discord.bits import THREADS, P, Place
from tests.doubles.discord.board import emoji_object
from tests.doubles.discord.permissions import permissions
from tests.doubles.discord.wire import Json
from tests.doubles.discord.world import World

APPLICATION_FLAGS: Final = (1 << 18) | (1 << 14)
CHUNK: Final = 1000
OBFUSCATED: Final = 1 << 17
"""A flag of a channel."""


def ready(world: World, session_id: str, shard: list[int], guilds: list[str], address: str) -> Json:
    told: Json = {
        "v": 10,
        "user": world.bot | {"mfa_enabled": True, "verified": True, "email": None, "locale": "en-US"},
        "guilds": [{"id": each, "unavailable": True} for each in guilds],
        "session_id": session_id,
        "session_type": "normal",
        "resume_gateway_url": address,
        "shard": shard,
        "application": {
            "id": world.bot["id"],
            "flags": APPLICATION_FLAGS,
            "flags_new": str(APPLICATION_FLAGS),
        },
    }
    empty = ("private_channels", "relationships", "presences", "guild_join_requests", "geo_ordered_rtc_regions")
    told |= {name: [] for name in (*empty, "game_relationships")}
    return told | {"user_settings": {}, "auth": {}, "_trace": ["loopback"]}


def guild_created(world: World, guild_id: str, with_members: bool) -> Json:
    members = [each for (guild, _), each in world.members.items() if guild == guild_id]
    bot_id = world.bot["id"]
    channels = [each for each in world.channels.values() if each.get("guild_id") == guild_id]
    seen = [each for each in channels if permissions(world, bot_id, each)]
    told: Json = world.guilds[guild_id] | {
        "roles": list(world.roles[guild_id].values()),
        "member_count": len(members),
        "members": [each for each in members if with_members or each["user"]["id"] == bot_id],
        "channels": [as_seen(world, each) for each in channels if each["type"] not in THREADS],
        "threads": [each for each in seen if each["type"] in THREADS and not each["thread_metadata"]["archived"]],
    }
    empty = ("voice_states", "presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds")
    return told | {name: [] for name in empty}


def as_seen(world: World, channel: Json) -> Json:
    """Since October 2026 a channel that the bot may not view is told of with next to nothing in it."""
    if permissions(world, world.bot["id"], channel):
        return channel
    nobody = {"id": channel["guild_id"], "type": 0, "allow": "0", "deny": str(int(P.VIEW_CHANNEL))}
    hidden = {"name": "___hidden___", "topic": None, "last_message_id": None, "permission_overwrites": [nobody]}
    return channel | hidden | {"flags": channel["flags"] | OBFUSCATED}


def member_chunks(world: World, asked: Json) -> Iterator[Json]:
    guild_id = str(asked["guild_id"])
    members = [each for (guild, _), each in world.members.items() if guild == guild_id]
    if ids := asked.get("user_ids"):
        wanted = {str(each) for each in (ids if isinstance(ids, list) else [ids])}
        members = [each for each in members if each["user"]["id"] in wanted]
    elif asked.get("query"):
        members = [each for each in members if each["user"]["username"].startswith(asked["query"])]
    members = members[: asked.get("limit") or len(members)]
    parts = [members[start : start + CHUNK] for start in range(0, len(members), CHUNK)] or [[]]
    for index, part in enumerate(parts):
        chunk = {"guild_id": guild_id, "members": part, "chunk_index": index, "chunk_count": len(parts)}
        yield chunk | {"not_found": []} | ({"nonce": asked["nonce"]} if asked.get("nonce") else {})


def message_told(world: World, message: Json) -> Json:
    """An ephemeral message is told without its server, as the reference has it."""
    channel = world.channels[message["channel_id"]]
    guild_id = channel.get("guild_id")
    if guild_id is None or world.is_ephemeral(message["id"]):
        return message | ({} if guild_id else {"channel_type": int(Place.DIRECT)})
    told = message | {"guild_id": guild_id, "channel_type": channel["type"]}
    member = world.members.get((guild_id, message["author"]["id"]))
    if member is not None:
        told["member"] = {key: value for key, value in member.items() if key != "user"}
    return told


def reaction_told(world: World, message: Json, user_id: str, emoji: str, *, is_added: bool) -> Json:
    """Only an added one says who wrote the message and who the member is."""
    guild_id = world.guild_of(message["channel_id"])
    told: Json = {"user_id": user_id, "channel_id": message["channel_id"], "message_id": message["id"]}
    told |= {"emoji": emoji_object(emoji), "burst": False, "type": 0}
    told |= {"guild_id": guild_id} if guild_id else {}
    if is_added:
        told |= {"message_author_id": message["author"]["id"], "burst_colors": []}
        told |= {"member": world.members[guild_id, user_id]} if guild_id else {}
    return told
