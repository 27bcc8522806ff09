"""Taking away what somebody said, with whatever it said before and after: homeservers keep the changes of a message
apart from it.

The changes go first: of a message that is gone nobody tells them any more, so what is broken off could not be ended.
"""

from adapters.matrix.connection.server import Refusal, Server, quoted

GONE = 404
PAGE = "100"


async def all_of(server: Server, room_id: str, event_id: str, sender: str) -> list[str]:
    """What has to be taken away, in this order. What others say that they changed is not shown, and not for us to
    touch. Raises Refusal and Unreachable."""
    found, query = [], {"limit": PAGE}
    path = f"/_matrix/client/v1/rooms/{quoted(room_id)}/relations/{quoted(event_id)}/m.replace"
    while True:
        try:
            page = await server.call("GET", path, query=query)
        except Refusal as refusal:
            if refusal.status != GONE:
                raise
            page = {}
        found += [event["event_id"] for event in page.get("chunk", ()) if event.get("sender") == sender]
        if not page.get("next_batch"):
            return [*found, event_id]
        query = query | {"from": page["next_batch"]}


async def take_away(server: Server, room_id: str, event_id: str, tx_id: str) -> None:
    """What is not there any more is as it should be. Raises Refusal and Unreachable."""
    try:
        await server.call("PUT", f"/rooms/{quoted(room_id)}/redact/{quoted(event_id)}/{quoted(tx_id)}")
    except Refusal as refusal:
        if refusal.status != GONE:
            raise
