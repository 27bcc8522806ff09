"""Deadlines, limits, lost answers and lost connections, as the real client meets them."""

import asyncio
import time

import aiohttp
import discord
import pytest

from tests.doubles.discord import Limits, loopback
from tests.loopback_discord.client import HAND, connected
from tests.loopback_discord.conftest import Live, Scene

ROUTE = ("POST", "/channels/{channel_id}/messages")


def channel_of(live: Live) -> discord.TextChannel:
    channel = live.bot.get_channel(int(live.room["id"]))
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_after_three_seconds_nobody_listens(live: Live) -> None:
    async with asyncio.TaskGroup() as group:
        asked = group.create_task(refused(live))
        await live.discord.stage.until(lambda: bool(live.discord.world.interactions))
        live.clock.forward(3.1)
        assert await asked == "The application did not respond"
    live.bot.may_answer.set()
    await live.discord.stage.until(lambda: bool(live.discord.calls("POST", "/callback")))
    await live.discord.stage.until(lambda: bool(live.discord.calls("POST", "/callback")[-1].status))
    assert live.discord.record[-1].answer["code"] == 10062


async def refused(live: Live) -> str:
    with pytest.raises(TimeoutError) as refusal:
        await live.ana.slash("slow")
    return str(refusal.value)


async def test_a_token_lives_for_a_quarter_of_an_hour(live: Live) -> None:
    shown = await live.ana.slash("ping")
    live.clock.forward(15 * 60 + 1)
    hook = discord.Webhook.partial(live.bot.application_id or 0, shown.token, client=live.bot)
    with pytest.raises(discord.HTTPException) as refusal:
        await hook.send("too late", wait=True)
    assert refusal.value.code == 50027


async def test_a_repeated_nonce_is_one_message(live: Live) -> None:
    first = await channel_of(live).send("card", nonce="need-1-card")
    second = await channel_of(live).send("card", nonce="need-1-card")
    assert first.id == second.id
    live.clock.forward(600)
    assert (await channel_of(live).send("card", nonce="need-1-card")).id != first.id


async def test_work_that_was_done_is_not_done_again_when_its_answer_fails(live: Live) -> None:
    live.discord.faults.add("POST", "/channels/*/messages", when="after", status=502)
    await channel_of(live).send("card")
    assert [each.status for each in live.discord.calls("POST", "/messages")] == [502, 200]
    assert len(live.discord.messages(live.room)) == 1


async def test_a_lost_answer_is_an_error_of_the_connection(live: Live) -> None:
    live.discord.faults.add("POST", "/channels/*/messages", when="after", is_lost=True)
    with pytest.raises((OSError, aiohttp.ClientError)):
        await channel_of(live).send("card", nonce="need-1-card")
    assert len(live.discord.messages(live.room)) == 1
    await channel_of(live).send("card", nonce="need-1-card")
    assert len(live.discord.messages(live.room)) == 1


async def test_a_request_that_never_arrived_did_nothing(live: Live) -> None:
    live.discord.faults.add("POST", "/channels/*/messages", when="before", is_lost=True)
    with pytest.raises((OSError, aiohttp.ClientError)):
        await channel_of(live).send("card")
    assert live.discord.messages(live.room) == []


async def test_a_refusal_for_being_too_fast_is_waited_out(live: Live) -> None:
    live.discord.faults.add("POST", "/channels/*/messages", status=429, retry_after=0.1)
    began = time.monotonic()
    await channel_of(live).send("card")
    assert time.monotonic() - began >= 0.1
    assert [each.status for each in live.discord.calls("POST", "/messages")] == [429, 200]


async def test_the_client_obeys_the_headers() -> None:
    async with loopback(limits=Limits({ROUTE: (3, 0.5)})) as server:
        room = server.add_channel(server.add_guild(), "help-wanted")
        async with connected(server) as bot:
            channel = bot.get_channel(int(room["id"]))
            assert isinstance(channel, discord.TextChannel)
            began = time.monotonic()
            await asyncio.gather(*(channel.send(f"card {number}") for number in range(8)))
            assert 0.9 < time.monotonic() - began < 2.5
        assert {each.status for each in server.calls("POST", "/messages")} == {200}


async def test_the_limit_over_all_says_that_it_is_global() -> None:
    async with loopback(limits=Limits(over_all=(8, 0.3))) as server:
        room = server.add_channel(server.add_guild(), "help-wanted")
        async with connected(server) as bot:
            channel = bot.get_channel(int(room["id"]))
            assert isinstance(channel, discord.TextChannel)
            for number in range(12):
                await channel.send(f"card {number}")
        refused = [each for each in server.record if each.status == 429]
        assert refused
        assert all(each.answer["global"] and each.headers["X-RateLimit-Global"] == "true" for each in refused)
        assert len(server.messages(room)) == 12


async def test_old_messages_are_edited_three_times_and_then_not(live: Live) -> None:
    message = await channel_of(live).send("card")
    live.clock.forward(3601)
    part = channel_of(live).get_partial_message(message.id)
    for number in range(3):
        await part.edit(content=f"card {number}")
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(part.edit(content="card 4"))
        await live.discord.stage.until(lambda: live.discord.record[-1].status == 429)
        assert live.discord.record[-1].answer["code"] == 30046
        waiting.cancel()


async def test_what_happened_while_the_socket_was_cut_is_told_on_resume(live: Live) -> None:
    message = await channel_of(live).send("card")
    card = live.discord.world.message(live.room["id"], str(message.id))
    live.discord.gateway.cut_sockets()
    await live.ben.react(card, HAND)
    await live.discord.stage.until(lambda: bool(live.discord.gateway.heard and live.discord.gateway.is_connected()))
    assert live.ana.reads(await live.ana.slash("ping")) == "pong"
    assert live.bot.reactions == [(HAND, int(live.ben.id))]
    assert [frame["op"] for frame in live.discord.gateway.heard].count(6) == 1


async def test_what_was_on_the_wire_when_it_broke_is_answered_after_the_resume(live: Live) -> None:
    live.discord.gateway.cut_on("INTERACTION_CREATE")
    assert live.ana.reads(await live.ana.slash("ping")) == "pong"
    assert [frame["op"] for frame in live.discord.gateway.heard].count(6) == 1


async def test_hearts_beat(scene: Scene) -> None:
    scene.discord.gateway.heartbeat_milliseconds = 30
    async with connected(scene.discord):
        (session,) = scene.discord.gateway.sessions.values()
        await scene.discord.stage.until(lambda: session.heartbeats > 2)


async def test_a_forgotten_session_starts_anew(live: Live) -> None:
    live.discord.gateway.cut_sockets(forget=True)
    await live.discord.wait_ready()
    assert live.ana.reads(await live.ana.slash("ping")) == "pong"
    assert [frame["op"] for frame in live.discord.gateway.heard].count(2) == 2


async def test_a_client_that_leaves_ends_its_session(scene: Scene) -> None:
    async with connected(scene.discord):
        assert len(scene.discord.gateway.sessions) == 1
    await scene.discord.wait_quiet()
    assert scene.discord.gateway.sessions == {}


async def test_shards_share_the_servers(scene: Scene) -> None:
    scene.discord.gateway.shards = 2
    other = scene.discord.add_guild("Hamlet")
    async with connected(scene.discord, shard_count=2) as bot:
        assert {guild.shard_id for guild in bot.guilds} == {0, 1}
        room = scene.discord.add_channel(other, "help-wanted")
        cleo = scene.discord.add_person("cleo", other, at=room)
        assert cleo.reads(await cleo.slash("ping")) == "pong"
        assert scene.ana.reads(await scene.ana.slash("ping")) == "pong"
        told = [frame for each in scene.discord.gateway.sessions.values() for _, frame in each.sent]
        assert sum(b'"INTERACTION_CREATE"' in frame for frame in told) == 2


async def test_members_come_in_parts_to_those_who_may_ask(scene: Scene) -> None:
    for number in range(1100):
        scene.discord.world.add_member(scene.guild["id"], scene.discord.world.add_user(f"u{number}")["id"])
    async with connected(scene.discord, intents=discord.Intents(guilds=True, members=True)) as bot:
        assert len(bot.guilds[0].members) == 1100 + 4


async def test_a_wrong_token_and_intents_that_are_not_granted_are_refused(scene: Scene) -> None:
    scene.discord.gateway.allowed_intents = 0
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with connected(scene.discord, intents=discord.Intents.all()):
            pass
    scene.discord.token = "wrong"
    with pytest.raises(discord.LoginFailure):
        async with connected(scene.discord):
            pass
