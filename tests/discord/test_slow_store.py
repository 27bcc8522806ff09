"""The store is busy: everybody is told within three seconds that their answer comes, and then it comes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.discord.incoming import replies
from tests.discord.house import FORM, House
from tests.doubles.discord import Person
from tests.doubles.discord.bits import Reply
from tests.kill.order import held

CROWD = 20
CLAIM = "✋ I can help with #1"


@pytest.fixture(autouse=True)
def time_enough() -> None:
    """Here there is as much as people have."""


@asynccontextmanager
async def busy(house: House) -> AsyncIterator[None]:
    """The store is, and nobody has to wait for that as long as people would."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replies, "PATIENCE", 0.02)
        async with held(house.store):
            yield


async def test_a_crowd_is_promised_an_answer_in_time_and_gets_it(house: House) -> None:
    card = await house.ask(house.ana)
    crowd = [house.discord.add_person(f"neighbour{index}", house.guild, at=house.help) for index in range(CROWD)]

    async with held(house.store):
        waited = await house.discord.press_at_once([(person, card, CLAIM) for person in crowd])
    await house.discord.stage.until(lambda: all(answers(house, person) for person in crowd))

    assert max(seconds for seconds, _ in waited) < 3
    assert {said for _, said in waited} == {""}
    said = sorted(" ".join(answers(house, person)) for person in crowd)
    assert [each.split("#1")[0] for each in said if each.startswith("You're on")] == ["You're on "]
    assert len([each for each in said if each.startswith("Someone was a blink faster")]) == CROWD - 1


def answers(house: House, person: Person) -> list[str]:
    """What only they can read where requests are read."""
    mine = [
        each
        for each in house.discord.messages(house.help)
        if house.discord.world.reader_of.get(each["id"]) == person.id
    ]
    return [text for each in mine if (text := house.read(each, person))]


async def test_a_press_on_a_private_answer_is_answered_in_its_place(house: House) -> None:
    preview = await house.ana.fill(await house.ana.slash("needhelp"), **FORM)

    async with busy(house):
        posted = await house.ana.press(preview, "Post it")
    seen = await house.ana.wait_for("is up for others to see")

    assert (posted.reply, seen["id"]) == (Reply.DEFER_UPDATE, preview.message_id)


async def test_a_command_is_answered_late(house: House) -> None:
    await house.ask(house.ana)

    async with busy(house):
        claimed = await house.ben.slash("claim", number=1)
    seen = await house.ben.wait_for("You're on", at=house.help)

    assert (claimed.reply, claimed.is_ephemeral, seen["id"]) == (Reply.DEFER, True, claimed.message_id)


async def test_what_was_typed_into_a_form_is_not_lost(house: House) -> None:
    opened = await house.ana.slash("needhelp")

    async with busy(house):
        sent = await house.ana.fill(opened, **(FORM | {"what": "two eggs"}))
    await house.ana.wait_for("two eggs")
    await house.ana.press(sent, "Post it")
    await house.settle()

    assert sent.reply == Reply.DEFER
    assert "two eggs" in house.card()


async def test_a_form_that_comes_too_late_waits_behind_a_button(house: House) -> None:
    async with busy(house):
        asked = await house.ana.slash("needhelp", what="two eggs")
    await house.ana.wait_for("Your form is ready")
    preview = await house.ana.fill(await house.ana.press(asked, "Open the form"))

    assert asked.reply == Reply.DEFER
    assert "two eggs" in house.read(preview, house.ana)


async def test_a_form_to_change_something_that_comes_too_late_still_says_what_it_said(house: House) -> None:
    preview = await house.ana.fill(await house.ana.slash("needhelp"), **(FORM | {"what": "two eggs"}))
    await house.ana.press(preview, "Post it")

    async with busy(house):
        asked = await house.ana.press(preview, "Change #1")
    late = await house.ana.wait_for("Your form is ready")
    changed = await house.ana.fill(await house.ana.press(late, "Open the form"))

    assert asked.reply == Reply.DEFER
    assert "two eggs" in house.read(changed, house.ana)
