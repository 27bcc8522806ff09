"""Who did something, with what they may do at this moment."""

from adapters.matrix.incoming.events import Event
from adapters.matrix.people import PLATFORM, actor
from adapters.matrix.presence.homes import Homes
from adapters.matrix.presence.rooms import Rooms
from adapters.matrix.setup.conversation import Setup
from adapters.matrix.setup.volunteers import Volunteers
from bot.model.ids import CommunityId
from bot.model.language import Language
from bot.model.people import Actor
from bot.model.places import PlaceRef
from bot.ports import Store
from bot.usecases import catalogue, conversations, places


class Whom:
    def __init__(self, store: Store, rooms: Rooms, homes: Homes, setup: Setup, volunteers: Volunteers) -> None:
        self._store = store
        self._rooms = rooms
        self._homes = homes
        self._setup = setup
        self._volunteers = volunteers

    def actor(self, event: Event) -> Actor:
        """As a member; names come from the room they are used in."""
        return actor(event.sender, self._rooms.name_of(event.sender, event.room_id))

    async def acting(self, who: Actor, community_id: CommunityId, said: str) -> Actor:
        """With what has to be known of them for what they want to do: a command, or the token of a choice."""
        if catalogue.takes_on(said):
            return await self._volunteers.vouched(who, community_id)
        is_setup = conversations.is_setup, (community_id, who.account)
        if catalogue.is_for_moderators(said) or await self._store.read(*is_setup):
            return await self._setup.vouched(who, community_id)
        return who

    async def language(self, community_id: CommunityId | None, who: Actor | None) -> Language:
        """The person's own, if it is known, else the community's."""
        if community_id is None:
            return Language.ENGLISH
        return await self._store.read(places.language, (community_id, None if who is None else who.account))

    async def language_at(self, room_id: str) -> Language:
        """Of whoever reads there."""
        return await self.language(await self._homes.community_at(room_id), None)


def origin_of(event_id: str) -> str:
    return f"{PLATFORM}:{event_id}"


def place_of(room_id: str) -> PlaceRef:
    return PlaceRef(PLATFORM, room_id)
