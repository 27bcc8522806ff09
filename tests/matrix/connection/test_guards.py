"""Whatever arrives, the next event is looked at, and nothing counts that its sender was not entitled to."""

import contextlib
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from adapters.matrix.connection.machine import Machine, Undecryptable
from tests.doubles.matrix.encrypted import EncryptedNewcomers
from tests.doubles.matrix.person import Newcomers, Person, Said
from tests.matrix.connection.bot import Bot

OLM = "m.olm.v1.curve25519-aes-sha2"
MALFORMED: list[tuple[str, Any]] = [
    ("m.room.encrypted", {}),
    ("m.room.encrypted", {"algorithm": 5}),
    ("m.room.encrypted", {"algorithm": OLM, "sender_key": "a", "ciphertext": "b"}),
    (
        "m.room.encrypted",
        {"algorithm": OLM, "sender_key": "a", "ciphertext": {"KEY": {"type": 0, "body": "no base64!"}}},
    ),
    ("m.room.encrypted", {"algorithm": OLM, "sender_key": "a", "ciphertext": {"KEY": {"type": 0, "body": "AwoA"}}}),
    ("m.room.encrypted", {"algorithm": OLM, "sender_key": "a", "ciphertext": {"KEY": {"type": 1, "body": "AwoA"}}}),
    ("m.room.encrypted", {"algorithm": OLM, "sender_key": "a", "ciphertext": {"KEY": {"type": 1, "body": 5}}}),
    ("m.room.encrypted", {"algorithm": OLM, "sender_key": 5, "ciphertext": {"KEY": {"type": [], "body": None}}}),
    (
        "m.room.encrypted",
        {"algorithm": "m.megolm.v1.aes-sha2", "sender_key": "a", "ciphertext": "b", "session_id": "c"},
    ),
    ("m.room.encrypted", "text"),
    ("m.room.encrypted", []),
    ("m.room_key", {"algorithm": "m.megolm.v1.aes-sha2", "room_id": "!a:b", "session_id": "c", "session_key": "d"}),
    ("m.room_key.withheld", {}),
    ("m.room_key.withheld", 5),
    ("m.room_key_request", {"action": "request", "body": 5}),
    ("m.forwarded_room_key", {"algorithm": 5}),
    ("m.key.verification.start", {"method": "m.sas.v1", "transaction_id": 5}),
    ("m.key.verification.mac", {"transaction_id": "a", "mac": 5}),
    ("m.secret.request", {"name": "m.cross_signing.master", "action": "request"}),
    ("m.dummy", None),
]


async def test_malformed_to_device_events_do_not_stop_the_sync(
    bot: Bot, newcomer: Newcomers, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana, stranger = await encrypted_newcomer("ana"), await newcomer("stranger")
    room = await bot.share_room(ana)
    assert bot.machine is not None
    own = bot.machine.account.identity_keys["curve25519"]
    for kind, content in MALFORMED:
        if isinstance(content, dict) and isinstance(content.get("ciphertext"), dict):
            content = {**content, "ciphertext": {own: content["ciphertext"]["KEY"]}}
        with contextlib.suppress(Said):  # this homeserver takes objects alone; others may not look
            await stranger.send_to_device(kind, bot.user_id, bot.server.device_id, content)
    await ana.say(room, "!help")
    assert await bot.said(room) == ["!help"]


def test_nothing_that_is_no_event_stops_the_next_one(tmp_path: Path) -> None:
    machine = Machine("@bot:hs.test", "DEVICE", tmp_path)
    strange: list[Any] = [None, 5, "text", [], {}, {"type": 5}, {"type": "m.room.encrypted"}, *MALFORMED]
    events = [{"type": kind, "content": content, "sender": "@a:b"} for kind, content in MALFORMED]
    for event in strange:
        machine.receive(event)
    assert [machine.receive(event) for event in events if event["type"] == "m.room.encrypted"] == [False] * 11
    assert machine.decrypted({"content": None}, "!room:hs.test") is None
    machine.close()


STATE: list[tuple[str, str, dict[str, Any]]] = [
    ("m.room.power_levels", "", {"users": {"ANA": 100}, "users_default": 100}),
    ("m.room.member", "OUTSIDER", {"membership": "join"}),
    ("m.room.tombstone", "", {"replacement_room": "!elsewhere:hs.test", "body": ""}),
    ("m.room.name", "", {"name": "another name"}),
]


async def test_state_that_comes_out_of_decryption_is_not_believed(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana, outsider = await encrypted_newcomer("ana"), await encrypted_newcomer("outsider")
    room = await bot.share_room(ana)
    for kind, key, content in STATE:
        payload = {"type": kind, "content": content, "room_id": room}
        await ana.seal(room, payload)
        await ana.seal(room, payload | {"state_key": outsider.user_id if key else ""})
    assert (await bot.hear(room))[-8:] == [None] * 8
    assert await bot.client.rooms.readers(room) == {ana.user_id, bot.user_id}
    await bot.say(room, "between us")
    await outsider.catch_up()
    assert outsider.client.olm is not None
    assert bot.machine is not None
    own = bot.machine.account.identity_keys["curve25519"]
    assert own not in {session.sender_key for session in outsider.client.olm.inbound_group_store}


async def test_a_redaction_counts_only_in_clear(bot: Bot, encrypted_newcomer: EncryptedNewcomers) -> None:
    ana, ben = await encrypted_newcomer("ana"), await encrypted_newcomer("ben")
    room = await bot.share_room(ana, ben)
    hand = await ben.react(room, await bot.say(room, "card"), "✋")
    payload = {"type": "m.room.redaction", "content": {"redacts": hand}, "redacts": hand, "room_id": room}
    await ana.seal(room, payload)
    assert (await bot.hear(room))[-1] is None


PAYLOADS: list[Any] = [
    5,
    [],
    "text",
    None,
    {},
    {"type": "m.room.message", "room_id": "ROOM"},
    {"type": "m.room.message", "room_id": "ROOM", "content": "text"},
    {"type": 5, "room_id": "ROOM", "content": {}},
    {"type": "m.room.message", "room_id": "!elsewhere:hs.test", "content": {"body": "meant for another room"}},
    {"type": "m.room.message", "room_id": "ROOM", "state_key": "", "content": {"body": "a message is no state"}},
]


async def test_a_payload_that_is_no_message_for_this_room_is_passed_over(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    content = await ana.sealed(room, {})
    assert ana.client.olm is not None
    session = ana.client.olm.outbound_group_sessions[room]
    for payload in (*PAYLOADS, {"type": "m.room.message", "room_id": "ROOM", "content": {"body": "!help"}}):
        ciphertext = session.encrypt(json.dumps(payload).replace("ROOM", room))
        await Person.send(ana, room, "m.room.encrypted", content | {"ciphertext": ciphertext})
    *passed_over, message = (await bot.hear(room))[-len(PAYLOADS) - 1 :]
    assert (passed_over, message["content"]["body"]) == ([None] * len(PAYLOADS), "!help")


CONTENTS: list[Any] = [
    {"algorithm": 5},
    {"algorithm": "m.megolm.v1.aes-sha2"},
    {"algorithm": "m.megolm.v1.aes-sha2", "session_id": 5, "ciphertext": 5},
    {"algorithm": "m.megolm.v1.aes-sha2", "session_id": [], "ciphertext": {}},
    {"algorithm": "m.megolm.v3", "session_id": "a", "ciphertext": "b"},
]


async def test_malformed_encrypted_events_are_passed_over(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers, newcomer: Newcomers
) -> None:
    ana, plain = await encrypted_newcomer("ana"), await newcomer("plain")
    room = await bot.share_room(ana, plain)
    for content in CONTENTS:
        await plain.send(room, "m.room.encrypted", content)
    await ana.say(room, "!help")
    *passed_over, message = (await bot.hear(room))[-len(CONTENTS) - 1 :]
    assert (passed_over, message["content"]["body"]) == ([None] * len(CONTENTS), "!help")


async def test_ciphertext_that_opens_with_no_key_is_undecryptable(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    content = await ana.sealed(room, {})
    await ana.call("PUT", f"/rooms/{room}/send/m.room.encrypted/1", {**content, "ciphertext": "AwoAgarbage"})
    await ana.call("PUT", f"/rooms/{room}/send/m.room.encrypted/2", {**content, "session_id": "unknown"})
    assert (await bot.hear(room))[-2:] == [
        Undecryptable(room, content["session_id"], ""),
        Undecryptable(room, "unknown", ""),
    ]


async def test_a_copy_of_what_was_said_is_not_said_again(bot: Bot, encrypted_newcomer: EncryptedNewcomers) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    content = await ana.sealed(room, {"type": "m.room.message", "content": {"body": "!done 1"}, "room_id": room})
    for key in ("first", "copy"):
        await ana.call("PUT", f"/rooms/{room}/send/m.room.encrypted/{key}", content)
    [first, copy] = (await bot.hear(room))[-2:]
    assert (first["content"]["body"], copy) == ("!done 1", None)


async def test_the_same_event_can_be_read_again(bot: Bot, encrypted_newcomer: EncryptedNewcomers) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    await ana.say(room, "!help")
    since = bot.since
    assert await bot.said(room) == ["!help"]
    bot.since = since
    assert await bot.said(room) == ["!help"]


async def test_a_message_counts_as_said_by_the_owner_of_its_session_alone(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana, ben = await encrypted_newcomer("ana"), await encrypted_newcomer("ben")
    room = await bot.share_room(ana, ben)
    await bot.say(room, "so that the devices are known")
    payload = {"type": "m.room.message", "content": {"body": "!help"}, "room_id": room}
    event = {"event_id": "$1", "origin_server_ts": 1, "content": await ana.sealed(room, payload)}
    await bot.hear()
    assert bot.client.decrypted({**event, "sender": ben.user_id}, room) is None
    heard = bot.client.decrypted({**event, "sender": ana.user_id}, room)
    assert isinstance(heard, dict)
    assert heard["content"] == {"body": "!help"}


async def test_a_message_needs_not_name_the_key_of_its_device(bot: Bot, encrypted_newcomer: EncryptedNewcomers) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    payload = {"type": "m.room.message", "content": {"body": "!help"}, "room_id": room}
    content = await ana.sealed(room, payload)
    short = {key: content[key] for key in ("algorithm", "session_id", "ciphertext")}
    await ana.call("PUT", f"/rooms/{room}/send/m.room.encrypted/short", short)
    assert await bot.said(room) == ["!help"]


async def test_a_room_key_is_not_replaced_by_a_later_copy_of_it(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    await ana.say(room, "first")
    assert await bot.said(room) == ["first"]
    assert (ana.client.olm, bot.machine) != (None, None)
    session = ana.client.olm.outbound_group_sessions[room]
    [known] = [each for each in bot.machine.inbound_group_store if each.id == session.id]
    later = session.session_key
    bot.machine.create_group_session(known.sender_key, known.ed25519, room, session.id, later)
    bot.machine.create_group_session("somebody else's key", known.ed25519, room, session.id, later)
    await bot.stop()
    await bot.start()
    [kept] = [each for each in bot.machine.inbound_group_store if each.id == session.id]
    assert (kept.first_known_index, kept.sender_key) == (0, known.sender_key)


async def test_a_device_whose_keys_cannot_be_used_keeps_nobody_else_from_reading(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana, ben, chi = [await encrypted_newcomer(name) for name in ("ana", "ben", "chi")]
    for key_id in range(60):
        key = {"key": "not a key"}
        signed = key | {"signatures": {ben.user_id: {f"ed25519:{ben.device_id}": ben.client.olm.sign_json(key)}}}
        await ben.call("POST", "/keys/upload", {"one_time_keys": {f"signed_curve25519:AAAA{key_id}": signed}})
    for _ in range(50):
        wanted = {"one_time_keys": {ben.user_id: {ben.device_id: "signed_curve25519"}}}
        await chi.call("POST", "/keys/claim", wanted)
    strange = await encrypted_newcomer.another_device(chi)
    keys = {f"{kind}:{strange.device_id}": "not a key" for kind in ("curve25519", "ed25519")}
    signatures = {chi.user_id: {f"ed25519:{strange.device_id}": "no signature"}}
    names = {"user_id": chi.user_id, "device_id": strange.device_id, "algorithms": []}
    device = {**names, "keys": keys, "signatures": signatures}
    await strange.call("POST", "/keys/upload", {"device_keys": device})
    room = await bot.share_room(ana, ben, chi)
    await bot.say(room, "for everybody")
    assert [message.body for message in await ana.see(room)] == ["for everybody"]
    assert [message.body for message in await chi.see(room)] == ["for everybody"]


async def test_nothing_that_was_said_is_logged_whatever_becomes_of_it(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers, newcomer: Newcomers, caplog: pytest.LogCaptureFixture
) -> None:
    ana, plain = await encrypted_newcomer("ana"), await newcomer("plain")
    room = await bot.share_room(ana, plain)
    await ana.say(room, "my secret need")
    await ana.seal(room, {"type": "m.room.name", "content": {"name": "my secret need"}, "room_id": room})
    await ana.seal(room, {"type": "m.room.message", "content": "my secret need", "room_id": room})
    await plain.send(room, "m.room.encrypted", {"algorithm": "my secret need"})
    for kind in ("m.room.encrypted", "m.room_key_request", "m.key.verification.start"):
        content = {"algorithm": OLM, "body": "my secret need", "sender_key": "my secret need"}
        await plain.send_to_device(kind, bot.user_id, bot.server.device_id, content)
    caplog.set_level(logging.DEBUG)
    assert await bot.said(room) == ["my secret need"]
    await bot.say(room, "my secret need")
    assert "my secret need" not in caplog.text
    assert {record.name.partition(".")[0] for record in caplog.records} <= {"adapters", "asyncio"}
