"""The menus of messages and of people: asking with one's own words, and a line of thanks in private."""

import pytest

from bot.rules.forms import WHAT_LIMIT
from tests.discord.house import House
from tests.doubles.discord import Person, Shown
from tests.doubles.discord.wire import Json
from tests.people import DAY

ASK, THANK = "Ask for help with this", "Thank this helper"


def field(opened: Shown, name: str) -> tuple[str, Json]:
    """What stands beside a field of the form, and the field."""
    assert opened.modal is not None
    [row] = [row for row in opened.modal["components"] if row["component"]["custom_id"] == name]
    return row.get("description", ""), row["component"]


async def thank(house: House, sender: Person, receiver: Person, text: str) -> str:
    sent = await sender.fill(await sender.user_menu(THANK, receiver), thanks=text)
    await house.settle()
    return house.read(sent, sender)


async def test_a_message_becomes_the_beginning_of_a_request(house: House) -> None:
    message = await house.ana.say(f"12 eggs, {house.chi.mention} has none")

    opened = await house.ana.message_menu(ASK, message)
    preview = await house.ana.fill(opened, when="Today")

    assert "12 eggs, somebody has none" in house.read(preview, house.ana)
    assert house.cards() == [message]


async def test_a_long_message_is_not_cut_without_a_word(house: House) -> None:
    message = await house.ana.say("eggs " * 200)

    said, what = field(await house.ana.message_menu(ASK, message), "what")

    assert (len(what["value"]), said) == (
        WHAT_LIMIT,
        "This is the beginning of it: 500 characters fit here. The rest stays in your message.",
    )


async def test_nobody_asks_with_somebody_elses_words(house: House) -> None:
    message = await house.ana.say("my back hurts")

    refused = await house.ben.message_menu(ASK, message)

    assert (refused.modal, refused.is_ephemeral) == (None, True)
    assert "only they can ask with it" in house.read(refused, house.ben)
    assert "back" not in house.read(refused, house.ben)


async def test_a_line_of_thanks_is_read_by_one_person_alone(house: House) -> None:
    await house.ben.slash("helpboard")

    said = await thank(house, house.ana, house.ben, f"You were **so** kind, {house.chi.mention}!")

    assert "they read it from me in private" in said
    [told] = house.private(house.ben)
    assert f"A line of thanks for you, from {house.ana.mention}:" in told
    assert f"“You were **so** kind, <@{house.chi.id}>!”" in house.ben.reads(house.newest(house.ben)).replace(
        "\\", ""
    ).replace("\u200b", "")
    assert (house.cards(), house.announced(), house.told_care()) == ([], [], [])


async def test_nobody_is_written_to_out_of_the_blue_and_nobody_learns_who_is_known(house: House) -> None:
    await house.ben.slash("helpboard")
    elsewhere = house.discord.add_guild("Oak Street")
    house.discord.world.add_member(elsewhere["id"], house.chi.id)
    await house.chi.slash("helpboard", at=house.discord.add_channel(elsewhere, "help"))

    to_known, to_stranger = [await thank(house, house.ana, each, "Thank you!") for each in (house.ben, house.chi)]

    assert to_known == to_stranger
    again = [house.read(await house.ana.user_menu(THANK, each), house.ana) for each in (house.ben, house.chi)]
    assert again[0] == again[1]
    assert "today already" in again[0]
    assert (len(house.private(house.ben)), house.private(house.chi)) == (1, [])


async def test_one_line_a_day_for_one_person(house: House) -> None:
    await house.ben.slash("helpboard")
    opened = await house.ana.user_menu(THANK, house.ben)
    await thank(house, house.ana, house.ben, "Thank you!")

    again = await house.ana.user_menu(THANK, house.ben)
    late = await house.ana.fill(opened, thanks="And once more")
    await house.settle()

    assert "today already" in house.read(again, house.ana)
    assert "And once more" in house.read(late, house.ana)
    assert len(house.private(house.ben)) == 1
    await house.pass_time(DAY)
    await thank(house, house.ana, house.ben, "Still glad")
    assert "Still glad" in house.private(house.ben)[-1]


@pytest.mark.parametrize("whom", ["oneself", "a program"])
async def test_thanks_go_to_other_people(house: House, whom: str) -> None:
    robot = house.discord.add_person("robot", house.guild, at=house.help)
    robot.user["bot"] = True

    refused = await house.ana.user_menu(THANK, house.ana if whom == "oneself" else robot)

    assert (refused.modal, refused.is_ephemeral) == (None, True)


async def test_somebody_who_left_meanwhile_is_not_written_to(house: House) -> None:
    await house.ben.slash("helpboard")
    opened = await house.ana.user_menu(THANK, house.ben)
    house.discord.moderation.remove(house.ben, house.guild)

    await house.ana.fill(opened, thanks="Thank you!")
    await house.settle()

    assert house.private(house.ben) == []


async def test_thanks_that_cannot_be_sent_come_back_whole(house: House) -> None:
    await house.ben.slash("helpboard")

    assert "!!!" in await thank(house, house.ana, house.ben, "!!!")
    assert house.private(house.ben) == []
