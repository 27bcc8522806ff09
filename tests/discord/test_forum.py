"""Requests as posts of a forum."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.platform import DiscordPlatform
from adapters.discord.presence.reconcile import Reconcile
from bot.ports import Receipt
from storage.store import OpenStore
from tests.discord.arranging import FORUM, STAGES, have_forum, life, tag, tags, threads
from tests.discord.house import HAND, House, open_house, placeholder, plain
from tests.discord.test_courier import parcel, send
from tests.doubles.clock import HandClock
from tests.doubles.discord import Permission
from tests.doubles.discord.bits import Place
from tests.doubles.discord.board import words
from tests.doubles.discord.routes.threads import REQUIRE_TAG
from tests.doubles.discord.wire import Json
from tests.people import DAY


@pytest.fixture
async def on_both(store: OpenStore, clock: HandClock, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(store, clock, tmp_path) as opened:
        yield opened


async def ask(house: House) -> Json:
    """A request, and its post."""
    preview = await house.ana.fill(await house.ana.slash("needhelp"), what="a ride to the clinic", when="This week")
    await house.ana.press(preview, "Post it")
    await house.settle()
    return threads(house)[-1]


def card_of(house: House, post: Json) -> Json:
    return house.discord.messages(post)[0]


def card(house: House) -> str:
    return plain(words(card_of(house, threads(house)[-1])))


async def test_a_post_is_claimed_by_hand_and_by_button_and_wears_the_tag_of_its_stage(on_both: House) -> None:
    house = on_both
    forum = await have_forum(house, "Urgent", *STAGES)
    post = await ask(house)
    assert (post["name"], tags(forum, post)) == ("#1 · Practical help", ["Open"])
    assert house.discord.world.reactions[post["id"]] == {HAND: [house.discord.world.bot["id"]]}
    house.discord.moderation.tag(post, forum["available_tags"][0])

    await house.ben.react(card_of(house, post), HAND)
    await house.until(lambda: "Somebody is on it" in card(house))
    assert tags(forum, post) == ["Urgent", "Claimed"]
    await house.ben.unreact(card_of(house, post), HAND)
    await house.until(lambda: "Practical help wanted" in card(house))
    assert tags(forum, post) == ["Urgent", "Open"]

    await house.chi.press(card_of(house, post), "✋ I can help with #1")
    await house.chi.slash("done", number=1)
    await house.settle()
    assert (tags(forum, post), life(post)) == (["Urgent", "Done"], (False, False))
    await house.ana.press(house.newest(house.ana), "Yes, #1 is done")
    await house.settle()
    assert (tags(forum, post), life(post)) == (["Urgent", "Done"], (True, False))
    assert [each["id"] for each in threads(house)] == [post["id"]]


@pytest.mark.parametrize("answer", [{"is_lost": True}, {"status": 502}])
async def test_a_post_whose_answer_was_lost_is_found_again_with_the_hand_that_was_raised_on_it(
    house: House, monkeypatch: pytest.MonkeyPatch, answer: dict[str, object]
) -> None:
    async def looks_at_nothing(reconcile: Reconcile) -> None: ...

    monkeypatch.setattr(Reconcile, "all_living", looks_at_nothing)
    forum = await have_forum(house, *STAGES)
    house.discord.faults.add("POST", f"/channels/{forum['id']}/threads", when="after", **answer)
    post = await ask(house)
    await house.ben.react(card_of(house, post), HAND)
    await house.chi.slash("help")  # the hand has been seen by now

    house.clock.machine_forward(60)
    await house.settle()

    assert [each["id"] for each in threads(house)] == [post["id"]]
    await house.until(lambda: "Somebody is on it" in card(house))


async def test_a_hand_raised_on_a_post_while_the_bot_was_away_counts(house: House) -> None:
    await have_forum(house)
    post = await ask(house)
    await house.stop()
    await house.ben.react(card_of(house, post), HAND, is_told=False)

    await house.start()

    await house.until(lambda: "Somebody is on it" in card(house))


@pytest.mark.parametrize("is_locked", [False, True])
async def test_a_post_that_fell_asleep_is_found_again_too(house: House, is_locked: bool) -> None:
    forum = await have_forum(house)
    sent = await send(house, parcel(forum["id"]))
    house.discord.moderation.archive(threads(house)[0], is_locked=is_locked)

    again = await send(house, replace(parcel(forum["id"]), epoch=2))
    other = await send(house, replace(parcel(forum["id"], "another key"), epoch=2))

    assert again == sent
    assert sent == Receipt(sent.place, sent.place.ref)
    assert other != sent


async def test_a_forum_is_known_for_one_before_the_first_events_have_come(house: House) -> None:
    forum = await have_forum(house, *STAGES)
    how: dict[str, Any] = {"store": house.store, "clock": house.clock, "guild_ids": (), "token": house.discord.token}
    early = DiscordPlatform(api_base=house.discord.api_base, gateway_url=house.discord.gateway_url, **how)
    await early.start()

    first = await early.courier.send(parcel(forum["id"]))
    again = await early.courier.send(replace(parcel(forum["id"]), epoch=2))
    edited = await early.courier.edit(replace(parcel(first.place.ref), ref=first.ref))
    await early.stop()

    assert [again, edited] == [first] * 2
    assert [each["id"] for each in threads(house)] == [first.ref]


async def test_a_post_that_fell_asleep_wakes_for_an_edit(house: House) -> None:
    await have_forum(house)
    post = await ask(house)
    house.discord.moderation.archive(post)

    await house.ben.slash("claim", number=1)
    await house.settle()

    assert "Somebody is on it" in card(house)
    assert life(post) == (False, False)


async def test_a_post_that_moderators_closed_is_left_alone(house: House) -> None:
    await have_forum(house)
    post = await ask(house)
    house.discord.moderation.archive(post, is_locked=True)

    await house.ben.slash("claim", number=1)
    await house.settle()
    await house.pass_time(DAY)

    assert "Practical help wanted" in card(house)
    assert (len(threads(house)), life(post)) == (1, (True, True))
    assert house.told_care() == []


@pytest.mark.parametrize("goes", ["post", "card"])
async def test_a_post_that_was_deleted_is_made_anew_and_the_forum_is_still_there(house: House, goes: str) -> None:
    await have_forum(house)
    post = await ask(house)
    if goes == "post":
        house.discord.moderation.delete_channel(post)
    else:
        house.discord.moderation.delete_message(card_of(house, post))

    await house.ben.slash("claim", number=1)
    await house.settle()

    assert threads(house)[-1]["id"] != post["id"]
    assert "Somebody is on it" in card(house)
    assert house.told_care() == []


async def test_a_forum_that_was_deleted_is_told_to_the_care_team_once(house: House) -> None:
    forum = await have_forum(house)
    post = await ask(house)
    house.discord.moderation.delete_channel(post)
    house.discord.moderation.delete_channel(forum)

    await house.ben.slash("claim", number=1)
    for _ in range(3):
        await house.settle()

    assert ["gone or closed to me" in said for said in house.told_care()] == [True]


async def test_a_forum_that_asks_for_a_tag_that_is_not_there_is_told_to_the_care_team(house: House) -> None:
    await have_forum(house, "Urgent", flags=REQUIRE_TAG)

    preview = await house.ana.fill(await house.ana.slash("needhelp"), what="a ride", when="Today")
    await house.ana.press(preview, "Post it")
    await house.settle()

    assert threads(house) == []
    assert ["gone or closed to me" in said for said in house.told_care()] == [True]


async def test_a_forum_that_asks_for_tags_is_chosen_once_it_has_those_that_are_needed(house: House) -> None:
    tags_there = [tag(index, name) for index, name in enumerate(STAGES)]
    extra: dict[str, object] = {"flags": REQUIRE_TAG, "available_tags": tags_there[:2]}
    forum = house.discord.add_channel(house.guild, "requests", Place.FORUM, **(FORUM | extra))
    shown = await house.mo.slash("helpsetup")
    select = placeholder(shown, house.discord, "requests")
    await house.mo.choose(shown, select, forum)
    assert "I need Open, Claimed and Done" in house.read(shown, house.mo)

    house.discord.moderation.offer(forum, *tags_there)
    await house.mo.choose(shown, select, forum)
    assert "I need" not in house.read(shown, house.mo)

    assert tags(forum, await ask(house)) == ["Open"]


@pytest.mark.parametrize("may_moderate", [True, False])
async def test_taking_a_card_away_takes_its_post_away_or_puts_it_out_of_sight(house: House, may_moderate: bool) -> None:
    forum = await have_forum(house)
    if may_moderate:
        house.discord.moderation.allow(forum, Permission.MANAGE_THREADS)
    sent = await send(house, parcel(forum["id"]))
    [post] = threads(house)
    gone = replace(parcel(sent.place.ref), ref=sent.ref, wording=None)

    for _ in range(2):
        await house.bot.platform.courier.remove(gone)

    assert threads(house) == ([] if may_moderate else [post])
    assert house.discord.messages(post) == []
    assert life(post)[0] is not may_moderate
