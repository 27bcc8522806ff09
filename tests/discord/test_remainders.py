"""Help that arrived partly, on Discord."""

from tests.discord.house import House
from tests.people import DAY


async def test_what_is_left_is_said_in_a_line_and_asked_of_others(house: House) -> None:
    card = await house.ask(house.ana)
    await house.ben.press(card, "✋ I can help with #1")
    await house.pass_time(2 * DAY)
    partly = await house.ana.press(house.newest(house.ana), "Partly (#1)")
    await house.ana.press(partly, "Someone new for the rest of #1")
    await house.settle()
    assert "thanks to you" in house.private(house.ben)[-1]

    await house.ana.say("only the way back", at=house.ana.direct())
    await house.until(lambda: "This is all that others will see" in house.private(house.ana)[-1])
    assert "only the way back" not in house.card()
    await house.ana.press(house.newest(house.ana), "Post it")
    await house.settle()

    assert "Practical help wanted" in house.card()
    assert "only the way back" in house.card()
