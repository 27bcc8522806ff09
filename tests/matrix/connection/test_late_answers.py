"""An answer that comes late does not undo what was heard after the question."""

import asyncio
from typing import Any

import pytest

from adapters.matrix.connection.rooms import TRIES
from adapters.matrix.connection.server import Server, Unreachable
from tests.doubles.matrix.encrypted import EncryptedNewcomers
from tests.doubles.matrix.person import MEGOLM, Newcomers
from tests.matrix.connection.bot import Bot


class Late:
    """The homeserver's first answer to what has `part` in its path; it comes when `comes` is set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
        self.is_on_its_way, self.comes = asyncio.Event(), asyncio.Event()
        call = Server.call

        async def holding(server: Server, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
            try:
                return await call(server, method, path, body, **more)
            finally:
                if part in path and not self.is_on_its_way.is_set():
                    self.is_on_its_way.set()
                    await self.comes.wait()

        monkeypatch.setattr(Server, "call", holding)


async def test_a_room_that_was_heard_to_be_encrypted_stays_so(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana, encrypted=False)
    late = Late(monkeypatch, "/state/m.room.encryption")

    async with asyncio.TaskGroup() as group:
        group.create_task(bot.say(room, "asked before"))
        await late.is_on_its_way.wait()
        await ana.set_state(room, "m.room.encryption", MEGOLM)
        await bot.hear()
        late.comes.set()
    await bot.say(room, "asked afterwards")

    own = [event for event in await ana.read(room) if event["sender"] == bot.user_id and "state_key" not in event]
    assert [(event["content"]["body"], "decrypted" in event) for event in own] == [
        ("asked before", True),
        ("asked afterwards", True),
    ]


async def test_what_was_answered_while_the_homeserver_went_away_is_not_kept(
    bot: Bot, newcomer: Newcomers, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await bot.share_room(await newcomer("ana"), encrypted=False)
    late = Late(monkeypatch, "/state/m.room.encryption")

    async with asyncio.TaskGroup() as group:
        group.create_task(bot.say(room, "hello"))
        await late.is_on_its_way.wait()
        bot.client.rooms.doubt()
        late.comes.set()

    assert bot.client.rooms[room].is_encrypted is None


async def test_who_was_shown_out_meanwhile_gets_no_key(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = await encrypted_newcomer("ana"), await encrypted_newcomer("ben")
    room = await bot.share_room(ana, ben)
    late = Late(monkeypatch, "/members")

    async with asyncio.TaskGroup() as group:
        group.create_task(bot.say(room, "without ben"))
        await late.is_on_its_way.wait()
        await ana.ban(room, ben.user_id)
        await bot.hear()
        late.comes.set()

    await ben.catch_up()
    assert list(ben.client.olm.inbound_group_store) == []
    assert await bot.client.rooms.readers(room) == {ana.user_id, bot.user_id}


async def test_where_people_come_and_go_all_the_time_nothing_is_said_for_now(
    bot: Bot, newcomer: Newcomers, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await bot.share_room(await newcomer("ana"))
    asked, call = [], Server.call

    async def busy(server: Server, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        said = await call(server, method, path, body, **more)
        if path.endswith("/members"):
            asked.append(path)
            bot.client.rooms[room].ask_again()
        return said

    monkeypatch.setattr(Server, "call", busy)
    with pytest.raises(Unreachable, match="changes faster than it is told"):
        await bot.say(room, "hello")
    assert len(asked) == TRIES


async def test_a_device_that_somebody_begins_meanwhile_is_asked_about_again(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    late = Late(monkeypatch, "/keys/query")

    async with asyncio.TaskGroup() as group:
        group.create_task(bot.say(room, "asked before"))
        await late.is_on_its_way.wait()
        again = await encrypted_newcomer.another_device(ana)
        await bot.hear()
        late.comes.set()
    await bot.say(room, "asked afterwards")

    assert [message.body for message in await again.see(room)][-1:] == ["asked afterwards"]


async def test_an_older_answer_does_not_take_a_device_away_again(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    await bot.say(room, "one device")
    await encrypted_newcomer.another_device(ana)
    late = Late(monkeypatch, "/keys/query")

    async with asyncio.TaskGroup() as group:
        group.create_task(bot.hear())
        await late.is_on_its_way.wait()
        third = await encrypted_newcomer.another_device(ana)
        await bot.client.sync(bot.since, seconds=0)
        await bot.client.upkeep()
        late.comes.set()
    assert bot.machine is not None
    known = {device.device_id for device in bot.machine.device_store.active_user_devices(ana.user_id)}

    assert third.device_id in known
