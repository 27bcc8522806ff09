"""What happens in a server without the bot: people come and go, channels close, permissions change."""

from tests.doubles.discord.bits import THREADS, Intent, P, Place
from tests.doubles.discord.person import Person
from tests.doubles.discord.stage import Stage
from tests.doubles.discord.wire import Json


class Moderation:
    """Each act is told to the bot, if it is there to hear it. Things are named by objects that hold their id."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def open_channel(self, guild: Json, name: str, kind: int = Place.TEXT, **extra: object) -> Json:
        channel = self._stage.world.add_channel(guild["id"], name, kind, **extra)
        self._stage.tell_channel("CREATE", channel)
        return channel

    def delete_channel(self, channel: Json) -> None:
        del self._stage.world.channels[channel["id"]]
        self._stage.world.messages.pop(channel["id"], None)
        self._stage.tell_channel("DELETE", channel)

    def delete_message(self, message: Json, *, is_told: bool = True) -> None:
        """Without `is_told` no event is sent, as when the bot is away for longer than a session lives."""
        self._stage.world.delete_message(message)
        if is_told:
            self._stage.tell_deleted(message)

    def clear_reactions(self, message: Json, emoji: str | None = None, *, is_told: bool = True) -> None:
        self._stage.world.clear_reactions(message["id"], emoji)
        if is_told:
            self._stage.tell_cleared(message, emoji)

    def deny(self, channel: Json, *permissions: P, to: str = "") -> None:
        """`to` is a person, or a role; the bot where nothing is said."""
        self._overwrite(channel, to, denied=permissions)

    def allow(self, channel: Json, *permissions: P, to: str = "") -> None:
        self._overwrite(channel, to, allowed=permissions)

    def archive(self, thread: Json, *, is_locked: bool = False) -> None:
        now, thread = self._stage.world.iso(), self._stage.world.channel(thread["id"])
        thread["thread_metadata"] |= {"archived": True, "locked": is_locked, "archive_timestamp": now}
        self._stage.tell_channel("UPDATE", thread)

    def offer(self, forum: Json, *tags: Json) -> None:
        """These tags and no others."""
        forum = self._stage.world.channel(forum["id"])
        forum["available_tags"] = list(tags)
        self._stage.tell_channel("UPDATE", forum)

    def tag(self, post: Json, *tags: Json) -> None:
        """These too."""
        post = self._stage.world.channel(post["id"])
        post["applied_tags"] = [*post["applied_tags"], *(each["id"] for each in tags)]
        self._stage.tell_channel("UPDATE", post)

    def remove(self, person: Person, guild: Json) -> None:
        """They left, or were sent away."""
        world = self._stage.world
        world.members.pop((guild["id"], person.id), None)
        told = {"guild_id": guild["id"], "user": person.user}
        self._stage.gateway.tell("GUILD_MEMBER_REMOVE", told, guild["id"], Intent.GUILD_MEMBERS)

    def remove_bot(self, guild: Json) -> None:
        world = self._stage.world
        world.members.pop((guild["id"], world.bot["id"]), None)
        self._stage.gateway.tell("GUILD_DELETE", {"id": guild["id"]}, guild["id"], Intent.GUILDS)

    def lose_guild(self, guild: Json) -> None:
        """An outage: the server is not gone, it cannot be reached."""
        self._stage.world.unreachable.add(guild["id"])
        told = {"id": guild["id"], "unavailable": True}
        self._stage.gateway.tell("GUILD_DELETE", told, guild["id"], Intent.GUILDS)

    def find_guild(self, guild: Json) -> None:
        """The outage is over."""
        self._stage.world.unreachable.discard(guild["id"])
        self._stage.tell_guild(guild["id"], is_new=False)

    def invite_bot(self, guild: Json) -> None:
        self._stage.world.add_member(guild["id"], self._stage.world.bot["id"])
        self._stage.tell_guild(guild["id"])

    def give_role(self, person: Person, guild: Json, role: Json) -> None:
        member = self._stage.world.members[guild["id"], person.id]
        member["roles"].append(role["id"])
        told = member | {"guild_id": guild["id"]}
        self._stage.gateway.tell("GUILD_MEMBER_UPDATE", told, guild["id"], Intent.GUILD_MEMBERS)

    def take_role(self, person: Person, guild: Json, role: Json) -> None:
        member = self._stage.world.members[guild["id"], person.id]
        member["roles"].remove(role["id"])
        told = member | {"guild_id": guild["id"]}
        self._stage.gateway.tell("GUILD_MEMBER_UPDATE", told, guild["id"], Intent.GUILD_MEMBERS)

    def make_role(self, guild: Json, name: str) -> Json:
        role = self._stage.world.add_role(guild["id"], name)
        self._stage.gateway.tell(
            "GUILD_ROLE_CREATE", {"guild_id": guild["id"], "role": role}, guild["id"], Intent.GUILDS
        )
        return role

    def delete_role(self, guild: Json, role: Json) -> None:
        """Whoever had it has it no more, without an event for each of them."""
        world = self._stage.world
        del world.roles[guild["id"]][role["id"]]
        for (guild_id, _), member in world.members.items():
            if guild_id == guild["id"] and role["id"] in member["roles"]:
                member["roles"].remove(role["id"])
        told = {"guild_id": guild["id"], "role_id": role["id"]}
        self._stage.gateway.tell("GUILD_ROLE_DELETE", told, guild["id"], Intent.GUILDS)

    def _overwrite(self, channel: Json, to: str, allowed: tuple[P, ...] = (), denied: tuple[P, ...] = ()) -> None:
        assert channel["type"] not in THREADS, "a thread has the permissions of its parent"
        world = self._stage.world
        channel = world.channel(channel["id"])
        whom = to or world.bot["id"]
        rules = channel["permission_overwrites"]
        rule = next((each for each in rules if each["id"] == whom), None)
        if rule is None:
            rule = {"id": whom, "type": 1 if whom in world.users else 0, "allow": "0", "deny": "0"}
            rules.append(rule)
        plus, minus = _sum(allowed), _sum(denied)
        rule["allow"] = str((int(rule["allow"]) | plus) & ~minus)
        rule["deny"] = str((int(rule["deny"]) | minus) & ~plus)
        self._stage.tell_channel("UPDATE", channel)


def _sum(permissions: tuple[P, ...]) -> int:
    total = 0
    for each in permissions:
        total |= int(each)
    return total
