"""What somebody may do in a channel, by Discord's own order: roles, then overwrites, then what depends on what."""

from tests.doubles.discord.bits import EVERYTHING, IN_DIRECT, IN_TIME_OUT, THREADS, P, Place
from tests.doubles.discord.wire import Json
from tests.doubles.discord.world import World


def permissions(world: World, user_id: str, channel: Json) -> int:
    if channel["type"] == Place.DIRECT:
        return int(IN_DIRECT) if user_id in (channel["recipients"][0]["id"], world.bot["id"]) else 0
    guild_id = channel["guild_id"]
    if (guild_id, user_id) not in world.members or guild_id not in world.guilds:
        return 0
    granted = in_guild(world, guild_id, user_id)
    if granted == EVERYTHING:
        return granted
    granted = _overwritten(world, guild_id, user_id, granted, _rules_of(world, channel))
    if world.members[guild_id, user_id]["communication_disabled_until"]:
        granted &= IN_TIME_OUT
    return _dependent(granted) if _is_let_in(world, channel, user_id, granted) else 0


def in_guild(world: World, guild_id: str, user_id: str) -> int:
    """Before any channel has a say."""
    if world.guilds[guild_id]["owner_id"] == user_id:
        return EVERYTHING
    roles = [guild_id, *world.members[guild_id, user_id]["roles"]]
    granted = 0
    for role in roles:
        granted |= int(world.roles[guild_id][role]["permissions"])
    return EVERYTHING if granted & P.ADMINISTRATOR else granted


def _rules_of(world: World, channel: Json) -> dict[str, Json]:
    """A thread has no overwrites; its parent's count."""
    if channel["type"] in THREADS:
        channel = world.channels.get(channel["parent_id"], channel)
    return {each["id"]: each for each in channel.get("permission_overwrites", [])}


def _overwritten(world: World, guild_id: str, user_id: str, granted: int, rules: dict[str, Json]) -> int:
    roles = [rules[each] for each in world.members[guild_id, user_id]["roles"] if each in rules]
    allow, deny = 0, 0
    for rule in roles:
        allow |= int(rule["allow"])
        deny |= int(rule["deny"])
    nothing = {"allow": "0", "deny": "0"}
    everyone, person = rules.get(guild_id, nothing), rules.get(user_id, nothing)
    granted = granted & ~int(everyone["deny"]) | int(everyone["allow"])
    granted = granted & ~deny | allow
    return granted & ~int(person["deny"]) | int(person["allow"])


def _is_let_in(world: World, channel: Json, user_id: str, granted: int) -> bool:
    if not granted & P.VIEW_CHANNEL:
        return False
    if channel["type"] != Place.PRIVATE_THREAD:
        return True
    return bool(granted & P.MANAGE_THREADS) or user_id in world.thread_members.get(channel["id"], set())


def _dependent(granted: int) -> int:
    if granted & (P.SEND_MESSAGES | P.SEND_MESSAGES_IN_THREADS):
        return granted
    return granted & ~(P.EMBED_LINKS | P.ATTACH_FILES | P.MENTION_EVERYONE)
