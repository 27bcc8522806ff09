"""Telling Discord of our commands, and whether what it has is what we would tell it."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import discord
from discord.http import HTTPClient, Route

from adapters.discord.incoming.commands import Json, payload

log = logging.getLogger(__name__)

_COMPARED = (
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "type",
    "options",
    "choices",
    "required",
    "value",
    "min_value",
    "max_value",
    "max_length",
    "contexts",
    "integration_types",
    "default_member_permissions",
)
"""Discord adds ids, versions and fields that we leave out; and it leaves out what is empty or false."""


async def synchronise(client: discord.Client) -> None:
    """Only if Discord has other commands than ours: whatever changed them, the next start puts them right."""
    application_id = client.application_id or 0
    try:
        if await is_stale(client.http, application_id):
            await client.http.bulk_upsert_global_commands(application_id, payload=payload())
    except discord.HTTPException as trouble:
        log.error("Discord did not take the commands (status %d); the next start tries again", trouble.status)


async def is_stale(http: HTTPClient, application_id: int) -> bool:
    """Whether people are offered other commands than this version has. Raises discord.HTTPException."""
    route = Route("GET", "/applications/{application_id}/commands", application_id=application_id)
    registered = await http.request(route, params={"with_localizations": "true"})
    return _as_compared(registered) != _as_compared(payload())


def _as_compared(commands: Iterable[Json]) -> list[Any]:
    return sorted((_essence(command) for command in commands), key=lambda each: (each["type"], each["name"]))


def _essence(thing: Any) -> Any:
    if isinstance(thing, Mapping) and "name" in thing:
        return {key: _essence(thing[key]) for key in _COMPARED if thing.get(key)}
    if isinstance(thing, list):
        return [_essence(each) for each in thing]
    return thing
