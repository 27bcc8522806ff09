"""Starting, answering in time, and stopping."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.cli import application_id
from adapters.discord.client import point_at
from bot.errors import BadConfig, PlatformUnreachable
from tests.cli.command import barnraiser, clean_environment
from tests.discord.house import FORM, House, custom_ids, placeholder, platform_at
from tests.doubles.discord import Permission, loopback
from tests.people import MINUTE


async def test_a_wrong_token_is_one_sentence_for_the_operator(house: House) -> None:
    await house.stop()
    with pytest.raises(BadConfig) as no:
        await house.start(token="MTE.not.it")
    assert "does not accept the bot's token" in str(no.value)


async def test_a_token_that_was_taken_back_stops_the_bot_with_a_sentence(house: House) -> None:
    await house.discord.gateway.close_sockets(code=4004, forget=True)
    with pytest.raises(BadConfig):
        await asyncio.wait_for(house.ended(), 5)


async def test_without_discord_the_operator_reads_one_sentence(house: House) -> None:
    await house.stop()
    with pytest.raises(PlatformUnreachable) as no:
        await house.start(api_base="http://127.0.0.1:9/api/v10")
    assert "cannot be reached" in str(no.value)


async def test_a_first_connection_that_fails_is_tried_again(house: House, caplog: pytest.LogCaptureFixture) -> None:
    await house.stop()
    platform = platform_at(
        house.store,
        house.clock,
        token=house.discord.token,
        api_base=house.discord.api_base,
        gateway_url="ws://127.0.0.1:9/",
    )
    await platform.start()
    running = asyncio.ensure_future(platform.run())
    async with asyncio.timeout(10):
        while "trying again in" not in caplog.text:  # noqa: ASYNC110 nobody tells when something is logged
            await asyncio.sleep(0.005)
    point_at(house.discord.api_base, house.discord.gateway_url)

    await house.discord.wait_ready()
    assert "does not answer yet; is gateway_url right?" in caplog.text
    assert [each.exc_info for each in caplog.records if each.name == "discord.client"] == [None]
    await platform.stop()
    await running


async def test_what_goes_wrong_is_said_with_a_reference(house: House, caplog: pytest.LogCaptureFixture) -> None:
    await house.ask(house.ana)

    async def broken(*arguments: Any, **named: Any) -> Any:
        raise RuntimeError("broken")

    house.store.write = broken  # type: ignore[method-assign]
    shown = await house.ben.slash("claim", number=1)
    del house.store.write  # type: ignore[attr-defined]

    said = house.read(shown, house.ben)
    assert "Something went wrong on my side" in said
    assert said.split("(")[1].rstrip(")") in caplog.text
    assert "ben" not in caplog.text.lower()


async def test_whoever_waits_is_answered_before_the_stop(house: House) -> None:
    card = await house.ask(house.ana)
    slow_down(house, 0.2)
    pressing = asyncio.ensure_future(house.ben.press(card, "✋ I can help with #1"))
    await asyncio.sleep(0.05)

    await house.stop()

    assert (await pressing).is_ephemeral


async def test_the_setup_names_the_permission_that_is_missing_and_where(house: House) -> None:
    room = house.discord.add_channel(house.guild, "quiet")
    house.discord.moderation.deny(room, Permission.SEND_MESSAGES, Permission.ADD_REACTIONS)
    shown = await house.mo.slash("helpsetup")

    await house.mo.choose(shown, "Where requests are read", room)

    said = house.read(shown, house.mo)
    assert f"<#{room['id']}>: I lack Send Messages, Add Reactions there, so nothing was changed" in said
    house.discord.moderation.deny(house.thanks, Permission.VIEW_CHANNEL)
    again = house.read(await house.mo.slash("helpsetup"), house.mo)
    assert f"<#{house.thanks['id']}>: I lack View Channel" in again
    await house.ask(house.ana)
    assert len(house.cards()) == 1


async def test_before_the_setup_asking_is_refused_kindly_and_nothing_is_lost(house: House) -> None:
    elsewhere = house.discord.add_guild("Oak Street")
    eve = house.discord.add_person("eve", elsewhere, at=house.discord.add_channel(elsewhere, "help"))

    shown = await eve.slash("needhelp", what="two eggs")

    assert "not set up here yet" in house.read(shown, eve)
    assert "two eggs" in house.read(shown, eve)


async def test_in_private_with_two_communities_one_is_asked_for(house: House) -> None:
    elsewhere = house.discord.add_guild("Oak Street")
    house.discord.world.add_member(elsewhere["id"], house.ana.id)
    await house.ana.slash("myhelp", at=house.discord.add_channel(elsewhere, "help"))
    await house.ana.slash("myhelp")

    asked = await house.ana.slash("needhelp", what="two eggs", at=house.ana.direct())
    assert "Which one is this about?" in house.read(asked, house.ana)
    assert placeholder(asked, house.discord, "community") == "Choose a community"
    [name] = custom_ids(house.discord.world.message(asked.channel_id, asked.message_id or ""))
    preview = await house.ana.fill(await house.ana.choose(asked, name, "Elm Street"), **(FORM | {"what": "two eggs"}))

    await house.ana.press(preview, "Post it")
    await house.settle()
    assert "two eggs" in house.card()


async def test_words_in_private_answer_the_community_that_asked(house: House) -> None:
    elsewhere = house.discord.add_guild("Oak Street")
    house.discord.world.add_member(elsewhere["id"], house.ben.id)
    await house.ben.slash("myhelp", at=house.discord.add_channel(elsewhere, "help"))
    house.clock.forward(MINUTE)
    card = await house.ask(house.ana)
    await house.ben.press(card, "✋ I can help with #1")
    await house.ben.slash("release", number=1)

    await house.ben.say("The ramp is at the back.", at=house.ben.direct())

    await house.until(lambda: "The next person will read it" in house.private(house.ben)[-1])


async def test_strangers_in_private_are_told_where_to_begin(house: House) -> None:
    eve = house.discord.add_person("eve")
    shown = await eve.slash("myhelp", at=eve.direct())
    assert "which community you belong to" in house.read(shown, eve)
    await eve.say("hello?", at=eve.direct())
    await eve.wait_for("which community you belong to", at=eve.direct())


def test_a_token_tells_whose_it_is() -> None:
    assert application_id("MTIzNDU2Nzg5MDEyMzQ1Njc4.abc.def") == 123456789012345678
    for wrong in ("", "abc", "not a token", "é.b.c"):
        with pytest.raises(BadConfig):
            application_id(wrong)


def test_the_invitation_asks_for_what_is_needed_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("MTIzNDU2Nzg5MDEyMzQ1Njc4.abc.def")
    (tmp_path / "config.toml").write_text('[discord]\ntoken_file = "token"\n')
    ended = barnraiser(tmp_path, "invite")
    needed = Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES
    needed |= Permission.READ_MESSAGE_HISTORY | Permission.ADD_REACTIONS | Permission.EMBED_LINKS
    needed |= Permission.CREATE_PUBLIC_THREADS | Permission.CREATE_PRIVATE_THREADS
    needed |= Permission.SEND_MESSAGES_IN_THREADS
    assert ended.out == (
        "https://discord.com/oauth2/authorize?client_id=123456789012345678"
        f"&scope=bot+applications.commands&permissions={int(needed)}\n"
    )


async def test_the_bot_runs_with_nothing_but_a_token_and_stops_cleanly(tmp_path: Path) -> None:
    async with loopback() as discord:
        guild = discord.add_guild("Elm Street")
        ana = discord.add_person("ana", guild, at=discord.add_channel(guild, "help"))
        (tmp_path / "config.toml").write_text(
            f'[discord]\ntoken = "{discord.token}"\napi_base = "{discord.api_base}"\n'
            f'gateway_url = "{discord.gateway_url}"\n'
        )
        process = await run_in(tmp_path)
        await discord.wait_ready(20)
        shown = await ana.slash("help")
        assert "bridge between neighbours" in ana.reads(shown)
        process.terminate()
        out, err = await process.communicate()
        assert process.returncode == 0
        assert all(b"connected to Discord; servers: 1" in line for line in err.splitlines())
        assert b"discord     logged in" in out
        assert b"playground" not in out


async def run_in(folder: Path) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "bot.cli", "run")
    return await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=clean_environment(folder), stdout=pipe, stderr=pipe
    )


def slow_down(house: House, seconds: float) -> Any:
    """Every write takes its time, until the returned function is called."""
    write = house.store.write

    async def slow(*arguments: Any, **named: Any) -> Any:
        await asyncio.sleep(seconds)
        return await write(*arguments, **named)

    house.store.write = slow  # type: ignore[method-assign]
    return lambda: house.store.__dict__.pop("write", None)
