"""Discord's sender: carries what the core says into channels and private conversations."""

import discord

from adapters.discord.calm import Calm
from adapters.discord.cards import draw
from adapters.discord.marks import find_marked, mark_of
from adapters.discord.openings import Openings
from adapters.discord.people import PLATFORM
from adapters.discord.steps import Steps
from adapters.discord.trouble import in_our_words
from bot.errors import MessageGone
from bot.model.places import PlaceRef
from bot.model.posts import Parcel
from bot.model.wording import Wording
from bot.ports import Clock, Receipt


class DiscordCourier:
    platform = PLATFORM

    def __init__(self, client: discord.Client, clock: Clock, calm: Calm) -> None:
        self._client = client
        self._calm = calm
        self._openings = Openings(clock)
        self._steps = Steps(client)

    async def send(self, parcel: Parcel) -> Receipt:
        """The key is the nonce: within a few minutes Discord answers a repeat with the message it has.

        After that only looking tells whether an earlier attempt arrived.
        """
        await self._calm.comes()
        async with in_our_words(self._client):
            place = await self._place(parcel)
            message = await self._sent_before(place, parcel) or await place.send(
                view=_drawn(parcel), nonce=parcel.key, allowed_mentions=_spoken_to(parcel)
            )
        return await self._finish(parcel, message)

    async def edit(self, parcel: Parcel) -> Receipt:
        await self._calm.comes()
        async with in_our_words(self._client):
            message = self._message(parcel.place, parcel.ref)
            edited = await message.edit(view=_drawn(parcel), allowed_mentions=_spoken_to(parcel))
        return await self._finish(parcel, edited)

    async def remove(self, parcel: Parcel) -> None:
        try:
            async with in_our_words(self._client):
                await self._message(parcel.place, parcel.ref).delete()
        except MessageGone:
            return

    async def _finish(self, parcel: Parcel, message: discord.Message) -> Receipt:
        await self._steps.follow(message, _wording_of(parcel))
        return Receipt(PlaceRef(PLATFORM, str(message.channel.id)), str(message.id))

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
