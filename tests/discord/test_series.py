"""What is needed every week, on Discord."""

from tests.discord.house import House
from tests.people import DAY


async def test_every_week_is_chosen_after_posting_and_asked_again_by_one_button(house: House) -> None:
    preview = await house.ana.fill(await house.ana.slash("needhelp"), what="soup on Mondays", when="Tomorrow")
    await house.ana.press(preview, "Post it")
    which = await house.ana.press(preview, "#1 is needed more than once")
    noted = await house.ana.press(which, "Every week, 2 times")
    assert "needed once more after this" in house.read(noted, house.ana)
    await house.settle()
    await house.ben.press(house.cards()[-1], "✋ I can help with #1")
    await house.ana.slash("done", number=1)
    await house.pass_time(DAY)

    asked = next(each for each in reversed(house.discord.messages(house.ana.direct())) if "Ask again" in str(each))
    again = await house.ana.press(asked, "Ask again for #1")
    await house.settle()

    assert "up for others to see" in house.read(again, house.ana)
    assert "#2 · Practical help wanted" in house.card()
    assert "soup on Mondays" in house.card()
    assert "You helped the last time" in house.private(house.ben)[-1]
