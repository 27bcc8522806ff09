"""Messages: how one is made of what was sent, changed, and shown to somebody."""

import itertools
import re
from collections.abc import Iterator
from typing import Final

from tests.doubles.discord.bits import SELECTS, THREADS, Flag, P, Part, Place
from tests.doubles.discord.permissions import permissions
from tests.doubles.discord.wire import Json
from tests.doubles.discord.world import World

CHILDREN: Final = ("accessory", "component")
PERSON: Final = re.compile(r"<@!?(\d+)>")
ROLE: Final = re.compile(r"<@&(\d+)>")
NEVER_REMOVED: Final = Flag.EPHEMERAL | Flag.COMPONENTS_V2 | Flag.HAS_THREAD


def walk(components: list[Json], path: str = "components") -> Iterator[tuple[str, Json]]:
    """Every component, however deep, with its path in the message."""
    for index, component in enumerate(components):
        here = f"{path}/{index}"
        yield here, component
        yield from walk(component.get("components") or [], f"{here}/components")
        for name in CHILDREN:
            if name in component:
                yield from walk([component[name]], f"{here}/{name}")


def words(message: Json) -> str:
    """Everything on it that can be read, a line each."""
    lines = [message["content"]]
    for embed in message["embeds"]:
        lines += [embed.get("title", ""), embed.get("description", "")]
        lines += [f"{each['name']}: {each['value']}" for each in embed.get("fields", [])]
        lines.append((embed.get("footer") or {}).get("text", ""))
    for _, component in walk(message["components"]):
        lines.append(component.get("content") or component.get("label") or "")
    return "\n".join(filter(None, lines))


def emoji_object(key: str) -> Json:
    name, _, emoji_id = key.rpartition(":")
    return {"id": emoji_id, "name": name} if name else {"id": None, "name": key}


def post(world: World, channel_id: str, author_id: str, body: Json, **extra: object) -> Json:
    """Puts a new message into the channel."""
    message: Json = {
        "id": extra.pop("id", None) or world.snowflake(),
        "channel_id": channel_id,
        "author": world.users[author_id],
        "timestamp": world.iso(),
        "edited_timestamp": None,
        "attachments": [],
        "flags": int(body.get("flags") or 0),
        "type": 0,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
    }
    message |= {"tts": bool(body.get("tts")), "pinned": False} | extra
    message |= {"content": body.get("content") or "", "embeds": _embeds(body.get("embeds"))}
    message["components"] = _numbered(body.get("components"))
    _mention(world, message, body.get("allowed_mentions"))
    _refer(world, message, body)
    if body.get("nonce") is not None:
        message["nonce"] = body["nonce"]
    world.messages[channel_id][message["id"]] = message
    _count(world, message)
    return message


def change(world: World, message: Json, body: Json) -> None:
    if "content" in body:
        message["content"] = body["content"] or ""
    if "embeds" in body:
        message["embeds"] = _embeds(body["embeds"])
    if "components" in body:
        message["components"] = _numbered(body["components"])
    if body.get("flags") is not None:
        message["flags"] = int(body["flags"]) & ~Flag.LOADING | message["flags"] & NEVER_REMOVED
    _mention(world, message, body.get("allowed_mentions"))
    message["edited_timestamp"] = world.iso()


def with_reactions(world: World, message: Json, viewer_id: str) -> Json:
    listed = [
        {
            "emoji": emoji_object(emoji),
            "count": len(people),
            "count_details": {"burst": 0, "normal": len(people)},
            "burst_colors": [],
            "me_burst": False,
            "me": viewer_id in people,
        }
        for emoji, people in world.reactions.get(message["id"], {}).items()
        if people
    ]
    return message | ({"reactions": listed} if listed else {})


def attachments(world: World, files: list[Json]) -> list[Json]:
    return [
        {
            "id": world.snowflake(),
            "filename": each["filename"],
            "size": len(each["data"]),
            "url": f"https://cdn.discordapp.com/attachments/1/1/{each['filename']}",
            "proxy_url": f"https://media.discordapp.net/attachments/1/1/{each['filename']}",
        }
        for each in files
    ]


def _numbered(components: list[Json] | None) -> list[Json]:
    """Every component gets an id, as the service gives it, and a select its defaults."""
    counter = itertools.count(1)

    def number(component: Json) -> Json:
        made = component | {"id": component.get("id") or next(counter)}
        if made["type"] in SELECTS:
            made = {"min_values": 1, "max_values": 1} | made
        if "components" in made:
            made["components"] = [number(each) for each in made["components"]]
        return made | {name: number(made[name]) for name in CHILDREN if name in made}

    return [number(each) for each in components or []]


def _embeds(embeds: list[Json] | None) -> list[Json]:
    drawn = []
    for embed in embeds or []:
        kept = {key: value for key, value in embed.items() if value is not None} | {"type": "rich"}
        if "fields" in kept:
            kept["fields"] = [{"inline": False} | each for each in kept["fields"]]
        drawn.append(kept)
    return drawn


def _mention(world: World, message: Json, allowed: Json | None) -> None:
    """Who is pinged: those the text names and the sender allowed. Embeds never ping."""
    said = [message["content"]]
    said += [each["content"] for _, each in walk(message["components"]) if each["type"] == Part.TEXT]
    text = "\n".join(said)
    message["mentions"] = [
        world.users[each]
        for each in dict.fromkeys(PERSON.findall(text))
        if each in world.users and _allows(allowed, "users", each)
    ]
    message["mention_roles"] = [each for each in dict.fromkeys(ROLE.findall(text)) if _allows(allowed, "roles", each)]
    author, channel = message["author"]["id"], world.channels[message["channel_id"]]
    may_call_all = permissions(world, author, channel) & P.MENTION_EVERYONE and _allows(allowed, "everyone", "")
    message["mention_everyone"] = bool(may_call_all and re.search("@everyone|@here", text))
    if channel["type"] == Place.PRIVATE_THREAD:
        world.thread_members[channel["id"]] |= {each["id"] for each in message["mentions"]}


def _allows(allowed: Json | None, kind: str, who: str) -> bool:
    if allowed is None:
        return True
    return kind in allowed.get("parse", []) or who in map(str, allowed.get(kind) or [])


def _refer(world: World, message: Json, body: Json) -> None:
    reference = body.get("message_reference")
    if not reference:
        return
    channel_id, message_id = message["channel_id"], str(reference["message_id"])
    message["type"] = 19
    message["message_reference"] = {
        "type": reference.get("type", 0),
        "channel_id": channel_id,
        "message_id": message_id,
    }
    if guild_id := world.guild_of(channel_id):
        message["message_reference"]["guild_id"] = guild_id
    message["referenced_message"] = world.messages[channel_id].get(message_id)


def _count(world: World, message: Json) -> None:
    channel = world.channels[message["channel_id"]]
    if message["flags"] & Flag.EPHEMERAL:
        return
    channel["last_message_id"] = message["id"]
    if channel["type"] in THREADS:
        channel["message_count"] += 1
        channel["total_message_sent"] += 1
