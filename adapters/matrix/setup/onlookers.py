"""Who reads along in the care team's room without looking after anything."""

from collections.abc import Mapping
from dataclasses import replace

from adapters.matrix.connection.server import Server
from adapters.matrix.setup.levels import Levels
from adapters.matrix.setup.looking import Seen
from adapters.matrix.setup.power import is_moderator
from bot.model.places import PlaceKind


async def with_onlookers(server: Server, seen: Seen, home_id: str) -> Seen:
    """A moderator of the home counts, and one of the room itself. Raises Refusal and Unreachable."""
    if not seen.is_in:
        return seen
    there = await server.members(seen.room_id) - {server.user_id}
    for room_id in (seen.room_id, home_id):
        powers = await Levels(server).powers(room_id)
        there = {person for person in there if not is_moderator(powers, person)}
    return replace(seen, onlookers=len(there))


def shares_with_care(kind: PlaceKind, room_id: str, places: Mapping[PlaceKind, str]) -> bool:
    """Whether the care team and others would read in the same room; `places` are ids of rooms."""
    others = [other for other, at in places.items() if at == room_id and other is not kind]
    return bool(others) and PlaceKind.CARE in (kind, *others)
