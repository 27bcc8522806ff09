"""The homeserver stumbles, limits us, is cut off, restarts: nothing is lost, and nobody is stormed with requests."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from adapters.matrix.incoming import loop
from adapters.matrix.incoming.loop import FILTER, LIMIT
from adapters.matrix.incoming.surely import TRIES
from bot.errors import BadConfig
from storage.store import OpenStore
from tests.doubles.clock import HandClock
from tests.doubles.matrix.person import Newcomers
from tests.doubles.matrix.proxy import Fault, Proxy, proxy_to
from tests.doubles.matrix.synapse import Synapse
from tests.matrix.house import House, running_bot

SYNC = r"/sync$"
SAYING = r"/send/m\.room\.message/"
HTML = "<html><h1>Bad Gateway</h1></html>"
CALM = 8
"""Requests in a second are never more while something is wrong."""


@pytest.fixture
async def proxy(synapse: Synapse) -> AsyncIterator[Proxy]:
    async with proxy_to(synapse.url) as made:
        yield made


@pytest.fixture
async def house(
    synapse: Synapse, newcomer: Newcomers, sqlite: OpenStore, clock: HandClock, tmp_path: Path, proxy: Proxy
) -> AsyncIterator[House]:
    """Between the bot and the homeserver is the proxy; people talk to it directly."""
    async with running_bot(synapse, sqlite, clock, tmp_path / "matrix", homeserver=proxy.url) as opened:
        await opened.move_into_one_room(await newcomer("mo"), await newcomer("ana"))
        yield opened


async def hears_everything(house: House, count: int = 1) -> None:
    async def look() -> bool:
        return len(house.listening.heard) >= count

    await house.until(look)
    assert house.listening.heard == await house.said(house.ana, house.room)


TROUBLE = {
    "500": {"status": 500, "body": '{"errcode": "M_UNKNOWN", "error": "Internal server error"}'},
    "502": {"status": 502, "body": HTML},
    "200 with a page": {"status": 200, "body": HTML},
    "200 with a list": {"status": 200, "body": "[]"},
    "no answer": {"is_reset": True},
    "half an answer": {"cut": 0.5},
    "no answer, though it was asked": {"is_reset": True, "is_carried_out": True},
    "429": {"status": 429, "body": '{"errcode": "M_LIMIT_EXCEEDED"}'},
    "429 with a page": {"status": 429, "body": HTML},
}


@pytest.mark.parametrize("how", TROUBLE.values(), ids=TROUBLE)
async def test_a_homeserver_that_stumbles_is_asked_again_more_and_more_slowly(
    house: House, proxy: Proxy, how: dict[str, Any]
) -> None:
    fault = proxy.fail(SYNC, times=3, **how)
    await house.ana.say(house.room, "!help")
    before = len(proxy.calls)

    await house.until(lambda: _is_over(fault))
    await house.ana.say(house.room, "!myhelp")
    await hears_everything(house, 2)

    tried = [call for call in proxy.calls[before:] if call.path.endswith("/sync")]
    assert proxy.most_in_a_second() <= CALM or len(tried) <= CALM


@pytest.mark.parametrize(
    "told",
    [{"body": '{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 1500}'}, {"headers": {"Retry-After": "2"}}],
    ids=["in the body", "in the header"],
)
async def test_when_we_are_told_to_wait_we_wait(house: House, proxy: Proxy, told: dict[str, Any]) -> None:
    fault, before = proxy.fail(SYNC, status=429, **({"body": "{}"} | told)), len(proxy.asked(SYNC))
    await house.ana.say(house.room, "!help")
    await house.until(lambda: _is_over(fault))
    await house.ana.say(house.room, "!myhelp")

    await hears_everything(house, 2)

    assert proxy.pauses(SYNC)[before] >= 1.5


async def _is_over(fault: Fault) -> bool:
    return fault.times == 0


async def test_an_outage_is_met_with_few_requests(house: House, proxy: Proxy) -> None:
    proxy.fail("", times=10_000, status=502, body=HTML)
    await house.ana.say(house.room, "!help")
    before = len(proxy.calls)
    await asyncio.sleep(4)
    tried = len(proxy.calls) - before
    proxy.faults.clear()

    await hears_everything(house)

    assert 2 <= tried <= 8


async def test_slow_answers_are_waited_for(house: House, proxy: Proxy) -> None:
    proxy.fail("", times=6, seconds=1.0)
    await house.ana.say(house.room, "!help")

    await hears_everything(house)


@pytest.mark.parametrize(("late", "patience", "is_waited_for"), [(0.4, 10.0, True), (4.0, 1.0, False)])
async def test_an_answer_is_said_before_anything_else_is_asked_but_not_for_ever(
    house: House, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, late: float, patience: float, is_waited_for: bool
) -> None:
    monkeypatch.setattr(loop, "SAID_FIRST", patience)
    house.store.on_commit(house.bot.delivery.wake)
    delivering = asyncio.ensure_future(house.bot.delivery.run())
    proxy.fail(SAYING, "PUT", seconds=late)
    await house.ana.say(house.room, "!help")

    await house.hears(house.ana, house.room, "!needhelp")

    house.bot.delivery.stop()
    await delivering
    said_at = proxy.asked(SAYING, "PUT")[0].at
    asked_at = next(call.at for call in proxy.asked(SYNC) if call.at > said_at)
    assert (asked_at - said_at >= late) is is_waited_for


async def test_a_homeserver_that_always_answers_at_once_is_not_asked_all_the_time(house: House, proxy: Proxy) -> None:
    nothing = json.dumps({"next_batch": "s1_1_1", "device_one_time_keys_count": {}})
    proxy.fail(SYNC, times=10_000, status=200, body=nothing)
    before = len(proxy.asked(SYNC))

    await asyncio.sleep(5)

    assert len(proxy.asked(SYNC)) - before <= 16


@pytest.mark.parametrize(
    ("path", "count"),
    [(r"/messages$", LIMIT + 30), (r"/state/", 10), (r"/joined_members$|/members$", 10), ("/send/", 10)],
)
async def test_whatever_is_asked_beside_the_sync_is_asked_again(
    house: House, proxy: Proxy, path: str, count: int
) -> None:
    await house.stop()
    for number in range(count):
        await house.ana.say(house.room, f"!claim {number}")
    await house.start(homeserver=proxy.url)
    proxy.fail(path, times=2, status=500, body="{}")
    proxy.fail(path, times=1, is_reset=True)

    await hears_everything(house, count)


async def test_a_room_that_cannot_be_told_does_not_make_us_deaf_everywhere(
    house: House, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FILTER["room"]["timeline"], "limit", 5)
    busy = await house.mo.create_room("Busy", invite=[house.user_id])
    await house.until(lambda: house.is_with(house.mo, busy))
    await house.stop()
    for number in range(10):
        await house.mo.say(busy, f"it is a busy day, {number}")
    proxy.fail(r"/messages$", times=10_000, status=500, body=HTML)
    await house.start(homeserver=proxy.url)

    await house.ana.say(house.room, "!help")

    await hears_everything(house)
    assert len(proxy.asked(r"/messages$")) <= TRIES


async def test_a_session_that_was_ended_is_told_to_the_operator_and_nobody_is_asked_again(
    house: House, proxy: Proxy
) -> None:
    await house.bot.platform._client.server.call("POST", "/logout", {})  # type: ignore[union-attr]

    with pytest.raises(ExceptionGroup) as ended:
        await house.ended()

    (trouble,) = ended.value.exceptions
    assert isinstance(trouble, BadConfig)
    assert "barnraiser matrix login" in str(trouble)
    after = len(proxy.calls)
    await asyncio.sleep(1)
    assert len(proxy.calls) == after


async def test_a_homeserver_that_restarts_in_the_middle_loses_nothing(
    house: House, synapse: Synapse, proxy: Proxy
) -> None:
    for number in range(20):
        await house.ana.say(house.room, f"!claim {number}")
    synapse.stop(hard=True)
    before = len(proxy.calls)
    await asyncio.sleep(2)
    tried = len(proxy.calls) - before
    synapse.start()
    for number in range(20, 40):
        await house.ana.say(house.room, f"!claim {number}")

    await hears_everything(house, 40)

    assert tried <= CALM
