"""The doctor's rounds through the rooms of a community."""

from collections.abc import AsyncIterator, Mapping, Sequence

from adapters.matrix.connection.server import Server
from adapters.matrix.people import PLATFORM
from adapters.matrix.preferences import preferences_of
from adapters.matrix.setup import findings
from adapters.matrix.setup.looking import Open, Seen, look
from adapters.matrix.setup.onlookers import shares_with_care, with_onlookers
from bot.model.health import READ, Check, harmless
from bot.model.places import Home, Place, PlaceKind
from bot.ports import Reader
from bot.usecases import places


class Rounds:
    def __init__(self, server: Server, store: Reader, *, encryption: bool) -> None:
        self._server = server
        self._store = store
        self._encryption = encryption

    async def of(self, home: Home) -> AsyncIterator[Check]:
        """Raises Refusal and Unreachable."""
        seen = await look(self._server, home.at.ref, PlaceKind.CARE)
        name, us = harmless(seen.name), self._server.user_id
        known = {place.kind.value: place for place in await self._store.read(places.known_at, home.community_id)}
        if not seen.is_in:
            yield findings.not_in_home(name, us)
            return
        if not known.keys() & READ.keys():
            yield findings.not_set_up(name)
            return
        for check in await self._volunteers(name, home):
            yield check
        for kind in READ:
            for check in await self._place(name, kind, known.get(kind)):
                yield check
        for check in await self._onlookers(name, home, known):
            yield check

    async def _volunteers(self, name: str, home: Home) -> Sequence[Check]:
        room_id = preferences_of(home.preferences).volunteer_room
        if not room_id:
            return []
        seen = await look(self._server, room_id, PlaceKind.CARE)
        if not seen.is_in:
            return [findings.no_volunteers(name)]
        return [findings.volunteers_moved(name)] if seen.moved_to else []

    async def _place(self, home: str, kind: str, place: Place | None) -> Sequence[Check]:
        if place is None:
            return [findings.no_place(home, kind)]
        if place.at.platform != PLATFORM:
            return []
        seen, us = await look(self._server, place.at.ref, place.kind), self._server.user_id
        if not seen.is_in:
            return [findings.not_in(home, seen, kind, us)]
        if seen.moved_to:
            return [findings.moved(home, seen, kind)]
        if seen.is_encrypted and not self._encryption:
            return [findings.locked(home, seen, kind)]
        wrong = [findings.lacks(home, seen, kind, us)] if seen.lacks else []
        wrong += _too_open(home, seen) if place.kind is PlaceKind.CARE else []
        wrong += [findings.found_again(home, seen, kind)] if place.lost_at is not None else []
        return wrong or [findings.fine(home, seen, kind)]

    async def _onlookers(self, name: str, home: Home, known: Mapping[str, Place]) -> Sequence[Check]:
        """Of the care team's room; one that everybody can read was named before."""
        ours = {place.kind: place.at.ref for place in known.values() if place.at.platform == PLATFORM}
        if PlaceKind.CARE not in ours:
            return []
        seen = await look(self._server, ours[PlaceKind.CARE], PlaceKind.CARE)
        if seen.open_to is Open.EVERYBODY:
            return []
        if shares_with_care(PlaceKind.CARE, seen.room_id, ours):
            return [findings.shared(name, seen)]
        seen = await with_onlookers(self._server, seen, home.at.ref)
        return [findings.onlookers(name, seen)] if seen.onlookers else []


def _too_open(home: str, seen: Seen) -> list[Check]:
    match seen.open_to:
        case Open.EVERYBODY:
            return [findings.too_open(home, seen)]
        case Open.SPACE:
            return [findings.open_to_space(home, seen)]
        case Open.NOBODY:
            return []
