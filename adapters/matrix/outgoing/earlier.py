"""What an earlier attempt may have sent, where the homeserver does not know its transaction any more.

A homeserver makes one event for one transaction of one device. Synapse remembers that for 24 hours
(`_cleanup_old_transaction_ids`), and another device has transactions of its own. Beyond that we look for our mark.
"""

import json
from collections import OrderedDict
from collections.abc import AsyncIterator
from typing import Any

from adapters.matrix.connection.client import MARK, Client
from adapters.matrix.connection.server import quoted
from bot.model.posts import Parcel
from bot.ports import Clock

KNOWN_FOR = 20 * 3600.0
"""Seconds for which a transaction is surely known."""
REMEMBERED = 10_000
PAGE, PAGES = 100, 3
"""Messages of ours that are looked at, newest first; only an attempt of which nothing is known looks at all."""


class Earlier:
    def __init__(self, client: Client, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._tried_at: OrderedDict[str, float] = OrderedDict()
        """When this device first tried each, as far as this process knows."""

    async def find(self, room_id: str, parcel: Parcel) -> str | None:
        """The event, if the parcel has been sent and the homeserver might make another one. Raises Refusal or
        Unreachable."""
        now, first = self._clock.machine(), self._tried_at.get(parcel.key)
        if first is None:
            self._remember(parcel.key, now)
        if parcel.epoch <= 1 or (first is not None and now < first + KNOWN_FOR):
            return None
        async for event in self._ours(room_id):
            if event.get("content", {}).get(MARK) == parcel.key:
                return str(event["event_id"])
        return None

    def _remember(self, key: str, now: float) -> None:
        self._tried_at[key] = now
        if len(self._tried_at) > REMEMBERED:
            self._tried_at.popitem(last=False)

    async def _ours(self, room_id: str) -> AsyncIterator[dict[str, Any]]:
        wanted = json.dumps({"senders": [self._client.server.user_id], "types": ["m.room.message", "m.room.encrypted"]})
        query = {"dir": "b", "limit": str(PAGE), "filter": wanted}
        for _ in range(PAGES):
            page = await self._client.server.call("GET", f"/rooms/{quoted(room_id)}/messages", query=query)
            for event in page.get("chunk", ()):
                yield event
            if not page.get("chunk") or "end" not in page:
                return
            query["from"] = page["end"]
