"""What is needed again and again: when, how often, and that it ends."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.model.claims import Claim, Hold
from bot.model.ids import Number
from bot.model.places import Community
from bot.model.posts import Item
from bot.model.requests import Reason, Request, Series
from bot.rules import followups, merges, requests, series, undo
from tests.people import ANA, BEN, DAY, ELM, HOUR, NOON, POLICY, RIDE
from tests.rules.test_claims import claimed, refusal

BERLIN = replace(ELM, timezone="Europe/Berlin")


def weekly(times: int = 4, request: Request = RIDE) -> Request:
    return series.choose(request, ANA, f"7 {times}", NOON)


def done(request: Request) -> Request:
    return requests.complete(requests.complete(claimed(request), BEN, NOON, POLICY), ANA, NOON, POLICY)


def asks(request: Request, until: datetime = NOON) -> list[Item]:
    return [item.item for item in followups.owed(request, ANA, until)]


def test_after_it_is_done_the_asker_is_asked_once() -> None:
    over = done(weekly())
    (item,) = [each for each in followups.owed(over, ANA, NOON) if each.item is Item.AGAIN]

    assert over.reason is Reason.MET
    asked = followups.asked(over, item, NOON, POLICY)
    assert Item.AGAIN not in asks(asked, NOON + 300 * DAY)
    assert asked.series == Series(7, 3)


def test_if_nobody_came_by_the_asker_is_asked_when_the_day_has_passed() -> None:
    request = weekly()
    assert RIDE.needed_by is not None

    assert Item.AGAIN not in asks(request, RIDE.needed_by - HOUR)
    assert Item.AGAIN in asks(request, RIDE.needed_by)
    assert Item.AGAIN not in asks(claimed(request), RIDE.needed_by), "somebody is on it still"
    assert requests.expire(request, NOON + 14 * DAY).again_at == RIDE.needed_by


def test_a_withdrawn_request_is_not_asked_again_unless_that_is_taken_back() -> None:
    withdrawn = requests.withdraw(weekly(), ANA, NOON, POLICY)

    assert withdrawn.asker_due_at is None
    assert undo.undo(withdrawn, ANA, "", 0, NOON, POLICY).again_at == RIDE.needed_by


def test_a_merge_that_was_taken_back_ends_no_series() -> None:
    other = replace(RIDE, number=Number(7))
    merged = merges.merge(weekly(), other, NOON, POLICY)

    assert merged.asker_due_at is None
    assert undo.undo(merged, ANA, "", 0, NOON, POLICY).again_at == RIDE.needed_by


def test_a_series_has_at_most_twelve_times_and_ends_by_itself() -> None:
    assert refusal(lambda: weekly(13)) == "not_a_choice"
    assert refusal(lambda: weekly(1)) == "not_a_choice"
    assert refusal(lambda: series.choose(RIDE, BEN, "7 4", NOON)) == "not_your_request"
    assert refusal(lambda: series.choose(done(RIDE), ANA, "7 4", NOON)) == "no_longer_open"
    count, request = 1, weekly(12)
    while request.series is not None:
        before, request = series.went_on(request, replace(RIDE, posted_at=NOON), request.series)
        assert (before.series, before.again_at) == (None, None)
        count += 1
    assert (count, request.again_at) == (12, None)


def test_nobody_asks_again_twice_or_past_the_moderators() -> None:
    over = done(weekly())
    assert series.may_go_on(over, ANA) == Series(7, 3)
    gone, _ = series.went_on(over, RIDE, Series(7, 3))

    assert refusal(lambda: series.may_go_on(gone, ANA)) == "not_asked_again"
    assert refusal(lambda: series.may_go_on(over, BEN)) == "not_your_request"
    assert refusal(lambda: series.may_go_on(replace(weekly(), hidden_at=NOON), ANA)) == "on_hold"
    closed = requests.close(weekly(), Reason.MODERATED, NOON)
    assert refusal(lambda: series.may_go_on(closed, ANA)) == "already_closed"
    assert series.choose(over, ANA, "once", NOON).series is None


@pytest.mark.parametrize(
    ("community", "needed_by", "now", "by"),
    [
        (ELM, datetime(2026, 12, 1, tzinfo=UTC), NOON, date(2026, 12, 7)),
        (ELM, datetime(2026, 12, 1, tzinfo=UTC), NOON + 21 * DAY, date(2026, 12, 14)),
        (ELM, None, NOON, date(2026, 11, 30)),
        # The same time of day, although the clocks are changed on 28 March and on 31 October.
        (BERLIN, datetime(2027, 3, 23, 16, tzinfo=UTC), NOON, datetime(2027, 3, 30, 15, tzinfo=UTC)),
        (BERLIN, datetime(2026, 10, 20, 15, tzinfo=UTC), NOON - 33 * DAY, datetime(2026, 10, 27, 16, tzinfo=UTC)),
        (BERLIN, datetime(2027, 3, 23, 23, tzinfo=UTC), NOON, date(2027, 3, 30)),
    ],
)
def test_the_next_time_is_the_same_day_and_hour_by_the_clocks_of_the_community(
    community: Community, needed_by: datetime | None, now: datetime, by: date
) -> None:
    request = replace(RIDE, needed_by=needed_by)

    assert series.next_by(request, Series(7, 3), now, community) == by


def test_others_hear_of_it_only_after_whoever_helped_had_time_to_answer() -> None:
    asked = Claim(BEN, Hold.AGAIN, NOON, nudge_at=NOON, decide_by=NOON + 4 * HOUR)
    begun = replace(RIDE, alert_at=NOON + HOUR / 6)

    assert series.asked_first(begun, (asked,)).alert_at == NOON + 4 * HOUR
    assert series.asked_first(begun, ()).alert_at == NOON + HOUR / 6
    assert series.asked_first(RIDE, (asked,)).alert_at is None
