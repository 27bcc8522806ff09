"""Hours by somebody's own clocks, also in the nights in which the clocks are changed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.errors import BadText
from bot.model.ids import PersonId
from bot.model.matching import Hearer
from bot.model.people import Member
from bot.model.policy import Urgency
from bot.model.volunteers import Quiet
from bot.rules import hours, matching, policy
from tests.people import ANA, BEN, ELM, HOUR, NOON, POLICY, RIDE

BERLIN, NEW_YORK, TOKYO = "Europe/Berlin", "America/New_York", "Asia/Tokyo"
SUMMER_BEGINS = datetime(2027, 3, 28, 1, tzinfo=UTC)
"""In Berlin 2:00 becomes 3:00."""
SUMMER_ENDS = datetime(2026, 11, 1, 6, tzinfo=UTC)
"""In New York 2:00 becomes 1:00."""


@pytest.mark.parametrize(
    ("zone", "hour", "own"),
    [
        ("", "", (None, None)),
        (" europe/berlin ", "", (BERLIN, None)),
        ("New York", "", "zone_is_near"),
        ("", "20", (None, 20)),
        ("", "20:00", (None, 20)),
        (TOKYO, "20 Uhr", (TOKYO, 20)),
        ("nowhere", "20", "not_a_zone"),
        ("", "8", "out_of_bounds"),
        ("", "22", "out_of_bounds"),
        ("", "in the evening", "out_of_bounds"),
    ],
)
def test_a_zone_and_an_hour_are_read_or_left_as_everybody_has_them(zone: str, hour: str, own: object) -> None:
    values = {"zone": zone, "daily_hour": hour}
    if isinstance(own, str):
        with pytest.raises(BadText, match=own):
            policy.own_hours(values, POLICY)
        return
    assert policy.own_hours(values, POLICY) == own


def test_what_was_said_is_shown_as_it_can_be_typed() -> None:
    assert policy.own_hours_of(Member(ELM.id, ANA, "Ana", 20, TOKYO)) == {"zone": TOKYO, "daily_hour": "20"}
    assert policy.own_hours_of(Member(ELM.id, ANA, "Ana")) == {"zone": "", "daily_hour": ""}


def slot(now: datetime, zone: str, hour: int | None = None, last: datetime | None = None) -> datetime:
    lived = hours.as_lived(ELM, zone)
    return hours.talk_slot(False, now, last, hours.daily_hour(hour, POLICY), lived, None)


def test_the_daily_message_keeps_its_hour_by_their_clocks_when_summer_begins_and_ends() -> None:
    saturday, sunday = SUMMER_BEGINS - 12 * HOUR, SUMMER_BEGINS + HOUR
    assert [slot(now, BERLIN).hour for now in (saturday, sunday)] == [17, 16]
    saturday, sunday = SUMMER_ENDS - 12 * HOUR, SUMMER_ENDS + HOUR
    assert [slot(now, NEW_YORK, 20).hour for now in (saturday, sunday + 12 * HOUR)] == [0, 1]


def test_where_a_day_has_only_23_hours_there_is_still_one_message_each_evening() -> None:
    saturday_evening = slot(SUMMER_BEGINS - 12 * HOUR, BERLIN)
    assert slot(saturday_evening + HOUR, BERLIN, last=saturday_evening) == saturday_evening + 23 * HOUR


def test_where_a_day_has_25_hours_the_message_waits_for_its_hour() -> None:
    saturday_evening = slot(SUMMER_ENDS - 12 * HOUR, NEW_YORK)
    assert slot(saturday_evening + HOUR, NEW_YORK, last=saturday_evening) == saturday_evening + 25 * HOUR


def test_what_is_urgent_wakes_nobody_by_their_own_clocks() -> None:
    at = hours.talk_slot(True, NOON + 6 * HOUR, None, POLICY.daily_hour, hours.as_lived(ELM, TOKYO), None)
    assert at == datetime(2026, 11, 24, 0, tzinfo=UTC), "nine in the morning in Tokyo"


def test_tomorrow_ends_with_their_own_day() -> None:
    assert hours.needed_by(Urgency.TOMORROW, None, NOON, TOKYO) == datetime(2026, 11, 24, 15, tzinfo=UTC)
    assert hours.needed_by(Urgency.TOMORROW, None, NOON, NEW_YORK) == datetime(2026, 11, 25, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "quiet", "reason"),
    [
        (None, None, None),
        (NEW_YORK, None, matching.Skip.ASLEEP),
        (BERLIN, Quiet(13, 14), matching.Skip.ASLEEP),
        (BERLIN, Quiet(12, 13), None),
        (TOKYO, None, None),
    ],
)
def test_hours_and_quiet_hours_of_a_volunteer_are_meant_by_their_clocks(
    zone: str | None, quiet: Quiet | None, reason: object
) -> None:
    hearer = Hearer(BEN, is_near=True, open_claims=0, claims_at_most=2, quiet=quiet, timezone=zone)
    assert matching.why_not(hearer, RIDE, NOON, ELM) is reason


def test_a_volunteer_is_waited_for_until_their_own_morning() -> None:
    asleep = Hearer(PersonId("dee"), is_near=True, open_claims=0, claims_at_most=2, timezone=NEW_YORK)
    waiting = replace(RIDE, alert_at=NOON)
    name, after = matching.next_round(waiting, [asleep], NOON, ELM)
    assert (name, after.alert_at) == ("", NOON + 2 * HOUR), "there it is seven in the morning"
    assert after.alert_at is not None
    assert matching.why_not(asleep, RIDE, after.alert_at, ELM) is None
