"""Discord's sender: carries what the core says into channels and private conversations."""

import contextlib
from dataclasses import replace

import discord

from adapters.discord.communities import Communities
from adapters.discord.outgoing.calm import Calm
from adapters.discord.outgoing.marks import find_marked, mark_of
from adapters.discord.outgoing.membership import Membership
from adapters.discord.outgoing.old_edits import OldEdits
from adapters.discord.outgoing.openings import Openings
from adapters.discord.outgoing.pace import Pace, patient
from adapters.discord.outgoing.posts import Posts
from adapters.discord.outgoing.rooms import Rooms
from adapters.discord.outgoing.steps import Steps
from adapters.discord.outgoing.styles import Styles
from adapters.discord.outgoing.threads import Threads
from adapters.discord.people import PLATFORM
from adapters.discord.trouble import in_our_words
from bot.errors import DeliveryFailed, MessageGone, PlaceLost, RoomRefused
from bot.model.places import PlaceRef
from bot.model.posts import Headroom, Parcel
from bot.model.wording import Wording
from bot.ports import Clock, Receipt

Place = discord.PartialMessageable | discord.DMChannel | discord.ForumChannel

LONGEST_CALL = 45.0
"""Seconds. Delivery waits for a minute, the steps that follow the message included."""


class DiscordCourier:
    platform = PLATFORM

    def __init__(self, client: discord.Client, communities: Communities, clock: Clock, calm: Calm, pace: Pace) -> None:
        self._client = client
        self._calm = calm
        self._membership = Membership(client, communities)
        self._pace = pace
        self._openings = Openings(clock)
        self._old_edits = OldEdits(clock)
        threads = Threads(client, communities)
        self._posts = Posts(threads)
        self._styles = Styles(communities)
        self._steps = Steps(client, threads)
        self._rooms = Rooms(client, threads)

    @property
    def headroom(self) -> Headroom:
        return Headroom(self._pace.room, self._pace.room)

    async def send(self, parcel: Parcel) -> Receipt:
        """The key is the nonce: within a few minutes Discord answers a repeat with the message it has.

        After that only looking tells whether an earlier attempt arrived.
        """
        await self._calm.comes()
        if not parcel.place.ref:
            # First of all: whoever has to wait costs no call until it is their turn.
            self._openings.take(parcel.reader_account_id or "", is_answer=not parcel.is_card)
        await self._membership.require(parcel)
        if _wording_of(parcel).room is not None:
            return _receipt(await self._open_room(parcel))
        async with patient(LONGEST_CALL), in_our_words(self._client):
            place = await self._place(parcel)
            message = await self._sent_before(place, parcel) or await self._sent(place, parcel)
        is_whole = await self._steps.follow(message, _wording_of(parcel))
        return replace(_receipt(message), is_whole=is_whole)

    async def edit(self, parcel: Parcel) -> Receipt:
        """An edit does no harm twice, so it is tried again too if only what follows it failed: it may be the last."""
        if _wording_of(parcel).room is not None:
            return await self._follow_room(parcel)
        message = self._message(parcel)
        self._old_edits.take(str(message.channel.id), str(message.id))
        await self._calm.comes()
        try:
            edited = await self._edited(message, parcel)
        except MessageGone:
            await self._steps.leave(message.id)
            raise
        if edited is None:
            return Receipt(parcel.place, str(message.id))
        if not await self._steps.follow(edited, _wording_of(parcel)):
            raise DeliveryFailed("what follows the message is still to be done")
        return _receipt(edited)

    async def _edited(self, message: discord.PartialMessage, parcel: Parcel) -> discord.Message | None:
        async with patient(LONGEST_CALL), in_our_words(self._client):
            drawn = await self._styles.existing(parcel, _wording_of(parcel), message.guild, message)
            if _is_post(parcel):
                return await self._posts.edit(message, drawn)
            return await message.edit(**drawn)

    async def remove(self, parcel: Parcel) -> None:
        message = self._message(parcel)
        with contextlib.suppress(MessageGone):
            async with patient(LONGEST_CALL), in_our_words(self._client):
                await (self._posts.remove(message) if _is_post(parcel) else message.delete())
        if not _is_post(parcel):
            await self._steps.leave(message.id)

    async def _open_room(self, parcel: Parcel) -> discord.Message:
        """Whatever is refused there says nothing about the place where requests are read."""
        try:
            async with patient(LONGEST_CALL), in_our_words(self._client):
                place = await self._client.fetch_channel(int(parcel.place.ref))
                drawn = await self._styles.new(parcel, _wording_of(parcel), getattr(place, "guild", None))
                return await self._rooms.open(place, parcel, _wording_of(parcel), drawn)
        except PlaceLost as no:
            raise RoomRefused(str(no)) from no

    async def _follow_room(self, parcel: Parcel) -> Receipt:
        """What stands in it stays; only the room is closed, or opened again."""
        await self._calm.comes()
        async with patient(LONGEST_CALL), in_our_words(self._client):
            await self._rooms.follow(int(parcel.place.ref), _wording_of(parcel))
        return Receipt(parcel.place, parcel.ref or "")

    async def _place(self, parcel: Parcel) -> Place:
        if parcel.place.ref:
            known = self._client.get_channel(int(parcel.place.ref))
            if known is None and parcel.reader_account_id is None:
                # The first events are still to come: only Discord can tell whether it is a forum.
                known = await self._client.fetch_channel(int(parcel.place.ref))
            return known if isinstance(known, discord.ForumChannel) else self._room(parcel.place)
        return await self._client.create_dm(discord.Object(int(parcel.reader_account_id or "0")))

    async def _sent(self, place: Place, parcel: Parcel) -> discord.Message:
        drawn = await self._styles.new(parcel, _wording_of(parcel), getattr(place, "guild", None))
        if isinstance(place, discord.ForumChannel):
            return await self._posts.make(place, _wording_of(parcel), drawn)
        return await place.send(nonce=parcel.key, **drawn)

    async def _sent_before(self, place: Place, parcel: Parcel) -> discord.Message | None:
        """Whoever had the lease before may have sent it and not lived to tell."""
        if parcel.epoch <= 1 or self._client.user is None:
            return None
        if isinstance(place, discord.ForumChannel):
            return await self._posts.find(place, _wording_of(parcel).topic, mark_of(parcel.key), self._client.user.id)
        return await find_marked(place, mark_of(parcel.key), self._client.user.id)

    def _message(self, parcel: Parcel) -> discord.PartialMessage:
        return self._room(parcel.place).get_partial_message(int(parcel.ref or "0"))

    def _room(self, at: PlaceRef) -> discord.PartialMessageable:
        """With its server, if the library knows it, as only messages with a server can have a thread."""
        guild = getattr(self._client.get_channel(int(at.ref)), "guild", None)
        return self._client.get_partial_messageable(int(at.ref), guild_id=getattr(guild, "id", None))


def _receipt(message: discord.Message) -> Receipt:
    return Receipt(PlaceRef(PLATFORM, str(message.channel.id)), str(message.id))


def _is_post(parcel: Parcel) -> bool:
    """The card began a forum post: the two have the same id."""
    return parcel.ref == parcel.place.ref


def _wording_of(parcel: Parcel) -> Wording:
    assert parcel.wording is not None, "delivery sends and edits only what says something"
    return parcel.wording
