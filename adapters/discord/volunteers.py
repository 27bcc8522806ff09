"""Who may take requests on: everybody, or where a role was chosen whoever has it at this moment."""

import discord

from adapters.discord.communities import Communities
from adapters.discord.people import volunteer
from adapters.discord.trouble import LOST, UNKNOWN_MEMBER
from bot.model.ids import CommunityId
from bot.model.people import Actor


class Volunteers:
    def __init__(self, client: discord.Client, communities: Communities) -> None:
        self._client = client
        self._communities = communities

    async def vouched(
        self, actor: Actor, community_id: CommunityId, here: discord.User | discord.Member | None = None
    ) -> Actor:
        """The actor as a volunteer, if they are one. `here` is who acts, as the event told of them.

        In a server that is a member with all their roles, so that nothing has to be asked. Raises HTTPException.
        """
        if isinstance(here, discord.Member) and not here.guild.unavailable:
            return volunteer(actor) if await self._has_role(here) else actor
        return volunteer(actor) if await self._has_role_somewhere(int(actor.account.id), community_id) else actor

    async def _has_role(self, member: discord.Member) -> bool:
        """Nobody has a role that was deleted."""
        role_id = await self._communities.volunteer_role(member.guild.id)
        return role_id is None or member.get_role(role_id) is not None

    async def _has_role_somewhere(self, user_id: int, community_id: CommunityId) -> bool:
        """One question for each server of the community that chose a role, and none where one of them did not."""
        roles = await self._communities.volunteer_roles(community_id)
        if None in roles.values():
            return True
        for guild_id, role_id in roles.items():
            if str(role_id) in await self._roles_of(user_id, guild_id):
                return True
        return False

    async def _roles_of(self, user_id: int, guild_id: int) -> list[str]:
        """Whoever has left has none, as nobody has where we cannot look; a role that was deleted is in no list."""
        try:
            return [str(role_id) for role_id in (await self._client.http.get_member(guild_id, user_id))["roles"]]
        except discord.HTTPException as trouble:
            if trouble.code in {UNKNOWN_MEMBER, *LOST}:
                return []
            raise
