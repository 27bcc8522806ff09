"""Private rooms: one person and us, and nobody else."""

from adapters.matrix.people import PLATFORM, account, actor
from adapters.matrix.presence.rooms import Room, Rooms
from bot.commands.values import Spoken
from bot.model.ids import CommunityId
from bot.model.places import PlaceRef
from bot.ports import Store
from bot.usecases import directs, places, spoken


class Directs:
    def __init__(self, store: Store, rooms: Rooms, user_id: str) -> None:
        self._store = store
        self._rooms = rooms
        self._user_id = user_id

    def person_at(self, room_id: str) -> str | None:
        """Whose private room it is; None for a room of any other kind, or when others are there too or may come in.

        To be asked only about rooms that belong to no community. Two people can be a beginning as well: a room that
        was given a name is meant to have more in it, unless whoever invited us said that it is private.
        """
        room = self._rooms.get(room_id)
        return self._meant_for(room) if room is not None and room.is_closed else None

    def is_too_open(self, room_id: str) -> bool:
        """It would be somebody's private room, if not anybody could come into it or read it."""
        room = self._rooms.get(room_id)
        return room is not None and not room.is_closed and self._meant_for(room) is not None

    def _meant_for(self, room: Room) -> str | None:
        if room.is_space:
            return None
        person = self._rooms.alone_with(room.id)
        if self._was_made_for(room):
            return person if person == room.made_for else None
        return person if room.is_direct or not room.is_named else None

    def was_private(self, room_id: str) -> bool:
        """We made it for one person, though somebody else may be there by now."""
        room = self._rooms.get(room_id)
        return room is not None and self._was_made_for(room)

    def _was_made_for(self, room: Room) -> bool:
        """Only we could have said so."""
        return bool(room.made_for) and room.creator == self._user_id

    async def adopt(self, user_id: str, room_id: str, community_id: CommunityId | None) -> None:
        """They opened it, or came back into it. With a community, they are known to it from now on."""
        place = PlaceRef(PLATFORM, room_id)
        if community_id is None:
            await self._store.write(directs.adopt, (account(user_id), place))
            return
        who = actor(user_id, await self._name(user_id, room_id, community_id))
        await self._store.write(spoken.meet_at, Spoken(who, community_id, "", "", place))

    async def _name(self, user_id: str, room_id: str, community_id: CommunityId) -> str:
        """Whoever is only invited goes by no name there yet: the one they are known by stays."""
        if self._rooms.is_in(user_id, room_id):
            return self._rooms.name_of(user_id, room_id)
        return await self._store.read(places.name_of, (community_id, account(user_id))) or ""

    async def close(self, user_id: str, room_id: str) -> None:
        """They left it. One that was used long ago does not matter any more."""
        current = await self._store.read(directs.place_of, account(user_id))
        if current == PlaceRef(PLATFORM, room_id):
            await self._store.write(directs.close, account(user_id))
