"""What a client sends to the service when somebody uses the bot, and waiting for what comes of it."""

import asyncio
import secrets
from collections.abc import Iterable
from typing import Final

from tests.doubles.discord.bits import Act, P, Place
from tests.doubles.discord.interaction import ANSWER_WITHIN, Interaction, Shown, shown
from tests.doubles.discord.permissions import permissions
from tests.doubles.discord.stage import Stage
from tests.doubles.discord.wire import Json

TOLD_OF_CHANNEL: Final = ("id", "type", "name", "parent_id", "guild_id", "nsfw", "topic", "position", "last_message_id")
TOLD_TOO: Final = ("flags", "rate_limit_per_user", "thread_metadata", "recipients")
PATIENCE: Final = 30.0
"""Real seconds, so that a clock that nobody moves does not hold up a test for good."""
ATTACHMENTS: Final = 10485760
IN_GUILD, IN_DIRECT = 0, 1


class Refused(Exception):
    """A real client would not let this person do that."""


def begin(stage: Stage, act: Act, user_id: str, channel: Json, message_id: str | None = None) -> Interaction:
    interaction = Interaction(
        stage.world.snowflake(),
        "aW50ZXJhY3Rpb246" + secrets.token_urlsafe(120),
        act,
        user_id,
        channel["id"],
        channel.get("guild_id"),
        stage.clock.now(),
        message_id,
    )
    stage.world.interactions[interaction.token] = interaction
    return interaction


async def carry_out(stage: Stage, interaction: Interaction, locale: str, data: Json) -> Shown:
    """Returns when the bot has answered. Raises TimeoutError when the deadline passes on the clock."""
    stage.deeds.append((interaction.user_id, data))
    interaction.answered = asyncio.get_running_loop().create_future()
    stage.deadlines.end(interaction.answered, interaction.born + ANSWER_WITHIN)
    told = _told(stage, interaction, locale) | {"data": data}
    stage.gateway.tell("INTERACTION_CREATE", told, interaction.guild_id)
    stage.changed()
    async with asyncio.timeout(PATIENCE):
        await interaction.answered
    return shown(interaction)


def _told(stage: Stage, interaction: Interaction, locale: str) -> Json:
    world, channel = stage.world, stage.world.channel(interaction.channel_id)
    told: Json = {"id": interaction.id, "token": interaction.token, "type": int(interaction.act), "version": 1}
    told |= {"application_id": world.bot["id"], "channel_id": channel["id"], "locale": locale}
    told |= {"app_permissions": str(permissions(world, world.bot["id"], channel)), "entitlements": []}
    told |= {"entitlement_sku_ids": [], "attachment_size_limit": ATTACHMENTS}
    told |= {"channel": channel_told(stage, channel, interaction.user_id)}
    told |= _told_of_person(stage, interaction, channel)
    message = world.messages[channel["id"]].get(interaction.message_id or "")
    return told | ({"message": message} if message else {})


def _told_of_person(stage: Stage, interaction: Interaction, channel: Json) -> Json:
    world, guild_id, user_id = stage.world, interaction.guild_id, interaction.user_id
    if guild_id is None:
        owners = {"0": "0"}
        return {"user": world.users[user_id], "context": IN_DIRECT, "authorizing_integration_owners": owners}
    guild, granted = world.guilds[guild_id], str(permissions(world, user_id, channel))
    told: Json = {"guild_id": guild_id, "guild_locale": guild["preferred_locale"], "context": IN_GUILD}
    told |= {"guild": {"id": guild_id, "locale": guild["preferred_locale"], "features": guild["features"]}}
    told |= {"authorizing_integration_owners": {"0": guild_id}}
    return told | {"member": world.members[guild_id, user_id] | {"permissions": granted}}


def channel_told(stage: Stage, channel: Json, user_id: str) -> Json:
    told = {key: channel[key] for key in (*TOLD_OF_CHANNEL, *TOLD_TOO) if key in channel}
    return told | {"permissions": str(permissions(stage.world, user_id, channel))}


def resolved(stage: Stage, channel: Json, user_id: str, ids: Iterable[str]) -> Json:
    """What the chosen ids stand for."""
    world, guild_id = stage.world, channel.get("guild_id")
    told: Json = {}
    for each in ids:
        if each in world.users:
            told.setdefault("users", {})[each] = world.users[each]
            if guild_id and (guild_id, each) in world.members:
                granted = str(permissions(world, each, channel))
                member = {key: value for key, value in world.members[guild_id, each].items() if key != "user"}
                told.setdefault("members", {})[each] = member | {"permissions": granted}
        elif guild_id and each in world.roles[guild_id]:
            told.setdefault("roles", {})[each] = world.roles[guild_id][each]
        elif each in world.channels:
            told.setdefault("channels", {})[each] = channel_told(stage, world.channels[each], user_id)
    return told


def find_command(stage: Stage, user_id: str, channel: Json, name: str, kind: int) -> Json:
    """The command as this person's client lists it here. A server's own one wins over a global one."""
    world, guild_id = stage.world, channel.get("guild_id")
    if guild_id in world.without_commands:
        raise Refused("the bot was let in here without applications.commands")
    scopes = [guild_id, None] if guild_id else [None]
    listed = [each for scope in scopes for each in world.commands.get(scope, [])]
    found = next((each for each in listed if each["name"] == name and each["type"] == kind), None)
    if found is None:
        raise Refused(f"no command {name!r} is registered here")
    if not _is_offered_in(found, channel):
        raise Refused(f"{name!r} is not offered in this kind of place")
    needed = int(found["default_member_permissions"] or 0) if guild_id else 0
    if permissions(world, user_id, channel) & needed != needed:
        raise Refused(f"{name!r} is hidden from this person")
    return found


def _is_offered_in(command: Json, channel: Json) -> bool:
    is_direct = channel["type"] == Place.DIRECT
    if command["contexts"] is None:
        return not is_direct or bool(command.get("dm_permission"))
    return (IN_DIRECT if is_direct else IN_GUILD) in command["contexts"]


def need(stage: Stage, user_id: str, channel: Json, *needed: P) -> None:
    have = permissions(stage.world, user_id, channel)
    for permission in needed:
        if not have & permission:
            raise Refused(f"{stage.world.users[user_id]['username']} has no {permission.name} here")
