"""Somebody's direct messages are closed: what waits for them is shown under the next answer only they see."""

from tests.discord.house import HAND, House, plain
from tests.doubles.discord.board import words
from tests.people import DAY

WAITED = "I don't write to you in private at the moment"


def shown_to(house: House, name: str) -> list[str]:
    """What was shown to somebody under an answer, oldest first."""
    person = getattr(house, name)
    return [plain(words(each)) for each in person.sees() if WAITED in words(each)]


async def claim_behind_a_closed_door(house: House) -> None:
    house.ben.close_directs()
    card = await house.ask(house.ana)
    await house.ben.react(card, HAND)
    await house.until(lambda: any("could not reach somebody" in said for said in house.told_care()))


async def test_what_waited_is_shown_under_the_next_answer_and_only_once(house: House) -> None:
    await claim_behind_a_closed_door(house)

    await house.ben.slash("myhelp")
    await house.until(lambda: len(shown_to(house, "ben")) == 1)
    await house.ben.slash("myhelp")
    await house.pass_time(DAY / 4)

    [said] = shown_to(house, "ben")
    assert "Here is what you need" in said
    assert shown_to(house, "chi") == shown_to(house, "mo") == []
    assert house.private(house.ben) == []


async def test_a_nudge_is_answered_where_it_was_shown(house: House) -> None:
    await claim_behind_a_closed_door(house)
    await house.pass_time(3 * DAY)

    await house.ben.slash("help", at=house.ben.direct())
    seen = await house.ben.wait_for("How is it going", at=house.ben.direct())
    await house.ben.press(seen, "Hand #1 back")
    await house.settle()

    assert "Practical help wanted" in house.card()
    assert len(house.told_care()) == 1


async def test_in_another_server_nothing_is_shown_that_is_not_about_it(house: House) -> None:
    await claim_behind_a_closed_door(house)
    elsewhere = house.discord.add_guild("Oak Street")
    house.discord.world.add_member(elsewhere["id"], house.ben.id)

    await house.ben.slash("help", at=house.discord.add_channel(elsewhere, "help"))
    await house.bot.platform.drain()

    assert shown_to(house, "ben") == []


async def test_what_could_not_be_shown_is_shown_the_next_time(house: House) -> None:
    await claim_behind_a_closed_door(house)
    house.discord.faults.add("POST", "/webhooks/*/*", status=404, code=10015)
    await house.ben.slash("help")
    await house.bot.platform.drain()
    assert shown_to(house, "ben") == []

    await house.ben.slash("help")

    await house.until(lambda: len(shown_to(house, "ben")) == 1)


async def test_whoever_writes_to_us_and_can_read_the_answer_is_written_to_again(house: House) -> None:
    await claim_behind_a_closed_door(house)
    await house.ben.say("Hello?", at=house.ben.direct())
    await house.bot.platform.drain()
    await house.settle()
    assert house.private(house.ben) == ["Hello?"]

    house.ben.open_directs()
    await house.ben.say("Hello?", at=house.ben.direct())

    await house.until(lambda: any("Here is what you need" in said for said in house.private(house.ben)))
