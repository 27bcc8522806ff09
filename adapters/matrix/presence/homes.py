"""Which community a room belongs to, and who is with it: a space with the rooms in it, or a single room."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from adapters.matrix.connection.server import Refusal
from adapters.matrix.people import PLATFORM, account
from adapters.matrix.presence.rooms import Room, Rooms
from adapters.matrix.setup.levels import Levels
from bot.commands.homes import ComeHome, Moved, OpenHome, ShareHome
from bot.model.ids import CommunityId
from bot.model.people import Role
from bot.model.places import Home, Place, PlaceRef
from bot.ports import Store, Tx
from bot.usecases import homes, places

C = TypeVar("C")
R = TypeVar("R")

log = logging.getLogger(__name__)

NAMELESS = "This community"
ZONE = "UTC"
"""Until a moderator says otherwise."""


class Homes:
    def __init__(self, store: Store, rooms: Rooms, levels: Levels) -> None:
        self._store = store
        self._rooms = rooms
        self._levels = levels
        self._known: tuple[Home, ...] | None = None
        self._changes = 0
        """Whoever reads while something changes may have read what was there before."""

    async def all(self) -> tuple[Home, ...]:
        """Those that we have not left. Known by heart: nobody but this account's own loop changes them."""
        if self._known is not None:
            return self._known
        before = self._changes
        found = tuple(await self._store.read(homes.of_platform, PLATFORM))
        if self._changes == before:
            self._known = found
        return found

    async def _write(self, usecase: Callable[[Tx, C, datetime], R], command: C) -> R:
        """What was known before is not known any more afterwards, however it ended."""
        try:
            return await self._store.write(usecase, command)
        finally:
            self._known = None
            self._changes += 1

    async def community_at(self, room_id: str) -> CommunityId | None:
        """Whose room it is: one of its homes, a place that its moderators chose, or a room in its space."""
        own = await self._store.read(places.whose, _ref(room_id))
        if own is not None:
            return own
        return self._nearest(room_id, await self._by_room())

    async def rooms_of(self, community_id: CommunityId) -> frozenset[str]:
        """Its homes, what lies in them, and its places, as far as we are there."""
        known = await self._by_room()
        listed = {room for ref in known if known[ref] == community_id for room in self._rooms.within(ref)}
        inside = {room for room in listed if self._nearest(room, known) == community_id}
        return frozenset(inside | {place.at.ref for place in await self._places(community_id)})

    async def _by_room(self) -> Mapping[str, CommunityId]:
        return {home.at.ref: home.community_id for home in await self.all()}

    def _nearest(self, room_id: str, known: Mapping[str, CommunityId]) -> CommunityId | None:
        """A home within a foreign space stays what it is, with all that lies in it."""
        around = (room_id, *self._rooms.spaces_of(room_id))
        return next((known[each] for each in around if each in known), None)

    async def is_with(self, community_id: CommunityId, user_id: str) -> bool:
        """In any of its rooms: whoever only reads where requests are read belongs to it as well."""
        return any(self._rooms.is_in(user_id, room_id) for room_id in await self.rooms_of(community_id))

    async def has_left(self, community_id: CommunityId, user_id: str) -> bool:
        """Nowhere to be seen, and the homeserver says so too: what we hear may be long ago. Raises Unreachable."""
        if await self.is_with(community_id, user_id):
            return False
        known = [home.at.ref for home in await self.all() if home.community_id == community_id]
        chosen = [place.at.ref for place in await self._places(community_id)]
        for room_id in dict.fromkeys([*known, *chosen]):
            if room_id in self._rooms and await self._levels.is_in(user_id, room_id):
                return False
        return True

    async def communities_with(self, user_id: str) -> tuple[CommunityId, ...]:
        """Those that they belong to now; where they have done something already come first."""
        met = [each.id for each in await self._store.read(places.communities_of, account(user_id))]
        here = [home.community_id for home in await self.all()]
        found = dict.fromkeys(each for each in [*met, *here] if each in here)
        return tuple([each for each in found if await self.is_with(each, user_id)])

    async def open_at(self, room: Room) -> CommunityId:
        """From now on a community is at home there."""
        name = room.name or NAMELESS
        log.info("a community is at home in %s", room.id)
        return await self._write(places.open_home, OpenHome(_ref(room.id), name, ZONE))

    async def open_space(self, space: Room) -> CommunityId:
        """A community that began in one of its rooms gets a larger home; any other begins now. Raises Unreachable."""
        before = [home for home in await self.all() if await self._is_around(space, home.at.ref)]
        for home in before:
            shared = await self._write(places.share_home, ShareHome(home.at, _ref(space.id)))
            if shared is not None:
                return shared
        return await self.open_at(space)

    async def _is_around(self, space: Room, home_id: str) -> bool:
        """Whoever looks after the space will look after its community. So the home itself has to name the space, or
        one who looks after it at this moment has to have listed it there."""
        home = self._rooms.get(home_id)
        if home is None or home_id not in space.children:
            return False
        if space.id in home.parents:
            return True
        try:
            return Role.MODERATOR in await self._levels.ask(space.children[home_id], home_id)
        except Refusal as refusal:
            if refusal.status == 429:
                raise
            return False

    async def is_home(self, room_id: str) -> bool:
        return any(home.at.ref == room_id for home in await self.all())

    async def move(self, old: str, new: str) -> bool:
        """Whether it was a home or a place of ours."""
        return await self._write(places.move, Moved(_ref(old), _ref(new)))

    async def close(self, room_id: str) -> None:
        """Nobody writes there any more, though we are still in it."""
        await self._store.write(places.vanish, _ref(room_id))

    async def lose(self, room_id: str) -> None:
        """We are not in it any more, whatever it was to us."""
        if await self.is_home(room_id):
            log.warning("we are not in %s any more; what is kept about its community is deleted after a while", room_id)
            await self._write(homes.leave_home, _ref(room_id))
        await self.close(room_id)

    async def come_back(self, room_id: str) -> None:
        """We are in it again: whatever it was to us it is again. Raises Unreachable."""
        await self._home_again(room_id)
        await self.mended(room_id)

    async def mended(self, room_id: str) -> None:
        """A place that was lost is there again, if we can write there. Raises Unreachable."""
        for home in await self.all():
            for place in await self._store.read(homes.lost_places, home.at) or ():
                if place.at == _ref(room_id) and await self._is_open(place):
                    await self._store.write(homes.come_home, ComeHome(home.at, frozenset({place.at})))

    async def look_around(self) -> None:
        """After we were away: what we were shown out of meanwhile, and what is open to us again."""
        for room in list(self._rooms):
            await self._home_again(room.id)
        for home in await self.all():
            if home.at.ref not in self._rooms:
                await self.lose(home.at.ref)
        for community_id in {home.community_id for home in await self.all()}:
            for place in await self._places(community_id):
                if place.lost_at is None and place.at.ref not in self._rooms:
                    await self.lose(place.at.ref)
                elif place.lost_at is not None and place.at.ref in self._rooms:
                    await self.mended(place.at.ref)

    async def _home_again(self, room_id: str) -> None:
        home = _ref(room_id)
        if not await self._was_followed(room_id) and await self._store.read(homes.lost_places, home) is not None:
            await self._write(homes.come_home, ComeHome(home, frozenset()))

    async def _was_followed(self, room_id: str) -> bool:
        """Its community went on in another room, so whoever looked after this one looks after nothing any more."""
        room = self._rooms.get(room_id)
        if room is None or not room.replaced_by:
            return False
        whose = await self._store.read(places.whose, _ref(room_id))
        return whose is not None and (await self._by_room()).get(room.replaced_by) == whose

    async def _is_open(self, place: Place) -> bool:
        """What else we may do there is another matter."""
        try:
            return await self._levels.may_write(place.at.ref)
        except Refusal:
            return False

    async def _places(self, community_id: CommunityId) -> Sequence[Place]:
        found = await self._store.read(places.known_at, community_id)
        return [place for place in found if place.at.platform == PLATFORM]


def _ref(room_id: str) -> PlaceRef:
    return PlaceRef(PLATFORM, room_id)
