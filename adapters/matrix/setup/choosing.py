"""Which room is for what: chosen by number, or by its address, and looked at before anything is changed."""

from collections.abc import Sequence

from adapters.matrix.connection.server import Server
from adapters.matrix.people import PLATFORM
from adapters.matrix.preferences import VOLUNTEER_ROOM
from adapters.matrix.setup import moves, texts
from adapters.matrix.setup.addresses import address_in
from adapters.matrix.setup.looking import Open, Seen, look, room_at
from adapters.matrix.setup.needs import Need
from adapters.matrix.setup.onlookers import shares_with_care, with_onlookers
from adapters.matrix.setup.scene import Scene
from adapters.matrix.setup.surroundings import Surroundings
from bot.commands.homes import Prefer, SetPlace
from bot.model.places import PlaceKind, PlaceRef
from bot.model.wording import Paragraph, Typed, Wording
from bot.ports import Store
from bot.usecases import places, policy


class Choosing:
    """Everything here raises Refusal and Unreachable."""

    def __init__(self, store: Store, server: Server, surroundings: Surroundings, *, encryption: bool) -> None:
        self._store = store
        self._server = server
        self._surroundings = surroundings
        self._encryption = encryption

    async def place(self, scene: Scene, kind: PlaceKind, chosen: str, origin: str) -> Wording:
        """`chosen` is an address or the id of a room; without one the question is asked."""
        if chosen == moves.LEFT_AS_IT_IS:
            return scene.voice.message(scene.voice.whats_next())
        if not chosen:
            return await self._which(scene, kind)
        seen = await self._found(scene, chosen)
        if isinstance(seen, Seen):
            return await self._refused(scene, seen, kind) or await self._set(scene, kind, seen, origin)
        return scene.voice.message(seen, *(await self._which(scene, kind)).paragraphs)

    async def volunteers(self, scene: Scene, chosen: str, origin: str) -> Wording:
        if chosen == moves.LEFT_AS_IT_IS:
            return scene.voice.message(scene.voice.whats_next())
        if not chosen:
            return await self._which_volunteers(scene)
        if chosen.casefold() == moves.EVERYBODY:
            return await self._let(scene, "", None, origin)
        seen = await self._found(scene, chosen)
        if isinstance(seen, Seen):
            return await self._let(scene, seen.room_id, seen.name, origin)
        return scene.voice.message(seen, *(await self._which_volunteers(scene)).paragraphs)

    async def _let(self, scene: Scene, room_id: str, name: str | None, origin: str) -> Wording:
        prefer = Prefer(scene.actor, scene.community_id, f"{origin}:set", scene.home, VOLUNTEER_ROOM, room_id)
        await self._store.write(policy.prefer, prefer)
        voice = scene.voice
        said = voice.line(texts.EVERYBODY_SET if name is None else texts.VOLUNTEERS_SET, room=Typed(name or ""))
        return voice.message(said, voice.whats_next())

    async def _which(self, scene: Scene, kind: PlaceKind) -> Wording:
        around = await self._surroundings.of(scene.home.ref, scene.actor.account.id)
        return scene.voice.which_place(kind, around.rooms, around.not_in)

    async def _which_volunteers(self, scene: Scene) -> Wording:
        around = await self._surroundings.of(scene.home.ref, scene.actor.account.id)
        return scene.voice.which_volunteers(around.rooms, around.not_in)

    async def _found(self, scene: Scene, chosen: str) -> Seen | Paragraph:
        """The room, or why it cannot be chosen; what it is called is told only to people whose room it is."""
        address = address_in(chosen)
        room_id = await room_at(self._server, address) if address is not None else None
        if room_id is None:
            return scene.voice.line(texts.NO_SUCH_ROOM, room=Typed(chosen))
        seen = await look(self._server, room_id, PlaceKind.HELP)
        if not seen.is_in:
            return scene.voice.let_me_in(chosen)
        owner = await self._store.read(places.whose, PlaceRef(PLATFORM, room_id))
        if owner not in (None, scene.community_id):
            return scene.voice.line(texts.ANOTHERS, room=Typed(chosen))
        is_theirs = await self._surroundings.is_theirs(room_id, scene.home.ref, scene.actor.account.id)
        return seen if is_theirs else scene.voice.line(texts.NOT_YOURS, room=Typed(chosen))

    async def _refused(self, scene: Scene, seen: Seen, kind: PlaceKind) -> Wording | None:
        """Why nothing is changed; None if the room will do."""
        voice = scene.voice
        if seen.moved_to:
            return voice.message(voice.about(texts.MOVED, seen), voice.whats_next())
        if seen.is_encrypted and not self._encryption:
            return voice.message(voice.about(texts.LOCKED, seen), voice.whats_next())
        watched = await self._watched(scene, seen, kind)
        if watched is not None:
            return voice.message(watched, voice.whats_next())
        if any(lack.need is Need.WRITE for lack in seen.lacks):
            return voice.message(voice.lacks(seen), voice.line(texts.CHOOSE_AGAIN), voice.whats_next())
        return None

    async def _watched(self, scene: Scene, seen: Seen, kind: PlaceKind) -> Paragraph | None:
        """What the care team reads stays with it."""
        if shares_with_care(kind, seen.room_id, scene.places):
            return scene.voice.shared(seen)
        if kind is not PlaceKind.CARE:
            return None
        if seen.open_to is Open.EVERYBODY:
            return scene.voice.too_open(seen)
        seen = await with_onlookers(self._server, seen, scene.home.ref)
        return scene.voice.has_onlookers(seen) if seen.onlookers else None

    async def _set(self, scene: Scene, kind: PlaceKind, seen: Seen, origin: str) -> Wording:
        at = PlaceRef(PLATFORM, seen.room_id)
        command = SetPlace(scene.actor, scene.community_id, f"{origin}:set", kind.value, at)
        await self._store.write(policy.set_place, command)
        seen, voice = await look(self._server, seen.room_id, kind), scene.voice
        remarks = voice.wrong_with(seen, kind, encryption=self._encryption)
        return voice.message(voice.about(texts.PLACE_SET[kind], seen), *remarks, *await self._next(scene, kind))

    async def _next(self, scene: Scene, kind: PlaceKind) -> Sequence[Paragraph]:
        """The question that is still open, or that none is."""
        missing = [other for other in scene.missing if other is not kind]
        return (await self._which(scene, missing[0])).paragraphs if missing else (scene.voice.all_set(),)
