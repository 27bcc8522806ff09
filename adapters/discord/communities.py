"""Which community something is about: the server's, or in private one that the person belongs to."""

from collections.abc import Collection
from datetime import date, datetime

import discord

from adapters.discord.people import PLATFORM, account, readable
from adapters.discord.preferences import Preferences, preferences_of
from bot.commands.homes import OpenHome
from bot.model.ids import CommunityId
from bot.model.people import Account
from bot.model.places import Community, PlaceKind, PlaceRef
from bot.ports import Store
from bot.usecases import homes, places, policy

NAMELESS = "This community"


class Communities:
    def __init__(self, store: Store, guild_ids: Collection[int]) -> None:
        self._store = store
        self._guild_ids = frozenset(guild_ids)
        self._known: dict[int, CommunityId] = {}
        self._roles: dict[int, int | None] = {}
        self._times_chosen = 0

    def serves(self, guild_id: int) -> bool:
        return not self._guild_ids or guild_id in self._guild_ids

    async def at(self, guild_id: int, guild: discord.Guild | None) -> CommunityId:
        """The community at home in this server, opened on first use."""
        if guild_id not in self._known:
            name = NAMELESS if guild is None else readable(guild.name, NAMELESS)
            home = OpenHome(PlaceRef(PLATFORM, str(guild_id)), name, "UTC")
            self._known[guild_id] = await self._store.write(places.open_home, home)
        return self._known[guild_id]

    async def known_at(self, guild_id: int) -> CommunityId | None:
        """The community at home in this server, if there is one already."""
        known = await self._store.read(places.at_home, PlaceRef(PLATFORM, str(guild_id)))
        return None if known is None else known.id

    def forget(self, guild_id: int) -> None:
        """Whoever invites us again after a long time begins anew."""
        self._known.pop(guild_id, None)
        self.forget_role(guild_id)

    async def homes(self, community_id: CommunityId) -> tuple[int, ...]:
        """Its servers that we have not been shown out of."""
        found = await self._store.read(homes.of_community, community_id)
        return tuple(int(home.at.ref) for home in found if home.at.platform == PLATFORM and home.left_at is None)

    async def of(self, user_id: int) -> tuple[Community, ...]:
        return await self._store.read(places.communities_of, account(user_id))

    async def listening_to(self, user_id: int) -> CommunityId | None:
        return await self._store.read(places.listening, account(user_id))

    async def today(self, community_id: CommunityId, user_id: int) -> date:
        """By their own clocks."""
        return await self._store.read(places.today, (community_id, account(user_id)))

    async def clock(self, community_id: CommunityId) -> tuple[str, datetime]:
        """Its time zone, and what time it is."""
        return await self._store.read(places.clock_at, community_id)

    async def places(self, community_id: CommunityId) -> dict[PlaceKind, PlaceRef]:
        return await self._store.read(places.set_at, community_id)

    async def preferences(self, guild_id: int) -> Preferences:
        home = PlaceRef(PLATFORM, str(guild_id))
        return preferences_of(await self._store.read(policy.preferences, home))

    async def volunteer_role(self, guild_id: int) -> int | None:
        """Known by heart, because every claim asks for it. Only this process hears what is chosen in this server."""
        if guild_id not in self._roles:
            times_chosen = self._times_chosen
            found = (await self.preferences(guild_id)).volunteer_role
            if times_chosen != self._times_chosen:
                return found
            self._roles[guild_id] = found
        return self._roles[guild_id]

    def forget_role(self, guild_id: int) -> None:
        """It may be another one from now on; whoever is just reading the old one does not keep it."""
        self._times_chosen += 1
        self._roles.pop(guild_id, None)

    async def volunteer_roles(self, community_id: CommunityId) -> dict[int, int | None]:
        """By server, as they are kept at this moment: elsewhere another process may have changed them."""
        found = await self._store.read(homes.of_community, community_id)
        ours = (home for home in found if home.at.platform == PLATFORM)
        return {int(home.at.ref): preferences_of(home.preferences).volunteer_role for home in ours}

    async def name_of(self, community_id: CommunityId, who: Account) -> str | None:
        return await self._store.read(places.name_of, (community_id, who))
