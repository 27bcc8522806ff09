"""Who is told of a request, without anything but the rules."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.errors import Refused
from bot.model.claims import Ending, Hold
from bot.model.ids import PersonId
from bot.model.matching import Hearer, Round, Skip
from bot.model.policy import Urgency
from bot.model.requests import Request, Stage, Status
from bot.model.volunteers import Quiet
from bot.rules import claims, followups, matching, requests
from tests.people import ANA, BEN, CHI, DAY, DEE, ELM, HOUR, MINUTE, NOON, POLICY, RIDE

NIGHT = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LOOKING = replace(RIDE, alert_at=NOON)


def volunteer(name: str, **facts: object) -> Hearer:
    usual: dict[str, object] = {"is_near": True, "open_claims": 0, "claims_at_most": 2}
    return Hearer(PersonId(name), **(usual | facts))  # type: ignore[arg-type]


def crowd(count: int, **facts: object) -> list[Hearer]:
    return [volunteer(f"v{number}", **facts) for number in range(count)]


def told(request: Request) -> set[str]:
    return {claim.helper_id for claim in request.alerted}


def rounds(request: Request, hearers: list[Hearer], now: datetime = NOON) -> tuple[str, Request]:
    """Steps until there is one that somebody hears of, or nothing is due any more."""
    name = ""
    while not name and matching.is_due(request, now):
        name, request = matching.next_round(request, hearers, now, ELM)
    return name, request


def test_the_first_are_told_ten_minutes_after_it_was_posted() -> None:
    assert matching.begin(RIDE, NOON, POLICY).alert_at == NOON + 10 * MINUTE


def test_six_are_told_at_once_and_six_others_four_hours_later() -> None:
    name, first = rounds(LOOKING, crowd(20))
    assert (name, len(told(first)), first.alert_at) == ("alert", 6, NOON + 4 * HOUR)

    _, second = rounds(first, crowd(20), NOON + 4 * HOUR)
    assert len(told(second)) == 12


def test_what_is_needed_today_is_told_of_every_half_hour() -> None:
    _, request = rounds(replace(LOOKING, urgency=Urgency.TODAY), crowd(20))
    assert request.alert_at == NOON + HOUR / 2


def test_whoever_was_asked_longest_ago_is_told_first() -> None:
    days_ago = {number: (NOON - number * DAY,) for number in range(1, 10)}
    people = [volunteer(f"v{number}", told_at=told_at) for number, told_at in days_ago.items()]
    _, request = rounds(LOOKING, [*people, volunteer("new")])
    assert told(request) == {"new", "v9", "v8", "v7", "v6", "v5"}


def test_among_equals_the_lot_falls_differently_for_each_request() -> None:
    chosen = {frozenset(told(rounds(replace(LOOKING, number=number), crowd(12))[1])) for number in range(1, 9)}
    assert len(chosen) > 4


@pytest.mark.parametrize(
    ("hearer", "why"),
    [
        (volunteer(ANA), Skip.PART_OF_IT),
        (volunteer(BEN, is_apart=True), Skip.APART),
        (volunteer(BEN, is_near=False), Skip.ELSEWHERE),
        (volunteer(BEN, paused_until=NOON + DAY), Skip.PAUSED),
        (volunteer(BEN, paused_until=NOON), None),
        (volunteer(BEN, open_claims=2), Skip.BUSY),
        (volunteer(BEN, open_claims=1, claims_at_most=1), Skip.BUSY),
        (volunteer(BEN, open_claims=2, claims_at_most=9), Skip.BUSY),
        (volunteer(BEN, told_at=(NOON - 6 * DAY, NOON - 2 * DAY, NOON - DAY)), Skip.TOLD_ENOUGH),
        (volunteer(BEN, told_at=(NOON - 7 * DAY, NOON - 2 * DAY, NOON - DAY)), None),
        (volunteer(BEN, quiet=Quiet(22, 13)), Skip.ASLEEP),
        (volunteer(BEN, quiet=Quiet(12, 24)), Skip.ASLEEP),
        (volunteer(BEN, quiet=Quiet(13, 12)), None),
        (volunteer(BEN), None),
    ],
)
def test_each_has_a_reason_to_be_left_in_peace_or_none(hearer: Hearer, why: Skip | None) -> None:
    assert matching.why_not(hearer, LOOKING, NOON, ELM) is why


def test_nobody_is_told_twice_whatever_they_said() -> None:
    _, request = rounds(LOOKING, [volunteer(BEN)])
    for after in (request, matching.not_this_time(request, BEN, NOON)):
        assert matching.why_not(volunteer(BEN), after, NOON, ELM) is Skip.PART_OF_IT


def test_at_night_nobody_is_told_and_in_the_morning_they_are() -> None:
    name, request = rounds(replace(LOOKING, alert_at=NIGHT), crowd(3), NIGHT)
    assert (name, told(request), request.alert_at) == ("", set(), MORNING)
    assert told(rounds(request, crowd(3), MORNING)[1]) == {"v0", "v1", "v2"}


def test_whoever_wakes_later_is_waited_for_before_others_are_asked() -> None:
    _, request = rounds(LOOKING, [volunteer(BEN, quiet=Quiet(20, 15)), volunteer(CHI, is_near=False)])
    assert (told(request), request.stage, request.alert_at) == (set(), Stage.NEAR, NOON + 3 * HOUR)


def test_what_is_left_of_a_day_between_night_and_their_own_hours_is_waited_for() -> None:
    _, request = rounds(LOOKING, [volunteer(BEN, quiet=Quiet(10, 22))])
    assert request.alert_at == MORNING


def test_then_it_widens_to_every_volunteer_then_to_the_place_then_to_the_care_team_and_ends() -> None:
    people = [volunteer(BEN), volunteer(CHI, is_near=False)]
    told_by_step, now, request = [], NOON, LOOKING
    while request.alert_at is not None:
        now = request.alert_at
        name, request = rounds(request, people, now)
        told_by_step.append((name, (now - NOON) // HOUR, told(request)))
    assert told_by_step == [
        ("alert", 0, {BEN}),
        ("alert", 4, {BEN, CHI}),
        ("", 8, {BEN, CHI}),
        ("alert_place", 12, {BEN, CHI}),
        ("alert_care", 16, {BEN, CHI}),
    ]
    assert request.stage is Stage.OVER


def test_where_nobody_could_be_told_nothing_is_said_about_it() -> None:
    name, request = rounds(LOOKING, [volunteer(BEN, open_claims=2)])
    assert (name, request.alert_at) == ("", None)


def test_once_everybody_is_found_the_others_are_off_the_hook() -> None:
    _, request = rounds(LOOKING, [volunteer(BEN), volunteer(CHI), volunteer(DEE)])

    assert claims.let_off_the_hook(request, NOON) == request, "somebody is wanted still"
    after = claims.let_off_the_hook(claims.claim(request, BEN, NOON + HOUR, ELM, 0), NOON + HOUR)

    ended = {claim.helper_id: claim.ending for claim in after.claims if claim.hold is Hold.ENDED}
    assert ended == {CHI: Ending.OFF_THE_HOOK, DEE: Ending.OFF_THE_HOOK}
    assert matching.due_at(after) is None
    assert followups.owed(after, CHI, NOON + DAY) == (), "they read it where they were told"


def test_whose_quiet_hours_leave_none_of_the_shorter_day_is_not_waited_for() -> None:
    short = replace(ELM, policy=replace(POLICY, day_begins=9, day_ends=13))
    never = volunteer(BEN, quiet=Quiet(9, 13))
    assert matching.next_round(LOOKING, [never], NOON, short) == ("", replace(LOOKING, stage=Stage.WIDER))

    _, request = matching.next_round(LOOKING, [never, volunteer(CHI, quiet=Quiet(9, 11))], NOON, short)
    assert told(request) == {CHI}


def test_withdrawn_it_lets_everybody_off_the_hook() -> None:
    _, request = rounds(LOOKING, [volunteer(BEN)])
    after = claims.let_off_the_hook(requests.withdraw(request, ANA, NOON, POLICY), NOON)
    assert [(claim.hold, claim.ending) for claim in after.claims] == [(Hold.ENDED, Ending.OFF_THE_HOOK)]


def test_handed_back_it_looks_on_with_those_who_were_not_told() -> None:
    _, request = rounds(LOOKING, [volunteer(BEN)])
    taken = claims.claim(request, BEN, NOON, ELM, 0)
    free = claims.release(taken, BEN, NOON + 5 * HOUR, ELM)
    assert free.status is Status.OPEN
    _, after = rounds(free, [volunteer(BEN), volunteer(CHI)], NOON + 5 * HOUR)
    assert told(after) == {CHI}


def test_while_a_backup_is_asked_alone_nobody_else_is_told() -> None:
    taken = claims.be_backup(claims.claim(LOOKING, BEN, NOON, ELM, 0), CHI, NOON)
    free = claims.release(taken, BEN, NOON, ELM)
    assert matching.due_at(free) is None


def test_whoever_was_not_told_has_nothing_to_decline() -> None:
    with pytest.raises(Refused, match="nothing_to_decline"):
        matching.not_this_time(LOOKING, BEN, NOON)


def test_those_around_the_corner_come_first_however_lately_they_were_told() -> None:
    near = volunteer("near", told_at=(NOON - HOUR,), is_close=True)
    assert matching.fairly([*crowd(9), near], LOOKING)[0] == near


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Old Town", "oldtown ", True),
        ("STRASSE", "straße", True),
        ("Old Town", "New Town", False),
        ("Old Town", "", False),
        ("", "", False),
        ("  ", " ", False),
    ],
)
def test_an_area_is_the_same_however_it_is_written(one: str, other: str, same: bool) -> None:
    assert matching.is_same_area(one, other) is same


def test_how_many_are_left_in_peace_and_why_can_be_told_without_a_name() -> None:
    people = [*crowd(8), volunteer(BEN, open_claims=2), volunteer(CHI, is_apart=True)]
    counted = {Skip.LATER: 70, Skip.PAUSED: 4, Skip.BUSY: 1, Skip.HEAVY: 2, Skip.LANGUAGE: 9}
    held = matching.explained(LOOKING, people, counted, 6, NOON, ELM)
    assert held == Round(NOON, Stage.NEAR, 6, {Skip.LATER: 71, Skip.BUSY: 5, Skip.PAUSED: 4}), (
        "whoever is kept apart, wants nothing heavy or speaks another language is counted where nobody finds them"
    )
