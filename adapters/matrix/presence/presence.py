"""What becomes of us in rooms, and of the people who are there with us."""

from adapters.matrix.incoming.events import LEVELS, MEMBER, TOMBSTONE, Event, is_new_join, membership
from adapters.matrix.people import account
from adapters.matrix.presence.directs import Directs
from adapters.matrix.presence.homes import Homes
from adapters.matrix.presence.invitations import Invitation, Invitations
from adapters.matrix.presence.rooms import Room, Rooms
from adapters.matrix.presence.tombstones import Tombstones
from bot.ports import Store
from bot.usecases import people


class Presence:
    def __init__(
        self,
        store: Store,
        rooms: Rooms,
        homes: Homes,
        directs: Directs,
        invitations: Invitations,
        tombstones: Tombstones,
    ) -> None:
        self._store = store
        self._rooms = rooms
        self._homes = homes
        self._directs = directs
        self._invitations = invitations
        self._tombstones = tombstones

    async def invited(self, invitation: Invitation) -> None:
        await self._invitations.answer(invitation)

    async def look_around(self) -> None:
        """After we were away, when every room we are in is known."""
        await self._homes.look_around()
        await self._tombstones.look_at_all()
        for room in list(self._rooms):
            await self._begin(room)

    async def arrived(self, room_id: str) -> None:
        """We have just come in."""
        room = self._rooms.get(room_id)
        if room is None:
            return
        await self._homes.come_back(room_id)
        await self._tombstones.arrived(room_id)
        await self._begin(room)
        person = await self._person_at(room_id)
        if person is not None:
            await self._adopt(person, room_id)

    async def gone(self, room_id: str) -> None:
        """We were shown out, or left."""
        person = await self._person_at(room_id)
        self._rooms.forget(room_id)
        await self._homes.lose(room_id)
        if person is not None:
            await self._directs.close(person, room_id)

    async def changed(self, event: Event) -> None:
        """A state event of a room we are in, by whomever."""
        room = self._rooms.get(event.room_id)
        if room is None:
            return
        match event.type:
            case _ if event.type == TOMBSTONE and event.state_key == "":
                await self._tombstones.found(room)
            case _ if event.type == LEVELS:
                await self._homes.mended(event.room_id)
            case _ if event.type == MEMBER and event.state_key is not None:
                await self._moved(event, event.state_key)

    async def _moved(self, event: Event, user_id: str) -> None:
        """Somebody came, went, or changed their name."""
        community_id = await self._homes.community_at(event.room_id)
        if community_id is None:
            await self._moved_in_private(event, user_id)
        elif membership(event) in ("leave", "ban") and await self._homes.has_left(community_id, user_id):
            await self._store.write(people.left, (community_id, account(user_id)))

    async def _moved_in_private(self, event: Event, user_id: str) -> None:
        if membership(event) in ("leave", "ban"):
            await self._directs.close(user_id, event.room_id)
        elif is_new_join(event, user_id) and self._directs.person_at(event.room_id) == user_id:
            await self._adopt(user_id, event.room_id)

    async def _adopt(self, user_id: str, room_id: str) -> None:
        known = await self._homes.communities_with(user_id)
        await self._directs.adopt(user_id, room_id, known[0] if known else None)

    async def _begin(self, room: Room) -> None:
        """A space is a community as soon as we are in it; a single room when somebody wants something there."""
        if room.is_space and await self._homes.community_at(room.id) is None:
            await self._homes.open_space(room)

    async def _person_at(self, room_id: str) -> str | None:
        if await self._homes.community_at(room_id) is not None:
            return None
        return self._directs.person_at(room_id)
