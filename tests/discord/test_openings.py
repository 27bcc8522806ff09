"""New private conversations are spaced out, and whoever waits for one comes back when it is their turn."""

import heapq
from collections.abc import Iterable

from adapters.discord.outgoing.openings import Openings
from bot.errors import RateLimited
from tests.doubles.clock import HandClock

AT_ONCE, EACH = Openings.BURST, Openings.SECONDS_EACH


def comes_at(openings: Openings, clock: HandClock, who: str, *, is_answer: bool = True) -> float | None:
    """When to come back; None if it is their turn."""
    try:
        openings.take(who, is_answer=is_answer)
    except RateLimited as wait:
        return clock.machine() + wait.retry_after
    return None


def opened(
    openings: Openings, clock: HandClock, people: Iterable[str], *, is_answer: bool = True
) -> list[tuple[float, str, int]]:
    """When each had their turn, and how often they came for it."""
    start, done = clock.machine(), []
    coming = [(start, turn, who, 1) for turn, who in enumerate(people)]
    while coming:
        at, turn, who, tries = heapq.heappop(coming)
        clock.machine_forward(at - clock.machine())
        later = comes_at(openings, clock, who, is_answer=is_answer)
        if later is None:
            done.append((at - start, who, tries))
        else:
            heapq.heappush(coming, (later, turn, who, tries + 1))
    return done


def test_ten_go_at_once_and_each_of_the_others_comes_once_more_at_its_turn(clock: HandClock) -> None:
    people = [f"person {number}" for number in range(40)]
    assert opened(Openings(clock), clock, people) == [
        (max(0, number - AT_ONCE + 1) * EACH, who, 1 if number < AT_ONCE else 2) for number, who in enumerate(people)
    ]


def test_who_waits_for_an_answer_passes_all_daily_messages(clock: HandClock) -> None:
    openings, start = Openings(clock), clock.machine()
    for number in range(AT_ONCE + 5):
        comes_at(openings, clock, f"person {number}", is_answer=False)

    assert comes_at(openings, clock, "ana") == start + EACH
    assert comes_at(openings, clock, "ben") == start + 2 * EACH
    assert comes_at(openings, clock, "later", is_answer=False) == start + 8 * EACH


def test_who_comes_anew_takes_no_turn_away_from_whoever_waits(clock: HandClock) -> None:
    openings, start = Openings(clock), clock.machine()
    for number in range(AT_ONCE + 1):
        comes_at(openings, clock, f"person {number}")
    clock.machine_forward(EACH)

    assert comes_at(openings, clock, "somebody else") == start + 2 * EACH
    assert comes_at(openings, clock, f"person {AT_ONCE}") is None


def test_a_turn_that_nobody_comes_for_is_given_to_the_next(clock: HandClock) -> None:
    openings = Openings(clock)
    for number in range(2 * AT_ONCE):
        comes_at(openings, clock, f"person {number}")
    clock.machine_forward(AT_ONCE * EACH + 120)

    assert [comes_at(openings, clock, f"another {number}") for number in range(AT_ONCE)] == [None] * AT_ONCE
