"""Volunteers are told of a request on a real Synapse: in their private rooms, and they answer by a number."""

from tests.matrix.house import House
from tests.matrix.neighbours import Neighbour, until_card
from tests.matrix.presence.test_leaving import asks
from tests.people import DAY, MINUTE

TOLD = "#1 (a ride to the clinic) looks for somebody, and you said that you like to help. Could you?"


async def offers(house: House, neighbour: Neighbour) -> None:
    await neighbour.person.say(house.help, "!volunteer")
    await neighbour.comes_in()
    await neighbour.hears("Kinds of help you like to give?")
    for answer in ("1", "English", "skip", "skip", "1"):
        await neighbour.says(answer)
    assert "You help with: Practical help." in await neighbour.says("no")


async def test_whoever_is_told_answers_by_a_number_and_the_others_are_let_off_where_they_read_it(house: House) -> None:
    ben, mo = Neighbour(house, house.ben), Neighbour(house, house.mo)
    await offers(house, ben)
    await offers(house, mo)
    await asks(house)
    await house.pass_time(10 * MINUTE)
    told = await ben.hears(TOLD)
    assert [word in told.body for word in ("1. I can help with #1", "2. Not this time", "3. Pause me a week")] == [
        True
    ] * 3
    await mo.hears(TOLD)

    assert "You're on #1" in await ben.says("1")

    await until_card(house, "Somebody is on it")
    await mo.hears("looked after by now, so you need do nothing")
    heard = len(await mo.heard())
    await house.pass_time(2 * DAY)
    assert len(await mo.heard()) == heard, "nobody is written to again"


async def test_not_this_time_and_a_week_of_rest_are_numbers_too(house: House) -> None:
    ben, mo = Neighbour(house, house.ben), Neighbour(house, house.mo)
    await offers(house, ben)
    await offers(house, mo)
    await asks(house)
    await house.pass_time(10 * MINUTE)
    await ben.hears(TOLD)
    await mo.hears(TOLD)

    assert "That is fine. I ask others." in await ben.says("2")
    assert "Enjoy the break. Until" in await mo.says("3")
    assert "Your break is over." in await mo.says("!pause off")
    await mo.person.say(house.help, "!helpmod history 1")
    history = (await mo.hears("What happened with #1")).body
    assert "A few volunteers were told of it in private." in history
    assert [word in history for word in ("Not this time", "ben", house.ben.user_id)] == [False] * 3
