"""Looks at Discord as it is now, over REST alone: it makes no difference whether the bot is running meanwhile."""

from collections.abc import AsyncIterator, Collection, Sequence
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
from discord.http import Route

from adapters.discord.client import point_at
from adapters.discord.incoming.registration import is_stale
from adapters.discord.outgoing.tags import lacks_tags
from adapters.discord.people import PLATFORM
from adapters.discord.preferences import Preferences, preferences_of
from adapters.discord.setup import findings
from adapters.discord.setup.permissions import Room, lacking
from bot.model.health import READ, Check, harmless
from bot.model.places import Place, PlaceRef
from bot.ports import Clock, Reader
from bot.usecases import places, policy

NO_ACCESS, UNKNOWN_CHANNEL = 50001, 10003


class Doctor:
    """`store` is None where there is no database yet; what was chosen in /helpsetup is then not looked at."""

    def __init__(
        self,
        *,
        store: Reader | None,
        clock: Clock,
        token: str,
        guild_ids: Collection[int],
        api_base: str,
        gateway_url: str,
    ) -> None:
        point_at(api_base, gateway_url)
        self._store = store
        self._token = token
        self._guild_ids = frozenset(guild_ids)
        self._dates = Dates(clock)

    async def examine(self) -> Sequence[Check]:
        """One part of the health report. It goes on as far as Discord answers."""
        found: list[Check] = []
        async with discord.Client(intents=discord.Intents(guilds=True), http_trace=self._dates.trace) as client:
            try:
                await client.login(self._token)
                async for check in self._all(client):
                    found.append(check)  # noqa: PERF401 what was found before the trouble counts too
            except discord.LoginFailure:
                found.append(findings.wrong_token())
            except discord.HTTPException as trouble:
                found.append(findings.answered(trouble.status, trouble.code))
            except (aiohttp.ClientError, OSError) as trouble:
                found.append(findings.unreachable(type(trouble).__name__))
        return found

    async def _all(self, client: discord.Client) -> AsyncIterator[Check]:
        application = client.application
        assert application is not None, "we are logged in"
        yield findings.endpoint(application.interactions_endpoint_url is not None)
        yield await _gateway(client)
        if self._dates.ahead is not None:
            yield findings.clock(self._dates.ahead)
        yield findings.commands(await is_stale(client.http, application.id), is_first=self._store is None)
        present = {guild.id async for guild in client.fetch_guilds(limit=None, with_counts=False)}
        for guild_id in sorted(self._guild_ids - present):
            yield findings.not_in(guild_id, application.id)
        if not present and not self._guild_ids:
            yield findings.in_no_server(application.id)
        for guild_id in sorted(present & self._guild_ids if self._guild_ids else present):
            async for check in _server(client, self._store, guild_id, application.id):
                yield check


async def _gateway(client: discord.Client) -> Check:
    limit = (await client.http.request(Route("GET", "/gateway/bot")))["session_start_limit"]
    return findings.starts(limit["remaining"], limit["total"], limit["reset_after"] / 3_600_000)


async def _server(
    client: discord.Client, store: Reader | None, guild_id: int, application_id: int
) -> AsyncIterator[Check]:
    guild = await client.fetch_guild(guild_id, with_counts=False)
    if not await _offers_commands(client, guild_id, application_id):
        yield findings.no_commands_in(harmless(guild.name), application_id)
    if store is None:
        return
    home = PlaceRef(PLATFORM, str(guild_id))
    community = await store.read(places.at_home, home)
    if community is None:
        yield findings.not_set_up(harmless(guild.name))
        return
    known = await store.read(places.known_at, community.id)
    chosen = preferences_of(await store.read(policy.preferences, home))
    if chosen.volunteer_role is not None and guild.get_role(chosen.volunteer_role) is None:
        yield findings.no_volunteers(harmless(guild.name))
    async for check in _places(client, guild, known, chosen):
        yield check


async def _places(
    client: discord.Client, guild: discord.Guild, known: Sequence[Place], chosen: Preferences
) -> AsyncIterator[Check]:
    assert client.user is not None, "we are logged in"
    me = await guild.fetch_member(client.user.id)
    if me.is_timed_out():
        yield findings.timed_out(harmless(guild.name))
        return
    rooms = {room.id: room for room in await guild.fetch_channels()}
    ours = {place.kind.value: place for place in known if place.at.platform == PLATFORM}
    elsewhere = {place.kind.value for place in known if place.at.platform != PLATFORM}
    for kind in READ:
        place = ours.get(kind)
        if place is not None:
            yield await _place(client, me, place, rooms.get(int(place.at.ref)), chosen)
        elif kind not in elsewhere:
            yield findings.no_place(harmless(guild.name), kind)


async def _offers_commands(client: discord.Client, guild_id: int, application_id: int) -> bool:
    """A server that did not grant applications.commands keeps its commands from us too."""
    try:
        await client.http.get_guild_commands(application_id, guild_id)
    except discord.Forbidden as refusal:
        if refusal.code == NO_ACCESS:
            return False
        raise
    return True


async def _place(
    client: discord.Client, me: discord.Member, place: Place, room: Room | None, chosen: Preferences
) -> Check:
    server, kind, us = harmless(me.guild.name), place.kind.value, harmless(me.display_name)
    if room is None:
        if await _is_deleted(client, int(place.at.ref)):
            return findings.deleted(server, kind)
        return findings.lacks(server, f"channel {place.at.ref}", kind, ("View Channel",), us)
    missing = lacking(room, me, place.kind, chosen)
    if missing:
        return findings.lacks(server, f"#{harmless(room.name)}", kind, missing, us)
    if isinstance(room, discord.ForumChannel) and lacks_tags(room):
        return findings.needs_tags(server, f"#{harmless(room.name)}", kind)
    said = findings.fine if place.lost_at is None else findings.found_again
    return said(server, f"#{harmless(room.name)}", kind)


async def _is_deleted(client: discord.Client, channel_id: int) -> bool:
    """Since October 2026 Discord does not list channels that a bot cannot view, so an unlisted one may exist."""
    try:
        await client.http.get_channel(channel_id)
    except discord.HTTPException as refusal:
        if refusal.code not in (NO_ACCESS, UNKNOWN_CHANNEL):
            raise
        return refusal.code == UNKNOWN_CHANNEL
    return False


class Dates:
    """Compares this machine's clock with the date on Discord's answers."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.ahead: float | None = None
        """Seconds; negative if this machine is behind."""
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_end.append(self._note)

    async def _note(self, session: Any, context: SimpleNamespace, ended: aiohttp.TraceRequestEndParams) -> None:
        try:
            said = parsedate_to_datetime(ended.response.headers.get("Date", ""))
        except ValueError:
            return
        # The date has no fractions: half a second is what it leaves out on average.
        self.ahead = self._clock.machine() - said.timestamp() - 0.5
