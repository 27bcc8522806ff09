"""The recovery key, and what it opens: the account's secrets, as the homeserver keeps them without being able to read
them (https://spec.matrix.org/latest/client-server-api/#secret-storage).

Every client of the account can open them with the same key.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Any

from Crypto.Cipher import AES
from Crypto.Util import Counter

from adapters.matrix.connection.sentences import NO_RECOVERY_KEY, NOTHING_KEPT, WRONG_RECOVERY_KEY
from adapters.matrix.connection.server import Refusal, Server, quoted
from bot.errors import BadConfig

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
PREFIX = b"\x8b\x01"
KEY_BYTES = 32
ALGORITHM = "m.secret_storage.v1.aes-hmac-sha2"
KEY, DEFAULT_KEY = "m.secret_storage.key.", "m.secret_storage.default_key"
CHECKED = b"\0" * 32
"""What is encrypted beside the secrets, to tell the right key from a wrong one."""


def written(key: bytes) -> str:
    """As people write it down: in groups of four, with a check against mistakes in copying."""
    raw = PREFIX + key
    number, signs = int.from_bytes(raw + bytes([_parity(raw)]), "big"), ""
    while number:
        number, rest = divmod(number, len(ALPHABET))
        signs = ALPHABET[rest] + signs
    return " ".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def read(typed: str) -> bytes:
    """Raises BadConfig if it is no recovery key; never repeats it."""
    number = 0
    for sign in "".join(typed.split()):
        if sign not in ALPHABET:
            raise BadConfig(NO_RECOVERY_KEY)
        number = number * len(ALPHABET) + ALPHABET.index(sign)
    length = len(PREFIX) + KEY_BYTES + 1
    if number.bit_length() > 8 * length:
        raise BadConfig(NO_RECOVERY_KEY)
    raw = number.to_bytes(length, "big")
    if _parity(raw) or not raw.startswith(PREFIX):
        raise BadConfig(NO_RECOVERY_KEY)
    return raw[len(PREFIX) : -1]


def _parity(raw: bytes) -> int:
    parity = 0
    for byte in raw:
        parity ^= byte
    return parity


async def is_set_up(server: Server) -> bool:
    """Raises Refusal or Unreachable."""
    return await _kept(server, DEFAULT_KEY) is not None


async def lock_away(server: Server, held: Mapping[str, bytes], key: bytes) -> None:
    """Give the homeserver these secrets, by name, so that `key` opens them. Raises Refusal or Unreachable."""
    key_id = secrets.token_urlsafe(24)
    check = _encrypted(key, "", CHECKED)
    about = {"algorithm": ALGORITHM, "iv": check["iv"], "mac": check["mac"]}
    await _keep(server, KEY + key_id, about)
    for name, secret in held.items():
        await _keep(server, name, {"encrypted": {key_id: _encrypted(key, name, encoded(secret).encode())}})
    await _keep(server, DEFAULT_KEY, {"key": key_id})


async def unlock(server: Server, names: list[str], key: bytes) -> dict[str, bytes]:
    """These secrets, by name. Raises BadConfig if there are none or `key` is not theirs, Refusal or Unreachable."""
    key_id = str((await _kept(server, DEFAULT_KEY) or {}).get("key"))
    about = await _kept(server, KEY + key_id)
    if about is None:
        raise BadConfig(NOTHING_KEPT.format(user=server.user_id))
    check = _encrypted(key, "", CHECKED, decoded(about["iv"]))
    if not hmac.compare_digest(decoded(check["mac"]), decoded(about["mac"])):
        raise BadConfig(WRONG_RECOVERY_KEY.format(user=server.user_id))
    return {name: await _unlock(server, name, key_id, key) for name in names}


async def _unlock(server: Server, name: str, key_id: str, key: bytes) -> bytes:
    kept = ((await _kept(server, name) or {}).get("encrypted") or {}).get(key_id)
    if kept is None:
        raise BadConfig(NOTHING_KEPT.format(user=server.user_id))
    cipher_key, mac_key = _derived(key, name)
    ciphertext = decoded(kept["ciphertext"])
    if not hmac.compare_digest(_mac(mac_key, ciphertext), decoded(kept["mac"])):
        raise BadConfig(WRONG_RECOVERY_KEY.format(user=server.user_id))
    return decoded(_counted(cipher_key, decoded(kept["iv"]), ciphertext).decode())


def _encrypted(key: bytes, name: str, content: bytes, vector: bytes | None = None) -> dict[str, str]:
    if vector is None:
        drawn = bytearray(secrets.token_bytes(16))
        drawn[8] &= 0x7F  # some implementations count in 63 bits
        vector = bytes(drawn)
    cipher_key, mac_key = _derived(key, name)
    ciphertext = _counted(cipher_key, vector, content)
    return {"iv": encoded(vector), "ciphertext": encoded(ciphertext), "mac": encoded(_mac(mac_key, ciphertext))}


def _derived(key: bytes, name: str) -> tuple[bytes, bytes]:
    """HKDF (RFC 5869) over SHA-256 without salt: one key to encrypt, one to vouch."""
    pseudorandom = _mac(b"\0" * 32, key)
    first = _mac(pseudorandom, name.encode() + b"\x01")
    return first, _mac(pseudorandom, first + name.encode() + b"\x02")


def _mac(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).digest()


def _counted(key: bytes, vector: bytes, content: bytes) -> bytes:
    """AES-256 in counter mode, which is the same in both directions."""
    counter = Counter.new(128, initial_value=int.from_bytes(vector, "big"))
    return bytes(AES.new(key, AES.MODE_CTR, counter=counter).encrypt(content))


async def _kept(server: Server, name: str) -> dict[str, Any] | None:
    try:
        return await server.call("GET", _path(server, name))
    except Refusal as refusal:
        if refusal.errcode == "M_NOT_FOUND":
            return None
        raise


async def _keep(server: Server, name: str, content: Mapping[str, Any]) -> None:
    await server.call("PUT", _path(server, name), content)


def _path(server: Server, name: str) -> str:
    return f"/user/{quoted(server.user_id)}/account_data/{quoted(name)}"


def encoded(content: bytes) -> str:
    """Base64 without padding, as everywhere in Matrix."""
    return base64.b64encode(content).decode().rstrip("=")


def decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))
