"""What the rest of the adapter talks to: syncs, sends, encrypts and decrypts."""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from nio.exceptions import EncryptionError, GroupEncryptionError

from adapters.matrix.connection.keys import Keys
from adapters.matrix.connection.machine import Machine, Undecryptable
from adapters.matrix.connection.rooms import Rooms
from adapters.matrix.connection.server import PATIENCE, Refusal, Server, Unreachable, quoted
from adapters.matrix.connection.under_way import UnderWay

log = logging.getLogger(__name__)

IN_CLEAR = frozenset({"m.reaction"})
"""Relations that homeservers count, and that no client encrypts: nothing private belongs into them."""
MARK = "org.barnraiser.key"
"""The wire key of a message: random, and naming nobody. By it we know again what we have sent."""
BESIDE = ("m.relates_to", MARK)
"""What stays in clear beside the ciphertext. The homeserver counts answers and edits; and whoever lost the keys, or has
another device, must still know what was said already."""
NO_ENCRYPTION = "encryption is turned off"


class Sealed(Refusal):
    """The room is encrypted, and encryption is turned off in the settings: we never write into it."""

    def __init__(self) -> None:
        super().__init__(403, "M_FORBIDDEN")
        self.args = ("the room is encrypted, and encryption is turned off in the settings",)


class Client:
    """`machine` is None where encryption is turned off."""

    def __init__(self, server: Server, machine: Machine | None) -> None:
        self.server = server
        self.rooms = Rooms(server)
        self.machine = machine
        self._keys = Keys(server, machine) if machine is not None else None
        self._writing: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._to_rotate: set[str] = set()
        self.under_way = UnderWay()

    async def close(self) -> None:
        if self.machine is not None:
            self.machine.close()
        await self.server.close()

    # Hearing

    async def sync(
        self, since: str | None = None, *, seconds: float = 30.0, sync_filter: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The homeserver's answer as it is, with what it says about keys and rooms taken in. Raises Refusal or
        Unreachable.

        `seconds` is how long it may wait for something to happen. Members may be loaded lazily.
        """
        query = {"timeout": str(int(seconds * 1000))} | ({"since": since} if since else {})
        if sync_filter is not None:
            query["filter"] = json.dumps(sync_filter)
        try:
            said = await self.server.call("GET", "/sync", query=query, seconds=seconds + PATIENCE)
        except Unreachable:
            self.rooms.doubt()
            raise
        self._take(said)
        return said

    def _take(self, said: Mapping[str, Any]) -> None:
        self.rooms.take(said)
        if self.machine is None or self._keys is None:
            return
        to_device = said.get("to_device")
        events = to_device.get("events") if isinstance(to_device, dict) else None
        with self.machine.at_once():
            unusable = [event for event in events or () if not self.machine.receive(event)]
        if unusable:
            log.info("%d events for this device could not be used", len(unusable))
        self._keys.take_counts(said)
        self._keys.take_changes(said)

    async def upkeep(self) -> None:
        """After each sync. What cannot be done now is tried again after the next one; what is refused keeps nothing
        else from being done."""
        if self._keys is None:
            return
        for work in (self._keys.upload, self._look_for_devices, self._keys.mend):
            try:
                await work()
            except (Refusal, Unreachable) as trouble:
                log.warning("the keys could not be looked after: %s", trouble)
                if isinstance(trouble, Unreachable):
                    return

    async def _look_for_devices(self) -> None:
        assert self._keys is not None
        self._rotate_for(await self._keys.query())

    def decrypted(self, raw: Mapping[str, Any], room_id: str) -> dict[str, Any] | Undecryptable | None:
        """An m.room.encrypted event in clear; None for one that nobody may send in ciphertext."""
        if self.machine is None:
            return Undecryptable(room_id, "", NO_ENCRYPTION)
        return self.machine.decrypted(raw, room_id)

    def arrived(self) -> set[tuple[str, str]]:
        """Rooms and sessions whose key has come since this was asked last: what waited for them can be read now."""
        return self.machine.arrived() if self.machine is not None else set()

    # Saying

    async def is_encrypted(self, room_id: str) -> bool:
        """Raises Refusal or Unreachable."""
        return await self.rooms.is_encrypted(room_id)

    async def send_event(self, room_id: str, kind: str, content: Mapping[str, Any], tx_id: str) -> str:
        """Returns the event's id; the same `tx_id` makes one event, however often it is sent.

        Encrypts if and only if the room is encrypted. Raises Refusal or Unreachable.
        """
        if await self.is_encrypted(room_id):
            if self.machine is None:
                raise Sealed
            if kind not in IN_CLEAR:
                kind, content = "m.room.encrypted", await self._encrypted(room_id, kind, content)
        path = f"/rooms/{quoted(room_id)}/send/{quoted(kind)}/{quoted(tx_id)}"
        event_id = (await self.server.call("PUT", path, content)).get("event_id")
        if not isinstance(event_id, str):
            raise Unreachable("the homeserver does not say which event it made")
        return event_id

    async def _encrypted(self, room_id: str, kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
        assert self.machine is not None, "without encryption nothing is written into encrypted rooms"
        async with self._writing[room_id]:
            await self._hand_out_key(room_id, self.machine)
            try:
                sealed: dict[str, Any] = self.machine.group_encrypt(room_id, {"type": kind, "content": dict(content)})
            except (EncryptionError, GroupEncryptionError):
                raise Unreachable("the room's key was used up in this moment") from None
        return sealed | {name: content[name] for name in BESIDE if name in content}

    async def _hand_out_key(self, room_id: str, machine: Machine) -> None:
        """To every device that may read this room: a device nobody knew of yet could not read it later either."""
        assert self._keys is not None
        readers, room = await self.rooms.readers(room_id), self.rooms[room_id]
        self._rotate_for(await self._keys.query(readers, unheard=room.invited))
        if readers != room.written_for or room_id in self._to_rotate:
            machine.outbound_group_sessions.pop(room_id, None)
            room.written_for = readers
            self._to_rotate.discard(room_id)
        await self._keys.share(room_id, readers)

    def _rotate_for(self, changed: set[str]) -> None:
        """Who came with a new device, or lost one, is a reason for a new key in each room they read."""
        self._to_rotate |= self.rooms.read_by(changed)
