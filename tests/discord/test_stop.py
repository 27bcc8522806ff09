"""Every private message that came by itself says how to have no more of them; pressing it is enough."""

from tests.discord.house import House
from tests.doubles.discord import Shown
from tests.people import DAY

STOP = "Please don't write to me unasked"


async def stop(house: House) -> Shown:
    """Ben takes something on, hears of it, and wants no more private messages: two are there, the answer being one."""
    card = await house.ask(house.ana)
    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()
    stopped = await house.ben.press(house.newest(house.ben), STOP)
    assert "I won't write to you unasked any more" in house.read(stopped, house.ben)
    return stopped


async def test_whoever_wants_no_messages_gets_none_and_loses_nothing(house: House) -> None:
    await stop(house)
    await house.ana.slash("withdraw", number=1)
    await house.pass_time(DAY)
    assert len(house.private(house.ben)) == 2
    shown = await house.ben.press(await house.ben.slash("helpprivacy"), "Show me everything")
    assert "That I don't write to you in private" in house.read(shown, house.ben)

    mine = await house.ben.slash("myhelp")
    assert "You asked me not to write to you unasked" in house.read(mine, house.ben)
    await house.ben.wait_for("is no longer needed", at=house.help)
    assert len(house.private(house.ben)) == 2


async def test_they_can_have_it_back_and_what_waited_comes(house: House) -> None:
    stopped = await stop(house)
    await house.ana.slash("withdraw", number=1)
    await house.settle()

    await house.ben.press(stopped, "Write to me again")
    await house.settle()

    assert "is no longer needed" in "".join(house.private(house.ben))
    await house.ask(house.ben)
    await house.chi.slash("claim", number=2)
    await house.settle()
    assert "is on #2" in house.private(house.ben)[-1]


async def test_writing_to_the_bot_is_no_wish_to_be_written_to(house: House) -> None:
    await stop(house)
    await house.ben.slash("release", number=1)
    await house.ben.say("The ramp is at the back.", at=house.ben.direct())
    await house.until(lambda: "The next person will read it" in house.private(house.ben)[-1])
    count = len(house.private(house.ben))

    await house.ask(house.ben)
    await house.chi.slash("claim", number=2)
    await house.settle()

    assert len(house.private(house.ben)) == count


async def test_every_private_message_says_how_to_stop(house: House) -> None:
    card = await house.ask(house.ana)
    await house.ben.press(card, "✋ I can help with #1")
    await house.pass_time(4 * DAY)

    sent = [each for person in (house.ana, house.ben) for each in house.discord.messages(person.direct())]
    assert len(sent) > 3
    assert [STOP in str(each["components"]) for each in sent] == [True] * len(sent)
