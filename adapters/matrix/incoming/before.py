"""What of ours stood in a room when somebody said something there: that is what they answer, whatever came since."""

import json

from adapters.matrix.connection.server import Refusal, Server, quoted
from adapters.matrix.incoming.events import ENCRYPTED, MESSAGE, Event, events_of, is_edit

AROUND = "40"
"""Messages of ours, half of them before. Whoever means one from long ago replies to it."""


class Before:
    def __init__(self, server: Server) -> None:
        self._server = server

    async def of(self, event: Event) -> tuple[str, ...] | None:
        """Newest first; None if we are not told. Raises Refusal at a limit, and Unreachable.

        In the room's own order, because the clocks of homeservers differ, also from ours.
        """
        ours = json.dumps({"senders": [self._server.user_id], "types": [MESSAGE, ENCRYPTED]})
        path = f"/rooms/{quoted(event.room_id)}/context/{quoted(event.id)}"
        try:
            around = await self._server.call("GET", path, query={"limit": AROUND, "filter": ours})
        except Refusal as refusal:
            if refusal.status == 429:
                raise
            return None
        before = events_of(event.room_id, around.get("events_before"))
        return tuple(each.id for each in before if not is_edit(each))
