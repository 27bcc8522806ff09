"""The connection to Discord: what it tells us goes on to those who act on it, and nothing is kept in memory."""

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from adapters.discord.communities import Communities
from adapters.discord.incoming.interactions import Interactions
from adapters.discord.incoming.private import Private
from adapters.discord.incoming.reactions import Reactions
from adapters.discord.incoming.registration import Registration
from adapters.discord.incoming.waiting import Waiting
from adapters.discord.outgoing import once
from adapters.discord.outgoing.calm import Calm
from adapters.discord.outgoing.pace import Pace
from adapters.discord.outgoing.steps import Steps
from adapters.discord.outgoing.threads import Threads
from adapters.discord.presence.homes import Homes
from adapters.discord.presence.losses import Losses
from adapters.discord.presence.missed import Missed
from adapters.discord.presence.reconcile import Reconcile
from adapters.discord.volunteers import Volunteers
from bot.errors import BadConfig, PlatformUnreachable
from bot.ports import Clock, Store

log = logging.getLogger(__name__)

LOGIN_SECONDS = 60.0
DRAIN_SECONDS = 10.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
"""Seconds between two tries of the very first connection; the library knows its own for all others."""
LONGEST_WAIT = 30.0
"""Seconds the library may sleep for a limit by itself; what has to wait longer goes back to delivery."""
BAD_TOKEN = 4004
NEW_TOKEN = (
    "Discord does not accept the bot's token. Make a new one at https://discord.com/developers/applications "
    "(Bot, Reset Token) and put it into the file that token_file names."
)


class Client(discord.Client):
    """Without any privileged intent, and without a memory of messages or members."""

    def __init__(self, store: Store, clock: Clock, communities: Communities, calm: Calm, **connection: Any) -> None:
        """`connection` is for the library: `connector`, `shard_count`, `shard_ids`."""
        self.pace = Pace()
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, guild_reactions=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=LONGEST_WAIT,
            http_trace=self.pace.keep(once.watched()),
            **connection,
        )
        self._calm = calm
        volunteers = Volunteers(self, communities)
        self._interactions = Interactions(store, communities, volunteers)
        self._reactions = Reactions(self, store, communities, volunteers)
        self._private = Private(store, communities, volunteers, self._interactions.drawing)
        self._homes = Homes(self, store, communities)
        missed, steps = Missed(self, store, self._private), Steps(self, Threads(self, communities))
        self._reconcile = Reconcile(self, store, communities, volunteers, self._homes, missed, steps)
        self._losses = Losses(store, communities, steps)
        self._waiting = Waiting(store, clock, communities)
        self._registration = Registration(self)
        self._busy: set[asyncio.Task[None]] = set()
        self._closed_by_us = asyncio.Event()

    async def log_in(self, token: str) -> None:
        """Raises Unusable with a sentence for the operator."""
        try:
            async with asyncio.timeout(LOGIN_SECONDS):
                await self.login(token)
        except discord.LoginFailure:
            raise BadConfig(NEW_TOKEN) from None
        except (discord.HTTPException, aiohttp.ClientError, OSError) as trouble:
            raise PlatformUnreachable(
                f"Discord cannot be reached ({type(trouble).__name__}). Is this machine online, and are api_base "
                "and gateway_url right?"
            ) from trouble

    async def stay_connected(self) -> None:
        """Until closed; short troubles are mended by the library. Raises Unusable when Discord sends us away."""
        try:
            pause = FIRST_PAUSE
            while await self._stumbles():
                log.warning("Discord's Gateway does not answer yet; is gateway_url right? I keep trying.")
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._closed_by_us.wait(), pause)
                pause = min(2 * pause, LONGEST_PAUSE)
        except discord.ConnectionClosed as closed:
            if closed.code == BAD_TOKEN:
                raise BadConfig(NEW_TOKEN) from None
            raise PlatformUnreachable(f"Discord closed the connection for good (code {closed.code}).") from closed

    async def _stumbles(self) -> bool:
        """Until closed. The library mends every connection but the first: there it has nothing to go on from, and
        stumbles over that once it has waited."""
        try:
            await self.connect(reconnect=True)
        except AttributeError as stumbled:
            if stumbled.obj is not None or stumbled.name != "sequence":
                raise
            return True
        except (AssertionError, RuntimeError, aiohttp.ClientError):
            # The library may be about to connect anew while its session is closed under it.
            if not self._closed_by_us.is_set():
                raise
        return False

    async def drain(self) -> None:
        """What people are waiting for is answered first."""
        self._reconcile.stop()
        if self._busy:
            await asyncio.wait(set(self._busy), timeout=DRAIN_SECONDS)

    async def close(self) -> None:
        self._closed_by_us.set()
        self._registration.stop()
        await super().close()

    async def setup_hook(self) -> None:
        await self._registration.start()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        with self._working():
            with self._calm.broken():
                await self._interactions.handle(interaction)
            await self._calm.comes()
            await self._waiting.look(interaction)

    async def on_message(self, message: discord.Message) -> None:
        if message.guild is None and not message.author.bot:
            with self._working():
                await self._private.handle(message)

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        with self._working():
            await self._reactions.handle(event)

    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        with self._working():
            await self._reactions.handle(event)

    async def on_raw_reaction_clear(self, event: discord.RawReactionClearEvent) -> None:
        with self._working():
            await self._losses.hands(event.guild_id, event.channel_id, event.message_id, None)

    async def on_raw_reaction_clear_emoji(self, event: discord.RawReactionClearEmojiEvent) -> None:
        with self._working():
            await self._losses.hands(event.guild_id, event.channel_id, event.message_id, str(event.emoji))

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        with self._working():
            await self._losses.messages(event.guild_id, event.channel_id, {event.message_id})

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        with self._working():
            await self._losses.messages(event.guild_id, event.channel_id, event.message_ids)

    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """A thread that was made together with its first message has the same id."""
        with self._working():
            await self._losses.messages(event.guild_id, event.thread_id, {event.thread_id})

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        with self._working():
            await self._losses.place(channel.guild.id, channel.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        with self._working():
            await self._homes.leave(guild.id)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        with self._working():
            await self._homes.come_back(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Before we are ready all of them come, and are looked at together."""
        if self.is_ready():
            with self._working():
                await self._homes.come_back(guild)

    async def on_ready(self) -> None:
        log.info("connected to Discord; servers: %d", len(self.guilds))
        if not self.guilds:
            log.info("in no server yet: `barnraiser invite` prints the link")
        self._reconcile.start()

    async def on_error(self, event_method: str, /, *arguments: object, **named: object) -> None:
        """Called by the library while it handles the exception."""
        log.error("an event of kind %s could not be carried out", event_method, exc_info=True)  # noqa: LOG014

    @contextlib.contextmanager
    def _working(self) -> Iterator[None]:
        task = asyncio.current_task()
        assert task is not None
        self._busy.add(task)
        try:
            yield
        finally:
            self._busy.discard(task)


class ShardedClient(Client, discord.AutoShardedClient):
    """The same over several connections, each for a part of the servers. The first one has the private messages."""

    async def on_shard_ready(self, shard_id: int) -> None:
        """All that the library says when a single one of them begins anew."""
        await self.on_ready()


def point_at(api_base: str, gateway_url: str) -> None:
    """The library keeps Discord's addresses in these two places and asks nobody else. Nor does anybody need its
    warnings that it cannot speak."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    logging.getLogger("discord.client").addFilter(_in_one_line)
    Route.BASE = api_base.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)


def _in_one_line(record: logging.LogRecord) -> bool:
    """A lost connection is mended by itself: no operator has to read a traceback for it."""
    if record.exc_info and str(record.msg).startswith("Attempting a reconnect"):
        kind = record.exc_info[0]
        record.msg = f"no connection ({kind.__name__ if kind else 'unknown'}); trying again in %.0f s"
        record.exc_info, record.levelno, record.levelname = None, logging.WARNING, "WARNING"
    return True
