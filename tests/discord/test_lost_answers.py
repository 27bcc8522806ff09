"""The connection breaks while an answer is on its way: there is one answer all the same, and never two."""

import pytest

from tests.discord.house import FORM, House
from tests.discord.test_slow_store import answers, busy

ANSWERS = "/interactions/*/callback"
LOST = pytest.mark.parametrize("when", ["before", "after"])


@LOST
async def test_a_lost_answer_is_given_again(house: House, when: str) -> None:
    await house.ask(house.ana)
    house.discord.faults.add("POST", ANSWERS, when=when, is_lost=True)

    await house.ben.slash("claim", number=1)

    assert ["You're on #1" in said for said in answers(house, house.ben)] == [True]


@LOST
async def test_a_lost_promise_is_kept(house: House, when: str) -> None:
    await house.ask(house.ana)
    house.discord.faults.add("POST", ANSWERS, when=when, is_lost=True)

    async with busy(house):
        await house.ben.slash("claim", number=1)
    await house.ben.wait_for("You're on", at=house.help)

    assert len(answers(house, house.ben)) == 1


@LOST
async def test_a_form_that_is_lost_opens_all_the_same(house: House, when: str) -> None:
    house.discord.faults.add("POST", ANSWERS, when=when, is_lost=True)

    preview = await house.ana.fill(await house.ana.slash("needhelp"), **FORM)

    assert "This is all that others will see" in house.read(preview, house.ana)


@pytest.mark.parametrize("command", ["needhelp", "myhelp"])
async def test_what_discord_does_not_take_is_not_called_done(house: House, command: str) -> None:
    """Nothing was done when a form was to open, and a list was to be shown."""
    house.discord.faults.add("POST", ANSWERS, status=400, code=50035)

    shown = await house.ana.slash(command)

    said = "I have an answer for you, but could not show it. /myhelp shows how things are."
    assert house.read(shown, house.ana) == said


async def test_a_late_answer_that_is_lost_is_given_again(house: House) -> None:
    await house.ask(house.ana)
    house.discord.faults.add("PATCH", "/webhooks/*", when="before", is_lost=True)

    async with busy(house):
        await house.ben.slash("claim", number=1)

    await house.ben.wait_for("You're on", at=house.help)
