"""Hearing and speaking, in plain and in encrypted rooms."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from adapters.matrix.connection.client import Sealed
from adapters.matrix.connection.machine import Undecryptable
from adapters.matrix.connection.server import Refusal, Server, Unreachable, quoted
from tests.doubles.matrix.encrypted import EncryptedNewcomers
from tests.doubles.matrix.person import Newcomers, Person
from tests.matrix.connection.bot import Bot

SEALED: dict[str, Any] = {
    "type": "m.room.encryption",
    "state_key": "",
    "content": {"algorithm": "m.megolm.v1.aes-sha2"},
}
NewBot = Callable[..., Awaitable[Bot]]


async def raw(person: Person, room: str) -> list[dict[str, Any]]:
    """The encrypted events as the homeserver has them."""
    page = await person.call("GET", f"/rooms/{room}/messages", dir="b", limit="100")
    return [event for event in page["chunk"] if event["type"] == "m.room.encrypted"]


async def test_in_a_plain_room_everybody_reads_the_bot(bot: Bot, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await bot.share_room(ana, encrypted=False)
    await ana.say(room, "!help")
    assert await bot.said(room) == ["!help"]
    await bot.say(room, "Here I am")
    [_, answer] = await ana.see(room)
    assert (answer.body, answer.kind, answer.sender) == ("Here I am", "m.notice", bot.user_id)


async def test_in_an_encrypted_room_bot_and_people_read_each_other(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    await ana.say(room, "!help")
    assert await bot.said(room) == ["!help"]
    await bot.say(room, "Here I am")
    assert [message.body for message in await ana.see(room)] == ["!help", "Here I am"]


async def test_nothing_goes_into_an_encrypted_room_in_clear(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers, newcomer: Newcomers
) -> None:
    ana, outsider = await encrypted_newcomer("ana"), await newcomer("outsider")
    room = await bot.share_room(ana, outsider)
    await bot.say(room, "between us")
    [event] = [
        event for event in await outsider.read(room) if event["sender"] == bot.user_id and "state_key" not in event
    ]
    assert event["type"] == "m.room.encrypted"
    assert "between us" not in str(event)


async def test_a_room_that_becomes_encrypted_is_written_into_encrypted(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana, encrypted=False)
    await bot.say(room, "in clear")
    await ana.set_state(room, "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"})
    await bot.hear()
    await bot.say(room, "sealed")
    own = [event for event in await ana.read(room) if event["sender"] == bot.user_id and "state_key" not in event]
    assert [(event["content"]["body"], "decrypted" in event) for event in own] == [
        ("in clear", False),
        ("sealed", True),
    ]


async def test_a_relation_is_visible_to_the_homeserver_and_reactions_are_in_clear(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    card = await bot.say(room, "card")
    related = {"rel_type": "m.replace", "event_id": card}
    await bot.say(room, "newer", **{"m.relates_to": related, "m.new_content": {"msgtype": "m.notice", "body": "newer"}})
    annotation = {"rel_type": "m.annotation", "event_id": card, "key": "✋"}
    await bot.client.send_event(room, "m.reaction", {"m.relates_to": annotation}, "hand")
    [message] = await ana.see(room)
    assert (message.body, message.edits, message.reactions) == ("newer", 1, {"✋": {bot.user_id}})


async def test_the_same_key_makes_one_message_in_an_encrypted_room(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    assert await bot.say(room, "once", "key") == await bot.say(room, "once", "key")
    assert [message.body for message in await ana.see(room)] == ["once"]


async def test_with_encryption_off_the_bot_never_writes_into_an_encrypted_room(
    new_bot: NewBot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    bot, ana = await new_bot(encryption=False), await encrypted_newcomer("ana")
    opened = await bot.start()
    room = await bot.share_room(ana)
    await ana.say(room, "!help")
    [heard] = [event for event in await bot.hear(room) if not isinstance(event, dict)]
    assert heard == Undecryptable(room, "", "encryption is turned off")
    with pytest.raises(Sealed, match="the room is encrypted, and encryption is turned off"):
        await bot.say(room, "plain")
    with pytest.raises(Sealed):
        await bot.client.send_event(room, "m.reaction", {}, "hand")
    assert opened.standing is None
    assert [event["sender"] for event in await ana.read(room) if event["type"] == "m.room.message"] == [ana.user_id]


async def test_somebody_who_comes_later_reads_what_is_said_from_then_on(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana, ben = await encrypted_newcomer("ana"), await encrypted_newcomer("ben")
    room = await bot.share_room(ana)
    await bot.say(room, "before")
    await ana.invite(room, ben.user_id)
    await ben.join(room)
    await bot.hear()
    await bot.say(room, "after")
    assert [message.body for message in await ben.see(room)] == ["", "after"]
    assert [message.body for message in await ana.see(room)] == ["before", "after"]


async def test_who_left_does_not_get_the_key_of_what_is_said_afterwards(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana, ben = await encrypted_newcomer("ana"), await encrypted_newcomer("ben")
    room = await bot.share_room(ana, ben)
    await bot.say(room, "while all are there")
    await ana.kick(room, ben.user_id)
    await bot.hear()
    await bot.say(room, "without ben")
    [before, after] = [
        event for event in await ana.read(room) if event["sender"] == bot.user_id and "decrypted" in event
    ]
    await ben.catch_up()
    sessions = {session.id for session in ben.client.olm.inbound_group_store}
    sealed = {event["event_id"]: event["content"]["session_id"] for event in await raw(ana, room)}
    assert (sealed[before["event_id"]] in sessions, sealed[after["event_id"]] in sessions) == (True, False)


async def test_somebody_invited_reads_what_was_said_before_they_came(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana = await encrypted_newcomer("ana")
    content = {"algorithm": "m.megolm.v1.aes-sha2"}
    made = await bot.server.call(
        "POST",
        "/createRoom",
        {
            "preset": "private_chat",
            "is_direct": True,
            "invite": [ana.user_id],
            "initial_state": [{"type": "m.room.encryption", "state_key": "", "content": content}],
        },
    )
    await bot.say(made["room_id"], "for when you come")
    await ana.join(made["room_id"])
    assert [message.body for message in await ana.see(made["room_id"])] == ["for when you come"]


async def test_a_new_device_of_somebody_reads_what_is_said_from_then_on(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    await bot.say(room, "first device")
    again = await encrypted_newcomer.another_device(ana)
    await bot.hear()
    await bot.say(room, "both devices")
    assert [message.body for message in await again.see(room)] == ["", "both devices"]
    assert [message.body for message in await ana.see(room)] == ["first device", "both devices"]


async def test_a_room_the_bot_is_not_in_is_refused(bot: Bot, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await ana.create_room()
    with pytest.raises(Refusal) as refusal:
        await bot.say(room, "let me in")
    assert (refusal.value.status, refusal.value.errcode) == (403, "M_FORBIDDEN")


async def test_what_was_said_while_the_bot_was_down_is_read_afterwards(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    await bot.say(room, "going down")
    await bot.stop()
    await ana.say(room, "are you there?")
    await bot.start()
    assert await bot.said(room) == ["going down", "are you there?"]
    await bot.say(room, "again")
    assert [message.body for message in await ana.see(room)] == ["going down", "are you there?", "again"]


async def test_somebody_who_left_unseen_in_a_gap_does_not_get_the_next_key(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana, ben = await encrypted_newcomer("ana"), await encrypted_newcomer("ben")
    room = await bot.share_room(ana, ben)
    await bot.say(room, "while all are there")
    await ana.kick(room, ben.user_id)
    for number in range(60):
        await Person.send(ana, room, "m.room.message", {"msgtype": "m.text", "body": f"{number}"})
    await bot.hear()
    await bot.say(room, "without ben")
    await ben.catch_up()
    assert ben.client.olm is not None
    sessions = {session.id for session in ben.client.olm.inbound_group_store}
    sealed = [event["content"]["session_id"] for event in await raw(ana, room) if event["sender"] == bot.user_id]
    assert [session in sessions for session in sealed] == [False, True]


async def test_a_name_that_changes_is_no_reason_to_ask_who_is_there(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = await encrypted_newcomer("ana"), await encrypted_newcomer("ben")
    room = await bot.share_room(ana, ben)
    await bot.say(room, "first")
    await ana.set_state(room, "m.room.member", {"membership": "join", "displayname": "Ana again"}, ana.user_id)
    await ana.say(room, "!help")
    await ben.say(room, "!help")
    await bot.hear()
    asked, call = [], Server.call

    async def watching(server: Server, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        asked.append(path.partition("/send/")[0])
        return await call(server, method, path, body, **more)

    monkeypatch.setattr(Server, "call", watching)
    await bot.say(room, "second")
    assert asked == [f"/rooms/{quoted(room)}"]
    assert [message.body for message in await ben.see(room)] == ["first", "!help", "!help", "second"]


async def test_where_history_is_for_members_alone_the_invited_get_no_key(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana, ben = await encrypted_newcomer("ana"), await encrypted_newcomer("ben")
    content = {"history_visibility": "joined"}
    room = await bot.share_room(ana, initial_state=[{"type": "m.room.history_visibility", "content": content}])
    await ana.invite(room, ben.user_id)
    await bot.hear()
    await bot.say(room, "for who is here")
    await ben.catch_up()
    assert ben.client.olm is not None
    assert list(ben.client.olm.inbound_group_store) == []
    await ben.join(room)
    await bot.hear()
    await bot.say(room, "for ben too")
    assert [message.body for message in await ben.see(room)] == ["for ben too"]


async def test_a_device_that_somebody_invited_begins_reads_what_is_said_from_then_on(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is invited from another homeserver shares no room with us, so nobody tells us of their devices."""
    ana, call = await encrypted_newcomer("ana"), Server.call

    async def untold(server: Server, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        said = await call(server, method, path, body, **more)
        said.pop("device_lists", None)
        return said

    monkeypatch.setattr(Server, "call", untold)
    made = await bot.server.call("POST", "/createRoom", {"invite": [ana.user_id], "initial_state": [SEALED]})
    room = made["room_id"]
    await bot.say(room, "first")
    again = await encrypted_newcomer.another_device(ana)
    await bot.hear()
    await bot.say(room, "second")
    await again.join(room)
    assert [message.body for message in await again.see(room)] == ["", "second"]


async def test_while_the_homeserver_is_away_nothing_is_taken_for_granted(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A room may have been encrypted meanwhile."""
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana, encrypted=False)
    await bot.say(room, "in clear")
    call = Server.call

    async def away(server: Server, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        if path == "/sync":
            raise Unreachable("the homeserver does not answer: TimeoutError")
        return await call(server, method, path, body, **more)

    monkeypatch.setattr(Server, "call", away)
    with pytest.raises(Unreachable):
        await bot.hear()
    await ana.set_state(room, "m.room.encryption", SEALED["content"])
    await bot.say(room, "sealed")
    assert ["decrypted" in event for event in await ana.read(room) if event["sender"] == bot.user_id][-2:] == [
        False,
        True,
    ]


async def test_a_homeserver_that_does_not_tell_devices_is_asked_again_later_and_holds_nobody_up(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, far = await encrypted_newcomer("ana"), await encrypted_newcomer("far")
    room = await bot.share_room(ana, far)
    asked, call = [], Server.call

    async def partly(server: Server, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        said = await call(server, method, path, body, **more)
        if path == "/keys/query":
            asked.append(sorted(body["device_keys"]))
            said["device_keys"].pop(far.user_id, None)
        return said

    monkeypatch.setattr(Server, "call", partly)
    await bot.say(room, "first")
    await bot.say(room, "second")
    assert asked == [sorted([ana.user_id, bot.user_id, far.user_id])]
    assert [message.body for message in await ana.see(room)] == ["first", "second"]
