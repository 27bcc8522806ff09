"""What the digest of open needs says, when it says something else, and when and how exactly a week is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.model.digests import Age, Week
from bot.model.ids import WordsId
from bot.model.language import Language
from bot.model.policy import Kind
from bot.model.requests import Reason, Request, Status
from bot.rules import digests
from tests.people import DAY, ELM, HOUR, MINUTE, NOON, RIDE

MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)
SIX = datetime(2026, 11, 23, 18, tzinfo=UTC)
"""On the Monday of the tests."""
WEEK = timedelta(days=7)
OLDER = replace(RIDE, posted_at=NOON - 30 * DAY)


@pytest.mark.parametrize(("total", "rows"), [(0, 0), (1, 1), (13, 13), (14, 12), (15, 12), (4_000, 12)])
def test_no_more_rows_than_fit_into_fifteen_lines_with_what_is_around_them(total: int, rows: int) -> None:
    assert digests.rows_at_most(total, 15) == rows
    assert 2 + rows + (rows < total) <= 15


@pytest.mark.parametrize(
    ("later", "said", "then"),
    [
        (timedelta(0), Age.TODAY, MIDNIGHT),
        (12 * HOUR - MINUTE, Age.TODAY, MIDNIGHT),
        (12 * HOUR, Age.YESTERDAY, MIDNIGHT + DAY),
        (36 * HOUR, Age.DAYS, MIDNIGHT + 6 * DAY),
        (156 * HOUR - MINUTE, Age.DAYS, MIDNIGHT + 6 * DAY),
        (156 * HOUR, Age.WEEK, None),
        (90 * DAY, Age.WEEK, None),
        (-HOUR, Age.TODAY, MIDNIGHT),
    ],
)
def test_an_age_is_told_in_days_of_the_community(later: timedelta, said: Age, then: datetime | None) -> None:
    now = NOON + later
    assert (digests.age(NOON, now, "UTC"), digests.next_age(NOON, now, "UTC")) == (said, then)


def test_days_begin_where_the_community_is() -> None:
    evening = NOON + 4 * HOUR
    assert digests.age(NOON, evening, "UTC") is Age.TODAY
    assert digests.age(NOON, evening, "Asia/Tokyo") is Age.YESTERDAY


def test_an_age_changes_exactly_when_it_was_said_to_change() -> None:
    now = NOON
    told = [digests.age(NOON, now, "Europe/Berlin")]
    while (then := digests.next_age(NOON, now, "Europe/Berlin")) is not None:
        assert digests.age(NOON, then - timedelta(microseconds=1), "Europe/Berlin") is told[-1]
        now = then
        told.append(digests.age(NOON, now, "Europe/Berlin"))
    assert told == list(Age)


def test_the_digest_is_looked_at_when_the_first_of_its_rows_grows_older() -> None:
    assert digests.next_look((), NOON, "UTC") is None
    assert digests.next_look((OLDER,), NOON, "UTC") is None
    assert digests.next_look((OLDER, RIDE), NOON, "UTC") == MIDNIGHT


CLAIMED = replace(RIDE, status=Status.CLAIMED)
CLOSED = replace(RIDE, status=Status.CLOSED, reason=Reason.MET)


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        (None, RIDE, True),
        (RIDE, CLAIMED, True),
        (CLAIMED, RIDE, True),
        (RIDE, replace(RIDE, words_id=WordsId("w2")), True),
        (RIDE, replace(RIDE, needed_by=NOON), True),
        (RIDE, replace(RIDE, kind=Kind.EMOTIONAL), True),
        (RIDE, replace(RIDE, warn_at=None, version=9), False),
        (CLAIMED, CLOSED, False),
        (None, CLOSED, False),
    ],
)
def test_only_what_the_digest_shows_makes_it_look_again(before: Request | None, after: Request, differs: bool) -> None:
    assert digests.says_otherwise(before, after) is differs


def test_the_gist_is_the_same_as_long_as_everything_reads_the_same() -> None:
    now = digests.gist(ELM, (RIDE,), 1, NOON)
    assert digests.gist(ELM, (replace(RIDE, version=4, warn_at=None),), 1, NOON + HOUR) == now
    others = [
        digests.gist(ELM, (RIDE,), 2, NOON),
        digests.gist(ELM, (RIDE,), 1, NOON + DAY),
        digests.gist(ELM, (replace(RIDE, words_id=WordsId("w2")),), 1, NOON),
        digests.gist(replace(ELM, language=Language.GERMAN), (RIDE,), 1, NOON),
        digests.gist(replace(ELM, timezone="Asia/Tokyo"), (RIDE,), 1, NOON),
    ]
    assert len({now, *others}) == 6


@pytest.mark.parametrize(
    ("after", "then"),
    [
        (NOON, SIX),
        (SIX - MINUTE, SIX),
        (SIX, SIX + WEEK),
        (SIX + DAY, SIX + WEEK),
        (SIX + WEEK - MINUTE, SIX + WEEK),
        (SIX + 20 * DAY, SIX + 3 * WEEK),
    ],
)
def test_a_week_is_told_on_monday_at_the_hour_of_the_daily_message(after: datetime, then: datetime) -> None:
    assert digests.week_after(after, 18, "UTC") == then


def test_the_hour_stays_when_the_clocks_change() -> None:
    """In Berlin they are set back on Sunday 25 October 2026."""
    before = datetime(2026, 10, 19, 18, tzinfo=UTC)
    assert digests.week_after(before, 18, "Europe/Berlin") == datetime(2026, 10, 26, 17, tzinfo=UTC)
    since, until = digests.untold(datetime(2026, 10, 27, tzinfo=UTC), None, 18, "Europe/Berlin")
    assert not digests.is_longer_than_a_week(since, until)
    assert (since, until) == (datetime(2026, 10, 19, 16, tzinfo=UTC), datetime(2026, 10, 26, 17, tzinfo=UTC))


def test_after_three_weeks_all_of_them_are_told_at_once_and_then_the_next() -> None:
    thursday = SIX + 3 * WEEK + 3 * DAY
    assert digests.untold(thursday, None, 18, "UTC") == (SIX + 2 * WEEK, SIX + 3 * WEEK)
    assert digests.untold(thursday, SIX, 18, "UTC") == (SIX, SIX + 3 * WEEK)
    assert digests.is_longer_than_a_week(SIX, SIX + 3 * WEEK)
    assert digests.next_week(thursday, SIX + 3 * WEEK, 18, "UTC") == SIX + 4 * WEEK


def test_no_week_is_told_twice_because_the_zone_changed() -> None:
    """Told at six in Tokyo; in Lima that Monday has only begun."""
    told_at = digests.week_after(NOON - DAY, 18, "Asia/Tokyo")
    assert digests.week_after(told_at, 18, "America/Lima") - told_at < DAY
    assert digests.next_week(told_at, told_at, 18, "America/Lima") - told_at > 6 * DAY


@pytest.mark.parametrize(
    ("week", "told"),
    [
        (Week(0, 0, 0, 0), {}),
        (Week(0, 0, 0, 9), {}),
        (Week(1, 0, 0, 0), {"asked": "few"}),
        (Week(5, 4, 0, 1), {"asked": "5", "helped": "few", "open": "few"}),
        (Week(0, 0, 1, 0), {"rested": "few"}),
        (Week(120, 60, 7, 53), {"asked": "120", "helped": "60", "rested": "7", "open": "53"}),
    ],
)
def test_small_counts_are_a_few_and_a_quiet_week_is_not_told(week: Week, told: dict[str, str]) -> None:
    assert digests.told(week) == told
