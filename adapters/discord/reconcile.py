"""After we were away: hands that were raised or taken down meanwhile count."""

import logging
import random
import secrets

import discord

from adapters.discord.communities import Communities
from adapters.discord.people import PLATFORM, account, member
from bot.commands.values import Answer, Reacted
from bot.errors import Unusable
from bot.model.people import Actor
from bot.model.posts import Sent
from bot.ports import Store
from bot.texts.parts import RAISED_HAND
from bot.usecases import answers, views

log = logging.getLogger(__name__)

Hands = tuple[tuple[str, str], ...]


class Reconcile:
    """Discord lists who reacted, but not when. Whom the core has not seen comes in an order that nobody chose."""

    def __init__(self, client: discord.Client, store: Store, communities: Communities) -> None:
        self._client = client
        self._store = store
        self._communities = communities

    async def all_living(self) -> None:
        for guild in self._client.guilds:
            if not self._communities.serves(guild.id):
                continue
            community_id = await self._communities.at(guild.id, guild)
            for sent, hands in await self._store.read(views.living_cards, community_id):
                if sent.place.platform == PLATFORM:
                    await self._look_at(sent, hands)

    async def _look_at(self, sent: Sent, hands: Hands) -> None:
        try:
            await self._compare(sent, hands)
        except Unusable:
            raise
        except discord.HTTPException as trouble:
            log.warning("a card could not be looked at again: status %d, code %d", trouble.status, trouble.code)

    async def _compare(self, sent: Sent, hands: Hands) -> None:
        """Hands that were taken down come first: they may make room for those that were raised."""
        wanted = {RAISED_HAND, *(choice.symbol for choice in sent.choices if choice.symbol)}
        raised = await self._raised(sent, wanted)
        for account_id, symbol in hands:
            if answers.plain(symbol) in wanted and account_id not in {str(user.id) for user in raised.get(symbol, ())}:
                await self._taken_down(sent, account_id, symbol)
        for symbol, people in raised.items():
            for user in people:
                await self._tell(sent, member(user), symbol, is_present=True)

    async def _raised(self, sent: Sent, wanted: set[str]) -> dict[str, list[discord.User | discord.Member]]:
        """By symbol, in an order that nobody chose; asked only where there is more than our own hand."""
        place = self._client.get_partial_messageable(int(sent.place.ref))
        message = await place.get_partial_message(int(sent.ref)).fetch()
        found: dict[str, list[discord.User | discord.Member]] = {}
        for reaction in message.reactions:
            if answers.plain(str(reaction.emoji)) in wanted and reaction.count - reaction.me > 0:
                people = [user async for user in reaction.users() if not user.bot]
                random.shuffle(people)
                found[str(reaction.emoji)] = people
        return found

    async def _taken_down(self, sent: Sent, account_id: str, symbol: str) -> None:
        who = account(int(account_id))
        name = await self._communities.name_of(sent.community_id, who)
        if name is not None:
            await self._tell(sent, Actor(who, name), symbol, is_present=False)

    async def _tell(self, sent: Sent, actor: Actor, symbol: str, *, is_present: bool) -> None:
        origin = f"{PLATFORM}:reaction:{secrets.token_hex(12)}"
        await self._store.write(
            answers.react, Reacted(actor, sent.place, sent.ref, symbol, is_present, origin, Answer.POST)
        )
