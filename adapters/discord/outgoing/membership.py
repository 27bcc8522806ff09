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
        """Raises ReaderGone. Only for daily messages: one question a person and day. In doubt they are there.

        Which servers to ask in is known from the store and Discord is asked directly, because delivery begins before
        the first events come.
        """
        if not parcel.is_card or parcel.reader_account_id is None:
            return
        guild_ids = await self._communities.homes(parcel.community_id)
        for guild_id in guild_ids:
            if await self._is_in(guild_id, int(parcel.reader_account_id)):
                return
        if guild_ids:
            raise ReaderGone("whoever should read it has left")

    async def _is_in(self, guild_id: int, user_id: int) -> bool:
        guild = self._client.get_guild(guild_id)
        if guild is not None and guild.unavailable:
            return True
        async with in_our_words(self._client):
            try:
                await self._client.http.get_member(guild_id, user_id)
            except discord.HTTPException as trouble:
                return trouble.code != UNKNOWN_MEMBER
        return True
