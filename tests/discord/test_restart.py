"""What people do while the bot stops and starts again is carried out all the same."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import OpenStore
from tests.discord.house import HAND, House, open_house
from tests.doubles.clock import HandClock


@pytest.fixture
async def house(store: OpenStore, clock: HandClock, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(store, clock, tmp_path) as opened:
        yield opened


async def test_a_button_pressed_after_a_restart_does_what_it_says(house: House) -> None:
    card = await house.ask(house.ana)
    await house.restart()

    claimed = await house.ben.press(card, "✋ I can help with #1")

    assert "You're on #1" in house.read(claimed, house.ben)


async def test_a_form_sent_after_a_restart_is_not_lost(house: House) -> None:
    opened = await house.ana.slash("needhelp")
    await house.restart()

    preview = await house.ana.fill(opened, what="two eggs", when="Today")

    assert "two eggs" in house.read(preview, house.ana)
    await house.ana.press(preview, "Post it")
    await house.settle()
    assert "two eggs" in house.card()


async def test_a_preview_shown_before_a_restart_is_still_good(house: House) -> None:
    preview = await house.ana.fill(await house.ana.slash("needhelp"), what="two eggs", when="Today")
    await house.restart()

    await house.ana.press(preview, "Post it")
    await house.settle()

    assert "two eggs" in house.card()


async def test_a_hand_raised_while_the_bot_was_away_counts(house: House) -> None:
    card = await house.ask(house.ana)
    await house.stop()
    await house.ben.react(card, HAND, is_told=False)

    await house.start()

    await house.until(lambda: "Somebody is on it" in house.card())
    assert "Here is what you need" in house.private(house.ben)[0]


async def test_of_many_hands_raised_while_the_bot_was_away_one_is_drawn_and_the_others_hear(house: House) -> None:
    card = await house.ask(house.ana)
    await house.stop()
    await house.ben.react(card, HAND, is_told=False)
    await house.chi.react(card, HAND, is_told=False)

    await house.start()
    await house.until(lambda: bool(house.private(house.ben) and house.private(house.chi)))

    said = sorted([house.private(house.ben)[0], house.private(house.chi)[0]])
    assert "Someone was a blink faster" in said[0]
    assert "Here is what you need" in said[1]


async def test_a_hand_taken_down_while_the_bot_was_away_hands_it_back(house: House) -> None:
    card = await house.ask(house.ana)
    await house.ben.react(card, HAND)
    await house.until(lambda: "Somebody is on it" in house.card())
    await house.stop()
    await house.ben.unreact(card, HAND, is_told=False)

    await house.start()

    await house.until(lambda: "Practical help wanted" in house.card())


async def test_a_connection_that_breaks_during_the_look_keeps_no_hand_from_counting(house: House) -> None:
    card = await house.ask(house.ana)
    await house.stop()
    await house.ben.react(card, HAND, is_told=False)
    house.discord.faults.add("GET", f"/channels/{house.help['id']}/messages/{card['id']}", is_lost=True, times=3)

    await house.start()

    await house.until(lambda: "Somebody is on it" in house.card())


async def test_a_hand_raised_during_the_look_was_not_taken_down(house: House) -> None:
    older, card = await house.ask(house.ana), await house.ask(house.ana)
    await house.stop()
    slow = house.discord.faults.add(
        "GET", f"/channels/{house.help['id']}/messages/{card['id']}", when="after", seconds=0.3
    )

    await house.start()
    await house.until(lambda: not slow.times)
    await house.ben.react(card, HAND)
    await house.until(lambda: "Somebody is on it" in house.card())
    await house.until(lambda: bool(house.discord.calls("GET", f"/channels/{house.help['id']}/messages/{older['id']}")))

    assert "Somebody is on it" in house.card()
    assert not any("can't do" in said for said in house.private(house.ana))


async def test_a_hand_raised_while_the_connection_was_lost_counts(house: House) -> None:
    card = await house.ask(house.ana)
    await house.discord.gateway.close_sockets()
    await house.ben.react(card, HAND)

    await house.until(lambda: "Somebody is on it" in house.card())
