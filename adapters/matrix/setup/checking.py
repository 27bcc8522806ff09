"""What is in the way in each room of a community, said to a moderator who asks."""

from collections.abc import Sequence

from adapters.matrix.connection.server import Server
from adapters.matrix.setup import texts
from adapters.matrix.setup.looking import look
from adapters.matrix.setup.onlookers import shares_with_care, with_onlookers
from adapters.matrix.setup.scene import Scene
from bot.model.places import PlaceKind
from bot.model.wording import Paragraph, Wording


class Checking:
    """Everything here raises Refusal and Unreachable."""

    def __init__(self, server: Server, *, encryption: bool) -> None:
        self._server = server
        self._encryption = encryption

    async def all(self, scene: Scene) -> Wording:
        said = [one for kind in scene.places for one in await self._place(scene, kind)]
        said += await self._volunteers(scene)
        said += [scene.voice.place(kind, None) for kind in scene.missing]
        return scene.voice.message(*said, scene.voice.whats_next())

    async def _place(self, scene: Scene, kind: PlaceKind) -> Sequence[Paragraph]:
        seen = await look(self._server, scene.places[kind], kind)
        if kind is PlaceKind.CARE:
            seen = await with_onlookers(self._server, seen, scene.home.ref)
        wrong = scene.voice.wrong_with(seen, kind, encryption=self._encryption)
        if kind is PlaceKind.CARE and shares_with_care(kind, seen.room_id, scene.places):
            wrong.append(scene.voice.about(texts.SHARED, seen))
        return wrong or [scene.voice.works(seen, kind)]

    async def _volunteers(self, scene: Scene) -> Sequence[Paragraph]:
        room_id, voice = scene.preferences.volunteer_room, scene.voice
        if not room_id:
            return []
        seen = await look(self._server, room_id, PlaceKind.CARE)
        if not seen.is_in:
            return [voice.line(texts.VOLUNTEERS_GONE)]
        return [voice.about(texts.VOLUNTEERS_MOVED, seen)] if seen.moved_to else []
