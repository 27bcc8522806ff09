"""The bot as far as its connection goes: it logs in, hears and speaks, without anybody who decides."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from adapters.matrix.connection.folder import Folder
from adapters.matrix.connection.login import Login
from adapters.matrix.connection.opening import Opened, open_client
from tests.doubles.matrix.person import Person
from tests.doubles.matrix.synapse import Synapse

LAZY = {"presence": {"types": []}, "room": {"state": {"lazy_load_members": True}, "timeline": {"limit": 50}}}


@dataclass
class Bot:
    """May be stopped and started again, in the same folder or in another one."""

    synapse: Synapse
    login: Login
    path: Path
    encryption: bool = True
    since: str | None = None
    shown: list[str] = field(default_factory=list)
    """The recovery keys it showed."""

    @property
    def user_id(self) -> str:
        return self.login.user_id

    async def start(self, **changes: Any) -> Opened:
        self.folder = Folder(self.path)
        self.folder.open()
        try:
            login = replace(self.login, **changes)
            opened = await open_client(login, self.folder, encryption=self.encryption, show=self.shown.append)
        except BaseException:
            self.folder.close()
            raise
        self.opened, self.client, self.server = opened, opened.client, opened.client.server
        self.machine = self.client.machine
        return opened

    async def stop(self) -> None:
        await self.client.close()
        self.folder.close()

    async def hear(self, room: str = "", seconds: float = 0.0) -> list[Any]:
        """One look: what is new in the room, in clear where it can be."""
        said = await self.client.sync(self.since, seconds=seconds, sync_filter=LAZY)
        self.since = said["next_batch"]
        await self.client.upkeep()
        events = said.get("rooms", {}).get("join", {}).get(room, {}).get("timeline", {}).get("events", [])
        return [self.clear(room, event) for event in events]

    def clear(self, room: str, event: dict[str, Any]) -> Any:
        is_sealed = event["type"] == "m.room.encrypted"
        return self.client.decrypted(event, room) if is_sealed else event

    async def said(self, room: str) -> list[str]:
        """The texts of messages that are new in the room and can be read."""
        events = [event for event in await self.hear(room) if isinstance(event, dict)]
        return [event["content"]["body"] for event in events if event["type"] == "m.room.message" and event["content"]]

    async def say(self, room: str, text: str, key: str = "", **more: Any) -> str:
        content = {"msgtype": "m.notice", "body": text, **more}
        return await self.client.send_event(room, "m.room.message", content, key or f"{text}")

    async def come(self, room: str) -> None:
        """It was invited."""
        await self.server.call("POST", f"/join/{room}")
        await self.hear()

    async def share_room(self, *people: Person, encrypted: bool = True, **more: Any) -> str:
        """A room that the first of them made, with everybody in it."""
        first, *others = people
        guests = [self.user_id, *(person.user_id for person in others)]
        room = await first.create_room(encrypted=encrypted, invite=guests, **more)
        for person in others:
            await person.join(room)
        await self.come(room)
        return room
