"""A place to talk for each request: a thread below its card, or the forum post that begins with it."""

from typing import Any, Final

import discord

from adapters.discord.communities import Communities
from adapters.discord.outgoing.tags import tags_for
from adapters.discord.trouble import THREAD_EXISTS, UNKNOWN_CHANNEL
from bot.model.wording import Stage, Topic

LIFE: Final = 10080
"""Minutes of silence after which Discord archives a thread: the longest there is, as requests live for weeks."""
CLOSED: Final = 60
"""The same of one that we closed. By it we know that we may open it again if the closing is taken back; what
moderators closed stays closed."""


class Threads:
    def __init__(self, client: discord.Client, communities: Communities) -> None:
        self._client = client
        self._communities = communities

    async def follow(self, message: discord.Message, topic: Topic) -> None:
        """Make it if the server wants one, or bring it up to date. Raises what the library raises."""
        if message.flags.has_thread or message.channel.id == message.id:
            thread = await self.find(message.id)
            if thread is not None and thread.owner_id == message.author.id:
                await bring_up_to_date(thread, topic)
        elif topic.stage in (Stage.OPEN, Stage.CLAIMED) and await self._are_wanted(message.guild):
            await _make(message, topic)

    async def close(self, thread_id: int) -> None:
        """If there is one that is awake."""
        thread = self._client.get_channel(thread_id)
        if isinstance(thread, discord.Thread):
            await thread.edit(archived=True)

    async def find(self, thread_id: int) -> discord.Thread | None:
        """The library knows those that are awake."""
        known = self._client.get_channel(thread_id)
        try:
            found = known or await self._client.fetch_channel(thread_id)
        except discord.NotFound as gone:
            if gone.code != UNKNOWN_CHANNEL:
                raise
            return None
        return found if isinstance(found, discord.Thread) else None

    async def _are_wanted(self, guild: discord.Guild | None) -> bool:
        return guild is not None and (await self._communities.preferences(guild.id)).threads.are_public


async def _make(message: discord.Message, topic: Topic) -> None:
    """The thread has the id of its message, so an earlier attempt that arrived is no harm."""
    try:
        await message.create_thread(name=topic.title, auto_archive_duration=LIFE)
    except discord.HTTPException as no:
        if no.code != THREAD_EXISTS:
            raise


async def bring_up_to_date(thread: discord.Thread, topic: Topic) -> None:
    is_known = thread.parent is not None and thread.guild.me is not None
    may_moderate = is_known and thread.permissions_for(thread.guild.me).manage_threads
    changes = _life(thread, topic, may_moderate=may_moderate)
    if isinstance(thread.parent, discord.ForumChannel) and (not thread.archived or changes):
        tags = tags_for(thread.parent, topic.stage, thread.applied_tags, may_moderate=may_moderate)
        changes |= {"applied_tags": tags} if {*tags} != {*thread.applied_tags} else {}
    if changes:
        await thread.edit(**changes)


def _life(thread: discord.Thread, topic: Topic, *, may_moderate: bool) -> dict[str, Any]:
    if topic.is_over and not thread.archived:
        return {"archived": True, "auto_archive_duration": CLOSED} | ({"locked": True} if may_moderate else {})
    if not topic.is_over and thread.auto_archive_duration == CLOSED:
        return {"archived": False, "auto_archive_duration": LIFE} | ({"locked": False} if thread.locked else {})
    return {}
