"""In a process of its own the double can be used like here, and outlives the bot."""

from collections.abc import Iterator

import pytest

from tests.doubles.discord import Refused
from tests.doubles.discord.process import DiscordProcess
from tests.loopback_discord.client import HAND, connected


@pytest.fixture(scope="module")
def process() -> Iterator[DiscordProcess]:
    with DiscordProcess() as started:
        yield started


async def test_people_act_from_afar_and_what_they_saw_is_still_there_after_the_bot(process: DiscordProcess) -> None:
    async with process.open() as server:
        guild = await server.add_guild()
        room = await server.add_channel(guild, "help-wanted")
        ana = await server.add_person("ana", guild, at=room)
        async with connected(server) as bot:
            opened = await ana.slash("needhelp")
            await ana.fill(opened, kind="food", what="soup")
            seen = await ana.wait_for("You need: soup")
            assert bot.forms[0]["what"] == "soup"
        await server.wait_quiet()
        assert [each["id"] for each in await ana.sees()] == [seen["id"]]
        with pytest.raises(Refused, match="private answer"):
            await ana.react(seen, HAND)
        assert "/callback" in str([each["path"] for each in await server.record()])


async def test_time_and_faults_are_in_the_hands_of_the_test(process: DiscordProcess) -> None:
    async with process.open(is_clock_held=True) as server:
        room = await server.add_channel(await server.add_guild(), "help-wanted")
        await server.faults.add("POST", "/channels/*/messages", when="after", status=502)
        async with connected(server) as bot:
            await bot.get_channel(int(room["id"])).send("card")  # type: ignore[union-attr]
        await server.clock.forward(5)
        assert await server.clock.now() == 5
        assert [each["content"] for each in await server.messages(room)] == ["card"]


async def test_what_was_deleted_is_still_told_to_whoever_compares(process: DiscordProcess) -> None:
    async with process.open() as server:
        guild = await server.add_guild("Elm Street")
        room = await server.add_channel(guild, "help-wanted")
        ana = await server.add_person("ana", guild, at=room)
        kept, deleted = await ana.say("two eggs"), await ana.say("a cup of sugar")
        await ana.react(kept, HAND)
        await server.moderation.delete_message(deleted)

        told = [(each["text"], each["hands"], each["is_deleted"]) for each in await server.everything()]
        names = await server.names()

    assert told == [("two eggs", {HAND: ["ana"]}, False), ("a cup of sugar", {}, True)]
    assert [names[key] for key in (guild["id"], room["id"], ana.id)] == ["Elm Street", "help-wanted", "ana"]
