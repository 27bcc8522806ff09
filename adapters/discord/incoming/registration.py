"""Telling Discord of our commands, and whether what it has is what we would tell it."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from typing import Any

import aiohttp
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


FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
"""Seconds until the commands are told again that Discord could not take just now."""


class Registration:
    """Nobody can talk to a bot without commands: what Discord stumbles over is told again, while all else runs."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._again: asyncio.Task[None] | None = None

    async def start(self) -> None:
        pause = await self._attempt(FIRST_PAUSE)
        if pause:
            self._again = asyncio.get_running_loop().create_task(self._keep_trying(pause))

    def stop(self) -> None:
        if self._again is not None:
            self._again.cancel()

    async def _keep_trying(self, pause: float) -> None:
        while pause:
            await asyncio.sleep(pause)
            pause = await self._attempt(min(2 * pause, LONGEST_PAUSE))

    async def _attempt(self, pause: float) -> float:
        """Seconds until it is worth another try, `pause` if Discord does not say; 0 for never."""
        try:
            await _synchronise(self._client)
        except discord.RateLimited as limited:
            pause = limited.retry_after
            log.warning("Discord takes no commands for %.0f s; they are told again then", pause)
        except (discord.DiscordServerError, aiohttp.ClientError, OSError) as trouble:
            log.warning("Discord did not take the commands (%s); trying again in %.0f s", _kind(trouble), pause)
        except discord.HTTPException as refusal:
            log.error("Discord did not take the commands (%s); the next start tries again", _kind(refusal))
            return 0.0
        else:
            return 0.0
        return pause


async def _synchronise(client: discord.Client) -> None:
    """Only if Discord has other commands than ours, whatever changed them."""
    application_id = client.application_id or 0
    if await is_stale(client.http, application_id):
        await client.http.bulk_upsert_global_commands(application_id, payload=payload())


def _kind(trouble: Exception) -> str:
    return f"status {trouble.status}" if isinstance(trouble, discord.HTTPException) else type(trouble).__name__


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
