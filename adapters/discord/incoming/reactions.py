"""A raised hand is the same as its button, and taking it down hands back."""

import asyncio
import secrets
from weakref import WeakValueDictionary

import discord

from adapters.discord.communities import Communities
from adapters.discord.people import NAMELESS, PLATFORM, account, member
from adapters.discord.volunteers import Volunteers
from bot.commands.seen import Reacted
from bot.commands.values import Answer
from bot.model.ids import CommunityId
from bot.model.people import Actor
from bot.model.places import PlaceRef
from bot.ports import Store
from bot.usecases import answers


class Reactions:
    def __init__(self, client: discord.Client, store: Store, communities: Communities, volunteers: Volunteers) -> None:
        self._client = client
        self._store = store
        self._communities = communities
        self._volunteers = volunteers
        self._turns: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()
        """One for each person at each message, for as long as somebody waits for it."""

    async def handle(self, event: discord.RawReactionActionEvent) -> None:
        """In the order in which it happened: a hand that is raised and taken down at once must not end as raised."""
        if event.guild_id is None or not self._may_matter(event):
            return
        turn = self._turns.setdefault((event.message_id, event.user_id), asyncio.Lock())
        async with turn:
            await self._tell(event, event.guild_id)

    async def _tell(self, event: discord.RawReactionActionEvent, guild_id: int) -> None:
        """Reactions have no id of their own: the core counts only what differs from what it saw last."""
        community_id = await self._communities.at(guild_id, self._client.get_guild(guild_id))
        actor, is_present = await self._actor(event, community_id), event.event_type == "REACTION_ADD"
        reacted = Reacted(
            await self._volunteers.vouched(actor, community_id, event.member) if is_present else actor,
            PlaceRef(PLATFORM, str(event.channel_id)),
            str(event.message_id),
            str(event.emoji),
            is_present,
            f"{PLATFORM}:reaction:{secrets.token_hex(12)}",
            Answer.POST,
            self._within(event.channel_id),
        )
        await self._store.write(answers.react, reacted)

    def _within(self, channel_id: int) -> PlaceRef | None:
        channel = self._client.get_channel(channel_id)
        return PlaceRef(PLATFORM, str(channel.parent_id)) if isinstance(channel, discord.Thread) else None

    def _may_matter(self, event: discord.RawReactionActionEvent) -> bool:
        ours = self._client.user.id if self._client.user is not None else 0
        is_on_ours = event.message_author_id in (None, ours)
        is_by_us = event.user_id == ours
        is_served = event.guild_id is not None and self._communities.serves(event.guild_id)
        return is_on_ours and not is_by_us and is_served and event.emoji.is_unicode_emoji()

    async def _actor(self, event: discord.RawReactionActionEvent, community_id: CommunityId) -> Actor:
        """Discord names the member only when a reaction is put on. Where one is taken off, anywhere in the server, a
        stranger has nothing to hand back: it is not worth asking Discord for their name."""
        if event.member is not None:
            return member(event.member)
        who = account(event.user_id)
        return Actor(who, await self._communities.name_of(community_id, who) or NAMELESS)
