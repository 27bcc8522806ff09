"""Seeing what is held, and being forgotten, in private from beginning to end."""

from tests.discord.house import House
from tests.doubles.traces import traces_of


async def test_whoever_wants_it_is_forgotten_and_is_a_stranger_afterwards(house: House) -> None:
    card = await house.ask(house.ana)
    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()

    told = await house.ben.slash("helpprivacy", at=house.ben.direct())
    shown = await house.ben.press(told, "Show me everything")
    assert f"Your account: {house.ben.id} on discord" in house.read(told, house.ben)
    assert "#1: you are on it" in house.read(told, house.ben)
    await house.ben.press(told, "Forget me")
    assert "cannot be taken back" in house.read(told, house.ben)
    assert await traces_of(house.store, house.ben.id)
    await house.ben.press(told, "Yes, forget me")
    await house.settle()

    assert (told.is_ephemeral, shown.message_id) == (True, told.message_id)
    assert "I no longer know you" in house.read(told, house.ben)
    assert [await traces_of(house.store, word) for word in (house.ben.id, "ben")] == [[], []]
    assert "Practical help wanted" in house.card()
    assert "Your helper can't do" in house.private(house.ana)[-1]
    again = await house.ben.slash("helpprivacy")
    assert "I hold nothing about you" in house.read(again, house.ben)
    assert await traces_of(house.store, house.ben.id) == []


async def test_a_form_that_was_sent_back_is_forgotten_with_its_words(house: House) -> None:
    sent_back = await house.ben.fill(await house.ben.slash("needhelp"), what="!!!", where="the old mill", when="Today")
    await house.ben.press(await house.ben.press(await house.ben.slash("helpprivacy"), "Forget me"), "Yes, forget me")

    opened = await house.ben.press(sent_back, "Open the form again")

    assert opened.modal is not None
    assert "the old mill" not in str(opened.modal)
