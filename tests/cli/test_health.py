"""The report that parts contribute to."""

import asyncio
from collections.abc import Sequence

from bot.health import Health, worst
from bot.model.health import Check, Status

WELL = Check("storage", Status.OK, "It writes.")
SLOW = Check("outbox", Status.WARNING, "Three messages wait.")


async def well() -> Sequence[Check]:
    return [WELL]


async def slow() -> Sequence[Check]:
    return [SLOW]


async def broken() -> Sequence[Check]:
    raise ValueError("what somebody typed")


async def asleep() -> Sequence[Check]:
    await asyncio.Event().wait()
    return []


async def test_every_part_is_heard_in_order() -> None:
    health = Health()
    health.add("storage", well)
    health.add("outbox", slow)
    assert await health.report() == (WELL, SLOW)


async def test_a_part_that_raises_is_itself_failing_and_hides_no_other() -> None:
    health = Health()
    health.add("page", broken)
    health.add("storage", well)
    failing = Check("page", Status.FAILING, "It could not look after itself: ValueError.")
    assert await health.report() == (failing, WELL)


async def test_a_part_that_does_not_answer_is_failing() -> None:
    health = Health(patience=0.01)
    health.add("page", asleep)
    assert await health.report() == (Check("page", Status.FAILING, "It did not answer within 0.01 seconds."),)


def test_the_whole_is_as_well_as_its_worst_part() -> None:
    assert worst([]) is Status.OK
    assert worst([WELL, SLOW, WELL]) is Status.WARNING
