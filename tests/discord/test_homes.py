"""Shown out of a server, and let in again: while we are there to hear of it, and while we are away."""

import asyncio

import pytest

from bot.model.places import Home, PlaceRef
from tests.discord.house import House
from tests.doubles.discord import Permission
from tests.people import DAY

HERE_AND_AWAY = pytest.mark.parametrize("is_away", [False, True], ids=["while we are there", "while we are away"])


async def home(house: House) -> Home | None:
    at = PlaceRef("discord", house.guild["id"])
    return await house.store.read(lambda tx, at, now: tx.communities.home(at), at)


async def is_left(house: House, *, left: bool) -> None:
    async with asyncio.timeout(5):
        while (known := await home(house)) is None or (known.left_at is not None) != left:
            await asyncio.sleep(0.01)
            await house.settle()


@HERE_AND_AWAY
async def test_shown_out_and_let_in_again_the_cards_are_there_again(house: House, is_away: bool) -> None:
    await house.ask(house.ana)
    if is_away:
        await house.stop()
    house.discord.moderation.remove_bot(house.guild)
    if is_away:
        await house.start()
    await is_left(house, left=True)
    before = len(house.discord.record)
    await house.pass_time(3 * DAY)
    assert [call.path for call in house.discord.record[before:] if house.help["id"] in call.path] == []

    if is_away:
        await house.stop()
    house.discord.moderation.invite_bot(house.guild)
    if is_away:
        await house.start()
    await is_left(house, left=False)

    await house.chi.slash("claim", number=1)
    await house.settle()
    assert "Somebody is on it" in house.card()


async def test_a_server_that_cannot_be_reached_is_not_left(house: House) -> None:
    house.discord.moderation.lose_guild(house.guild)
    await house.chi.slash("help")
    await house.pass_time(DAY)
    known = await home(house)
    assert known is not None
    assert known.left_at is None


async def test_let_in_again_during_an_outage_nothing_is_deleted_and_all_goes_on_after_it(house: House) -> None:
    await house.ask(house.ana)
    house.discord.moderation.remove_bot(house.guild)
    await is_left(house, left=True)
    await house.stop()
    house.discord.moderation.invite_bot(house.guild)
    house.discord.moderation.lose_guild(house.guild)

    await house.start()
    await is_left(house, left=False)
    house.discord.moderation.find_guild(house.guild)
    await house.chi.slash("claim", number=1)

    await house.until(lambda: "Somebody is on it" in house.card())


async def test_two_weeks_after_we_were_shown_out_nobody_is_known_there(house: House) -> None:
    await house.ask(house.ana)
    house.discord.moderation.remove_bot(house.guild)
    await is_left(house, left=True)

    await house.pass_time(15 * DAY)
    assert await home(house) is None

    house.discord.moderation.invite_bot(house.guild)
    shown = await house.ana.slash("helpboard")
    assert "a ride to the clinic" not in house.read(shown, house.ana)
    assert await home(house) is not None


async def test_a_place_that_we_may_post_in_again_is_found_again_at_the_next_start(house: House) -> None:
    house.discord.moderation.deny(house.help, Permission.SEND_MESSAGES)
    preview = await house.ana.fill(await house.ana.slash("needhelp"), what="an egg", when="This week")
    await house.ana.press(preview, "Post it")
    await house.settle()
    assert house.cards() == []

    house.discord.moderation.allow(house.help, Permission.SEND_MESSAGES)
    await house.restart()
    await house.until(lambda: bool(house.cards()))

    assert "an egg" in house.card()
