"""From the outbox to the platform, when the platform is not at its best."""

from datetime import timedelta

import pytest

from bot.delivery import Delivery
from bot.errors import DeliveryFailed, PlaceLost, RateLimited
from bot.model.ids import Number
from bot.usecases import outbox
from bot.usecases.outbox import ATTEMPTS
from tests.doubles.village import PLATFORM, Said, Village
from tests.people import DAY, HOUR


async def later(village: Village, time: timedelta) -> None:
    village.clock.move_to(village.clock.now() + time)
    await village.delivery.deliver_all()


async def test_a_stumble_is_tried_again_and_said_once(village: Village) -> None:
    village.chat.failing = [DeliveryFailed("busy"), DeliveryFailed("busy")]
    await village.ask("Ana")
    for _ in range(3):
        await later(village, HOUR)

    (card,) = village.chat.at("help")
    # The platform may have taken an earlier attempt, with an older state: the newest is shown by an edit.
    assert card.edits == 1
    assert village.chat.attempts == 4


async def test_asked_to_wait_is_no_failed_attempt(village: Village) -> None:
    village.chat.failing = [RateLimited(90)] * (ATTEMPTS + 3)
    await village.ask("Ana")
    for _ in range(ATTEMPTS + 3):
        await later(village, timedelta(seconds=91))
    assert village.chat.at("help") == []

    await later(village, timedelta(seconds=91))
    assert len(village.chat.at("help")) == 1


async def test_after_many_tries_a_post_is_given_up_and_the_care_team_hears_once(village: Village) -> None:
    number = await village.ask("Ana")
    await village.settle()
    await village.do("Ben", "claim", number)
    village.chat.failing = [DeliveryFailed("broken")] * (ATTEMPTS * 3)
    for _ in range(ATTEMPTS + 2):
        await later(village, 2 * HOUR)
    village.chat.failing = []
    await later(village, 2 * HOUR)

    assert await village.store.read(outbox.given_up, None) == 3
    told = [said.text for said in village.chat.at("care")]
    assert len(told) == len(set(told)) + 1 == 3
    assert "Ben" not in "".join(told)


async def test_a_closed_direct_place_bothers_nobody_again(village: Village) -> None:
    number = await village.ask("Ana")
    await village.settle()
    await village.do("Ben", "claim", number)
    village.chat.failing = [PlaceLost("closed")]
    await village.settle()

    assert "could not reach somebody" in village.chat.at("care")[0].text
    assert (await village.request(number)).active != ()


async def test_a_card_that_somebody_deleted_is_made_again(village: Village) -> None:
    number = await village.ask("Ana")
    await village.settle()
    village.chat.messages["m1"].is_removed = True
    await village.do("Ben", "claim", number)
    await village.settle()

    (card,) = village.chat.at("help")
    assert card.ref != "m1"
    assert "Somebody is on it" in card.text


async def test_many_changes_are_one_edit(village: Village) -> None:
    number = await village.ask("Ana", wanted="10")
    await village.settle()
    for helper in range(9):
        await village.do(f"Helper {helper}", "claim", number)
    await village.settle()

    (card,) = village.chat.at("help")
    assert card.edits == 1
    assert "9 of 10 people found" in card.text


async def test_a_mistake_in_one_message_does_not_hold_up_the_others(village: Village) -> None:
    await village.ask("Ana", what="one thing")
    await village.ask("Ana", what="another thing")
    village.chat.failing = [RuntimeError("cannot be drawn")]  # type: ignore[list-item]
    await village.settle()

    assert len(village.chat.at("help")) == 1
    await later(village, HOUR)
    assert len(village.chat.at("help")) == 2


async def nudged(village: Village) -> Said:
    """Ben's daily message, which asks about #1, as it was delivered."""
    number = await village.ask("Ana", wanted="3")
    await village.do("Ben", "claim", number)
    await village.pass_time(3 * DAY)
    return next(said for said in village.direct("Ben") if said.offers("on_it"))


async def test_a_daily_message_is_drawn_again_only_if_it_reads_differently(village: Village) -> None:
    said = await nudged(village)
    before = said.edits

    await village.do("Chi", "claim", Number(1))
    await village.settle()
    await village.do("Chi", "release", Number(1))
    await village.settle()
    assert said.edits == before

    await village.do("Ben", "on_it", Number(1))
    await village.settle()
    assert (said.edits, said.offers("on_it")) == (before + 1, False)


async def test_a_card_that_others_read_is_drawn_with_every_change(village: Village) -> None:
    await nudged(village)
    (card,) = village.chat.at("help")
    before = card.edits

    await village.do("Ben", "more_time", Number(1))
    await village.settle()

    assert card.edits == before + 1


async def test_what_another_sender_drew_in_between_is_drawn_again(village: Village) -> None:
    number = await village.ask("Ana")
    await village.pass_time(3 * DAY)
    said = next(said for said in village.direct("Ana") if said.offers("keep_open"))
    another = Delivery(village.store, {PLATFORM: village.chat}, village.clock, "another")
    before = said.text
    await village.do("Ben", "claim", number)
    await another.deliver_all()
    assert said.text != before
    await village.do("Ben", "release", number)

    await village.settle()

    assert said.text == before


async def test_a_daily_message_that_may_say_what_was_true_before_is_drawn_once_more(village: Village) -> None:
    await village.ask("Ana")
    await village.settle()
    village.chat.loses_answers = 1
    await village.pass_time(3 * DAY)

    [said] = village.direct("Ana")
    assert said.edits == 1


@pytest.mark.parametrize("move", ["release", "done"])
async def test_what_is_no_longer_true_is_not_said(village: Village, move: str) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.do("Ben", move, number)
    await village.do("Ana", "withdraw", number)
    await village.settle()

    assert not any("Here is what you need" in said.text for said in village.direct("Ben"))
    assert not any(said.offers("object") for said in village.direct("Ana"))
