"""Whether somebody is still with a community: asked before we write to them of our own accord."""

from collections.abc import Awaitable, Callable

from adapters.matrix.connection.client import Client
from adapters.matrix.connection.server import Refusal
from adapters.matrix.people import PLATFORM
from bot.errors import ReaderGone
from bot.model.ids import CommunityId
from bot.model.posts import Parcel
from bot.ports import Store
from bot.usecases import homes, places

IsSeen = Callable[[CommunityId, str], Awaitable[bool]]
"""Whether somebody is in any other room of the community, as far as we have heard."""


class Membership:
    def __init__(self, client: Client, store: Store, is_seen: IsSeen | None = None) -> None:
        self._client = client
        self._store = store
        self._is_seen = is_seen

    async def require(self, parcel: Parcel) -> None:
        """Raises ReaderGone, or Unreachable. Only before daily messages; in doubt they are there.

        Whoever is in one of the rooms belongs to it, even without having come into the space.
        """
        if not parcel.is_card or parcel.reader_account_id is None or parcel.ref is not None:
            return
        at_home = await self._store.read(homes.of_community, parcel.community_id)
        where = await self._store.read(places.known_at, parcel.community_id)
        refs = [*(home.at for home in at_home if home.left_at is None), *(place.at for place in where)]
        for room_id in dict.fromkeys(ref.ref for ref in refs if ref.platform == PLATFORM):
            if await self._may_be_in(room_id, parcel.reader_account_id):
                return
        if self._is_seen is None or not await self._is_seen(parcel.community_id, parcel.reader_account_id):
            raise ReaderGone("whoever should read it has left")

    async def _may_be_in(self, room_id: str, user_id: str) -> bool:
        try:
            member = await self._client.server.state(room_id, "m.room.member", user_id)
        except Refusal:
            return True
        return member is not None and member.get("membership") == "join"
