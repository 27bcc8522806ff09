"""Discord's sender: carries what the core says into channels and private conversations."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord

from adapters.discord.cards import draw
from adapters.discord.marks import find_marked, mark_of
from adapters.discord.people import PLATFORM
from bot.errors import DeliveryFailed, MessageGone, PlaceLost, RateLimited
from bot.model.places import PlaceRef
from bot.model.posts import Parcel
from bot.model.wording import Wording
from bot.ports import Clock, Receipt

log = logging.getLogger(__name__)

UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MESSAGE, UNKNOWN_USER = 10003, 10004, 10008, 10013
OPENING_TOO_FAST, NO_ACCESS, PRIVATE_IS_CLOSED, NO_PERMISSION = 40003, 50001, 50007, 50013
NOT_A_RECIPIENT, NO_SERVER_IN_COMMON = 50033, 50278
LOST = frozenset(
    {
        UNKNOWN_CHANNEL,
        UNKNOWN_GUILD,
        UNKNOWN_USER,
        NO_ACCESS,
        NO_PERMISSION,
        PRIVATE_IS_CLOSED,
        NOT_A_RECIPIENT,
        NO_SERVER_IN_COMMON,
    }
)
TOO_FAST_SECONDS = 120.0
UNSAID_WAIT = 5.0
"""Seconds to wait when Discord asks for patience without saying how long."""


class DiscordCourier:
    platform = PLATFORM

    def __init__(self, client: discord.Client, clock: Clock) -> None:
        self._client = client
        self._openings = Openings(clock)
        self._without_hand: set[str] = set()
        """Cards whose raised hand could not be placed, to be tried again with their next edit."""

    async def send(self, parcel: Parcel) -> Receipt:
        """The key is the nonce: within a few minutes Discord answers a repeat with the message it has.

        After that only looking tells whether an earlier attempt arrived.
        """
        async with self._in_our_words():
            place = await self._place(parcel)
            message = await self._sent_before(place, parcel) or await place.send(
                view=_drawn(parcel), nonce=parcel.key, allowed_mentions=_spoken_to(parcel)
            )
        receipt = Receipt(PlaceRef(PLATFORM, str(message.channel.id)), str(message.id))
        await self._raise_hand(parcel, receipt)
        return receipt

    async def edit(self, parcel: Parcel) -> Receipt:
        async with self._in_our_words():
            message = self._message(parcel.place, parcel.ref)
            await message.edit(view=_drawn(parcel), allowed_mentions=_spoken_to(parcel))
        receipt = Receipt(parcel.place, parcel.ref or "")
        if receipt.ref in self._without_hand:
            await self._raise_hand(parcel, receipt)
        return receipt

    async def remove(self, parcel: Parcel) -> None:
        try:
            async with self._in_our_words():
                await self._message(parcel.place, parcel.ref).delete()
        except MessageGone:
            return

    async def _place(self, parcel: Parcel) -> discord.PartialMessageable | discord.DMChannel:
        if parcel.place.ref:
            return self._client.get_partial_messageable(int(parcel.place.ref))
        self._openings.take()
        return await self._client.create_dm(discord.Object(int(parcel.reader_account_id or "0")))

    async def _sent_before(
        self, place: discord.PartialMessageable | discord.DMChannel, parcel: Parcel
    ) -> discord.Message | None:
        """Whoever had the lease before may have sent it and not lived to tell."""
        if parcel.epoch <= 1 or self._client.user is None:
            return None
        return await find_marked(place, mark_of(parcel.key), self._client.user.id)

    def _message(self, place: PlaceRef, ref: str | None) -> discord.PartialMessage:
        return self._client.get_partial_messageable(int(place.ref)).get_partial_message(int(ref or "0"))

    async def _raise_hand(self, parcel: Parcel, receipt: Receipt) -> None:
        """The first hand is ours, so that nobody needs more than one tap. Without it the buttons still work."""
        symbols = {choice.symbol for choice in _wording_of(parcel).choices if choice.symbol}
        self._without_hand.discard(receipt.ref)
        for symbol in sorted(symbols):
            try:
                async with self._in_our_words():
                    await self._message(receipt.place, receipt.ref).add_reaction(symbol)
            except DeliveryFailed as trouble:
                log.warning("a raised hand could not be placed: %s", trouble)
                self._without_hand.add(receipt.ref)

    @asynccontextmanager
    async def _in_our_words(self) -> AsyncIterator[None]:
        if self._client.is_closed() or self._client.user is None:
            raise DeliveryFailed("Discord is not connected")
        try:
            yield
        except discord.RateLimited as wait:
            raise RateLimited(wait.retry_after) from wait
        except discord.HTTPException as trouble:
            raise translated(trouble) from trouble
        except (aiohttp.ClientError, OSError) as trouble:
            raise DeliveryFailed(f"Discord cannot be reached: {type(trouble).__name__}") from trouble


class Openings:
    """Who opens many private conversations at once is taken for a nuisance, so new ones are spaced out."""

    BURST = 10
    SECONDS_EACH = 30.0

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._free_at = 0.0
        """When all of the burst would be free again."""

    def take(self) -> None:
        """Raises RateLimited if it is too early for one more."""
        now = self._clock.machine()
        free_at = max(self._free_at, now) + self.SECONDS_EACH
        wait = free_at - now - self.BURST * self.SECONDS_EACH
        if wait > 0:
            raise RateLimited(wait)
        self._free_at = free_at


def translated(trouble: discord.HTTPException) -> DeliveryFailed:
    """Discord's code as what the core does about it. The message is Discord's own, without content."""
    if trouble.code == UNKNOWN_MESSAGE:
        return MessageGone("the message is gone")
    if trouble.code == OPENING_TOO_FAST:
        return RateLimited(TOO_FAST_SECONDS)
    if trouble.code in LOST:
        return PlaceLost(f"Discord says {trouble.code}")
    if trouble.status == 429:
        return RateLimited(_retry_after(trouble))
    return DeliveryFailed(f"Discord says {trouble.status}, code {trouble.code}")


def _retry_after(trouble: discord.HTTPException) -> float:
    try:
        return float(trouble.response.headers.get("Retry-After", UNSAID_WAIT))
    except ValueError:
        return UNSAID_WAIT


def _spoken_to(parcel: Parcel) -> discord.AllowedMentions:
    """In private the one person spoken to; in a place that others read nobody is called."""
    if parcel.reader_account_id is None:
        return discord.AllowedMentions.none()
    return discord.AllowedMentions(
        everyone=False, roles=False, replied_user=False, users=[discord.Object(int(parcel.reader_account_id))]
    )


def _drawn(parcel: Parcel) -> discord.ui.LayoutView:
    return draw(_wording_of(parcel), parcel.community_id, mark=mark_of(parcel.key))


def _wording_of(parcel: Parcel) -> Wording:
    assert parcel.wording is not None, "delivery sends and edits only what says something"
    return parcel.wording
