"""When a daily message may be written: once a day, at somebody's hour, while they are awake and not quiet."""

from datetime import datetime

import pytest

from bot.model.volunteers import Quiet
from bot.rules import hours
from tests.people import DAY, ELM, HOUR, NOON, POLICY

EVENING = POLICY.daily_hour


def slot(now: datetime, last: datetime | None = None, hour: int = EVENING, quiet: Quiet | None = None) -> datetime:
    return hours.talk_slot(False, now, last, hours.daily_hour(hour, POLICY, quiet), ELM, None, quiet)


def urgent_slot(
    now: datetime, last: datetime | None = None, back_at: datetime | None = None, quiet: Quiet | None = None
) -> datetime:
    return hours.talk_slot(True, now, last, EVENING, ELM, back_at, quiet)


def test_the_daily_message_waits_for_the_evening() -> None:
    assert slot(NOON) == NOON + 6 * HOUR


def test_the_daily_message_comes_once_a_day() -> None:
    evening = NOON + 6 * HOUR
    assert slot(evening + HOUR, evening) == evening + DAY


def test_help_for_today_is_followed_up_at_once_but_not_at_night() -> None:
    night = NOON + 11 * HOUR
    assert urgent_slot(NOON, NOON - HOUR) == NOON
    assert urgent_slot(night) == NOON + 21 * HOUR


def test_after_a_long_sleep_even_urgent_things_share_one_message_a_day() -> None:
    back_at = NOON
    assert urgent_slot(NOON, NOON - 3 * DAY, back_at) == NOON
    assert urgent_slot(NOON + 2 * HOUR, NOON + HOUR, back_at) > NOON + 23 * HOUR


def test_a_person_may_choose_their_own_hour() -> None:
    assert slot(NOON, hour=20) == NOON + 8 * HOUR
    assert slot(NOON, hour=23) == NOON + 9 * HOUR


@pytest.mark.parametrize(
    ("quiet", "now", "expected"),
    [
        (Quiet(18, 20), 12, 20),
        (Quiet(19, 21), 19, 21),
        (Quiet(20, 8), 21, 18 + 24),
        (Quiet(16, 8), 12, 15),
        (Quiet(16, 8), 17, 15 + 24),
        (Quiet(9, 12), 12, 18),
    ],
)
def test_nobody_is_written_to_in_hours_in_which_they_want_to_be_left_alone(
    quiet: Quiet, now: int, expected: int
) -> None:
    assert slot(NOON + (now - 12) * HOUR, quiet=quiet) == NOON + (expected - 12) * HOUR


@pytest.mark.parametrize(("now", "expected"), [(12, 14), (13, 14), (15, 15)])
def test_what_is_urgent_waits_for_the_end_of_their_quiet_hours_too(now: int, expected: int) -> None:
    assert urgent_slot(NOON + (now - 12) * HOUR, quiet=Quiet(11, 14)) == NOON + (expected - 12) * HOUR


def test_whoever_is_always_quiet_since_the_day_became_short_is_written_to_all_the_same() -> None:
    always = Quiet(POLICY.day_begins, POLICY.day_ends)
    assert slot(NOON, quiet=always) == NOON + 6 * HOUR
    assert urgent_slot(NOON, quiet=always) == NOON
