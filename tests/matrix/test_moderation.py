"""What moderators do with requests on a real Synapse: typed in a room, answered by numbers in private."""

import pytest

from tests.matrix.house import HAND, House
from tests.matrix.neighbours import Neighbour, newest_card, until_card
from tests.matrix.presence.test_leaving import asks
from tests.people import DAY


async def meets(house: House, neighbour: Neighbour) -> None:
    """They come by, so that the bot knows them and their private room."""
    await neighbour.person.say(house.help, "!helpboard")
    await neighbour.comes_in()
    await neighbour.hears("Where a hand is wanted")


async def moderates(house: House, mo: Neighbour, text: str, answer: str) -> str:
    """What Mo reads in private when this was typed where requests are read."""
    await house.mo.say(house.help, f"!helpmod {text}")
    if not mo.room:
        await mo.comes_in()
    return (await mo.hears(answer)).body


async def is_paused(house: House) -> bool:
    request = await house.request()
    return request is not None and request.is_paused


@pytest.mark.parametrize("answer", ["1", "2"])
async def test_whoever_is_assigned_is_asked_in_private_and_answers_by_a_number(house: House, answer: str) -> None:
    await asks(house)
    mo, ben = Neighbour(house, house.mo), Neighbour(house, house.ben)
    await meets(house, ben)

    await moderates(house, mo, f"assign 1 {house.ben.user_id} drives that way", "Nobody is named or bound")
    await house.pass_time(DAY / 24)
    asked = await ben.hears("The moderators thought of you for #1 (a ride to the clinic). Could you help?")
    assert "drives that way" not in asked.body
    said = await ben.says(answer)

    if answer == "1":
        assert "You're on #1" in said
        await until_card(house, "Somebody is on it")
    else:
        assert "Nobody hears of it" in said
        history = await moderates(house, mo, "history 1", "What happened with #1")
        assert "Reason: drives that way" in history
        assert [word in history for word in (house.ben.user_id, "ben", "stepped back")] == [False] * 3
        assert "its card is all there is" in await moderates(house, mo, "why 1", "How helpers are sought for #1")


async def test_a_request_is_merged_and_whoever_asked_says_that_it_is_something_else(house: House) -> None:
    room = await asks(house)
    ana, ben, mo = Neighbour(house, house.ana, room), Neighbour(house, house.ben), Neighbour(house, house.mo)
    for said in ("!needhelp a lift to the clinic", "1", "tomorrow", "the mill", "1", "post it"):
        await ana.says(said)
    await meets(house, ben)
    await ben.says("!claim 1")
    await until_card(house, "Somebody is on it")

    await moderates(house, mo, "merge 1 2 the same ride", "Noted for #1")

    told, free = await ana.hears("seems to be the same as #2"), await ben.hears("you are off the hook")
    assert "They write: the same ride" in told.body
    assert "the same ride" not in free.body
    assert "Taken back" in await ana.says("1")
    await until_card(house, "Practical help wanted")


async def test_on_hold_a_hand_takes_nothing_on_until_it_goes_on(house: House) -> None:
    room = await asks(house)
    ana, ben, mo = Neighbour(house, house.ana, room), Neighbour(house, house.ben), Neighbour(house, house.mo)
    card = await newest_card(house)

    await moderates(house, mo, "pause 1 3 the street is closed", "Noted for #1")
    await until_card(house, "On hold for now")
    assert "They write: the street is closed" in (await ana.hears("on hold until")).body
    await house.ben.react(house.help, card.id, HAND)
    await ben.comes_in()
    await ben.hears("This one is on hold for now")
    await moderates(house, mo, "resume 1 it is open again", "Noted for #1")
    assert "They write: it is open again" in (await ana.hears("is no longer on hold")).body
    await until_card(house, "Practical help wanted")

    await moderates(house, mo, "hide 1 there is an address in it", "#1 is out of sight now")
    assert "They write: there is an address in it" in (await ana.hears("out of sight for now")).body
    assert "This one is not up" in await ben.says("!claim 1")
    await moderates(house, mo, "show 1 it is gone from it", "Noted for #1")
    await ana.hears("it is gone from it")
    await until_card(house, "Practical help wanted")

    await house.mo.say(house.help, "!helpmod pause 1 1 the street is closed")
    await house.until(lambda: is_paused(house))
    await house.pass_time(DAY)
    assert not await is_paused(house)


async def test_whoever_never_used_the_bot_is_not_written_to(house: House) -> None:
    await asks(house)
    mo = Neighbour(house, house.mo)

    said = await moderates(house, mo, f"assign 1 {house.ben.user_id} drives that way", "ask them yourself: !claim 1")
    await house.pass_time(DAY)

    assert "Nobody is named or bound" in said
    assert await house.ben.invitations() == {} or not await house.ben.invitations()
