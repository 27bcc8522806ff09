"""Everything that is said is carried out once and in order, however much it is and whatever happens to us meanwhile."""

import asyncio
from collections.abc import Collection

import pytest

from adapters.matrix.incoming.loop import LIMIT
from tests.doubles.matrix.person import Person
from tests.matrix.house import House

AT_ONCE = 8


async def says_many(person: Person, room: str, texts: Collection[str]) -> None:
    """As fast as the homeserver takes it; the order is the room's."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def say(text: str) -> None:
        async with turn:
            await person.say(room, text)

    await asyncio.gather(*(say(text) for text in texts))


async def all_is_heard(house: House, person: Person, room: str, seconds: float = 120.0) -> None:
    """Each once, in the order in which the room has it."""
    expected = await house.said(person, room)

    async def look() -> bool:
        return len([each for each in house.listening.heard if each in expected]) >= len(expected)

    await house.until(look, seconds)
    await house.settle()
    assert [each for each in house.listening.heard if each in expected] == expected


@pytest.fixture
async def direct(house: House) -> str:
    """Ana's private room."""
    await house.ana.say(house.help, "!help")
    return await house.direct(house.ana)


async def test_what_is_asked_in_a_room_is_answered_in_private(house: House) -> None:
    await house.ana.say(house.help, "!help")

    direct = await house.direct(house.ana)

    assert "Here is what is possible" in (await house.heard(house.ana, direct))[0]
    assert await house.heard(house.ana, house.help) == []


async def test_five_hundred_commands_in_a_burst_are_answered_once_each_and_in_order(house: House, direct: str) -> None:
    before = len(await house.heard(house.ana, direct))

    async with asyncio.TaskGroup() as group:
        group.create_task(says_many(house.ana, direct, [f"!claim {number}" for number in range(1, 501)]))
        group.create_task(house.until(lambda: _has_said(house, direct, 500), 240))
    await all_is_heard(house, house.ana, direct)

    answers = (await house.heard(house.ana, direct))[before:]
    assert answers == ["There is no request with that number here."] * 500


async def _has_said(house: House, direct: str, count: int) -> bool:
    await asyncio.sleep(0.2)
    return len(house.listening.heard) > count


@pytest.mark.parametrize("count", [80, LIMIT + 60])
async def test_what_was_said_while_we_were_stopped_is_answered_once_each_and_in_order(
    house: House, direct: str, count: int
) -> None:
    before = len(await house.heard(house.ana, direct))
    await house.stop()
    await says_many(house.ana, direct, [f"!claim {number}" for number in range(count)])

    await house.start()
    await all_is_heard(house, house.ana, direct)

    assert len(await house.heard(house.ana, direct)) == before + count
