"""Encrypted rooms: what can be read is heard, what cannot be waits for its key, and is spoken of once."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from nio.crypto import OutboundGroupSession

from adapters.matrix.incoming.shelf import GRACE
from storage.store import OpenStore
from tests.doubles.clock import HandClock
from tests.doubles.matrix.encrypted import EncryptedNewcomers, EncryptedPerson
from tests.doubles.matrix.person import MEGOLM, Newcomers, Person
from tests.doubles.matrix.proxy import Proxy, proxy_to
from tests.doubles.matrix.synapse import Synapse
from tests.matrix.house import House, running_bot


@pytest.fixture
async def house(
    synapse: Synapse,
    newcomer: Newcomers,
    encrypted_newcomer: EncryptedNewcomers,
    sqlite: OpenStore,
    clock: HandClock,
    tmp_path: Path,
) -> AsyncIterator[House]:
    """Ana's private room, and `help` in the space, are encrypted."""
    async with running_bot(synapse, sqlite, clock, tmp_path / "matrix", encryption=True) as opened:
        mo, ana = await newcomer("mo"), await encrypted_newcomer("ana")
        await opened.move_into_one_room(mo, ana, encrypted=True)
        opened.help = await mo.create_room("Help", invite=[opened.user_id, ana.user_id], encrypted=True)
        await mo.add_child(opened.space, opened.help)
        await ana.join(opened.help)
        await opened.until(lambda: opened.is_in(opened.help))
        yield opened


@pytest.fixture
def ana(house: House) -> EncryptedPerson:
    assert isinstance(house.ana, EncryptedPerson)
    return house.ana


async def keep_key(ana: EncryptedPerson, house: House) -> OutboundGroupSession:
    """From the bot, from now on. Returns the key to what will be said in Ana's room, from its beginning."""
    await ana.catch_up()
    olm = ana.client.olm
    assert olm is not None
    for device in ana.client.device_store.active_user_devices(house.user_id):
        ana.client.blacklist_device(device)
    olm.create_outbound_group_session(house.room)
    return OutboundGroupSession.from_pickle(olm.outbound_group_sessions[house.room].pickle())


async def hand_out(key: OutboundGroupSession, ana: EncryptedPerson, house: House) -> None:
    """As somebody whose client was slow."""
    assert ana.client.olm is not None
    for device in ana.client.device_store.active_user_devices(house.user_id):
        ana.client.unblacklist_device(device)
    ana.client.olm.outbound_group_sessions[house.room] = key
    await ana.client.share_group_session(house.room, ignore_unverified_devices=True)


async def has_heard(house: House, count: int) -> bool:
    return len(house.listening.heard) >= count


async def is_kept(house: House, count: int = 1) -> bool:
    hearing = house.bot.platform._hearing
    assert hearing is not None
    return hearing.pulse.unreadable >= count


async def send_rubbish(ana: EncryptedPerson, room: str) -> str:
    """As ciphertext, each time of a session that there never was."""
    content = {**MEGOLM, "session_id": secrets.token_hex(8), "ciphertext": "AAAA", "sender_key": "K", "device_id": "D"}
    return await Person.send(ana, room, "m.room.encrypted", content)


async def has_asked(proxy: Proxy, path: str, more_than: int) -> bool:
    return len(proxy.asked(path)) > more_than


async def test_an_encrypted_command_is_answered_in_an_encrypted_private_room(
    house: House, ana: EncryptedPerson
) -> None:
    await ana.say(house.help, "!help")
    assert await house.hears(ana, house.room, "Here is what is possible")

    await ana.say(house.room, "!myhelp")
    assert await house.hears(ana, house.room, "Nothing of yours is open")


async def test_what_was_said_in_ciphertext_while_we_were_stopped_is_heard_in_order(
    house: House, ana: EncryptedPerson
) -> None:
    await house.stop()
    for number in range(120):
        await ana.say(house.room, f"!claim {number}")

    await house.start(encryption=True)

    await house.until(lambda: has_heard(house, 120))
    assert house.listening.heard == await house.said(ana, house.room)


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_a_key_that_comes_late_lets_us_hear_what_was_said(
    house: House, ana: EncryptedPerson, is_restarted: bool
) -> None:
    key = await keep_key(ana, house)
    await ana.say(house.room, "!help")
    await house.until(lambda: is_kept(house))
    if is_restarted:
        await house.stop()
    await hand_out(key, ana, house)
    if is_restarted:
        await house.start(encryption=True)

    await house.hears(ana, house.room, "Here is what is possible")
    assert len(await house.heard(ana, house.room)) == 1


async def test_a_key_that_never_comes_is_spoken_of_once_and_after_a_while(
    house: House, ana: EncryptedPerson, clock: HandClock
) -> None:
    await keep_key(ana, house)
    said = [await ana.say(house.room, "!help") for _ in range(3)]
    await house.until(lambda: is_kept(house))
    assert await house.heard(ana, house.room) == []

    clock.machine_forward(GRACE)
    await ana.react(house.room, said[0], "👍")
    await house.hears(ana, house.room, "I can't read a message here, because its key has not reached me")
    await ana.say(house.room, "!help")
    await house.stop()
    await house.start(encryption=True)
    clock.machine_forward(GRACE)
    await ana.react(house.room, said[0], "👎")
    await ana.react(house.help, await house.mo.say(house.help, "hello"), "👍")
    await house.until(lambda: is_kept(house))

    (told,) = [message for message in await ana.see(house.room) if message.sender == house.user_id]
    assert told.kind == "m.notice"


async def test_much_that_nobody_can_read_is_one_line_and_one_attempt_while_a_limit_holds(
    synapse: Synapse,
    newcomer: Newcomers,
    encrypted_newcomer: EncryptedNewcomers,
    sqlite: OpenStore,
    clock: HandClock,
    tmp_path: Path,
) -> None:
    folder, limit = tmp_path / "matrix", '{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 60000}'
    async with (
        proxy_to(synapse.url) as proxy,
        running_bot(synapse, sqlite, clock, folder, encryption=True, homeserver=proxy.url) as house,
    ):
        ana = await encrypted_newcomer("ana")
        await house.move_into_one_room(await newcomer("mo"), ana, encrypted=True)
        rubbish = [await send_rubbish(ana, house.room) for _ in range(5)]
        await house.until(lambda: is_kept(house, 5))
        before = len(proxy.asked("/send/"))

        clock.machine_forward(GRACE)
        proxy.fail("/send/", times=1000, status=429, body=limit)
        for key in ("👍", "👎", "🙂"):
            turns = len(proxy.asked("/sync"))
            await ana.react(house.room, rubbish[0], key)
            await house.until(lambda turns=turns: has_asked(proxy, "/sync", turns))
        assert len(proxy.asked("/send/")) == before + 1

        proxy.faults.clear()
        clock.machine_forward(60)
        await ana.react(house.room, rubbish[0], "🐣")
        await house.hears(ana, house.room, "I can't read a message here")
        assert len(await house.heard(ana, house.room)) == 1


async def test_what_looks_like_ciphertext_where_nobody_encrypts_is_not_spoken_of(
    house: House, ana: EncryptedPerson, clock: HandClock
) -> None:
    room = await house.mo.create_room("Plain", invite=[house.user_id, ana.user_id])
    await house.mo.add_child(house.space, room)
    await ana.join(room)
    await house.until(lambda: house.is_in(room))
    await send_rubbish(ana, room)
    said = await send_rubbish(ana, house.room)
    await ana.say(house.room, "!help")
    await house.hears(ana, house.room, "Here is what is possible")

    clock.machine_forward(GRACE)
    await ana.react(house.room, said, "👍")
    await house.hears(ana, house.room, "I can't read a message here")

    assert await house.heard(ana, room) == []


async def test_why_we_were_not_given_the_key_is_said_if_we_know_it(
    house: House, ana: EncryptedPerson, clock: HandClock
) -> None:
    await keep_key(ana, house)
    said = await ana.say(house.room, "!help")
    assert ana.client.olm is not None
    session = ana.client.olm.outbound_group_sessions[house.room]
    withheld = {
        "algorithm": "m.megolm.v1.aes-sha2",
        "room_id": house.room,
        "session_id": session.id,
        "sender_key": ana.client.olm.account.identity_keys["curve25519"],
        "code": "m.unverified",
    }
    server = house.bot.platform._client
    assert server is not None
    await ana.send_to_device("m.room_key.withheld", house.user_id, server.server.device_id, withheld)
    await house.until(lambda: is_kept(house))
    clock.machine_forward(GRACE)
    await ana.react(house.room, said, "👍")

    assert await house.hears(ana, house.room, "shares keys only with devices it has verified")


async def test_nothing_is_taken_back_in_ciphertext(house: House, ana: EncryptedPerson) -> None:
    """A homeserver looks at who takes something back; at what is encrypted it cannot look."""
    said = await ana.say(house.room, "!help")
    await house.hears(ana, house.room, "Here is what is possible")
    for kind in ("m.room.redaction", "m.room.member", "m.room.tombstone"):
        await ana.seal(house.room, {"type": kind, "content": {"redacts": said}, "redacts": said, "room_id": house.room})

    await ana.say(house.room, "!myhelp")

    assert await house.hears(ana, house.room, "Nothing of yours is open")
