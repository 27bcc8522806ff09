"""Whoever waits for an answer goes before what is delivered."""

import asyncio

import pytest

from adapters.discord.outgoing import calm
from tests.discord.house import House

ANSWERS = "/interactions/*/callback"


async def press_slowly(house: House, seconds: float, when: str) -> "asyncio.Future[object]":
    """Something was decided that has something to deliver, and Discord is slow to take or to confirm the answer."""
    card = await house.ask(house.ana)
    house.discord.faults.add("POST", ANSWERS, seconds=seconds, when=when)
    pressing: asyncio.Future[object] = asyncio.ensure_future(house.ben.press(card, "✋ I can help with #1"))
    # Nothing has changed yet that would wake anybody.
    while not house.discord.rest.in_flight:  # noqa: ASYNC110
        await asyncio.sleep(0)
    return pressing


async def test_nothing_is_delivered_before_whoever_waits_has_an_answer(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calm, "LONGEST_WAIT", 5.0)
    pressing = await press_slowly(house, 1.0, "before")
    delivering = asyncio.ensure_future(house.settle())

    await pressing
    assert house.private(house.ben) == []

    await delivering
    assert "Here is what you need" in house.private(house.ben)[0]


async def test_an_answer_that_takes_long_holds_nothing_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calm, "LONGEST_WAIT", 0.05)
    await press_slowly(house, 1.5, "after")

    await house.settle()

    assert house.discord.rest.in_flight == 1
    assert "Here is what you need" in house.private(house.ben)[0]
