"""The commands as Discord shows them, and what was typed as one line of the core's vocabulary."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import discord

from adapters.discord import texts
from adapters.discord.incoming.translations import of_the_core, translated, untranslated
from bot.model.policy import Kind
from bot.rules.forms import NOTE_LIMIT, WHAT_LIMIT
from bot.rules.pauses import LONGEST_DAYS
from bot.texts.commands import COMMANDS, CommandInfo
from bot.texts.parts import KINDS

SUBCOMMAND, TEXT, NUMBER, FLAG, PERSON = 1, 3, 4, 5, 6
TYPED, OF_PERSON, OF_MESSAGE = 1, 2, 3
"""Kinds of commands: those that are typed, and those in the menus of people and messages."""
IN_A_SERVER, IN_PRIVATE = 0, 1
LONGEST_TIME = 40
LARGEST_NUMBER = 999_999_999
BY_LIMIT = 60

_NAMED = re.compile(r"<@!?(\d+)>|[<>]", re.ASCII)

Json = dict[str, Any]


def payload() -> list[Json]:
    """All commands, for every server and for private conversations with the bot."""
    return [*(_command(info) for info in COMMANDS), _menu(OF_PERSON, "person"), _menu(OF_MESSAGE, "message")]


def _command(info: CommandInfo) -> Json:
    is_for_servers = info.moderators_only or info.name == "avoid"  # in private nobody else can be chosen
    contexts = [IN_A_SERVER] if is_for_servers else [IN_A_SERVER, IN_PRIVATE]
    needed = str(discord.Permissions(manage_guild=True).value) if info.moderators_only else None
    return {
        **_called(info.name),
        "description": _capital(info.summary),
        "description_localizations": {locale: _capital(text) for locale, text in of_the_core(info.summary).items()},
        "type": TYPED,
        "options": list(_options(info.name)),
        "contexts": contexts,
        "integration_types": [0],
        "default_member_permissions": needed,
    }


def _menu(kind: int, name: str) -> Json:
    """In a server only: in private there is nobody to thank, and no message that others have read."""
    return {
        "name": texts.MENUS[name],
        "name_localizations": translated(texts.MENUS[name]),
        "type": kind,
        "contexts": [IN_A_SERVER],
        "integration_types": [0],
        "default_member_permissions": None,
    }


def _options(name: str) -> Iterator[Json]:
    match name:
        case "claim" | "release" | "done" | "withdraw":
            yield _option("number")
        case "needhelp":
            yield _option("what") | {"required": False}
            yield _option("by") | {"required": False}
        case "helpboard":
            yield _option("kind") | {"required": False}
            yield _option("page") | {"required": False}
        case "pause":
            yield _option("time") | {"required": False}
        case "avoid":
            yield _option("whom")
            yield _option("off") | {"required": False}
        case "helpmod":
            for verb, taken in _VERBS.items():
                options = [_option("number"), *(_option(each) for each in taken)]
                yield {**_called(verb), **_described(texts.OPTIONS[verb]), "type": SUBCOMMAND, "options": options}


_VERBS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "close": ("reason",),
        "release": ("reason",),
        "assign": ("person", "thought"),
        "merge": ("into", "reason"),
        "pause": ("days", "reason"),
        "resume": ("reason",),
        "hide": ("reason",),
        "show": ("reason",),
        "history": (),
        "why": (),
    }
)
"""What is to be said besides the number."""


_CALLED: Mapping[str, str] = MappingProxyType({"thought": "reason", "whom": "person"})
"""What is described differently from command to command, and called the same."""


def _option(name: str) -> Json:
    label = texts.OPTION_NAMES[_CALLED.get(name, name)]
    words = {"name": label, "name_localizations": translated(label), **_described(texts.OPTIONS[name])}
    return {**words, **_TAKES[name], "required": True}


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _called(name: str) -> Json:
    return {"name": name, "name_localizations": untranslated(name)}


def _described(text: str) -> Json:
    return {"description": text, "description_localizations": translated(text)}


_TAKES: Mapping[str, Json] = MappingProxyType(
    {
        "number": {"type": NUMBER, "min_value": 1, "max_value": LARGEST_NUMBER},
        "page": {"type": NUMBER, "min_value": 1, "max_value": 9999},
        "what": {"type": TEXT, "max_length": WHAT_LIMIT},
        "into": {"type": NUMBER, "min_value": 1, "max_value": LARGEST_NUMBER},
        "days": {"type": NUMBER, "min_value": 1, "max_value": LONGEST_DAYS},
        "person": {"type": PERSON},
        "by": {"type": TEXT, "max_length": BY_LIMIT},
        "whom": {"type": PERSON},
        "time": {"type": TEXT, "max_length": LONGEST_TIME},
        "off": {"type": FLAG},
        "reason": {"type": TEXT, "max_length": NOTE_LIMIT},
        "thought": {"type": TEXT, "max_length": NOTE_LIMIT},
        "kind": {
            "type": TEXT,
            "choices": [
                {"name": KINDS[kind], "name_localizations": of_the_core(KINDS[kind]), "value": kind.value}
                for kind in Kind
            ],
        },
    }
)


_IN_ORDER = ("number", "into", "person", "days", "what", "page", "kind", "reason", "time", "off")


def asked_by(data: Json) -> str:
    """When help is needed, as it was typed; it is no part of the line."""
    return next((str(option.get("value", "")) for option in data.get("options") or [] if option["name"] == "by"), "")


def as_typed(data: Json) -> str:
    """ "/claim 12", as it is typed everywhere else. Options come in any order."""
    verbs, given = [str(data.get("name", ""))], data.get("options") or []
    while given and given[0].get("type") == SUBCOMMAND:
        verbs.append(str(given[0]["name"]))
        given = given[0].get("options") or []
    by_name = {option["name"]: _written(option) for option in given}
    values = [by_name[name] for name in _IN_ORDER if by_name.get(name)]
    return f"/{' '.join([*verbs, *values])}"


def _written(option: Json) -> str:
    """A person was chosen from those whom Discord knows, and is named as the core names somebody like that."""
    value, takes = option.get("value", ""), option.get("type")
    if takes == FLAG:
        return str(option["name"]) if value is True else ""
    return f"<{value}>" if takes == PERSON else str(value)


def naming(text: str) -> str:
    """What was typed in private: a mention names somebody whom Discord knows, and nothing else does."""
    return _NAMED.sub(lambda found: f"<{found[1]}>" if found[1] else "", text)
