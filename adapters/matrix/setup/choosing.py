"""Which room is for what: chosen by number, or by its address, and looked at before anything is changed."""

from collections.abc import Sequence

from adapters.matrix.connection.server import Server
from adapters.matrix.people import PLATFORM
from adapters.matrix.preferences import VOLUNTEER_ROOM
from adapters.matrix.setup import texts
from adapters.matrix.setup.addresses import address_in
from adapters.matrix.setup.looking import Open, Seen, look, room_at
from adapters.matrix.setup.needs import Need
from adapters.matrix.setup.scene import Scene
from adapters.matrix.setup.surroundings import Surroundings
from bot.commands.values import Prefer, SetPlace
from bot.model.places import PlaceKind, PlaceRef
from bot.model.wording import Paragraph, Wording
from bot.ports import Store
from bot.usecases import places, policy

LEFT_AS_IT_IS = "-"


class Choosing:
    """Everything here raises Refusal and Unreachable."""

    def __init__(self, store: Store, server: Server, surroundings: Surroundings, *, encryption: bool) -> None:
        self._store = store
        self._server = server
        self._surroundings = surroundings
        self._encryption = encryption

    async def place(self, scene: Scene, kind: PlaceKind, chosen: str, origin: str) -> Wording:
        """`chosen` is an address or the id of a room; without one the question is asked."""
        if chosen == LEFT_AS_IT_IS:
            return Wording((texts.whats_next(),))
        if not chosen:
            return await self._which(scene, kind)
        seen = await self._found(scene, chosen)
        if isinstance(seen, Seen):
            return self._refused(seen, kind) or await self._set(scene, kind, seen, origin)
        return Wording((seen, *(await self._which(scene, kind)).paragraphs))

    async def volunteers(self, scene: Scene, chosen: str, origin: str) -> Wording:
        if chosen == LEFT_AS_IT_IS:
            return Wording((texts.whats_next(),))
        if not chosen:
            return await self._which_volunteers(scene)
        if chosen.casefold() == texts.EVERYBODY:
            return await self._let(scene, "", None, origin)
        seen = await self._found(scene, chosen)
        if isinstance(seen, Seen):
            return await self._let(scene, seen.room_id, seen.name, origin)
        return Wording((seen, *(await self._which_volunteers(scene)).paragraphs))

    async def _let(self, scene: Scene, room_id: str, name: str | None, origin: str) -> Wording:
        prefer = Prefer(scene.actor, scene.community_id, f"{origin}:set", scene.home, VOLUNTEER_ROOM, room_id)
        await self._store.write(policy.prefer, prefer)
        return Wording((texts.volunteers_set(name), texts.whats_next()))

    async def _which(self, scene: Scene, kind: PlaceKind) -> Wording:
        around = await self._surroundings.of(scene.home.ref, scene.actor.account.id)
        return texts.which_place(kind, around.rooms, around.not_in, self._server.user_id)

    async def _which_volunteers(self, scene: Scene) -> Wording:
        around = await self._surroundings.of(scene.home.ref, scene.actor.account.id)
        return texts.which_volunteers(around.rooms, around.not_in, self._server.user_id)

    async def _found(self, scene: Scene, chosen: str) -> Seen | Paragraph:
        """The room, or why it cannot be chosen; what it is called is told only to people whose room it is."""
        address = address_in(chosen)
        room_id = await room_at(self._server, address) if address is not None else None
        if room_id is None:
            return texts.no_such_room(chosen)
        seen = await look(self._server, room_id, PlaceKind.HELP)
        if not seen.is_in:
            return texts.let_me_in(chosen, self._server.user_id)
        owner = await self._store.read(places.whose, PlaceRef(PLATFORM, room_id))
        if owner not in (None, scene.community_id):
            return texts.another_communitys(chosen)
        is_theirs = await self._surroundings.is_theirs(room_id, scene.home.ref, scene.actor.account.id)
        return seen if is_theirs else texts.not_yours(chosen)

    def _refused(self, seen: Seen, kind: PlaceKind) -> Wording | None:
        """Why nothing is changed; None if the room will do."""
        if seen.moved_to:
            return Wording((texts.moved(seen), texts.whats_next()))
        if seen.is_encrypted and not self._encryption:
            return Wording((texts.locked(seen), texts.whats_next()))
        if kind is PlaceKind.CARE and seen.open_to is Open.EVERYBODY:
            return Wording((texts.too_open(seen), texts.whats_next()))
        if any(lack.need is Need.WRITE for lack in seen.lacks):
            return Wording((texts.lacks(seen, self._server.user_id), texts.choose_again(), texts.whats_next()))
        return None

    async def _set(self, scene: Scene, kind: PlaceKind, seen: Seen, origin: str) -> Wording:
        at = PlaceRef(PLATFORM, seen.room_id)
        command = SetPlace(scene.actor, scene.community_id, f"{origin}:set", kind.value, at)
        await self._store.write(policy.set_place, command)
        seen = await look(self._server, seen.room_id, kind)
        done = (texts.place_set(kind, seen.name), *self._remarks(seen, kind))
        return Wording((*done, *await self._next(scene, kind)))

    def _remarks(self, seen: Seen, kind: PlaceKind) -> Sequence[Paragraph]:
        """What works all the same, but not as well as it could."""
        said = [texts.lacks(seen, self._server.user_id)] if seen.lacks else []
        if kind is PlaceKind.CARE and seen.open_to is Open.SPACE:
            said.append(texts.open_to_space(seen))
        return said

    async def _next(self, scene: Scene, kind: PlaceKind) -> Sequence[Paragraph]:
        """The question that is still open, or that none is."""
        missing = [other for other in scene.missing if other is not kind]
        return (await self._which(scene, missing[0])).paragraphs if missing else (texts.all_set(),)
