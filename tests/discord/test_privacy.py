"""Seeing what is held, and being forgotten, in private from beginning to end."""

import pytest

from tests.discord.house import HAND, House
from tests.discord.test_losses import looks
from tests.doubles.discord.wire import Json
from tests.doubles.traces import traces_of


async def test_whoever_wants_it_is_forgotten_and_is_a_stranger_afterwards(house: House) -> None:
    card = await house.ask(house.ana)
    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()

    told = await house.ben.slash("helpprivacy", at=house.ben.direct())
    shown = await house.ben.press(told, "Show me everything")
    assert f"Your account on discord: {house.ben.id}" in house.read(told, house.ben)
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


async def forgotten_with_a_hand_up(house: House) -> Json:
    """Ben raised a hand on the card, it counted, and then he was forgotten; his hand is still up."""
    card = await house.ask(house.ana)
    await house.ben.react(card, HAND)
    await house.until(lambda: "Somebody is on it" in house.card())
    told = await house.ben.slash("helpprivacy", at=house.ben.direct())
    await house.ben.press(await house.ben.press(told, "Forget me"), "Yes, forget me")
    await house.until(lambda: "Practical help wanted" in house.card())
    return card


async def look_again(house: House) -> None:
    """The bot was away and has looked at its cards."""
    before = len(looks(house))
    await house.start()
    await house.until(lambda: len(looks(house)) > before)
    await house.chi.slash("help")
    await house.bot.platform.drain()
    await house.settle()


async def test_the_hand_of_somebody_who_was_forgotten_is_no_new_one_after_a_restart(house: House) -> None:
    await forgotten_with_a_hand_up(house)
    for _ in range(2):
        await house.stop()
        await look_again(house)

    assert "Practical help wanted" in house.card()
    assert [await traces_of(house.store, word) for word in (house.ben.id, "ben")] == [[], []]


@pytest.mark.parametrize("is_away", [False, True], ids=["while we are there", "while we are away"])
async def test_once_it_is_taken_down_hands_raised_while_we_were_away_count_again(house: House, is_away: bool) -> None:
    card = await forgotten_with_a_hand_up(house)
    if is_away:
        await house.stop()
    await house.ben.unreact(card, HAND, is_told=not is_away)
    if is_away:
        await look_again(house)
    else:
        await house.chi.slash("help")
    await house.stop()
    await house.chi.react(card, HAND, is_told=False)

    await house.start()

    await house.until(lambda: "Somebody is on it" in house.card())
    assert "Here is what you need" in house.private(house.chi)[0]


async def test_as_long_as_it_is_up_nobody_is_taken_for_who_was_forgotten(house: House) -> None:
    card = await forgotten_with_a_hand_up(house)
    await house.stop()
    await house.chi.react(card, HAND, is_told=False)
    await look_again(house)
    assert "Practical help wanted" in house.card()

    await house.chi.press(card, "✋ I can help with #1")
    await house.settle()

    assert "Somebody is on it" in house.card()
