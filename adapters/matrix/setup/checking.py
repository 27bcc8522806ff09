"""What is in the way in each room of a community, said to a moderator who asks."""

from collections.abc import Sequence

from adapters.matrix.connection.server import Server
from adapters.matrix.setup import texts
from adapters.matrix.setup.looking import Open, Seen, look
from adapters.matrix.setup.scene import Scene
from bot.model.places import PlaceKind
from bot.model.wording import Paragraph, Wording


class Checking:
    """Everything here raises Refusal and Unreachable."""

    def __init__(self, server: Server, *, encryption: bool) -> None:
        self._server = server
        self._encryption = encryption

    async def all(self, scene: Scene) -> Wording:
        said = [one for kind, room_id in scene.places.items() for one in await self._place(kind, room_id)]
        said += await self._volunteers(scene.preferences.volunteer_room)
        said += [texts.still_missing(kind) for kind in scene.missing]
        return Wording((*(said or [texts.nothing_to_check()]), texts.whats_next()))

    async def _place(self, kind: PlaceKind, room_id: str) -> Sequence[Paragraph]:
        seen = await look(self._server, room_id, kind)
        return wrong_with(seen, kind, self._server.user_id, encryption=self._encryption) or [texts.works(seen, kind)]

    async def _volunteers(self, room_id: str) -> Sequence[Paragraph]:
        if not room_id:
            return []
        seen = await look(self._server, room_id, PlaceKind.CARE)
        if not seen.is_in:
            return [texts.volunteers_gone()]
        return [texts.volunteers_moved(seen)] if seen.moved_to else []


def wrong_with(seen: Seen, kind: PlaceKind, us: str, *, encryption: bool) -> list[Paragraph]:
    if not seen.is_in:
        return [texts.gone(kind)]
    if seen.moved_to:
        return [texts.moved(seen)]
    if seen.is_encrypted and not encryption:
        return [texts.locked(seen)]
    said = [texts.lacks(seen, us)] if seen.lacks else []
    if kind is PlaceKind.CARE and seen.open_to is not Open.NOBODY:
        said.append(texts.too_open_now(seen) if seen.open_to is Open.EVERYBODY else texts.open_to_space(seen))
    return said
