"""After we were away: what people did to our cards meanwhile counts, and what is missing is made anew."""

import asyncio
import logging
import random
import secrets
from collections.abc import Sequence
from functools import partial

import discord

from adapters.discord.communities import Communities
from adapters.discord.outgoing.steps import Steps
from adapters.discord.people import PLATFORM, account, member
from adapters.discord.presence.homes import Homes
from adapters.discord.presence.missed import Look, Missed
from adapters.discord.trouble import NO_ACCESS, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, in_our_words, may_pass
from adapters.discord.volunteers import Volunteers
from bot.commands.seen import Cleared, MessageRef, Reacted, Unseen
from bot.commands.values import Answer
from bot.errors import DeliveryFailed
from bot.model.people import Actor
from bot.model.posts import Sent
from bot.ports import Store
from bot.texts.parts import RAISED_HAND
from bot.usecases import answers, cards, places

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
"""Between two looks, so that a large community does not call on Discord all at once."""
TRIES = 6
AGAIN_SECONDS = 2.0
"""Before the second try; each later one waits twice as long, a minute in all."""

People = list[discord.User | discord.Member]


class Reconcile:
    """Discord lists who reacted, but not when. Whom the core has not seen comes in an order that nobody chose."""

    def __init__(
        self,
        client: discord.Client,
        store: Store,
        communities: Communities,
        volunteers: Volunteers,
        homes: Homes,
        missed: Missed,
        steps: Steps,
    ) -> None:
        self._client = client
        self._store = store
        self._communities = communities
        self._volunteers = volunteers
        self._homes = homes
        self._missed = missed
        self._steps = steps
        self._running: asyncio.Task[None] | None = None
        self._is_asked_again = False
        self._is_stopped = False

    def start(self) -> None:
        """Never twice at once: if we were away again meanwhile, it begins again when it has ended."""
        self._is_asked_again = True
        if not self._is_stopped and (self._running is None or self._running.done()):
            self._running = asyncio.get_running_loop().create_task(self._run())

    def stop(self) -> None:
        """For good: without a connection every server would look as if it had removed us."""
        self._is_stopped = True
        if self._running is not None:
            self._running.cancel()

    async def _run(self) -> None:
        try:
            while self._is_asked_again:
                self._is_asked_again = False
                await self.all_living()
        except Exception:
            log.exception("what happened while we were away could not be looked at to the end")

    async def all_living(self) -> None:
        """Newest first: there people wait for an answer."""
        await self._homes.look_at_all()
        found = [sent for guild in self._client.guilds for sent in await self._cards_in(guild)]
        newest_first = sorted(found, key=lambda sent: int(sent.ref), reverse=True)
        await self._look_until_seen([partial(self._look_at, sent) for sent in newest_first])
        await self._look_until_seen(await self._missed.looks())

    async def _look_until_seen(self, looks: Sequence[Look]) -> None:
        """What Discord cannot tell at the moment is looked at again: nobody raises their hand a second time for us."""
        for attempt in range(TRIES):
            unseen = []
            for look in looks:
                if not await self._was_seen(look):
                    unseen.append(look)
                await asyncio.sleep(LOOK_SECONDS)
            if not unseen:
                return
            looks = unseen
            await asyncio.sleep(AGAIN_SECONDS * 2**attempt)
        log.error("%d things could not be looked at after all; the next start looks again", len(looks))

    async def _was_seen(self, look: Look) -> bool:
        """What Discord refuses to tell counts as seen."""
        try:
            async with in_our_words(self._client):
                await look()
        except DeliveryFailed as trouble:
            log.warning("what happened while we were away could not be looked at: %s", trouble)
            return not may_pass(trouble)
        return True

    async def _cards_in(self, guild: discord.Guild) -> list[Sent]:
        """Only where there is a community: a server that is not told of yet has no name to open one under."""
        community_id = await self._communities.known_at(guild.id) if self._communities.serves(guild.id) else None
        if community_id is None:
            return []
        found = await self._store.read(cards.living, community_id)
        return [sent for sent in found if sent.place.platform == PLATFORM]

    async def _look_at(self, sent: Sent) -> None:
        """What we know is read before Discord is asked: who raises a hand in between did not take one down."""
        seen = await self._store.read(cards.hands, MessageRef(sent.place, sent.ref))
        if seen is None:
            return
        place = self._client.get_partial_messageable(int(sent.place.ref))
        try:
            await self._compare(sent, await place.get_partial_message(int(sent.ref)).fetch(), seen)
        except (discord.Forbidden, discord.NotFound) as trouble:
            await self._is_missing(sent, trouble)

    async def _is_missing(self, sent: Sent, trouble: discord.HTTPException) -> None:
        """A place of its own that a card had may be gone without the place around it."""
        is_place_known = False
        if trouble.code in (UNKNOWN_CHANNEL, NO_ACCESS):
            is_place_known = await self._store.write(places.vanish, sent.place)
        if trouble.code in (UNKNOWN_CHANNEL, UNKNOWN_MESSAGE) and not is_place_known:
            await self._store.write(cards.deleted, MessageRef(sent.place, sent.ref))
            await self._steps.leave(int(sent.ref))
        log.warning("a card could not be looked at again: status %d, code %d", trouble.status, trouble.code)

    async def _compare(self, sent: Sent, message: discord.Message, seen: cards.Hands) -> None:
        """Hands that were taken down come first: they may make room for those that were raised."""
        wanted = {RAISED_HAND, *(choice.symbol for choice in sent.choices if choice.symbol)}
        raised = await _raised(message, wanted)
        still_up = frozenset((str(user.id), symbol) for symbol, people in raised.items() for user in people)
        known = [hand for hand in seen if not cards.is_nobodys(hand[0])]
        down = [hand for hand in known if hand not in still_up and answers.plain(hand[1]) in wanted]
        await self._take_down(sent, message, wanted, still_up, down)
        left_up = {symbol for account_id, symbol in seen if cards.is_nobodys(account_id)}
        for symbol in sorted(left_up | raised.keys()):
            unseen = [user for user in raised.get(symbol, ()) if (str(user.id), symbol) not in known]
            if symbol not in left_up or await self._may_count(sent, symbol, len(unseen)):
                for user in unseen:
                    actor = await self._volunteers.vouched(member(user), sent.community_id)
                    await self._tell(sent, actor, symbol, is_present=True)

    async def _may_count(self, sent: Sent, symbol: str, count: int) -> bool:
        return await self._store.write(cards.may_count, Unseen(MessageRef(sent.place, sent.ref), symbol, count))

    async def _take_down(
        self,
        sent: Sent,
        message: discord.Message,
        wanted: set[str],
        still_up: frozenset[tuple[str, str]],
        down: list[tuple[str, str]],
    ) -> None:
        """Where our own hand is gone as well, somebody wiped them all away, and nobody is released."""
        ours = {answers.plain(str(reaction.emoji)) for reaction in message.reactions if reaction.me}
        if not wanted <= ours:
            await self._store.write(cards.cleared, Cleared(MessageRef(sent.place, sent.ref), None, still_up))
            return
        for account_id, symbol in down:
            who = account(int(account_id))
            name = await self._communities.name_of(sent.community_id, who)
            if name is not None:
                await self._tell(sent, Actor(who, name), symbol, is_present=False)

    async def _tell(self, sent: Sent, actor: Actor, symbol: str, *, is_present: bool) -> None:
        origin = f"{PLATFORM}:reaction:{secrets.token_hex(12)}"
        await self._store.write(
            answers.react, Reacted(actor, sent.place, sent.ref, symbol, is_present, origin, Answer.POST)
        )


async def _raised(message: discord.Message, wanted: set[str]) -> dict[str, People]:
    """By symbol, in an order that nobody chose; asked only where there is more than our own hand."""
    found: dict[str, People] = {}
    for reaction in message.reactions:
        if answers.plain(str(reaction.emoji)) in wanted and reaction.count - reaction.me > 0:
            people = [user async for user in reaction.users() if not user.bot]
            random.shuffle(people)
            found[str(reaction.emoji)] = people
    return found
