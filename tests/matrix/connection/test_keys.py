"""The device's keys on the homeserver: there before anybody needs them, and never lost on the way."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest
from nio.store import SqliteStore

from adapters.matrix.connection.folder import STORE
from adapters.matrix.connection.server import Refusal, Server, Unreachable
from bot.errors import PlatformUnreachable, StorageStopped
from tests.doubles.matrix.encrypted import EncryptedNewcomers
from tests.doubles.matrix.person import Newcomers, Person
from tests.matrix.connection.bot import Bot

NewBot = Callable[..., Awaitable[Bot]]


async def claim(person: Person, bot: Bot, count: int) -> list[dict[str, Any]]:
    """What other clients do to begin a session; each key is given away once."""
    wanted = {"one_time_keys": {bot.user_id: {bot.server.device_id: "signed_curve25519"}}}
    answers = [await person.call("POST", "/keys/claim", wanted) for _ in range(count)]
    return [answer["one_time_keys"][bot.user_id][bot.server.device_id] for answer in answers]


async def left(bot: Bot) -> int:
    said = await bot.server.call("POST", "/keys/upload", {})
    return int(said["one_time_key_counts"].get("signed_curve25519", 0))


async def test_at_the_first_start_fifty_keys_are_there_for_whoever_writes_first(bot: Bot) -> None:
    assert await left(bot) == 50


async def test_what_is_published_was_saved_before(new_bot: NewBot, monkeypatch: pytest.MonkeyPatch) -> None:
    bot = await new_bot()
    published, saved = set(), set()
    call = Server.call

    async def watching(server: Server, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        if path == "/keys/upload":
            store = SqliteStore(bot.user_id, server.device_id, str(bot.path), database_name=STORE)
            account = store.load_account()
            saved.update(key.to_base64() for key in account._account.one_time_keys.values())
            saved.update(key.to_base64() for key in account._account.fallback_key.values())
            store.database.close()
            published.update(
                key["key"] for part in ("one_time_keys", "fallback_keys") for key in body.get(part, {}).values()
            )
        return await call(server, method, path, body, **more)

    monkeypatch.setattr(Server, "call", watching)
    await bot.start()
    await bot.hear()
    assert len(published) == 51
    assert published <= saved


async def test_an_upload_whose_answer_was_lost_is_made_again(
    new_bot: NewBot, encrypted_newcomer: EncryptedNewcomers, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot, ana = await new_bot(), await encrypted_newcomer("ana")
    call = Server.call

    async def losing(server: Server, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        answer = await call(server, method, path, body, **more)
        if path == "/keys/upload":
            raise Unreachable("the answer was lost")
        return answer

    with monkeypatch.context() as broken:
        broken.setattr(Server, "call", losing)
        with pytest.raises(PlatformUnreachable, match="The homeserver does not take the keys of the bot's device"):
            await bot.start()
    await bot.start()
    room = await bot.share_room(ana)
    await ana.say(room, "!help")
    assert await bot.said(room) == ["!help"]


async def test_after_all_keys_were_used_up_while_the_bot_was_down_somebody_can_still_begin(
    bot: Bot, newcomer: Newcomers, encrypted_newcomer: EncryptedNewcomers
) -> None:
    many, ana = await newcomer("many"), await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    await bot.stop()
    keys = await claim(many, bot, 52)
    fallback = [next(iter(key.values())) for key in keys[-2:]]
    assert [key["fallback"] for key in fallback] == [True, True]
    await ana.say(room, "!help")
    await bot.start()
    assert await bot.said(room) == ["!help"]


async def test_none_left_is_a_number_too(bot: Bot, newcomer: Newcomers) -> None:
    await bot.hear()
    await claim(await newcomer("many"), bot, 50)
    assert await left(bot) == 0
    await bot.hear()
    assert await left(bot) == 50


async def test_a_fallback_key_that_was_used_is_replaced(bot: Bot, newcomer: Newcomers) -> None:
    many = await newcomer("many")
    await bot.hear()
    [*_, first] = await claim(many, bot, 51)
    await bot.hear()
    [*_, second] = await claim(many, bot, 51)
    keys = [next(iter(key.values())) for key in (first, second)]
    assert [key.get("fallback") for key in keys] == [True, True]
    assert keys[0]["key"] != keys[1]["key"]


async def test_trouble_with_the_keys_does_not_stop_anything(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    await ana.say(room, "!help")
    await claim(ana, bot, 1)
    call = Server.call

    async def failing(server: Server, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        if path.startswith("/keys"):
            raise Unreachable("the homeserver stumbles: 502")
        return await call(server, method, path, body, **more)

    with monkeypatch.context() as broken:
        broken.setattr(Server, "call", failing)
        assert await bot.said(room) == ["!help"]
    assert "the keys could not be looked after: the homeserver stumbles: 502" in caplog.text
    await bot.hear()
    assert await left(bot) == 50


async def test_keys_that_are_refused_do_not_keep_new_devices_from_being_seen(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    await bot.say(room, "so that her devices are known")
    await claim(ana, bot, 1)
    again = await encrypted_newcomer.another_device(ana)
    call = Server.call

    async def refusing(server: Server, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        if path == "/keys/upload":
            raise Refusal(400, "M_UNKNOWN")
        return await call(server, method, path, body, **more)

    monkeypatch.setattr(Server, "call", refusing)
    await bot.hear()
    assert bot.machine is not None
    known = {device.device_id for device in bot.machine.device_store.active_user_devices(ana.user_id)}
    assert again.device_id in known


async def test_a_key_that_did_not_reach_everybody_is_handed_out_again_before_anything_is_said(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [await encrypted_newcomer(name) for name in ("ana", "ben", "chi")]
    room = await bot.share_room(*people)
    assert bot.machine is not None
    bot.machine._maxToDeviceMessagesPerRequest = 2
    call, handed_out = Server.call, []

    async def once(server: Server, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        """The third gets nothing at first."""
        if path.startswith("/sendToDevice"):
            handed_out.append(sorted(user for user in body["messages"]))
            if len(handed_out) == 2:
                raise Refusal(429, "M_LIMIT_EXCEEDED", 0.1)
        return await call(server, method, path, body, **more)

    monkeypatch.setattr(Server, "call", once)
    with pytest.raises(Refusal):
        await bot.say(room, "for everybody")
    await bot.say(room, "for everybody")
    assert [len(users) for users in handed_out] == [2, 1, 1]
    assert [[message.body for message in await person.see(room)] for person in people] == [["for everybody"]] * 3


async def test_a_session_that_got_out_of_step_is_begun_anew(bot: Bot, encrypted_newcomer: EncryptedNewcomers) -> None:
    """As when the bot's disk was brought back from a copy: what comes cannot be opened any more."""
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    await bot.say(room, "so that there is a session")
    await ana.catch_up()
    assert bot.machine is not None
    [device] = bot.machine.device_store.active_user_devices(ana.user_id)
    bot.machine.session_store._entries.clear()
    assert not bot.machine.receive(await sealed_for(bot, ana))
    assert bot.machine.wedged_devices == [device]
    await bot.client.upkeep()
    assert (bot.machine.wedged_devices, bot.machine.outgoing_to_device_messages) == ([], [])
    await ana.catch_up()
    await ana.say(room, "!help")
    assert "!help" in await bot.said(room)


async def test_where_keys_cannot_be_saved_nothing_is_taken_for_read(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    assert bot.machine is not None
    bot.machine.store.database.execute_sql("PRAGMA query_only = 1")
    await ana.say(room, "!help")
    since = bot.since
    with pytest.raises(StorageStopped, match=r"The bot's keys on Matrix cannot be saved \(attempt to write a readonly"):
        await bot.hear(room)
    await bot.stop()
    await bot.start()
    assert bot.since == since
    assert await bot.said(room) == ["!help"]


async def sealed_for(bot: Bot, person: Any) -> Mapping[str, Any]:
    """What the person's client writes to the bot's device within their session."""
    olm = person.client.olm
    device = olm.device_store[bot.user_id][bot.server.device_id]
    content = olm._olm_encrypt(olm.session_store.get(device.curve25519), device, "m.dummy", {})
    return {"type": "m.room.encrypted", "sender": person.user_id, "content": content}
