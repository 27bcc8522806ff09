"""Requests whose time has passed: whoever asked is asked whether it is still needed."""

from bot.model.policy import Urgency
from bot.model.requests import Status
from tests.doubles.village import Said, Village
from tests.people import DAY, HOUR

ASKED = "The time for it has passed. Is it still needed?"


def newest(village: Village, person: str) -> Said:
    return village.direct(person)[-1]


async def test_who_finds_nobody_in_time_is_asked_whether_it_is_still_needed(village: Village) -> None:
    number = await village.ask("Ana", when=Urgency.TODAY.value)
    await village.pass_time(3 * DAY)

    assert "Nobody was free for #1 (a ride to the clinic) yet. That says nothing about you. " + ASKED in (
        newest(village, "Ana").text
    )
    assert newest(village, "Ana").offers("keep_open")
    await village.do("Ana", "withdraw", number)
    assert (await village.request(number)).status is Status.CLOSED


async def test_before_that_time_nobody_is_asked_so(village: Village) -> None:
    await village.ask("Ana", when="no rush")
    await village.pass_time(3 * DAY)
    assert "Nobody was free for #1" in newest(village, "Ana").text
    assert ASKED not in newest(village, "Ana").text


async def test_a_helper_who_hands_it_back_too_late_leaves_a_question_and_no_promise(village: Village) -> None:
    number = await village.ask("Ana", when=Urgency.TOMORROW.value)
    await village.do("Ben", "claim", number)
    await village.pass_time(40 * HOUR)
    await village.do("Ben", "release", number)
    await village.settle()

    told = newest(village, "Ana")
    assert told.text.endswith(f"can't do #1 (a ride to the clinic) after all. {ASKED}")
    assert [choice.move for choice in told.wording.choices] == ["keep_open", "edit", "withdraw"]


async def test_where_nobody_came_in_time_it_is_asked_too(village: Village) -> None:
    number = await village.ask("Ana", when=Urgency.TOMORROW.value)
    await village.do("Ben", "claim", number)
    early = await village.do("Ana", "check_in", number, "nobody")
    assert early.wording is not None
    assert ASKED not in early.wording.text
    await village.do("Chi", "claim", number)
    await village.pass_time(40 * HOUR)

    late = await village.do("Ana", "check_in", number, "nobody")

    assert late.wording is not None
    assert ASKED in late.wording.text
