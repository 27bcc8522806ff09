"""Somebody else, please, on Discord: by buttons that only the asker sees."""

from tests.discord.house import HAND, House


async def test_an_asker_has_somebody_else_by_two_buttons_and_the_helper_reads_no_reason(house: House) -> None:
    card = await house.ask(house.ana)
    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()

    both = [house.private(person)[-1] for person in (house.ana, house.ben)]
    assert ["only you two know the words “" in said for said in both] == [True, True]
    assert both[0].split("“")[1].split("”")[0] in both[1]
    assert "only you two" not in house.card()
    sure = await house.ana.press(house.newest(house.ana), "Somebody else for #1, please")
    assert "No reason is needed" in house.read(sure, house.ana)
    assert "Somebody is on it" in house.card()
    done = await house.ana.press(sure, "Yes, somebody else for #1")
    await house.settle()

    assert "goes on to others" in house.read(done, house.ana)
    assert "Practical help wanted" in house.card()
    assert "goes on with somebody else. Thank you for having been ready" in house.private(house.ben)[-1]
    assert [word in house.private(house.ben)[-1] for word in (house.ana.mention, "not why")] == [False, False]
    await house.ben.react(card, HAND)
    await house.until(lambda: "I look among other neighbours" in house.private(house.ben)[-1])
    assert "Practical help wanted" in house.card()
