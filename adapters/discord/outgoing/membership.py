"""Whether somebody is still in the server: asked for one person, before we speak to them by ourselves.

Discord tells of those who leave only with the privileged intent for members, and we do not need to know them all.
"""

import discord

from adapters.discord.communities import Communities
from adapters.discord.trouble import UNKNOWN_MEMBER, in_our_words
from bot.errors import ReaderGone
from bot.model.posts import Parcel


class Membership:
    def __init__(self, client: discord.Client, communities: Communities) -> None:
        self._client = client
        self._communities = communities

    async def require(self, parcel: Parcel) -> None:
        """Raises ReaderGone. Only for daily messages: one question a person and day. In doubt they are there."""
        if not parcel.is_card or parcel.reader_account_id is None:
            return
        found = (self._client.get_guild(guild_id) for guild_id in self._communities.homes(parcel.community_id))
        guilds = [guild for guild in found if guild is not None and not guild.unavailable]
        for guild in guilds:
            if await self._is_in(guild, int(parcel.reader_account_id)):
                return
        if guilds:
            raise ReaderGone("whoever should read it has left")

    async def _is_in(self, guild: discord.Guild, user_id: int) -> bool:
        async with in_our_words(self._client):
            try:
                await guild.fetch_member(user_id)
            except discord.HTTPException as trouble:
                return trouble.code != UNKNOWN_MEMBER
        return True
