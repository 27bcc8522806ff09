"""The commands the bot registers: global or of one server, each set replaced as a whole."""

from collections import Counter
from typing import Final

from tests.doubles.discord.call import Call, Routes
from tests.doubles.discord.wire import Answer, DiscordError, Json, bad_form

MOST: Final = {1: 100, 2: 15, 3: 15}
"""Slash commands, menus of people and menus of messages in one scope."""
GLOBAL: Final = "/applications/{application_id}/commands"
GUILD: Final = "/applications/{application_id}/guilds/{guild_id}/commands"


def show(call: Call) -> Answer:
    with_words = call.query.get("with_localizations") == "true"
    hidden = () if with_words else ("name_localizations", "description_localizations")
    listed = call.world.commands.get(_scope(call), [])
    return 200, [{key: value for key, value in each.items() if key not in hidden} for each in listed]


def replace(call: Call) -> Answer:
    """An unchanged name keeps its id."""
    _check(call.body)
    scope = _scope(call)
    known = {(each["name"], each["type"]): each["id"] for each in call.world.commands.get(scope, [])}
    made = [_command(call, scope, each) for each in call.body]
    for each in made:
        each["id"] = known.get((each["name"], each["type"])) or call.world.snowflake()
    call.world.commands[scope] = made
    return 200, made


def _scope(call: Call) -> str | None:
    guild_id = call.values.get("guild_id")
    is_in = (guild_id, call.me) in call.world.members and guild_id not in call.world.without_commands
    if guild_id is not None and not is_in:
        raise DiscordError(50001)
    return guild_id


def _check(listed: list[Json]) -> None:
    names = Counter((each["name"], each.get("type") or 1) for each in listed)
    for index, each in enumerate(listed):
        if names[each["name"], each.get("type") or 1] > 1:
            why = "Application command names must be unique"
            raise bad_form(f"{index}", why, "APPLICATION_COMMANDS_DUPLICATE_NAME")
    kinds = Counter(each.get("type") or 1 for each in listed)
    if any(count > MOST[kind] for kind, count in kinds.items()):
        raise DiscordError(30032, message="Maximum number of application commands reached")


def _command(call: Call, scope: str | None, sent: Json) -> Json:
    usual: Json = {"description": "", "name_localizations": None, "description_localizations": None, "nsfw": False}
    usual |= {"default_member_permissions": None, "dm_permission": True, "options": []}
    made = usual | {key: value for key, value in sent.items() if value is not None or key in usual}
    made |= {"type": sent.get("type") or 1, "application_id": call.me, "version": call.world.snowflake()}
    made |= {"integration_types": sent.get("integration_types") or [0], "contexts": sent.get("contexts")}
    if scope is not None:
        made["guild_id"] = scope
    if made["type"] != 1:
        made.pop("options")
    return made


ROUTES: Final[Routes] = {
    ("GET", GLOBAL): show,
    ("PUT", GLOBAL): replace,
    ("GET", GUILD): show,
    ("PUT", GUILD): replace,
}
