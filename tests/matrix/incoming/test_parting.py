"""Whoever wants to be forgotten hears that it is done, though nobody knows them any more."""

import pytest

from adapters.matrix.people import account
from bot.ports import Tx
from tests.doubles.matrix.seen import Message
from tests.matrix.house import House
from tests.matrix.neighbours import Neighbour

DONE = "It is done: I no longer know you."


@pytest.fixture
async def ana(house: House) -> Neighbour:
    """In her private room, asked if she is sure."""
    await house.ana.say(house.help, "!help")
    ana = Neighbour(house, house.ana)
    await ana.comes_in()
    await house.ana.say(ana.room, "!helpprivacy")
    overview = await ana.hears("Forget me")
    await house.ana.reply(ana.room, overview.id, "Forget me")
    await ana.hears("Yes, forget me")
    return ana


async def is_stranger(ana: Neighbour) -> bool:
    return await ana.house.store.read(_is_stranger, ana.person.user_id)


def _is_stranger(tx: Tx, user_id: str, now: object) -> bool:
    return tx.people.person_of(account(user_id)) is None


async def question(ana: Neighbour) -> Message:
    return await ana.hears("Yes, forget me")


async def test_a_typed_yes_is_answered_and_nothing_is_kept_for_it(house: House, ana: Neighbour) -> None:
    await house.ana.say(ana.room, "Yes, forget me")

    await ana.hears(DONE)
    assert await is_stranger(ana)


async def test_a_yes_with_a_key_is_answered_too(house: House, ana: Neighbour) -> None:
    await house.ana.react(ana.room, (await question(ana)).id, "1️⃣")

    await ana.hears(DONE)
    assert await is_stranger(ana)
