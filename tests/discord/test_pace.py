"""Discord's limits that no header tells of before they are broken."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import aiohttp
import discord
import pytest

from adapters.discord.client import point_at
from adapters.discord.outgoing.old_edits import OldEdits
from adapters.discord.outgoing.pace import Pace, patient
from bot.errors import RateLimited
from tests.discord.house import House
from tests.discord.test_courier import parcel, send
from tests.doubles.clock import HandClock
from tests.doubles.discord import Discord, Limits, loopback
from tests.doubles.discord.wire import Json

CALLS, SECONDS = 8, 0.25


@asynccontextmanager
async def paced(server: Discord, pace: Pace) -> AsyncIterator[discord.Client]:
    point_at(server.api_base, server.gateway_url)
    async with discord.Client(intents=discord.Intents.none(), http_trace=pace.keep(aiohttp.TraceConfig())) as client:
        await client.login(server.token)
        yield client


async def test_calls_to_many_places_keep_the_limit_over_all() -> None:
    async with loopback(limits=Limits(over_all=(CALLS, SECONDS))) as server:
        guild = server.add_guild()
        rooms = [server.add_channel(guild, f"room-{number}") for number in range(6)]
        async with paced(server, Pace(CALLS, SECONDS)) as client:
            places = [client.get_partial_messageable(int(room["id"])) for room in rooms]
            await asyncio.gather(*[place.send(f"card {number}") for number in range(4) for place in places])
        assert [len(server.messages(room)) for room in rooms] == [4] * 6
        assert [each.status for each in server.record if each.status == 429] == []


async def test_who_waits_for_the_limit_over_all_leaves_no_room() -> None:
    async with loopback() as server:
        room = server.add_channel(server.add_guild(), "room")
        pace = Pace(calls=3, seconds=60.0)
        async with paced(server, pace) as client:
            before = pace.room
            place = client.get_partial_messageable(int(room["id"]))
            sending = [asyncio.ensure_future(place.send("card")) for _ in range(9)]
            await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
            assert pace.room < before
            for each in sending:
                each.cancel()
            await asyncio.wait(sending)
            assert pace.room == before - len(server.messages(room))


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"status": 429, "retry_after": 20}, RateLimited),
        ({"seconds": 1}, TimeoutError),
        ({"status": 500}, TimeoutError),
    ],
)
async def test_only_time_spent_waiting_for_a_limit_is_nobodys_failure(
    fault: dict[str, int], expected: type[Exception]
) -> None:
    async with loopback() as server:
        room = server.add_channel(server.add_guild(), "room")
        server.faults.add("POST", "/channels/*/messages", **fault)
        async with paced(server, Pace()) as client:
            with pytest.raises(expected):
                async with patient(0.3):
                    await client.get_partial_messageable(int(room["id"])).send("card")


async def test_old_messages_are_edited_three_times_and_then_the_place_has_to_wait(house: House) -> None:
    old = [_make_old(house, await send(house, parcel(house.help["id"], f"key {number}"))) for number in range(4)]
    young = await send(house, parcel(house.help["id"], "young"))
    elsewhere = _make_old(house, await send(house, parcel(house.care["id"])))
    courier = house.bot.platform.courier
    for ref in old[:3]:
        await courier.edit(replace(parcel(house.help["id"]), ref=ref))

    with pytest.raises(RateLimited) as wait:
        await courier.edit(replace(parcel(house.help["id"]), ref=old[3]))

    assert 6 <= wait.value.retry_after <= 7
    await courier.edit(replace(parcel(house.help["id"]), ref=young.ref))
    await courier.edit(replace(parcel(house.care["id"]), ref=elsewhere))
    assert [each.path for each in house.discord.record if each.status == 429] == []


def _make_old(house: House, receipt: object) -> str:
    """Discord reads the age of a message from its id."""
    place, ref = receipt.place.ref, receipt.ref  # type: ignore[attr-defined]
    world = house.discord.world
    message: Json = world.messages[place].pop(ref)
    message["id"] = world.snowflake(-4_000_000)
    world.messages[place][message["id"]] = message
    return str(message["id"])


def test_an_old_message_can_be_edited_again_when_six_seconds_have_passed(clock: HandClock) -> None:
    old_edits = OldEdits(clock)
    for _ in range(3):
        old_edits.take("room", "1")
        clock.machine_forward(1)
    with pytest.raises(RateLimited) as wait:
        old_edits.take("room", "1")
    clock.machine_forward(wait.value.retry_after)
    old_edits.take("room", "1")
    with pytest.raises(RateLimited):
        old_edits.take("room", "1")
