"""What could not be said in private is shown to whoever comes by, under the answer that only they see."""

import logging

import aiohttp
import discord
from discord import ui

from adapters.discord import texts
from adapters.discord.cards import draw
from adapters.discord.communities import Communities
from adapters.discord.people import PLATFORM, account
from bot.commands.delivery import Lease, TakeWaiting
from bot.model.ids import CommunityId
from bot.model.people import Account
from bot.model.posts import Parcel
from bot.ports import Clock, Store
from bot.usecases import directs

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Messages after one answer; more than that nobody reads. The rest is shown the next time."""
LEASE_SECONDS = 60.0


class Waiting:
    """Looks after the answer, and for all who came by in the meantime at once, so that no answer waits for it."""

    def __init__(self, store: Store, clock: Clock, communities: Communities) -> None:
        self._store = store
        self._clock = clock
        self._communities = communities
        self._came_by: dict[Account, discord.Interaction] = {}
        self._is_looking = False

    async def look(self, interaction: discord.Interaction) -> None:
        """While a form is open nothing is shown beside it: there will be an answer to the form."""
        if interaction.response.type in (None, discord.InteractionResponseType.modal) or not self._serves(interaction):
            return
        self._came_by[account(interaction.user.id)] = interaction
        if not self._is_looking:
            self._is_looking = True
            try:
                await self._look_for_all()
            finally:
                self._is_looking = False

    async def _look_for_all(self) -> None:
        while self._came_by:
            came_by, self._came_by = self._came_by, {}
            for who in await self._store.read(directs.waited_for, tuple(came_by)):
                await self._show_all(came_by[who], who)

    async def _show_all(self, interaction: discord.Interaction, who: Account) -> None:
        """In a server only what is about its community: the buttons there are about nothing else."""
        here = await self._here(interaction)
        lease = Lease(f"{PLATFORM}:waiting", frozenset({PLATFORM}), self._clock.machine(), LEASE_SECONDS, AT_ONCE)
        for parcel in await self._store.write(directs.take, TakeWaiting(who, here, lease)):
            is_shown = await _show(interaction, parcel)
            await self._store.write(directs.was_shown if is_shown else directs.was_not_shown, parcel)

    def _serves(self, interaction: discord.Interaction) -> bool:
        return interaction.guild_id is None or self._communities.serves(interaction.guild_id)

    async def _here(self, interaction: discord.Interaction) -> CommunityId | None:
        if interaction.guild_id is None:
            return None
        return await self._communities.at(interaction.guild_id, interaction.guild)


async def _show(interaction: discord.Interaction, parcel: Parcel) -> bool:
    assert parcel.wording is not None, "only what says something is taken"
    because: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay(texts.say(parcel.wording.language, texts.WAITED))
    try:
        view = draw(parcel.wording, parcel.community_id, [because])
        await interaction.followup.send(view=view, ephemeral=True)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as trouble:
        log.warning("what waited for somebody could not be shown: %s", type(trouble).__name__)
        return False
    return True
