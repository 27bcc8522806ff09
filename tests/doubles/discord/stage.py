"""The world, and telling the bot and those who wait about every change in it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tests.doubles.discord.bits import THREADS, Intent
from tests.doubles.discord.board import emoji_object
from tests.doubles.discord.gateway import Gateway
from tests.doubles.discord.interaction import Interaction
from tests.doubles.discord.limits import Limits
from tests.doubles.discord.permissions import permissions
from tests.doubles.discord.telling import as_seen, guild_created, message_told, reaction_told
from tests.doubles.discord.timing import Clock, Deadlines
from tests.doubles.discord.wire import Json
from tests.doubles.discord.world import World

PATIENCE: Final = 5.0


@dataclass
class Stage:
    world: World
    gateway: Gateway
    limits: Limits
    clock: Clock
    deadlines: Deadlines
    deeds: list[tuple[str, Json]] = field(default_factory=list)
    """What people typed, chose and pressed: who, and what their client sent."""
    _waiting: list[tuple[Callable[[], bool], asyncio.Future[None]]] = field(default_factory=list)

    # Waiting

    def changed(self) -> None:
        """Looks again for everybody who waits for something to be true."""
        for is_so, future in self._waiting:
            if not future.done() and is_so():
                future.set_result(None)
        self._waiting = [each for each in self._waiting if not each[1].done()]

    async def until(self, is_so: Callable[[], bool], within: float = PATIENCE) -> None:
        """Real seconds; raises TimeoutError."""
        if is_so():
            return
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((is_so, future))
        async with asyncio.timeout(within):
            await future

    # Telling

    def tell_message(self, event: str, message: Json) -> None:
        is_private = self.world.is_ephemeral(message["id"]) or self.world.guild_of(message["channel_id"]) is None
        intent = Intent.DIRECT_MESSAGES if is_private else Intent.GUILD_MESSAGES
        guild_id = None if is_private else self.world.guild_of(message["channel_id"])
        if is_private or self._bot_sees(message["channel_id"]):
            self.gateway.tell(event, message_told(self.world, message), guild_id, intent)
        self.changed()

    def tell_reaction(self, message: Json, user_id: str, emoji: str, *, is_added: bool) -> None:
        guild_id = self.world.guild_of(message["channel_id"])
        intent = Intent.GUILD_MESSAGE_REACTIONS if guild_id else Intent.DIRECT_MESSAGE_REACTIONS
        told = reaction_told(self.world, message, user_id, emoji, is_added=is_added)
        if self._bot_sees(message["channel_id"]):
            self.gateway.tell(f"MESSAGE_REACTION_{'ADD' if is_added else 'REMOVE'}", told, guild_id, intent)
        self.changed()

    def tell_cleared(self, message: Json, emoji: str | None) -> None:
        """One event for all who had reacted; with `emoji` only that one was cleared."""
        guild_id = self.world.guild_of(message["channel_id"])
        told = {"channel_id": message["channel_id"], "message_id": message["id"], "guild_id": guild_id}
        told |= {"emoji": emoji_object(emoji)} if emoji else {}
        if self._bot_sees(message["channel_id"]):
            event = f"MESSAGE_REACTION_REMOVE_{'EMOJI' if emoji else 'ALL'}"
            self.gateway.tell(event, told, guild_id, Intent.GUILD_MESSAGE_REACTIONS)
        self.changed()

    def tell_deleted(self, message: Json) -> None:
        guild_id = self.world.guild_of(message["channel_id"])
        told = {"id": message["id"], "channel_id": message["channel_id"]} | ({"guild_id": guild_id} if guild_id else {})
        intent = Intent.GUILD_MESSAGES if guild_id else Intent.DIRECT_MESSAGES
        self.gateway.tell("MESSAGE_DELETE", told, guild_id, intent)
        self.changed()

    def tell_channel(self, event: str, channel: Json) -> None:
        """CREATE, UPDATE or DELETE, of a channel or a thread."""
        kind = "THREAD" if channel["type"] in THREADS else "CHANNEL"
        told = channel if kind == "THREAD" or event == "DELETE" else as_seen(self.world, channel)
        told = told | ({"newly_created": True} if (kind, event) == ("THREAD", "CREATE") else {})
        if (kind, event) == ("THREAD", "DELETE"):
            told = {key: channel[key] for key in ("id", "guild_id", "parent_id", "type")}
        self.gateway.tell(f"{kind}_{event}", told, channel["guild_id"], Intent.GUILDS)
        self.changed()

    def tell_guild(self, guild_id: str, *, is_new: bool = True) -> None:
        """Only where the bot has just been invited nothing is said about being unavailable."""
        told = guild_created(self.world, guild_id, with_members=False)
        if is_new:
            del told["unavailable"]
        self.gateway.tell("GUILD_CREATE", told, guild_id, Intent.GUILDS)

    def _bot_sees(self, channel_id: str) -> bool:
        return bool(permissions(self.world, self.world.bot["id"], self.world.channels[channel_id]))

    # Doing

    def settle(self, interaction: Interaction, reply: int) -> None:
        interaction.settle(reply)
        self.changed()
