"""Every start is the same device; and what is in the way is said in a sentence that names the fix."""

import json
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.matrix.connection.folder import Folder
from adapters.matrix.connection.login import Login
from adapters.matrix.connection.server import Server
from adapters.matrix.connection.session import check_homeserver, try_password
from adapters.matrix.connection.signing import Standing
from bot.errors import BadConfig, PlatformUnreachable, StorageUnusable
from tests.doubles.matrix.encrypted import EncryptedNewcomers
from tests.doubles.matrix.synapse import Synapse
from tests.matrix.connection.bot import Bot

NewBot = Callable[..., Awaitable[Bot]]


async def devices(bot: Bot) -> set[str]:
    return {device["device_id"] for device in (await bot.server.call("GET", "/devices"))["devices"]}


async def test_every_start_is_the_same_device(bot: Bot) -> None:
    first = (bot.opened.device_id, bot.opened.fingerprint)
    before = await devices(bot)
    await bot.stop()
    opened = await bot.start()
    assert (opened.device_id, opened.fingerprint) == first
    assert await devices(bot) == before


async def test_the_session_is_for_its_owner_alone(bot: Bot) -> None:
    files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in bot.path.iterdir()}
    assert files == dict.fromkeys(("lock", "session.json", "cross-signing.json", "keys.db"), 0o600)
    assert stat.S_IMODE(bot.path.stat().st_mode) == 0o700


async def test_nothing_secret_is_in_the_log(new_bot: NewBot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    bot = await new_bot()
    await bot.start()
    await bot.hear()
    seeds = json.loads((bot.path / "cross-signing.json").read_text())
    secrets = [bot.server.token, bot.login.password, *bot.shown, *seeds.values()]
    assert [secret for secret in secrets if secret in caplog.text] == []
    assert [secret for secret in secrets if secret in repr((bot.login, bot.folder.session(), bot.opened))] == []


async def test_stopped_right_after_logging_in_no_second_device_is_made(bot: Bot) -> None:
    before = await devices(bot)
    kept = bot.folder.session()
    assert kept is not None
    await bot.stop()
    written = json.loads((bot.path / "session.json").read_text())
    (bot.path / "session.json").write_text(json.dumps(written | {"token": "", "fingerprint": ""}))
    await bot.start()
    assert await devices(bot) == before


async def test_a_token_needs_no_password_and_its_device_is_asked_for(synapse: Synapse, new_bot: NewBot) -> None:
    bot = await new_bot()
    account = await synapse.log_in(bot.user_id)
    opened = await bot.start(token=account.token, password=None)
    assert (opened.device_id, opened.standing) == (account.device_id, Standing.SIGNED)


async def test_a_token_of_somebody_else_is_refused(synapse: Synapse, new_bot: NewBot) -> None:
    bot, other = await new_bot(), await synapse.register("other")
    with pytest.raises(BadConfig, match=f"The token under .matrix. belongs to {other.user_id}, not to {bot.user_id}."):
        await bot.start(token=other.token, password=None)


async def test_a_wrong_password_is_refused(new_bot: NewBot) -> None:
    bot = await new_bot()
    with pytest.raises(BadConfig, match=f"Matrix does not take the password of {bot.user_id}. Check user and password"):
        await bot.start(password="wrong")


async def test_without_a_password_the_operator_is_told_how_to_log_in(new_bot: NewBot) -> None:
    bot = await new_bot()
    with pytest.raises(BadConfig, match="There is no session on Matrix yet: run `barnraiser matrix login`"):
        await bot.start(password=None)


async def test_after_a_revoked_token_the_password_makes_it_the_same_device_again(
    bot: Bot, encrypted_newcomer: EncryptedNewcomers
) -> None:
    """Logging a device out takes its keys from the homeserver too."""
    ana = await encrypted_newcomer("ana")
    room = await bot.share_room(ana)
    await bot.say(room, "before")
    first = (bot.opened.device_id, bot.opened.fingerprint)
    await bot.server.call("POST", "/logout")
    await bot.stop()
    opened = await bot.start()
    await ana.say(room, "!help")
    assert "!help" in await bot.said(room)
    await bot.say(room, "after")
    assert (opened.device_id, opened.fingerprint, opened.standing) == (*first, Standing.SIGNED)
    assert [message.body for message in await ana.see(room)] == ["before", "!help", "after"]


async def test_a_revoked_token_without_a_password_is_said_in_words(bot: Bot) -> None:
    await bot.server.call("POST", "/logout")
    await bot.stop()
    with pytest.raises(BadConfig, match=f"Matrix does not take the access token of {bot.user_id} any more. Run `barn"):
        await bot.start(password=None)


async def test_another_users_folder_is_left_alone(bot: Bot, synapse: Synapse) -> None:
    other = await synapse.register("other")
    await bot.stop()
    with pytest.raises(BadConfig, match=f"keeps the session of {bot.user_id}, not of {other.user_id}"):
        await bot.start(user_id=other.user_id)


async def test_a_second_process_on_the_same_folder_is_refused(bot: Bot) -> None:
    with pytest.raises(StorageUnusable, match=r"Another Barnraiser is already using .*; two would break its keys"):
        Folder(bot.path).open()


LOST = (
    "The keys of the bot's device .* are not in .* any more, so it could read nobody. Put a copy of the folder back; or"
)


async def test_lost_keys_are_noticed_before_anything_is_said(bot: Bot) -> None:
    await bot.stop()
    (bot.path / "keys.db").unlink()
    with pytest.raises(StorageUnusable, match=LOST):
        await bot.start()
    assert not (bot.path / "keys.db").exists()


async def test_keys_of_another_device_are_noticed(bot: Bot, new_bot: NewBot) -> None:
    other = await new_bot()
    await other.start()
    await bot.stop()
    (bot.path / "keys.db").write_bytes((other.path / "keys.db").read_bytes())
    with pytest.raises(StorageUnusable, match=LOST):
        await bot.start()


async def test_a_token_whose_device_has_its_keys_elsewhere_is_noticed(bot: Bot, new_bot: NewBot) -> None:
    elsewhere = await new_bot()
    token = bot.server.token
    with pytest.raises(StorageUnusable, match=LOST):
        await elsewhere.start(user_id=bot.user_id, token=token, password=None)


async def test_a_new_device_begins_beside_the_keys_of_the_old_one(bot: Bot) -> None:
    old = bot.opened.device_id
    await bot.stop()
    (bot.path / "keys.db").unlink()
    bot.folder.put_aside()
    opened = await bot.start()
    assert (opened.device_id == old, opened.standing) == (False, Standing.SIGNED)
    assert (bot.path / f"session.json.{old}").exists()


async def test_files_that_cannot_be_read_are_one_sentence(bot: Bot) -> None:
    await bot.stop()
    (bot.path / "session.json").write_text("[")
    with pytest.raises(StorageUnusable, match=r"session\.json cannot be read .*; put a copy of it back"):
        await bot.start()


async def test_a_password_can_be_tried_without_leaving_a_device_behind(bot: Bot) -> None:
    before = await devices(bot)
    await try_password(bot.login)
    assert await devices(bot) == before
    with pytest.raises(BadConfig, match="Matrix does not take the password"):
        await try_password(Login(bot.login.homeserver, bot.user_id, "wrong"))


# Wrong addresses

Answers = Callable[[dict[str, Any]], Awaitable[str]]


@pytest.fixture
async def answering() -> AsyncIterator[Answers]:
    """`await answering({path: (status, content)})` is the address of something that answers like that."""
    running: list[TestServer] = []

    async def start(answers: dict[str, Any]) -> str:
        async def answer(request: web.Request) -> web.Response:
            named = answers.get(f"{request.method} {request.path}")
            status, content = named or answers.get(request.path, (404, "nothing here"))
            text = content if isinstance(content, str) else json.dumps(content)
            return web.Response(status=status, text=text)

        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", answer)
        server = TestServer(app)
        await server.start_server()
        running.append(server)
        return str(server.make_url("/")).rstrip("/")

    yield start
    for server in running:
        await server.close()


async def check(homeserver: str) -> None:
    server = Server(homeserver, "@bot:hs.test")
    try:
        await check_homeserver(server)
    finally:
        await server.close()


async def test_where_nothing_answers_the_address_is_named() -> None:
    with pytest.raises(
        PlatformUnreachable, match=r"No Matrix homeserver answers at http://127.0.0.1:1 .*Is this machine"
    ):
        await check("http://127.0.0.1:1")


async def test_something_that_is_no_homeserver_is_called_so(answering: Answers) -> None:
    with pytest.raises(PlatformUnreachable, match="No Matrix homeserver answers at"):
        await check(await answering({"/_matrix/client/versions": (200, "<html>")}))
    with pytest.raises(BadConfig, match="is no Matrix homeserver"):
        await check(await answering({"/_matrix/client/versions": (200, {"hello": "world"})}))
    with pytest.raises(BadConfig, match="is no Matrix homeserver"):
        await check(await answering({"/_matrix/client/versions": (404, {"errcode": "M_UNRECOGNIZED"})}))


async def test_a_domain_that_knows_its_homeserver_names_it(answering: Answers) -> None:
    known = {"m.homeserver": {"base_url": "https://matrix.example.org"}}
    domain = await answering({"/.well-known/matrix/client": (200, known)})
    with pytest.raises(BadConfig, match=r"answers at https://matrix.example.org: write that as homeserver under"):
        await check(domain)


async def test_a_homeserver_without_passwords_asks_for_a_token(answering: Answers, new_bot: NewBot) -> None:
    bot = await new_bot()
    homeserver = await answering(
        {
            "/_matrix/client/versions": (200, {"versions": ["v1.11"]}),
            "POST /_matrix/client/v3/login": (403, {"errcode": "M_FORBIDDEN"}),
            "GET /_matrix/client/v3/login": (200, {"flows": [{"type": "m.login.sso"}]}),
        }
    )
    with pytest.raises(BadConfig, match=r"does not log anybody in by password. Get an access token for the bot there"):
        await bot.start(homeserver=homeserver)


async def test_a_deactivated_account_is_said_in_words(answering: Answers, new_bot: NewBot) -> None:
    bot = await new_bot()
    homeserver = await answering(
        {
            "/_matrix/client/versions": (200, {"versions": ["v1.11"]}),
            "/_matrix/client/v3/account/whoami": (403, {"errcode": "M_USER_DEACTIVATED"}),
        }
    )
    with pytest.raises(BadConfig, match=f"The account {bot.user_id} was deactivated"):
        await bot.start(homeserver=homeserver, token="old", password=None)


def test_without_a_terminal_the_recovery_key_waits_in_a_file_and_not_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = Folder(tmp_path / "matrix")
    folder.open()
    folder.note_recovery_key("EsTc LW2K")
    folder.close()
    assert folder.recovery_note.read_text() == "EsTc LW2K\n"
    assert stat.S_IMODE(folder.recovery_note.stat().st_mode) == 0o600
    assert str(folder.recovery_note) in caplog.text
    assert "EsTc" not in caplog.text
