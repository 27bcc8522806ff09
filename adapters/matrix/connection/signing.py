"""Cross-signing: the account's own keys, which vouch for the bot's device.

Clients that only trust devices their owner has signed neither read an unsigned device nor write to it. The keys are
made once in an account's life; without them a later device stays unsigned rather than that everybody is told that the
bot is somebody else now.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa

from adapters.matrix.connection.machine import Machine
from adapters.matrix.connection.recovery import decoded, encoded
from adapters.matrix.connection.sentences import WRONG_PASSWORD
from adapters.matrix.connection.server import Refusal, Server
from bot.errors import BadConfig

MASTER, SELF_SIGNING, USER_SIGNING = "master", "self_signing", "user_signing"
NAMES = (MASTER, SELF_SIGNING, USER_SIGNING)
SECRET = "m.cross_signing."
"""What a secret's name begins with where the homeserver keeps it."""


class Standing(StrEnum):
    SIGNED = "signed"
    LACKS_KEYS = "lacks keys"
    """The account has cross-signing keys, and their private halves are not here."""
    WANTS_PASSWORD = "wants password"
    """The homeserver asks for the password before it publishes the keys, and it is not in the settings."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """The private halves, 32 bytes each."""

    by_name: Mapping[str, bytes] = field(repr=False)

    @classmethod
    def new(cls) -> "Seeds":
        return cls({name: secrets.token_bytes(32) for name in NAMES})

    @classmethod
    def kept(cls, held: Mapping[str, str] | None) -> "Seeds | None":
        return None if held is None else cls({name: decoded(held[name]) for name in NAMES})

    def to_keep(self) -> dict[str, str]:
        return {name: encoded(seed) for name, seed in self.by_name.items()}

    def public(self, name: str) -> str:
        return encoded(self._key(name).public_key().export_key(format="raw"))

    def signed(self, name: str, content: Mapping[str, Any]) -> str:
        """The signature of that key under a JSON object."""
        return encoded(eddsa.new(self._key(name), "rfc8032").sign(canonical(content)))

    def _key(self, name: str) -> Any:
        return ECC.construct(curve="Ed25519", seed=self.by_name[name])


@dataclass(frozen=True, slots=True)
class Identity:
    """What the homeserver says of the account: its device's key, its own keys, and who signed the device."""

    published: str | None
    master: str | None
    self_signing: str | None
    signed_by: frozenset[str]

    @property
    def is_signed(self) -> bool:
        return self.self_signing is not None and f"ed25519:{self.self_signing}" in self.signed_by


async def identity(server: Server) -> Identity:
    """Raises Refusal or Unreachable."""
    user_id, device_id = server.user_id, server.device_id
    said = await server.call("POST", "/keys/query", {"device_keys": {user_id: []}})
    device = said.get("device_keys", {}).get(user_id, {}).get(device_id, {})
    return Identity(
        device.get("keys", {}).get(f"ed25519:{device_id}"),
        _only_key(said.get("master_keys", {}).get(user_id)),
        _only_key(said.get("self_signing_keys", {}).get(user_id)),
        frozenset(device.get("signatures", {}).get(user_id, {})),
    )


def _only_key(published: Mapping[str, Any] | None) -> str | None:
    return next(iter(published["keys"].values()), None) if published else None


async def publish(server: Server, machine: Machine, seeds: Seeds, password: str | None) -> bool:
    """The public halves. False if the homeserver asks for the password, which is not there.

    Raises BadConfig if the password is wrong, Refusal or Unreachable.
    """
    keys = {f"{name}_key": _public_key(server, machine, seeds, name) for name in NAMES}
    try:
        await server.call("POST", "/keys/device_signing/upload", keys)
    except Refusal as refusal:
        if refusal.status != 401:
            raise
        if password is None:
            return False
        await _publish_with_password(server, keys, password, refusal.said.get("session"))
    return True


async def _publish_with_password(server: Server, keys: Mapping[str, Any], password: str, session: object) -> None:
    who = {"type": "m.id.user", "user": server.user_id}
    given = {"type": "m.login.password", "identifier": who, "password": password, "session": session}
    try:
        await server.call("POST", "/keys/device_signing/upload", {**keys, "auth": given})
    except Refusal as refusal:
        if refusal.status == 401:
            raise BadConfig(WRONG_PASSWORD.format(user=server.user_id)) from None
        raise


def _public_key(server: Server, machine: Machine, seeds: Seeds, name: str) -> dict[str, Any]:
    """The master key is signed by the device that made it, the other two by the master key."""
    public, user_id = seeds.public(name), server.user_id
    key: dict[str, Any] = {"user_id": user_id, "usage": [name], "keys": {f"ed25519:{public}": public}}
    if name == MASTER:
        signature = {f"ed25519:{server.device_id}": machine.sign_json(key)}
    else:
        signature = {f"ed25519:{seeds.public(MASTER)}": seeds.signed(MASTER, key)}
    return key | {"signatures": {user_id: signature}}


async def sign_device(server: Server, machine: Machine, seeds: Seeds) -> None:
    """Raises Refusal or Unreachable."""
    device = machine.device_keys()
    signature = {f"ed25519:{seeds.public(SELF_SIGNING)}": seeds.signed(SELF_SIGNING, device)}
    signed = device | {"signatures": {server.user_id: signature}}
    said = await server.call("POST", "/keys/signatures/upload", {server.user_id: {server.device_id: signed}})
    if said.get("failures"):
        raise Refusal(400, "M_INVALID_SIGNATURE")


def canonical(content: Mapping[str, Any]) -> bytes:
    """What is signed of a JSON object (https://spec.matrix.org/latest/appendices/#canonical-json)."""
    kept = {key: value for key, value in content.items() if key not in ("signatures", "unsigned")}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
