"""A thread below the card of each request, where the server wants one."""

from dataclasses import replace

import pytest

from tests.discord.arranging import have_threads, life, threads
from tests.discord.house import House
from tests.discord.test_courier import parcel
from tests.doubles.discord import Permission


async def test_a_request_has_a_thread_that_tells_nothing_but_its_number_and_kind(house: House) -> None:
    await have_threads(house)

    card = await house.ask(house.ana, what="a ride to the clinic", where="the east side")

    [thread] = threads(house)
    assert (thread["id"], thread["name"]) == (card["id"], "#1 · Practical help")
    assert thread["thread_metadata"]["auto_archive_duration"] == 10080
    assert house.discord.messages(thread) == []


async def test_where_nobody_wants_threads_there_are_none(house: House) -> None:
    await house.ask(house.ana)
    assert threads(house) == []


async def test_a_thread_that_failed_holds_nothing_up_and_is_made_with_the_next_edit_after_a_restart(
    house: House,
) -> None:
    await have_threads(house)
    house.discord.moderation.deny(house.help, Permission.CREATE_PUBLIC_THREADS)
    card = await house.ask(house.ana)
    assert (len(house.cards()), threads(house)) == (1, [])
    house.discord.moderation.allow(house.help, Permission.CREATE_PUBLIC_THREADS)
    await house.restart()

    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()

    assert [each["id"] for each in threads(house)] == [card["id"]]
    assert len(house.cards()) == 1


async def test_a_thread_whose_answer_was_lost_is_not_asked_for_twice(house: House) -> None:
    await have_threads(house)
    house.discord.faults.add("POST", "/channels/*/messages/*/threads", when="after", is_lost=True)
    card = await house.ask(house.ana)

    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()

    assert (len(house.cards()), len(threads(house))) == (1, 1)
    assert len(house.discord.calls("POST", "/threads")) == 1


@pytest.mark.parametrize("may_lock", [True, False])
async def test_the_thread_is_closed_with_the_request_and_opened_if_that_is_taken_back(
    house: House, may_lock: bool
) -> None:
    await have_threads(house)
    if may_lock:
        house.discord.moderation.allow(house.help, Permission.MANAGE_THREADS)
    await house.ask(house.ana)
    [thread] = threads(house)

    withdrawn = await house.ana.slash("withdraw", number=1)
    await house.settle()
    assert life(thread) == (True, may_lock)

    await house.ana.press(withdrawn, "Take that back for #1")
    await house.settle()
    assert life(thread) == (False, False)


async def test_a_thread_that_could_not_be_closed_at_once_is_closed_a_little_later(house: House) -> None:
    await have_threads(house)
    await house.ask(house.ana)
    [thread] = threads(house)
    house.discord.faults.add("PATCH", f"/channels/{thread['id']}", is_lost=True)
    await house.ana.slash("withdraw", number=1)
    await house.settle()
    assert ("No longer needed" in house.card(), life(thread)) == (True, (False, False))

    house.clock.machine_forward(60)
    await house.settle()

    assert life(thread) == (True, False)


async def test_a_thread_that_may_not_be_made_is_not_asked_for_again_and_again(house: House) -> None:
    await have_threads(house)
    card = await house.ask(house.ana)
    house.discord.moderation.deny(house.help, Permission.CREATE_PUBLIC_THREADS)
    await house.ask(house.chi)
    await house.ben.slash("claim", number=2)
    for _ in range(3):
        await house.settle()
        house.clock.machine_forward(60)

    assert [each["id"] for each in threads(house)] == [card["id"]]
    assert [each.status for each in house.discord.calls("POST", "/threads")] == [201, 403, 403]


async def test_a_thread_that_moderators_closed_stays_closed_while_the_request_goes_on(house: House) -> None:
    await have_threads(house)
    house.discord.moderation.allow(house.help, Permission.MANAGE_THREADS)
    card = await house.ask(house.ana)
    [thread] = threads(house)
    house.discord.moderation.archive(thread, is_locked=True)

    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()

    assert "Somebody is on it" in house.card()
    assert life(thread) == (True, True)


async def test_what_people_said_below_a_card_that_is_taken_away_is_kept_out_of_the_way(house: House) -> None:
    await have_threads(house)
    card = await house.ask(house.ana)
    [thread] = threads(house)
    await house.ben.say("Which door?", at=thread)

    for _ in range(2):
        await house.bot.platform.courier.remove(replace(parcel(house.help["id"]), ref=card["id"], wording=None))

    assert house.cards() == []
    assert [each["content"] for each in house.discord.messages(thread)] == ["Which door?"]
    assert life(thread) == (True, False)


@pytest.mark.parametrize("seen", ["told", "at the next start", "at the next change"])
async def test_the_thread_of_a_card_that_is_made_anew_is_put_out_of_the_way(house: House, seen: str) -> None:
    await have_threads(house)
    card = await house.ask(house.ana)
    [old] = threads(house)
    await house.ben.say("Which door?", at=old)
    house.discord.moderation.delete_message(card, is_told=seen == "told")
    if seen == "at the next start":
        await house.restart()
    if seen == "at the next change":
        await house.ben.slash("claim", number=1)

    await house.until(lambda: len(threads(house)) == 2)

    [new] = [each for each in threads(house) if each["id"] == house.cards()[0]["id"]]
    assert (life(old), life(new)) == ((True, False), (False, False))
    assert [each["content"] for each in house.discord.messages(old)] == ["Which door?"]


async def test_a_thread_that_was_deleted_is_not_made_again(house: House) -> None:
    await have_threads(house)
    card = await house.ask(house.ana)
    house.discord.moderation.delete_channel(threads(house)[0])

    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()

    assert "Somebody is on it" in house.card()
    assert threads(house) == []
