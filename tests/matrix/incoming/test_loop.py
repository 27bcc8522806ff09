"""Everything that is said is carried out once and in order, however much it is and whatever happens to us meanwhile."""

import asyncio
from collections.abc import Collection
from datetime import datetime
from functools import partial

import pytest

from adapters.matrix import platform
from adapters.matrix.incoming import gaps, loop
from adapters.matrix.incoming.loop import LIMIT
from adapters.matrix.incoming.shelf import ShelfFile
from adapters.matrix.people import account
from bot.model.health import Status
from bot.ports import Tx
from tests.doubles.matrix.person import Person
from tests.matrix.house import HAND, House
from tests.matrix.incoming.test_reactions import card, is_on_it
from tests.matrix.presence.test_leaving import asks

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
        group.create_task(house.until(lambda: _has_heard(house, 500), 240))
    await all_is_heard(house, house.ana, direct)

    answers = (await house.heard(house.ana, direct))[before:]
    assert answers == ["There is no request with that number here."] * 500


async def _has_heard(house: House, count: int) -> bool:
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


async def test_what_was_said_before_we_came_in_was_not_said_to_us(house: House) -> None:
    room = await house.mo.create_room("Kitchen", invite=[house.ana.user_id])
    await house.ana.join(room)
    await house.mo.add_child(house.space, room)
    await house.ana.say(room, "!help")
    await house.mo.invite(room, house.user_id)
    await house.until(lambda: house.is_in(room))
    said = await house.ana.say(room, "!myhelp")

    await house.direct(house.ana)

    assert house.listening.heard == [said]


async def test_the_first_time_we_start_nothing_that_was_said_before_counts(house: House) -> None:
    await house.stop()
    await house.ana.say(house.help, "!help")
    await house.store.write(_forget_position, house.user_id)

    await house.start()
    await house.until(house.is_listening)
    said = await house.ana.say(house.help, "!myhelp")
    await house.direct(house.ana)

    assert house.listening.heard == [said]


async def test_an_event_that_cannot_be_carried_out_is_passed_over_and_what_it_held_is_not_logged(
    house: House, direct: str, caplog: pytest.LogCaptureFixture
) -> None:
    house.listening.failing.append(ValueError("two eggs"))
    await house.ana.say(direct, "two eggs, please")
    said = await house.ana.say(direct, "!myhelp")

    await house.until(lambda: _has_said(house, said))

    assert "something that happened is passed over: ValueError" in caplog.text
    assert "eggs" not in caplog.text
    checks = await house.bot.platform.look()
    assert [(check.status, check.sentence) for check in checks] == [
        (Status.OK, "The homeserver answers."),
        (Status.WARNING, "1 things that happened could not be carried out."),
    ]


async def test_a_full_disk_does_not_keep_us_from_hearing(
    house: House, direct: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(ShelfFile, "write", full)
    for text in ("!myhelp", "!helpboard"):
        said = await house.ana.say(direct, text)
        await house.until(partial(_has_said, house, said))


async def test_while_the_database_does_not_answer_everything_waits(house: House, direct: str) -> None:
    house.listening.is_broken = True
    said = [await house.ana.say(direct, text) for text in ("!myhelp", "!helpboard")]
    await asyncio.sleep(1)
    assert not set(said) & set(house.listening.heard)

    house.listening.is_broken = False

    await house.until(lambda: _has_said(house, said[1]))
    assert house.listening.heard[-2:] == said


async def test_a_stop_finishes_the_batch_in_hand(house: House, direct: str) -> None:
    house.listening.gate.clear()
    first = await house.ana.say(direct, "!myhelp")
    await asyncio.sleep(1)
    said = [first, *[await house.ana.say(direct, f"!claim {number}") for number in range(30)]]
    asyncio.get_running_loop().call_later(0.5, house.listening.gate.set)

    await house.stop()
    heard = [each for each in house.listening.heard if each in said]
    await house.start()
    await house.until(lambda: _has_said(house, said[-1]))

    assert heard[:1] == [first]
    assert [each for each in house.listening.heard if each in said] == said


async def test_a_stop_that_cannot_wait_loses_nothing(
    house: House, direct: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "DRAIN_SECONDS", 0.2)
    house.listening.gate.clear()
    said = [await house.ana.say(direct, f"!claim {number}") for number in range(5)]
    await asyncio.sleep(0.5)

    await house.stop()
    assert not set(said) & set(house.listening.heard)
    house.listening.gate.set()
    await house.start()

    await house.until(lambda: _has_said(house, said[-1]))
    assert house.listening.heard[-5:] == said


@pytest.mark.parametrize("is_raised", [True, False])
async def test_after_more_than_can_be_fetched_the_cards_are_looked_at(
    house: House, monkeypatch: pytest.MonkeyPatch, is_raised: bool
) -> None:
    monkeypatch.setattr(gaps, "AT_MOST", 20)
    monkeypatch.setattr(gaps, "PAGE", 10)
    monkeypatch.setitem(loop.FILTER["room"]["timeline"], "limit", 5)
    await asks(house)
    shown = await card(house, house.ben)
    hand = ""
    if not is_raised:
        hand = await house.ben.react(house.help, shown.id, HAND)
        await house.until(lambda: is_on_it(house))
    await house.stop()
    if is_raised:
        await house.ben.react(house.help, shown.id, HAND)
    else:
        await house.ben.redact(house.help, hand)
    for number in range(40):
        await house.mo.say(house.help, f"it is a busy day, {number}")

    await house.start()

    await house.until(lambda: is_on_it(house, wanted=is_raised))


async def _has_said(house: House, said: str) -> bool:
    return said in house.listening.heard


def _forget_position(tx: Tx, user_id: str, now: datetime) -> None:
    tx.positions.save(account(user_id), "")
