"""After we were away: hands that were raised meanwhile count, whoever raised them."""

import logging
import random
import secrets

import discord

from adapters.discord.communities import Communities
from adapters.discord.people import PLATFORM, member
from bot.commands.values import Answer, Reacted
from bot.errors import Unusable
from bot.model.posts import Sent
from bot.ports import Store
from bot.usecases import answers, views

log = logging.getLogger(__name__)


class Reconcile:
    """Discord lists who reacted, but not when. Whom the core has not seen comes in an order that nobody chose."""

    def __init__(self, client: discord.Client, store: Store, communities: Communities) -> None:
        self._client = client
        self._store = store
        self._communities = communities

    async def all_open(self) -> None:
        for guild in self._client.guilds:
            if not self._communities.serves(guild.id):
                continue
            community_id = await self._communities.at(guild.id, guild)
            for sent in await self._store.read(views.open_cards, community_id):
                if sent.place.platform == PLATFORM:
                    await self._look_at(sent)

    async def _look_at(self, sent: Sent) -> None:
        try:
            for symbol in sorted({choice.symbol for choice in sent.choices if choice.symbol}):
                await self._hands(sent, symbol)
        except Unusable:
            raise
        except discord.HTTPException as trouble:
            log.warning("a card could not be looked at again: status %d, code %d", trouble.status, trouble.code)

    async def _hands(self, sent: Sent, symbol: str) -> None:
        place = self._client.get_partial_messageable(int(sent.place.ref))
        message = await place.get_partial_message(int(sent.ref)).fetch()
        for reaction in message.reactions:
            if str(reaction.emoji) != symbol or reaction.count - reaction.me <= 0:
                continue
            people = [user async for user in reaction.users() if not user.bot]
            random.shuffle(people)
            for user in people:
                origin = f"{PLATFORM}:reaction:{secrets.token_hex(12)}"
                raised = Reacted(member(user), sent.place, sent.ref, symbol, True, origin, Answer.POST)
                await self._store.write(answers.react, raised)
