"""Servers, their channels and roles, and one member at a time."""

from typing import Final

from tests.doubles.discord.bits import EVERYTHING, THREADS, P
from tests.doubles.discord.call import Call, Routes
from tests.doubles.discord.permissions import in_guild, permissions
from tests.doubles.discord.wire import Answer, DiscordError, Json


def mine(call: Call) -> Answer:
    return 200, [_brief(call, guild) for guild_id, guild in call.world.guilds.items() if _is_in(call, guild_id)]


def one(call: Call) -> Answer:
    guild = _guild(call)
    gone = ("joined_at", "large", "unavailable", "member_count")
    told = {key: value for key, value in guild.items() if key not in gone}
    more: Json = {"roles": list(call.world.roles[guild["id"]].values())}
    more |= dict.fromkeys(("home_header", "discovery_splash", "widget_channel_id", "latest_onboarding_question_id"))
    more |= {"widget_enabled": False, "max_video_channel_users": 25, "max_stage_video_channel_users": 50}
    return 200, told | more | {"premium_progress_bar_enabled": False}


def channels(call: Call) -> Answer:
    """Those the bot may view; the others are left out since October 2026."""
    guild_id = _guild(call)["id"]
    all_channels = (each for each in call.world.channels.values() if each.get("guild_id") == guild_id)
    seen = (each for each in all_channels if permissions(call.world, call.me, each) & P.VIEW_CHANNEL)
    return 200, [each for each in seen if each["type"] not in THREADS]


def roles(call: Call) -> Answer:
    return 200, list(call.world.roles[_guild(call)["id"]].values())


def member(call: Call) -> Answer:
    guild_id, user_id = _guild(call)["id"], call.values.get("user_id", call.me)
    if user_id not in call.world.users:
        raise DiscordError(10013)
    if (guild_id, user_id) not in call.world.members:
        raise DiscordError(10007)
    return 200, call.world.members[guild_id, user_id]


def leave(call: Call) -> Answer:
    call.world.members.pop((_guild(call)["id"], call.me))
    return 204, None


def _brief(call: Call, guild: Json) -> Json:
    told = {key: guild[key] for key in ("id", "name", "icon", "banner", "features")}
    granted = in_guild(call.world, guild["id"], call.me)
    return told | {"owner": granted == EVERYTHING, "permissions": str(granted)}


def _guild(call: Call) -> Json:
    """A server the bot is not in does not exist for it."""
    guild_id = call.values["guild_id"]
    if guild_id not in call.world.guilds or not _is_in(call, guild_id):
        raise DiscordError(10004)
    return call.world.guilds[guild_id]


def _is_in(call: Call, guild_id: str) -> bool:
    return (guild_id, call.me) in call.world.members


ROUTES: Final[Routes] = {
    ("GET", "/users/@me/guilds"): mine,
    ("DELETE", "/users/@me/guilds/{guild_id}"): leave,
    ("GET", "/guilds/{guild_id}"): one,
    ("GET", "/guilds/{guild_id}/channels"): channels,
    ("GET", "/guilds/{guild_id}/roles"): roles,
    ("GET", "/guilds/{guild_id}/members/{user_id}"): member,
}
