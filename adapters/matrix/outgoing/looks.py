"""How each community reads: its time zone, or the reader's own; and whether its requests have threads."""

from zoneinfo import ZoneInfo

from adapters.matrix.outgoing.markup import Look
from adapters.matrix.people import PLATFORM
from adapters.matrix.preferences import Threads, preferences_of
from bot.model.ids import CommunityId
from bot.model.wording import Time, Wording
from bot.ports import Store
from bot.usecases import homes, places

_UTC = ZoneInfo("UTC")


class Looks:
    def __init__(self, store: Store, prefix: str) -> None:
        self._store = store
        self._timeless = Look(_UTC, prefix)

    async def of(self, community_id: CommunityId, wording: Wording) -> Look:
        """Nothing is read where no time is said."""
        if not any(isinstance(span, Time) for paragraph in wording.paragraphs for span in paragraph.spans):
            return self._timeless
        if wording.timezone:
            return Look(ZoneInfo(wording.timezone), self._timeless.prefix)
        zone, _ = await self._store.read(places.clock_at, community_id)
        return Look(ZoneInfo(zone), self._timeless.prefix)

    async def has_threads(self, community_id: CommunityId) -> bool:
        found = await self._store.read(homes.of_community, community_id)
        ours = [home for home in found if home.at.platform == PLATFORM and home.left_at is None]
        return any(preferences_of(home.preferences).threads is Threads.PUBLIC for home in ours)
