"""Somebody whose client only trusts devices that their owner's cross-signing keys vouch for, as Element does by now.

It checks the signatures with Matrix's own library (signedjson), not with the code of the bot.
"""

import base64
import secrets
from collections.abc import Mapping
from typing import Any

from signedjson.key import decode_verify_key_bytes
from signedjson.sign import SignatureVerifyException, verify_signed_json

from tests.doubles.matrix.encrypted import EncryptedNewcomers, EncryptedPerson
from tests.doubles.matrix.synapse import Registered

UNVERIFIED = "m.unverified"


class SignedOnlyPerson(EncryptedPerson):
    async def send(self, room: str, kind: str, content: Mapping[str, Any], key: str | None = None) -> str:
        """No key for unsigned devices; they are told why."""
        await self.catch_up()
        for user_id in (await self.members(room)) - {self.user_id}:
            signed = await self.signed_devices(user_id)
            for device in self.client.device_store.active_user_devices(user_id):
                if device.id in signed:
                    self.client.olm.unblacklist_device(device)
                else:
                    self.client.olm.blacklist_device(device)
                    await self._withhold(room, user_id, device.id)
        return await super().send(room, kind, content, key)

    async def _withhold(self, room: str, user_id: str, device_id: str) -> None:
        session = self.client.olm.outbound_group_sessions.get(room)
        if session is None:
            self.client.olm.create_outbound_group_session(room)
            session = self.client.olm.outbound_group_sessions[room]
        content = {
            "algorithm": "m.megolm.v1.aes-sha2",
            "room_id": room,
            "session_id": session.id,
            "sender_key": self.client.olm.account.identity_keys["curve25519"],
            "code": UNVERIFIED,
            "reason": "The sender has disabled encrypting to unverified devices.",
        }
        path = f"/sendToDevice/m.room_key.withheld/{secrets.token_hex(8)}"
        await self.call("PUT", path, {"messages": {user_id: {device_id: content}}})

    async def read(self, room: str, limit: int = 1000) -> list[dict[str, Any]]:
        """What unsigned devices wrote stays closed."""
        events = await super().read(room, limit)
        signed = {sender: await self.signed_keys(sender) for sender in {event["sender"] for event in events}}
        return [event for event in events if self._is_trusted(event, signed[event["sender"]])]

    def _is_trusted(self, event: Mapping[str, Any], signed: frozenset[str]) -> bool:
        is_own = event["sender"] == self.user_id
        return is_own or not event.get("decrypted") or event["sender_key"] in signed

    def clear(self, room: str, event: dict[str, Any]) -> dict[str, Any]:
        clear = super().clear(room, event)
        return {**clear, "sender_key": event["content"]["sender_key"]} if clear.get("decrypted") else clear

    async def signed_keys(self, user_id: str) -> frozenset[str]:
        """The Curve25519 keys of the devices that their owner vouches for."""
        return frozenset((await self.signed_devices(user_id)).values())

    async def signed_devices(self, user_id: str) -> dict[str, str]:
        """By device id."""
        said = await self.call("POST", "/keys/query", {"device_keys": {user_id: []}})
        master, own = (said.get(f"{name}_keys", {}).get(user_id) for name in ("master", "self_signing"))
        if master is None or own is None or not is_signed(own, user_id, only_key(master)):
            return {}
        devices = said["device_keys"].get(user_id, {})
        return {
            name: device["keys"][f"curve25519:{name}"]
            for name, device in devices.items()
            if is_signed(device, user_id, device["keys"][f"ed25519:{name}"], name)
            and is_signed(device, user_id, only_key(own))
        }


class SignedOnlyNewcomers(EncryptedNewcomers):
    def _made(self, account: Registered) -> EncryptedPerson:
        return SignedOnlyPerson(self._synapse, account, self._folder / account.device_id)


def only_key(published: Mapping[str, Any]) -> str:
    return str(next(iter(published["keys"].values())))


def is_signed(content: Mapping[str, Any], user_id: str, key: str, name: str | None = None) -> bool:
    """By that Ed25519 key, which goes by its own name unless it is a device's."""
    verifier = decode_verify_key_bytes(f"ed25519:{name or key}", base64.b64decode(key + "=" * (-len(key) % 4)))
    try:
        verify_signed_json(dict(content), user_id, verifier)
    except SignatureVerifyException:
        return False
    return True
