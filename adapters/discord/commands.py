"""The commands as Discord shows them, and what was typed as one line of the core's vocabulary."""

import hashlib
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord

from adapters.discord import texts
from bot.model.policy import Kind
from bot.rules.forms import NOTE_LIMIT, WHAT_LIMIT
from bot.texts.commands import COMMANDS, CommandInfo
from bot.texts.parts import KINDS

log = logging.getLogger(__name__)

SUBCOMMAND, TEXT, NUMBER = 1, 3, 4
IN_A_SERVER, IN_PRIVATE = 0, 1
LARGEST_NUMBER = 999_999_999
SYNCED = "discord-commands"
"""In the data folder: which commands Discord was last told of."""

Json = dict[str, Any]


def payload() -> list[Json]:
    """All commands, for every server and for private conversations with the bot."""
    return [_command(info) for info in COMMANDS]


def _command(info: CommandInfo) -> Json:
    contexts = [IN_A_SERVER] if info.moderators_only else [IN_A_SERVER, IN_PRIVATE]
    needed = str(discord.Permissions(manage_guild=True).value) if info.moderators_only else None
    return {
        "name": info.name,
        "description": f"{info.summary[:1].upper()}{info.summary[1:]}",
        "type": 1,
        "options": list(_options(info.name)),
        "contexts": contexts,
        "integration_types": [0],
        "default_member_permissions": needed,
    }


def _options(name: str) -> Iterator[Json]:
    match name:
        case "claim" | "release" | "done" | "withdraw":
            yield _number("number")
        case "needhelp":
            yield {"name": "what", "description": texts.OPTIONS["what"], "type": TEXT, "max_length": WHAT_LIMIT}
        case "helpboard":
            choices = [{"name": KINDS[kind], "value": kind.value} for kind in Kind]
            yield {"name": "kind", "description": texts.OPTIONS["kind"], "type": TEXT, "choices": choices}
            yield _number("page") | {"required": False, "max_value": 9999}
        case "helpmod":
            for verb in ("close", "release"):
                reason = {"description": texts.OPTIONS["reason"], "required": True, "max_length": NOTE_LIMIT}
                options = [_number("number"), {"name": "reason", "type": TEXT, **reason}]
                yield {"name": verb, "description": texts.OPTIONS[verb], "type": SUBCOMMAND, "options": options}


def _number(name: str) -> Json:
    limits = {"min_value": 1, "max_value": LARGEST_NUMBER}
    return {"name": name, "description": texts.OPTIONS[name], "type": NUMBER, "required": True, **limits}


def as_typed(data: Json) -> str:
    """ "/claim 12", as it is typed everywhere else. Options come in any order."""
    verbs, given = [str(data.get("name", ""))], data.get("options") or []
    while given and given[0].get("type") == SUBCOMMAND:
        verbs.append(str(given[0]["name"]))
        given = given[0].get("options") or []
    by_name = {option["name"]: str(option.get("value", "")) for option in given}
    values = [by_name[name] for name in ("number", "what", "page", "kind", "reason") if name in by_name]
    return f"/{' '.join([*verbs, *values])}"


async def synchronise(client: discord.Client, data_dir: Path) -> None:
    """Tell Discord of our commands, but only if it was not told of these already."""
    commands, application_id = payload(), client.application_id or 0
    told = f"{application_id} {hashlib.sha256(json.dumps(commands).encode()).hexdigest()}"
    note = data_dir / SYNCED
    if note.exists() and note.read_text(encoding="utf-8") == told:
        return
    try:
        await client.http.bulk_upsert_global_commands(application_id, payload=commands)
    except discord.HTTPException as trouble:
        log.error("Discord did not take the commands (status %d); the next start tries again", trouble.status)
        return
    note.write_text(told, encoding="utf-8")
