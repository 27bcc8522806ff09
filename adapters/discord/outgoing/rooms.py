"""A room of their own for an asker and a helper: a private thread of the channel where requests are read.

It is made, begun with a message that carries our marker, and only then are the two let in. So a thread that has
no message of ours is empty of people too and can be gone on with, whoever it was meant for.
"""

import contextlib
from typing import Any

import discord

from adapters.discord.outgoing.marks import carries, mark_of
from adapters.discord.outgoing.threads import CLOSED, LIFE, Threads, bring_up_to_date
from bot.errors import RoomRefused
from bot.model.posts import Parcel
from bot.model.wording import Room, Topic, Wording

BEGINNING = 5
"""Messages looked at, the oldest first. What people said after that is none of our business."""
TOO_MANY, SERVER_TROUBLE = 429, 500


class Rooms:
    def __init__(self, client: discord.Client, threads: Threads) -> None:
        self._client = client
        self._threads = threads

    async def open(self, place: object, parcel: Parcel, wording: Wording, drawn: dict[str, Any]) -> discord.Message:
        """Raises RoomRefused where it cannot be, and what the library raises where trying again may help."""
        topic, room = _told(wording)
        if not isinstance(place, discord.TextChannel):
            raise RoomRefused("only a text channel can have private threads")
        try:
            thread, begun = await self._begun_before(place, parcel, topic)
            if topic.is_over:
                return await _closed(thread, begun)
            thread = thread or await place.create_thread(
                name=topic.title,
                type=discord.ChannelType.private_thread,
                invitable=False,
                auto_archive_duration=LIFE,
            )
            begun = begun or await thread.send(nonce=parcel.key, **drawn)
            await _let_in(thread, room)
        except discord.HTTPException as no:
            if no.status == TOO_MANY or no.status >= SERVER_TROUBLE:
                raise
            raise RoomRefused(f"Discord says {no.code}") from no
        return begun

    async def follow(self, thread_id: int, wording: Wording) -> None:
        """Close it, or open it again. What is refused, or was deleted, stays as moderators want it."""
        topic, _ = _told(wording)
        with contextlib.suppress(discord.Forbidden, discord.NotFound):
            thread = await self._threads.find(thread_id)
            if thread is not None:
                await bring_up_to_date(thread, topic)

    async def _begun_before(
        self, place: discord.TextChannel, parcel: Parcel, topic: Topic
    ) -> tuple[discord.Thread | None, discord.Message | None]:
        """Discord takes no nonce for a thread, so a repeated attempt always has to look."""
        if parcel.epoch <= 1 or self._client.user is None:
            return None, None
        for thread in await place.guild.active_threads():
            is_ours = thread.owner_id == self._client.user.id and thread.is_private()
            if is_ours and thread.parent_id == place.id and thread.name == topic.title:
                first = [message async for message in thread.history(limit=BEGINNING, oldest_first=True)]
                ours = [each for each in first if each.author.id == thread.owner_id and not each.is_system()]
                marked = next((message for message in ours if carries(message, mark_of(parcel.key))), None)
                if marked is not None or not ours:
                    return thread, marked
        return None, None


def _told(wording: Wording) -> tuple[Topic, Room]:
    assert wording.topic is not None, "a room has a title"
    assert wording.room is not None, "a room has people"
    return wording.topic, wording.room


async def _closed(thread: discord.Thread | None, begun: discord.Message | None) -> discord.Message:
    """It was over before anybody could be let in, or before we could write down where it is."""
    if thread is None or begun is None:
        raise RoomRefused("it is over before it was opened")
    await _close(thread)
    return begun


async def _let_in(thread: discord.Thread, room: Room) -> None:
    try:
        for account_id in room.accounts:
            await thread.add_user(discord.Object(int(account_id)))
    except discord.HTTPException as no:
        if no.status < SERVER_TROUBLE and no.status != TOO_MANY:
            with contextlib.suppress(discord.HTTPException):
                await _close(thread)
        raise


async def _close(thread: discord.Thread) -> None:
    await thread.edit(archived=True, auto_archive_duration=CLOSED)
