"""How it ended, on Discord: one tap below what was withdrawn or closed."""

from tests.discord.house import House


async def test_asker_and_moderator_say_how_it_ended_and_the_cards_read_so(house: House) -> None:
    await house.ask(house.ana)
    withdrawn = await house.ana.slash("withdraw", number=1)
    told = await house.ana.press(withdrawn, "I found help elsewhere (#1)")
    await house.settle()
    assert "It is only counted" in house.read(told, house.ana)
    assert "Looked after elsewhere" in house.card()

    await house.ask(house.chi, what="a lift to the clinic")
    closed = await house.mo.slash("helpmod close", number=2, reason="driven there on Monday")
    told = await house.mo.press(closed, "It was met (#2)")
    await house.settle()
    assert "It is only counted" in house.read(told, house.mo)
    assert "Done. Thank you, neighbours." in house.card()
