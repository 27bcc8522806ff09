"""The recovery key: readable for people, and what it locks away opens with other implementations too."""

import base64
import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from adapters.matrix.connection import recovery
from bot.errors import BadConfig
from tests.matrix.connection.bot import Bot

KEYS = st.binary(min_size=32, max_size=32)
EVERYBODYS = "EsTcLW2KPGiFwKEA3As5g5c4BXwkqeeJZJV8Q9fugUMNUE4d"
"""The example that clients test themselves with; its key is Alice's in RFC 7748."""


def test_the_key_that_all_clients_know_is_read_as_they_read_it() -> None:
    expected = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"
    assert recovery.read(EVERYBODYS).hex() == expected
    assert recovery.written(recovery.read(EVERYBODYS)).replace(" ", "") == EVERYBODYS


@given(key=KEYS)
def test_what_is_written_down_is_read_again(key: bytes) -> None:
    written = recovery.written(key)
    assert recovery.read(written) == key
    assert recovery.read(f"\t{written.replace(' ', '')}\n") == key
    assert {len(group) for group in written.split()} == {4}


def test_nearly_every_wrong_sign_is_noticed() -> None:
    """One in 256 is not: then it is a key that opens nothing."""
    changed = [EVERYBODYS[:at] + sign + EVERYBODYS[at + 1 :] for at in range(48) for sign in recovery.ALPHABET]
    taken = [typed for typed in changed if typed != EVERYBODYS and is_taken(typed)]
    assert len(taken) < len(changed) / 100


def is_taken(typed: str) -> bool:
    try:
        return bool(recovery.read(typed))
    except BadConfig:
        return False


@pytest.mark.parametrize("typed", ["", "EsTc", "0OIl", EVERYBODYS + "E", EVERYBODYS[:-1], "é" * 48, EVERYBODYS * 9])
def test_what_is_no_key_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(BadConfig) as refused:
        recovery.read(typed)
    assert str(refused.value) == "This is no recovery key: it has 12 groups of 4 letters and digits; copy it once more."


async def test_what_is_locked_away_opens_with_another_implementation(bot: Bot) -> None:
    """As https://spec.matrix.org/latest/client-server-api/#msecret_storagev1aes-hmac-sha2 describes it."""
    key, path = recovery.read(bot.shown[0]), f"/user/{bot.user_id}/account_data/"
    key_id = (await bot.server.call("GET", path + "m.secret_storage.default_key"))["key"]
    about = await bot.server.call("GET", path + f"m.secret_storage.key.{key_id}")
    kept = (await bot.server.call("GET", path + "m.cross_signing.master"))["encrypted"][key_id]
    assert about["algorithm"] == "m.secret_storage.v1.aes-hmac-sha2"
    assert unlocked(key, "m.cross_signing.master", kept).decode() == (bot.folder.seeds() or {})["master"]
    assert locked(key, "", unbased(about["iv"]), b"\0" * 32)[1] == unbased(about["mac"])


def unlocked(key: bytes, name: str, kept: dict[str, str]) -> bytes:
    plain, mac = locked(key, name, unbased(kept["iv"]), unbased(kept["ciphertext"]))
    _, mac = locked(key, name, unbased(kept["iv"]), plain)
    assert mac == unbased(kept["mac"])
    return plain


def locked(key: bytes, name: str, vector: bytes, content: bytes) -> tuple[bytes, bytes]:
    """In counter mode it is the same in both directions; the second is what vouches for the first."""
    both = HKDF(SHA256(), 64, b"\0" * 32, name.encode()).derive(key)
    changed = Cipher(algorithms.AES(both[:32]), modes.CTR(vector)).encryptor().update(content)
    return changed, hmac.new(both[32:], changed, hashlib.sha256).digest()


def unbased(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))
