"""Somebody whose client encrypts: the real matrix-nio, with a store of its own, as far as a person needs it."""

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nio
import vodozemac

from tests.doubles.matrix.person import Newcomers, Person
from tests.doubles.matrix.synapse import Registered, Synapse


class EncryptedPerson(Person):
    """Encrypts in encrypted rooms, to every device of everybody there, and reads what it has keys for."""

    def __init__(self, synapse: Synapse, account: Registered, store: Path) -> None:
        super().__init__(synapse, account)
        store.mkdir(parents=True, exist_ok=True)
        config = nio.AsyncClientConfig(encryption_enabled=True, store_sync_tokens=False)
        self.client = nio.AsyncClient(
            synapse.url, account.user_id, device_id=account.device_id, store_path=str(store), config=config
        )
        self.client.restore_login(account.user_id, account.device_id, account.token)
        self._since: str | None = None

    async def close(self) -> None:
        await self.client.close()
        await super().close()

    async def catch_up(self) -> None:
        """What a client does all the time: fetch what is new, offer and fetch keys."""
        await self._sync(None, 0)

    async def send(self, room: str, kind: str, content: Mapping[str, Any], key: str | None = None) -> str:
        await self.catch_up()
        if not self.client.rooms[room].encrypted:
            return await super().send(room, kind, content, key)
        if self.client.should_query_keys:
            await self.client.keys_query()
        sent = await self.client.room_send(room, kind, dict(content), key, ignore_unverified_devices=True)
        assert isinstance(sent, nio.RoomSendResponse), sent
        return str(sent.event_id)

    async def seal(self, room: str, payload: Any) -> str:
        """Send anything at all in ciphertext, as every client could."""
        content = await self.sealed(room, payload)
        return await Person.send(self, room, "m.room.encrypted", content)

    async def sealed(self, room: str, payload: Any) -> dict[str, Any]:
        await self.catch_up()
        olm = self.client.olm
        assert olm is not None
        if olm.should_share_group_session(room):
            await self.client.share_group_session(room, ignore_unverified_devices=True)
        session = olm.outbound_group_sessions[room]
        return {
            "algorithm": "m.megolm.v1.aes-sha2",
            "sender_key": olm.account.identity_keys["curve25519"],
            "device_id": self.device_id,
            "session_id": session.id,
            "ciphertext": session.encrypt(json.dumps(payload)),
        }

    async def read(self, room: str, limit: int = 1000) -> list[dict[str, Any]]:
        await self.catch_up()
        return await super().read(room, limit)

    def clear(self, room: str, event: dict[str, Any]) -> dict[str, Any]:
        if event["type"] != "m.room.encrypted" or not event["content"]:
            return event
        parsed = nio.Event.parse_encrypted_event(event)
        parsed.room_id = room
        assert self.client.olm is not None
        readable = self.client.olm._decrypt_megolm_no_error(parsed)
        return event if readable is None else {**readable.source, "decrypted": True}

    async def invitations(self) -> frozenset[str]:
        return frozenset((await Person._sync(self, None, 0)).get("rooms", {}).get("invite", {}))

    async def _sync(self, since: str | None, milliseconds: int) -> dict[str, Any]:
        """One device has one position: whatever is fetched with a token is not offered again."""
        client = self.client
        answer = await client.sync(milliseconds if since else 0, since=self._since, full_state=self._since is None)
        assert isinstance(answer, nio.SyncResponse), answer
        self._since = answer.next_batch
        if client.should_upload_keys:
            await client.keys_upload()
        if client.should_query_keys:
            with contextlib.suppress(vodozemac.KeyException):  # it stumbles over keys that cannot be used
                await client.keys_query()
        if client.should_claim_keys:
            await client.keys_claim(client.get_users_for_key_claiming())
        await client.send_to_device_messages()
        return {"next_batch": answer.next_batch}


class EncryptedNewcomers(Newcomers):
    """Each begins with a new device, whose keys are there when they are."""

    def __init__(self, synapse: Synapse, folder: Path) -> None:
        super().__init__(synapse)
        self._folder = folder

    async def __call__(self, name: str, *, is_admin: bool = False) -> EncryptedPerson:
        return await self._begin(await self._synapse.register(name, is_admin=is_admin))

    async def another_device(self, person: Person) -> EncryptedPerson:
        """They log in once more."""
        return await self._begin(await self._synapse.log_in(person.user_id))

    async def _begin(self, account: Registered) -> EncryptedPerson:
        person = self._made(account)
        self._people.append(person)
        await person.catch_up()
        return person

    def _made(self, account: Registered) -> EncryptedPerson:
        return EncryptedPerson(self._synapse, account, self._folder / account.device_id)
