"""Everything that is true in the double: users, servers, channels, messages, reactions, commands. It does no I/O."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from tests.doubles.discord.bits import THREADS, USUAL, Place
from tests.doubles.discord.interaction import Interaction
from tests.doubles.discord.timing import Clock, Epoch
from tests.doubles.discord.wire import DiscordError, Json

EPOCH_MILLISECONDS: Final = 1420070400000


@dataclass
class World:
    """Objects are kept as they travel. Ids are strings everywhere."""

    clock: Clock
    users: dict[str, Json] = field(default_factory=dict)
    guilds: dict[str, Json] = field(default_factory=dict)
    members: dict[tuple[str, str], Json] = field(default_factory=dict)
    roles: dict[str, dict[str, Json]] = field(default_factory=dict)
    channels: dict[str, Json] = field(default_factory=dict)
    messages: dict[str, dict[str, Json]] = field(default_factory=dict)
    """By channel, then by message, in the order they were sent."""
    deleted: list[Json] = field(default_factory=list)
    """Messages that nobody sees any more, as they last were."""
    reactions: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """By message, then by emoji: who, in order."""
    thread_members: dict[str, set[str]] = field(default_factory=dict)
    reader_of: dict[str, str] = field(default_factory=dict)
    """The one person who sees an ephemeral message."""
    commands: dict[str | None, list[Json]] = field(default_factory=dict)
    """By server; None are the global ones."""
    interactions: dict[str, Interaction] = field(default_factory=dict)
    """By token."""
    without_commands: set[str] = field(default_factory=set)
    """Servers that let the bot in with the scope "bot" alone, as was usual before it brought the other along."""
    interactions_endpoint_url: str | None = None
    unreachable: set[str] = field(default_factory=set)
    """Servers with an outage."""
    closed_directs: set[str] = field(default_factory=set)
    nonces: dict[tuple[str, str], tuple[float, str]] = field(default_factory=dict)
    direct_openings: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.epoch = Epoch(self.clock)
        self._counter = itertools.count()
        self.bot = self.add_user("barnraiser", is_bot=True)

    def snowflake(self, milliseconds_later: int = 0) -> str:
        milliseconds = int(self.epoch.seconds() * 1000) - EPOCH_MILLISECONDS + milliseconds_later
        return str((milliseconds << 22) | (next(self._counter) & 0x3FFFFF))

    def iso(self) -> str:
        return datetime.fromtimestamp(self.epoch.seconds(), UTC).isoformat()

    def age(self, snowflake: str) -> float:
        """Seconds since the thing with this id was made."""
        return self.epoch.seconds() - ((int(snowflake) >> 22) + EPOCH_MILLISECONDS) / 1000

    # What there is

    def channel(self, channel_id: str) -> Json:
        if channel_id not in self.channels:
            raise DiscordError(10003)
        return self.channels[channel_id]

    def message(self, channel_id: str, message_id: str) -> Json:
        found = self.messages.get(channel_id, {}).get(message_id)
        if found is None:
            raise DiscordError(10008)
        return found

    def delete_message(self, message: Json) -> None:
        del self.messages[message["channel_id"]][message["id"]]
        self.deleted.append(message)

    def is_ephemeral(self, message_id: str) -> bool:
        return message_id in self.reader_of

    def guild_of(self, channel_id: str) -> str | None:
        guild_id: str | None = self.channels[channel_id].get("guild_id")
        return guild_id

    def clear_reactions(self, message_id: str, emoji: str | None) -> None:
        """Of everybody, the bot included; with `emoji` only this one."""
        there = self.reactions.get(message_id, {})
        for each in [emoji] if emoji else list(there):
            there[each] = []

    # How it comes about

    def add_user(self, name: str, *, is_bot: bool = False) -> Json:
        user: Json = {
            "id": self.snowflake(),
            "username": name,
            "global_name": name.title(),
            "discriminator": "0",
            "bot": is_bot,
            "public_flags": 0,
            "flags": 0,
        }
        user |= dict.fromkeys(("avatar", "primary_guild", "avatar_decoration_data", "collectibles", "banner"))
        user["accent_color"] = None
        self.users[user["id"]] = user
        return user

    def add_role(self, guild_id: str, name: str, permissions: int = 0, role_id: str = "") -> Json:
        role: Json = {
            "id": role_id or self.snowflake(),
            "name": name,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "position": len(self.roles[guild_id]),
            "permissions": str(int(permissions)),
            "flags": 0,
        }
        role |= dict.fromkeys(("hoist", "managed", "mentionable"), False)
        role |= dict.fromkeys(("icon", "unicode_emoji", "description"))
        self.roles[guild_id][role["id"]] = role
        return role

    def add_member(self, guild_id: str, user_id: str, roles: tuple[str, ...] = ()) -> Json:
        member: Json = {"user": self.users[user_id], "roles": list(roles), "joined_at": self.iso(), "flags": 0}
        member |= dict.fromkeys(("deaf", "mute", "pending"), False)
        member |= dict.fromkeys(("nick", "avatar", "banner", "premium_since", "communication_disabled_until"))
        member |= dict.fromkeys(("avatar_decoration_data", "collectibles"))
        self.members[guild_id, user_id] = member
        return member

    def add_guild(self, name: str = "Village", *, owner_id: str = "", permissions: int = int(USUAL)) -> Json:
        """The bot is in it, with a role of its own that holds `permissions`."""
        # A millisecond apart, so that servers spread over the shards.
        guild_id = self.snowflake(milliseconds_later=len(self.guilds))
        owner_id = owner_id or self.add_user("owner")["id"]
        self.guilds[guild_id] = _guild(guild_id, name, owner_id) | {"joined_at": self.iso()}
        self.roles[guild_id] = {}
        self.add_role(guild_id, "@everyone", int(USUAL), role_id=guild_id)
        role = self.add_role(guild_id, self.bot["username"], permissions)
        self.add_member(guild_id, owner_id)
        self.add_member(guild_id, self.bot["id"], (role["id"],))
        return self.guilds[guild_id]

    def add_channel(self, guild_id: str, name: str, kind: int = Place.TEXT, **extra: object) -> Json:
        channel: Json = {
            "id": self.snowflake(),
            "type": int(kind),
            "guild_id": guild_id,
            "name": name,
            "position": len(self.channels),
            "permission_overwrites": [],
            "nsfw": False,
            "rate_limit_per_user": 0,
            "flags": 0,
        }
        channel |= {"parent_id": None, "topic": None, "last_message_id": None} | extra
        return self._keep(channel)

    def add_thread(self, parent: Json, body: Json, kind: int, thread_id: str = "") -> Json:
        """The maker, who is the bot, is its first member."""
        life = {
            "archived": False,
            "locked": False,
            "archive_timestamp": self.iso(),
            "create_timestamp": self.iso(),
            "auto_archive_duration": body.get("auto_archive_duration") or 1440,
        }
        if kind == Place.PRIVATE_THREAD:
            life["invitable"] = body.get("invitable", True)
        thread: Json = {"id": thread_id or self.snowflake(), "type": int(kind), "name": body["name"]}
        thread |= {"guild_id": parent["guild_id"], "parent_id": parent["id"], "owner_id": self.bot["id"]}
        thread |= {"message_count": 0, "member_count": 1, "total_message_sent": 0, "last_message_id": None}
        thread |= {"rate_limit_per_user": 0, "flags": 0, "thread_metadata": life}
        self.thread_members[thread["id"]] = {self.bot["id"]}
        return self._keep(thread)

    def add_direct(self, user_id: str) -> Json:
        """The one private channel of the bot and this person, opened the first time."""
        known = self.find_direct(user_id)
        if known is not None:
            return known
        direct: Json = {"id": self.snowflake(), "type": int(Place.DIRECT), "last_message_id": None, "flags": 0}
        return self._keep(direct | {"recipients": [self.users[user_id]]})

    def find_direct(self, user_id: str) -> Json | None:
        directs = (each for each in self.channels.values() if each["type"] == Place.DIRECT)
        return next((each for each in directs if each["recipients"][0]["id"] == user_id), None)

    def threads(self, guild_id: str) -> list[Json]:
        mine = (each for each in self.channels.values() if each.get("guild_id") == guild_id)
        return [each for each in mine if each["type"] in THREADS]

    def _keep(self, channel: Json) -> Json:
        self.channels[channel["id"]] = channel
        self.messages.setdefault(channel["id"], {})
        return channel


def _guild(guild_id: str, name: str, owner_id: str) -> Json:
    guild: Json = {"id": guild_id, "name": name, "owner_id": owner_id, "region": "deprecated", "afk_timeout": 300}
    guild |= {"preferred_locale": "en-US", "features": ["COMMUNITY"], "max_members": 500000}
    guild |= dict.fromkeys(
        ("verification_level", "default_message_notifications", "explicit_content_filter", "mfa_level"), 0
    )
    guild |= dict.fromkeys(("system_channel_flags", "premium_tier", "premium_subscription_count", "nsfw_level"), 0)
    guild |= dict.fromkeys(("premium_progress_bar_enabled", "large", "unavailable", "nsfw"), False)
    guild |= dict.fromkeys(("icon", "splash", "discovery_splash", "banner", "description", "vanity_url_code"))
    guild |= dict.fromkeys(("afk_channel_id", "system_channel_id", "rules_channel_id", "public_updates_channel_id"))
    guild |= dict.fromkeys(("application_id", "max_presences", "safety_alerts_channel_id", "hub_type"))
    return guild | {"incidents_data": None, "emojis": [], "stickers": []}
