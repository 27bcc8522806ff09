"""The whole help cycle on Discord, over real sockets, on both databases."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from adapters.discord.incoming.reactions import Reactions
from storage.store import OpenStore
from tests.discord.house import HAND, House, open_house
from tests.doubles.clock import HandClock
from tests.people import DAY


@pytest.fixture
async def house(store: OpenStore, clock: HandClock, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(store, clock, tmp_path) as opened:
        yield opened


async def test_the_whole_story_from_asking_to_the_announcement(house: House) -> None:
    await tell_the_story(house)


async def tell_the_story(house: House) -> None:
    ana, ben, chi = house.ana, house.ben, house.chi

    opened = await ana.slash("needhelp")
    preview = await ana.fill(opened, what="a ride to the clinic", when="Tomorrow", where="the east side")
    assert preview.is_ephemeral
    assert "This is all that others will see" in house.read(preview, ana)
    await ana.press(preview, "Post it")
    assert "#1 is up for others to see" in house.read(preview, ana)
    await house.settle()
    card = house.cards()[-1]
    assert "#1 · Practical help wanted" in house.card()
    assert "a ride to the clinic" in house.card()
    assert ana.id not in str(card["components"])
    assert house.discord.world.reactions[card["id"]] == {HAND: [house.discord.world.bot["id"]]}

    by_button, _ = await asyncio.gather(ben.press(card, "✋ I can help with #1"), chi.react(card, HAND))
    await house.until(lambda: "Somebody is on it" in house.card() and len(house.private(chi)) > 0)
    assert by_button.is_ephemeral
    won = [person for person in (ben, chi) if any("Here is what you need" in said for said in house.private(person))]
    assert len(won) == 1
    [helper] = won
    other = chi if helper is ben else ben
    assert ana.mention in "".join(house.private(helper))
    late = house.private(other)[-1] if other is chi else house.read(by_button, ben)
    assert "Someone was a blink faster" in late
    assert helper.mention in "".join(house.private(ana))
    assert ana.mention not in "".join(house.private(other))

    await house.pass_time(3 * DAY)
    nudge = next(each for each in reversed(house.discord.messages(helper.direct())) if "How is it going" in str(each))
    handed_back = await helper.press(nudge, "Hand #1 back")
    assert "that is help too" in house.read(handed_back, helper)
    await house.settle()
    assert "#1 · Practical help wanted" in house.card()
    assert "can't do" in house.private(ana)[-1]

    await helper.say("The ramp is at the back.", at=helper.direct())
    await house.until(lambda: "The next person will read it" in house.private(helper)[-1])

    again = await other.press(card, "✋ I can help with #1")
    assert "You're on #1" in house.read(again, other)
    await house.settle()
    assert "The ramp is at the back." in "".join(house.private(other))
    done = await other.slash("done", number=1)
    assert "noted as done" in house.read(done, other)
    await house.settle()
    await ana.press(house.newest(ana), "Yes, #1 is done")

    await house.pass_time(2 * DAY)
    consent = await ana.press(house.newest(ana), "Yes, both of us may be named (#1)")
    assert "write a line" in house.read(consent, ana)
    await ana.say("I was so much calmer for it.", at=ana.direct())
    await house.until(lambda: "This is what others will read" in house.private(ana)[-1])
    await ana.press(house.newest(ana), "Yes, say it like this")
    assert house.announced() == []
    await other.press(house.newest(other), "Yes, my name may be said (#1)")
    await house.settle()
    [announcement] = house.announced()
    assert "“I was so much calmer for it.”" in announcement
    assert f"With thanks to {other.mention}, from {ana.mention}." in announcement

    taken_back = await ana.press(consent, "Nothing in public after all (#1)")
    assert "Nothing is said in public" in house.read(taken_back, ana)
    await house.settle()
    assert house.announced() == []


async def test_taking_the_hand_down_hands_back(house: House) -> None:
    card = await house.ask(house.ana)
    await house.ben.react(card, HAND)
    await house.until(lambda: "Somebody is on it" in house.card() and len(house.private(house.ana)) > 0)
    assert [len(house.private(person)) for person in (house.ana, house.ben)] == [1, 1]

    await house.ben.unreact(card, HAND)
    await house.until(lambda: "Practical help wanted" in house.card())

    assert "that is help too" in house.private(house.ben)[-1]
    assert "can't do" in house.private(house.ana)[-1]


async def test_what_one_hand_does_is_heard_in_the_order_in_which_it_happens(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, heard, is_slow = await house.ask(house.ana), list[str](), asyncio.Event()

    async def hear(_: Reactions, event: discord.RawReactionActionEvent, guild_id: int) -> None:
        if event.event_type == "REACTION_ADD":
            await is_slow.wait()
        heard.append(event.event_type)

    monkeypatch.setattr(Reactions, "_tell", hear)
    await house.ben.react(card, HAND)
    await house.ben.unreact(card, HAND)
    await house.chi.slash("help")
    is_slow.set()

    await house.until(lambda: len(heard) == 2)
    assert heard == ["REACTION_ADD", "REACTION_REMOVE"]


async def test_how_many_people_is_chosen_on_the_preview(house: House) -> None:
    preview = await house.ana.fill(await house.ana.slash("needhelp"), what="carrying a piano", when="Today")
    await house.ana.choose(preview, "For how many people? One is usual.", "3")
    assert "For 3 people" in house.read(preview, house.ana)

    await house.ana.press(preview, "Post it")
    await house.settle()

    assert "0 of 3 people found" in house.card()


async def test_a_date_is_one_of_the_next_two_weeks(house: House) -> None:
    preview = await house.ana.fill(await house.ana.slash("needhelp"), what="a ladder", when="By Fri 4 Dec")

    assert "When: by <t:1796428740:f>" in house.read(preview, house.ana)


async def test_a_request_is_changed_with_all_that_it_said(house: House) -> None:
    preview = await house.ana.fill(await house.ana.slash("needhelp"), what="a piano", when="By Fri 4 Dec")
    await house.ana.choose(preview, "For how many people? One is usual.", "3")
    await house.ana.press(preview, "Post it")
    await house.settle()

    opened = await house.ana.press(preview, "Change #1")
    changed = await house.ana.fill(opened, what="a smaller piano")
    assert "For 3 people" in house.read(changed, house.ana)
    assert "by <t:1796428740:f>" in house.read(changed, house.ana)
    await house.ana.press(changed, "Post it")
    await house.settle()

    assert "a smaller piano" in house.card()


async def test_closed_private_messages_are_known_to_the_care_team_without_a_name(house: House) -> None:
    house.ben.close_directs()
    card = await house.ask(house.ana)

    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()

    assert house.private(house.ben) == []
    assert ["could not reach somebody in private" in said for said in house.told_care()] == [True]
    assert house.ben.id not in "".join(house.told_care())


async def test_the_board_the_lists_and_the_help_are_for_one_pair_of_eyes(house: House) -> None:
    await house.ask(house.ana)

    shown = [await house.chi.slash(name) for name in ("helpboard", "myhelp", "help")]
    in_private = await house.chi.slash("helpboard", kind="Practical help", at=house.chi.direct())

    assert [each.is_ephemeral for each in (*shown, in_private)] == [True] * 4
    assert "a ride to the clinic" in house.read(in_private, house.chi)
    await house.chi.press(in_private, "I can help with #1")
    await house.settle()
    assert "Somebody is on it" in house.card()


async def test_a_moderator_closes_a_request_with_a_reason(house: House) -> None:
    await house.ask(house.ana)

    closed = await house.mo.slash("helpmod close", number=1, reason="answered elsewhere")
    await house.settle()

    assert "Noted for #1" in house.read(closed, house.mo)
    assert "Closed by the care team" in house.card()
    assert "The care team closed #1 (a ride to the clinic)." in house.private(house.ana)[-1]
    assert "They write: answered elsewhere" in house.private(house.ana)[-1]


async def test_who_is_released_by_a_moderator_reads_why_and_the_history_has_no_names(house: House) -> None:
    card = await house.ask(house.ana)
    await house.ben.press(card, "✋ I can help with #1")
    await house.mo.slash("helpmod release", number=1, reason="not heard of")

    await house.pass_time(2 * DAY)
    for person in (house.ana, house.ben):
        told = [said for said in house.private(person) if "somebody else" in said]
        assert len(told) == 1
        assert "The care team looks for somebody else for #1 (a ride to the clinic). You need do nothing." in told[0]
        assert "They write: not heard of" in told[0]

    said = house.read(await house.mo.slash("helpmod history", number=1), house.mo)

    assert [said.index(each) for each in ("was posted", "Somebody took it on", "looks for somebody again")] == sorted(
        said.index(each) for each in ("was posted", "Somebody took it on", "looks for somebody again")
    )
    assert "Reason: not heard of" in said
    assert [each in said for each in (house.ana.id, house.ben.id, "ben")] == [False] * 3


async def test_a_long_history_says_that_its_beginning_is_left_out(house: House) -> None:
    await house.ask(house.ana)
    for number_of_moves in range(2, 16):
        await house.ben.slash("claim" if number_of_moves % 2 == 0 else "release", number=1)
    whole = house.read(await house.mo.slash("helpmod history", number=1), house.mo)
    await house.ben.slash("claim", number=1)

    newest = house.read(await house.mo.slash("helpmod history", number=1), house.mo)

    assert ("These are the newest" in whole, "was posted" in whole) == (False, True)
    assert ("These are the newest 15 moves; older ones" in newest, "was posted" in newest) == (True, False)


async def test_a_quick_hand_counts_although_its_message_was_not_yet_recorded(house: House) -> None:
    preview = await house.ana.fill(await house.ana.slash("needhelp"), what="an egg", when="Today")
    await house.ana.press(preview, "Post it")
    delivering = asyncio.ensure_future(house.bot.delivery.deliver_all())
    await house.discord.stage.until(lambda: bool(house.cards()))
    await house.ben.react(house.cards()[-1], HAND)
    await delivering

    await house.until(lambda: "Somebody is on it" in house.card())
