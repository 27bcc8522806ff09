"""The people of the tests meet on a real Synapse, as everybody does."""

import asyncio
import contextlib
import socket
import subprocess
import sys

import pytest

from tests.cli.command import ROOT
from tests.doubles.matrix.encrypted import EncryptedNewcomers, EncryptedPerson
from tests.doubles.matrix.person import Newcomers, Said
from tests.doubles.matrix.synapse import Synapse


async def test_two_people_talk_in_a_room(newcomer: Newcomers) -> None:
    ana, ben = await newcomer("ana"), await newcomer("ben")
    room = await ana.create_room("Kitchen", invite=[ben.user_id])
    assert await ben.wait_to_be_invited() == room
    await ben.join(room)
    asked = await ana.say(room, "Who can help?")
    await ben.reply(room, asked, "I can")
    await ben.react(room, asked, "✋")
    await ana.edit(room, asked, "Who can help me?")
    question, answer = await ana.see(room)
    assert (question.body, question.edits, question.reactions) == ("Who can help me?", 1, {"✋": {ben.user_id}})
    assert (answer.body, answer.answers) == ("I can", asked)


async def test_what_was_taken_back_is_not_seen(newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await ana.create_room()
    kept, taken = await ana.say(room, "kept"), await ana.say(room, "taken back")
    hand = await ana.react(room, kept, "✋")
    await ana.redact(room, taken)
    await ana.redact(room, hand)
    assert [(message.body, message.reactions) for message in await ana.see(room)] == [("kept", {})]


async def test_somebody_can_wait_for_what_is_still_to_come(newcomer: Newcomers) -> None:
    ana, ben = await newcomer("ana"), await newcomer("ben")
    room = await ana.create_room(invite=[ben.user_id])
    await ben.join(room)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(ana.wait_to_see(room, lambda message: message.body == "here I am"))
        group.create_task(ben.say(room, "here I am"))
    assert waiting.result().sender == ben.user_id


async def test_a_community_is_a_space_with_rooms(newcomer: Newcomers) -> None:
    ana, ben = await newcomer("ana"), await newcomer("ben")
    space, room = await ana.create_space("Mill Street"), await ana.create_room("Help", version="12")
    await ana.add_child(space, room)
    await ana.invite(room, ben.user_id)
    await ben.join(room)
    await ana.set_level(room, ben.user_id, 50)
    newer = await ana.upgrade(room, "12")
    assert (await ana.state(room, "m.room.tombstone") or {})["replacement_room"] == newer
    await ana.kick(room, ben.user_id)
    assert await ana.members(room) == {ana.user_id}


async def test_what_may_not_be_done_is_refused(newcomer: Newcomers) -> None:
    ana, ben = await newcomer("ana"), await newcomer("ben")
    room = await ana.create_room()
    with pytest.raises(Said) as refusal:
        await ben.say(room, "let me in")
    assert (refusal.value.status, refusal.value.errcode) == (403, "M_FORBIDDEN")


async def test_encrypted_people_read_each_other_and_nobody_else_does(
    newcomer: Newcomers, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana, ben = await encrypted_newcomer("ana"), await encrypted_newcomer("ben")
    plain = await newcomer("chi")
    assert isinstance(ana, EncryptedPerson)
    room = await ana.create_room(encrypted=True, invite=[ben.user_id, plain.user_id])
    await ben.join(room)
    await plain.join(room)
    await ana.say(room, "between us")
    await ben.say(room, "and back")
    assert [message.body for message in await ben.see(room)] == ["between us", "and back"]
    assert [message.body for message in await ana.see(room)] == ["between us", "and back"]
    assert [message.body for message in await plain.see(room)] == ["", ""]


async def test_a_synapse_that_was_stopped_goes_on_where_it_was(newcomer: Newcomers, synapse: Synapse) -> None:
    ana = await newcomer("ana")
    room = await ana.create_room()
    await ana.say(room, "before")
    synapse.stop(hard=True)
    synapse.start()
    await ana.say(room, "after")
    assert [message.body for message in await ana.see(room)] == ["before", "after"]


def test_synapse_ends_with_whoever_started_it() -> None:
    starter = """
import os
from tests.doubles.matrix.synapse import Synapse
synapse = Synapse()
synapse.start()
print(synapse.port)
os.abort()
"""
    command = [sys.executable, "-u", "-c", starter]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    with contextlib.suppress(ConnectionError), socket.socket() as probe:
        probe.settimeout(10)
        probe.connect(("127.0.0.1", int(ended.stdout)))
        assert probe.recv(1) == b""
