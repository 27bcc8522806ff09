"""Somebody with a Matrix account, whose client speaks plain HTTP and does not encrypt."""

import asyncio
import json
import secrets
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import quote

import aiohttp

from tests.doubles.matrix.seen import Event, Message, seen
from tests.doubles.matrix.synapse import Registered, Synapse

CLIENT = "/_matrix/client/v3"
SPACE = {"type": "m.space"}
MEGOLM = {"algorithm": "m.megolm.v1.aes-sha2"}
WAITS_AT_MOST = 30.0


class Said(Exception):
    """What the homeserver refused."""

    def __init__(self, status: int, errcode: str, answer: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {errcode} {answer.get('error', '')}")
        self.status, self.errcode, self.answer = status, errcode, answer


class Person:
    """`user_id` and `device_id` are the account's; one HTTP connection of their own, to be closed."""

    def __init__(self, synapse: Synapse, account: Registered) -> None:
        self.synapse = synapse
        self.user_id, self.device_id, self.token = account.user_id, account.device_id, account.token
        self._session = aiohttp.ClientSession()

    async def close(self) -> None:
        await self._session.close()

    async def call(self, method: str, path: str, body: Any = None, **query: str) -> dict[str, Any]:
        """`path` begins after /_matrix/client/v3 unless it is a whole one. Raises Said."""
        url = self.synapse.url + (path if path.startswith("/_") else CLIENT + path)
        headers = {"Authorization": f"Bearer {self.token}"}
        content = json.dumps({} if body is None and method in ("POST", "PUT") else body)
        data = content if method in ("POST", "PUT") else None
        async with self._session.request(method, url, data=data, params=query, headers=headers) as answer:
            said: dict[str, Any] = await answer.json()
            if answer.status != 200:
                raise Said(answer.status, said.get("errcode", ""), said)
            return said

    # Rooms

    async def create_room(
        self,
        name: str = "",
        *,
        invite: Collection[str] = (),
        encrypted: bool = False,
        version: str | None = None,
        preset: str = "private_chat",
        **more: Any,
    ) -> str:
        """Returns the room's id. `more` goes into /createRoom as it is."""
        state = [*more.pop("initial_state", ())]
        if encrypted:
            state.append({"type": "m.room.encryption", "state_key": "", "content": MEGOLM})
        body = {"name": name, "invite": [*invite], "preset": preset, "initial_state": state, **more}
        made = await self.call("POST", "/createRoom", body | ({"room_version": version} if version else {}))
        return str(made["room_id"])

    async def create_space(self, name: str, *, invite: Collection[str] = (), **more: Any) -> str:
        return await self.create_room(name, invite=invite, creation_content=SPACE, **more)

    async def add_child(self, space: str, room: str) -> None:
        await self.set_state(space, "m.space.child", {"via": [self.user_id.partition(":")[2]]}, room)

    async def remove_child(self, space: str, room: str) -> None:
        await self.set_state(space, "m.space.child", {}, room)

    async def join(self, room: str) -> None:
        await self.call("POST", f"/join/{quote(room, '')}")

    async def invite(self, room: str, user_id: str) -> None:
        await self.call("POST", f"/rooms/{quote(room, '')}/invite", {"user_id": user_id})

    async def leave(self, room: str) -> None:
        await self.call("POST", f"/rooms/{quote(room, '')}/leave")

    async def kick(self, room: str, user_id: str) -> None:
        await self.call("POST", f"/rooms/{quote(room, '')}/kick", {"user_id": user_id})

    async def ban(self, room: str, user_id: str) -> None:
        await self.call("POST", f"/rooms/{quote(room, '')}/ban", {"user_id": user_id})

    async def upgrade(self, room: str, version: str) -> str:
        """Returns the new room's id."""
        made = await self.call("POST", f"/rooms/{quote(room, '')}/upgrade", {"new_version": version})
        return str(made["replacement_room"])

    async def state(self, room: str, kind: str, key: str = "") -> dict[str, Any] | None:
        """None if it was never set."""
        try:
            return await self.call("GET", f"/rooms/{quote(room, '')}/state/{kind}/{quote(key, '')}")
        except Said as refusal:
            if refusal.errcode == "M_NOT_FOUND":
                return None
            raise

    async def set_state(self, room: str, kind: str, content: Mapping[str, Any], key: str = "") -> str:
        sent = await self.call("PUT", f"/rooms/{quote(room, '')}/state/{kind}/{quote(key, '')}", content)
        return str(sent["event_id"])

    async def set_level(self, room: str, user_id: str, level: int) -> None:
        await self.set_levels(room, users={user_id: level})

    async def set_levels(self, room: str, **changes: Any) -> None:
        """Changed keys of m.room.power_levels; those that are tables are merged one deep."""
        levels = await self.state(room, "m.room.power_levels") or {}
        for key, value in changes.items():
            levels[key] = {**levels.get(key, {}), **value} if isinstance(value, dict) else value
        await self.set_state(room, "m.room.power_levels", levels)

    async def members(self, room: str) -> frozenset[str]:
        """Who is in it now."""
        return frozenset((await self.call("GET", f"/rooms/{quote(room, '')}/joined_members"))["joined"])

    async def joined_rooms(self) -> frozenset[str]:
        return frozenset((await self.call("GET", "/joined_rooms"))["joined_rooms"])

    async def invitations(self) -> frozenset[str]:
        """The rooms this person may join."""
        return frozenset((await self._sync(None, 0)).get("rooms", {}).get("invite", {}))

    # Saying something

    async def send(self, room: str, kind: str, content: Mapping[str, Any], key: str | None = None) -> str:
        """Returns the event's id. `key` is the transaction's id."""
        path = f"/rooms/{quote(room, '')}/send/{kind}/{key or secrets.token_hex(8)}"
        return str((await self.call("PUT", path, content))["event_id"])

    async def say(self, room: str, text: str, **more: Any) -> str:
        return await self.send(room, "m.room.message", {"msgtype": "m.text", "body": text, **more})

    async def reply(self, room: str, event_id: str, text: str, **more: Any) -> str:
        return await self.say(room, text, **{"m.relates_to": {"m.in_reply_to": {"event_id": event_id}}}, **more)

    async def say_in_thread(self, room: str, root: str, text: str) -> str:
        thread = {"rel_type": "m.thread", "event_id": root, "is_falling_back": True}
        return await self.say(room, text, **{"m.relates_to": {**thread, "m.in_reply_to": {"event_id": root}}})

    async def edit(self, room: str, event_id: str, text: str) -> str:
        new = {"msgtype": "m.text", "body": text}
        related = {"rel_type": "m.replace", "event_id": event_id}
        return await self.say(room, f"* {text}", **{"m.new_content": new, "m.relates_to": related})

    async def react(self, room: str, event_id: str, key: str) -> str:
        """Never encrypted, as with every client."""
        related = {"rel_type": "m.annotation", "event_id": event_id, "key": key}
        return await Person.send(self, room, "m.reaction", {"m.relates_to": related})

    async def redact(self, room: str, event_id: str) -> str:
        path = f"/rooms/{quote(room, '')}/redact/{quote(event_id, '')}/{secrets.token_hex(8)}"
        return str((await self.call("PUT", path, {}))["event_id"])

    async def send_to_device(self, kind: str, user_id: str, device_id: str, content: Any) -> None:
        """Past all rooms: whoever knows the names can do this."""
        messages = {"messages": {user_id: {device_id: content}}}
        await self.call("PUT", f"/sendToDevice/{kind}/{secrets.token_hex(8)}", messages)

    # Reading

    async def read(self, room: str, limit: int = 1000) -> list[dict[str, Any]]:
        """The room's events, oldest first, decrypted where this person can."""
        path = f"/rooms/{quote(room, '')}/messages"
        page = await self.call("GET", path, dir="b", limit=str(limit))
        return [self.clear(room, event) for event in reversed(page["chunk"])]

    def clear(self, room: str, event: dict[str, Any]) -> dict[str, Any]:
        """The event as this person can read it."""
        return event

    async def see(self, room: str) -> list[Message]:
        """What their client shows of the room, oldest first."""
        return seen(await self.read(room))

    async def wait_for(self, room: str, is_it: Callable[[Event], bool], seconds: float = WAITS_AT_MOST) -> Event:
        """The newest event of the room, already there or still to come, of which this is true."""
        found: Event | None = None

        async def look() -> bool:
            nonlocal found
            found = next((event for event in reversed(await self.read(room)) if is_it(event)), None)
            return found is not None

        await self.wait_until(look, seconds)
        assert found is not None
        return found

    async def wait_to_see(self, room: str, is_it: Callable[[Message], bool], seconds: float = WAITS_AT_MOST) -> Message:
        """The newest message of the room, already there or still to come, that looks like this."""
        found: Message | None = None

        async def look() -> bool:
            nonlocal found
            found = next((message for message in reversed(await self.see(room)) if is_it(message)), None)
            return found is not None

        await self.wait_until(look, seconds)
        assert found is not None
        return found

    async def wait_to_be_invited(self, seconds: float = WAITS_AT_MOST) -> str:
        """The id of a room this person may join."""
        invited: frozenset[str] = frozenset()

        async def look() -> bool:
            nonlocal invited
            invited = await self.invitations()
            return bool(invited)

        await self.wait_until(look, seconds)
        return min(invited)

    async def wait_until(self, look: Any, seconds: float = WAITS_AT_MOST) -> None:
        """Look again whenever something happens in this person's rooms. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            since = (await self._sync(None, 0))["next_batch"]
            while not await look():
                since = (await self._sync(since, 5_000))["next_batch"]

    async def _sync(self, since: str | None, milliseconds: int) -> dict[str, Any]:
        # Synapse says the same again for two minutes when it is asked the same; nobody waits for a first answer.
        milliseconds = milliseconds if since else secrets.randbelow(1_000_000)
        little = json.dumps({"room": {"timeline": {"limit": 1}}, "presence": {"types": []}})
        query = {"timeout": str(milliseconds), "filter": little} | ({"since": since} if since else {})
        return await self.call("GET", "/sync", **query)


class Newcomers:
    """People who register and log in; all are gone when this is closed."""

    def __init__(self, synapse: Synapse) -> None:
        self._synapse = synapse
        self._people: list[Person] = []

    async def __call__(self, name: str, *, is_admin: bool = False) -> Person:
        person = Person(self._synapse, await self._synapse.register(name, is_admin=is_admin))
        self._people.append(person)
        return person

    async def close(self) -> None:
        for person in self._people:
            await person.close()
