"""Where the official document and the live service are known to differ. Each with its name and its reason."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from tests.doubles.discord.wire import Json

DIGITS: Final = {"type": "string", "pattern": "^[0-9]+$"}


@dataclass(frozen=True)
class Overlay:
    name: str
    reason: str
    apply: Callable[[Json], None]


def _snowflakes(document: Json) -> None:
    schemas = document["components"]["schemas"]
    schemas["SnowflakeType"] = {"anyOf": [schemas["SnowflakeType"], {"type": "integer", "minimum": 0}]}


def _permissions(document: Json) -> None:
    for schema in _with_properties(document):
        for key in ("permissions", "allow", "deny", "default_member_permissions"):
            found = schema["properties"].get(key)
            if found and "integer" in _types(found):
                schema["properties"][key] = {"anyOf": [found, DIGITS]}


def _forwards(document: Json) -> None:
    document["components"]["schemas"]["MessageReferenceType"]["oneOf"].append({"title": "FORWARD", "const": 1})


def _media(document: Json) -> None:
    document["components"]["schemas"]["ChannelTypes"]["oneOf"].append({"title": "GUILD_MEDIA", "const": 16})


def _nsfw(document: Json) -> None:
    for name in ("ApplicationCommandUpdateRequest", "ApplicationCommandCreateRequest"):
        properties = document["components"]["schemas"][name]["properties"]
        properties.setdefault("nsfw", {"type": ["boolean", "null"]})


OVERLAYS: Final = (
    Overlay("snowflakes as numbers", "discord.py sends ids as JSON numbers; the live service takes both", _snowflakes),
    Overlay("permissions as strings", "the reference says string of digits, the document says integer", _permissions),
    Overlay("forwarded messages", "reference type 1 is in the reference and not in the document", _forwards),
    Overlay("media channels", "channel type 16 is in the reference and not in the document", _media),
    Overlay("nsfw commands", "a documented field of commands that the document lacks", _nsfw),
)


def overlaid(document: Json) -> Json:
    for overlay in OVERLAYS:
        overlay.apply(document)
    return document


def _with_properties(node: Any) -> Iterator[Json]:
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield node
        for each in node.values():
            yield from _with_properties(each)
    elif isinstance(node, list):
        for each in node:
            yield from _with_properties(each)


def _types(schema: Json) -> list[Any]:
    kinds = schema.get("type")
    return kinds if isinstance(kinds, list) else [kinds]
