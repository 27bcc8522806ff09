"""A big need in parts, on Discord."""

from tests.discord.house import House


async def test_parts_are_made_on_the_preview_and_taken_by_their_buttons(house: House) -> None:
    soup = "soup\n- Monday noon\n- Wednesday noon"
    preview = await house.ana.fill(await house.ana.slash("needhelp"), what=soup, when="This week")
    await house.ana.press(preview, "One person for each of the 2 parts")
    assert "Each takes one of the parts" in house.read(preview, house.ana)
    await house.ana.press(preview, "Post it")
    await house.settle()
    assert "Still open: 1. Monday noon · 2. Wednesday noon" in house.card()

    await house.ben.press(house.cards()[-1], "Part 2 of #1")
    await house.settle()

    assert "Still open: 1. Monday noon" in house.card()
    assert "The part: Wednesday noon" in house.private(house.ben)[-1]
    assert "The part: Wednesday noon" in house.private(house.ana)[-1]
