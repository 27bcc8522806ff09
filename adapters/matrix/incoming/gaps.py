"""What a sync leaves out: of a busy room it sends only the newest events, and says where the others begin."""

from dataclasses import dataclass

from adapters.matrix.connection.server import Server, quoted
from adapters.matrix.incoming.events import Event, events_of, is_new_join, text

AT_MOST = 5_000
"""Events of one room. Whoever was away for longer than that looks at the cards themselves instead."""
PAGE = 250


@dataclass(frozen=True, slots=True)
class Filled:
    """`events` are the oldest first. Not whole if there were more than we fetch."""

    events: tuple[Event, ...]
    is_whole: bool = True


async def fill(server: Server, room_id: str, begins: str, since: str) -> Filled:
    """Everything between `since` and where the gap begins, but nothing from before we came in.

    Raises Refusal if we are not in the room any more, or Unreachable.
    """
    newest_first: list[Event] = []
    at, path = begins, f"/rooms/{quoted(room_id)}/messages"
    while at and len(newest_first) < AT_MOST:
        query = {"dir": "b", "from": at, "to": since, "limit": str(PAGE)}
        page = await server.call("GET", path, query=query)
        found = events_of(room_id, page.get("chunk"))
        for event in found:
            newest_first.append(event)
            if is_new_join(event, server.user_id):
                return Filled(tuple(reversed(newest_first)))
        at = text(page, "end") if found else ""
    return Filled(tuple(reversed(newest_first)), is_whole=not at)
