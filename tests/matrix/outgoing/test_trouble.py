"""Everything that can go wrong on the way to the homeserver: nothing is lost, nothing doubled, nobody is pestered."""

import asyncio
import math
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.errors import DeliveryFailed, RateLimited
from bot.ports import Receipt
from storage.store import OpenStore
from tests.doubles.matrix.person import Newcomers, Person
from tests.doubles.matrix.proxy import Proxy, proxy_to
from tests.doubles.matrix.synapse import Synapse
from tests.matrix.outgoing.post import CARD, HELLO, Office, open_office

SENDS = "/rooms/.*/send/"
ROOMS = "/createRoom$"
HANDS = "/send/m.reaction/"
LIMITED = '{"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests", "retry_after_ms": %d}'
NO_TIME = '{"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests"}'
TORN = {"times": 2, "is_reset": True}
"""aiohttp tries once more by itself when a connection that it kept turns out to be dead."""
STUMBLES = '{"errcode": "M_UNKNOWN", "error": "Internal server error"}'


@dataclass
class Scene:
    office: Office
    proxy: Proxy
    ana: Person
    room: str

    async def send_until_it_is_there(self, tries: int = 10) -> tuple[Receipt, list[type[Exception]]]:
        """As delivery does it, which waits in between."""
        parcel, failures = self.office.parcel(self.room), []
        for epoch in range(1, tries + 1):
            try:
                return await self.office.courier.send(replace(parcel, epoch=epoch)), failures
            except DeliveryFailed as failure:
                failures.append(type(failure))
                await asyncio.sleep(self.office.courier.headroom.more_in or 0)
        raise AssertionError(failures)


@pytest.fixture
async def scene(synapse: Synapse, sqlite: OpenStore, newcomer: Newcomers) -> AsyncIterator[Scene]:
    async with proxy_to(synapse.url) as proxy:
        office = await open_office(synapse, sqlite, MovableClock(), homeserver=proxy.url)
        ana = await newcomer("ana")
        yield Scene(office, proxy, ana, await office.room(ana))
        await office.close()


@pytest.mark.parametrize(
    ("how", "failures"),
    [
        ({"status": 429, "body": LIMITED % 300}, [RateLimited]),
        ({"status": 429, "body": NO_TIME, "headers": {"Retry-After": "1"}}, [RateLimited]),
        ({"status": 500, "body": STUMBLES}, [DeliveryFailed]),
        ({"status": 502, "body": "<html>Bad Gateway</html>"}, [DeliveryFailed]),
        ({"status": 200, "body": '{"event_id": "$tru'}, [DeliveryFailed]),
        ({"status": 200, "body": "[]"}, [DeliveryFailed]),
        (TORN, [DeliveryFailed]),
        (TORN | {"is_carried_out": True}, [DeliveryFailed]),
        ({"cut": 0.5}, [DeliveryFailed]),
        ({"status": 502, "times": 3}, [DeliveryFailed, RateLimited, RateLimited]),
        ({"seconds": 0.3}, []),
    ],
)
async def test_whatever_goes_wrong_a_message_is_there_once(
    scene: Scene, how: dict[str, Any], failures: list[type[Exception]]
) -> None:
    scene.proxy.fail(SENDS, "PUT", **how)
    receipt, met = await scene.send_until_it_is_there()
    assert met == failures
    assert [message.id for message in await scene.ana.see(scene.room)] == [receipt.ref]


async def test_while_nothing_is_answered_nobody_asks_much(scene: Scene) -> None:
    """As many parcels as there are: all of them wait together."""
    scene.proxy.fail(SENDS, "PUT", times=1_000, status=502)
    parcels = [scene.office.parcel(scene.room) for _ in range(50)]
    end = asyncio.get_running_loop().time() + 4
    while asyncio.get_running_loop().time() < end:
        room = scene.office.courier.headroom
        sending = [scene.office.courier.send(parcel) for parcel in parcels[: room.messages]]
        await asyncio.gather(*sending, return_exceptions=True)
        await asyncio.sleep(scene.office.courier.headroom.more_in or 0)
    assert len(scene.proxy.asked(SENDS, "PUT")) <= 8 * 5


async def test_a_room_whose_answer_was_lost_is_not_made_twice(scene: Scene, newcomer: Newcomers) -> None:
    ben = await newcomer("ben")
    scene.proxy.fail(ROOMS, "POST", is_reset=True, is_carried_out=True)
    parcel = scene.office.to(ben)
    with pytest.raises(DeliveryFailed):
        await scene.office.courier.send(parcel)
    await asyncio.sleep(scene.office.courier.headroom.more_in or 0)
    receipt = await scene.office.courier.send(replace(parcel, epoch=2))
    assert await ben.invitations() == {receipt.place.ref}


async def test_a_room_that_could_not_be_listed_is_not_made_twice(scene: Scene, newcomer: Newcomers) -> None:
    ben = await newcomer("ben")
    scene.proxy.fail("/account_data/m.direct$", "PUT", **TORN)
    parcel = scene.office.to(ben)
    with pytest.raises(DeliveryFailed):
        await scene.office.courier.send(parcel)
    await asyncio.sleep(scene.office.courier.headroom.more_in or 0)
    receipt = await scene.office.courier.send(replace(parcel, epoch=2))
    assert await ben.invitations() == {receipt.place.ref}


async def test_too_many_new_rooms_wait_for_their_turn_and_hold_nothing_else_up(
    scene: Scene, newcomer: Newcomers
) -> None:
    ben, chi = await newcomer("ben"), await newcomer("chi")
    scene.proxy.fail(ROOMS, "POST", status=429, body=LIMITED % 60_000)
    waits = []
    for person in (ben, chi, ben):
        with pytest.raises(RateLimited) as wait:
            await scene.office.courier.send(scene.office.to(person))
        waits.append(round(wait.value.retry_after))
    assert len(scene.proxy.asked(ROOMS, "POST")) == 1
    assert waits == [60, 120, 60]
    await scene.office.courier.send(scene.office.parcel(scene.room))


@pytest.mark.parametrize(
    "how",
    [{"status": 500, "body": STUMBLES}, TORN | {"is_carried_out": True}, TORN, {"status": 429, "body": LIMITED % 50}],
)
async def test_a_hand_that_could_not_be_raised_is_raised_later(scene: Scene, how: dict[str, Any]) -> None:
    scene.proxy.fail(HANDS, "PUT", **how)
    await scene.office.courier.send(scene.office.parcel(scene.room, CARD))
    await asyncio.sleep(scene.office.courier.headroom.more_in or 0)
    scene.office.courier._pace._refused_at = -math.inf
    await scene.office.courier.steps.catch_up()
    [card] = await scene.ana.see(scene.room)
    assert card.reactions == {"✋": {scene.office.bot.user_id}}
    assert len(scene.proxy.asked(HANDS, "PUT")) <= 3


async def test_an_expired_token_is_nobodys_fault(scene: Scene) -> None:
    scene.proxy.fail(SENDS, "PUT", status=401, body='{"errcode": "M_UNKNOWN_TOKEN", "error": "Unknown token"}')
    with pytest.raises(RateLimited):
        await scene.office.courier.send(scene.office.parcel(scene.room, HELLO))
