"""Claiming, backing up and handing back, without anything but the rules."""

from dataclasses import replace

import pytest

from bot.errors import Refused
from bot.model.claims import Claim, Ending, Hold
from bot.model.ids import PersonId
from bot.model.policy import Urgency
from bot.model.requests import Request, Status
from bot.rules import claims, requests
from tests.people import ANA, BEN, CHI, DAY, DEE, ELM, HOUR, MINUTE, NOON, POLICY, RIDE


def claimed(request: Request = RIDE, helper: str = BEN) -> Request:
    return claims.claim(request, helper, NOON, ELM, 0)  # type: ignore[arg-type]


def refusal(call: object) -> str:
    assert callable(call)
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.message


def test_the_first_claim_takes_the_only_place() -> None:
    request = claimed()

    assert request.status is Status.CLAIMED
    assert [claim.helper_id for claim in request.active] == [BEN]
    assert request.unclaimed_at is None


def test_the_second_claim_is_told_that_someone_was_faster() -> None:
    assert refusal(lambda: claimed(claimed(), CHI)) == "someone_was_faster"


def test_three_helpers_fit_where_three_are_wanted_and_a_fourth_does_not() -> None:
    request = replace(RIDE, wanted=3)
    for helper in (BEN, CHI):
        request = claimed(request, helper)
    assert request.status is Status.OPEN
    request = claimed(request, DEE)

    assert request.status is Status.CLAIMED
    assert refusal(lambda: claimed(request, "eve")) == "someone_was_faster"


def test_an_asker_cannot_claim_their_own_request() -> None:
    assert refusal(lambda: claimed(RIDE, ANA)) == "own_request"


def test_a_double_tap_does_nothing_twice() -> None:
    assert refusal(lambda: claimed(claimed(), BEN)) == "already_on_it"


def test_whoever_carries_enough_is_asked_to_rest() -> None:
    assert refusal(lambda: claims.claim(RIDE, BEN, NOON, ELM, 2)) == "too_many_claims"


def test_only_volunteers_take_on_what_they_are_not_on_yet() -> None:
    def no(request: Request, person: PersonId) -> str:
        return refusal(lambda: claims.may_take_on(request, person, is_volunteer=False))

    backed_up = claims.be_backup(claimed(), CHI, NOON)
    claims.may_take_on(RIDE, BEN, is_volunteer=True)
    claims.may_take_on(claimed(), BEN, is_volunteer=False)
    assert [no(RIDE, BEN), no(backed_up, CHI), no(RIDE, ANA)] == ["volunteers_only", "volunteers_only", "own_request"]
    closed = requests.withdraw(RIDE, ANA, NOON, POLICY)
    assert no(closed, BEN) == "no_longer_needed"


def test_contact_is_expected_tomorrow_evening_and_the_nudge_waits_twelve_hours_more() -> None:
    (claim,) = claimed().active

    assert claim.contact_at == NOON + DAY + 6 * HOUR
    assert claim.nudge_at == claim.contact_at + 12 * HOUR


def test_help_for_today_is_expected_in_two_hours_and_nudged_an_hour_later() -> None:
    (claim,) = claimed(replace(RIDE, urgency=Urgency.TODAY)).active

    assert claim.contact_at == NOON + 2 * HOUR
    assert claim.nudge_at == NOON + 3 * HOUR


def test_the_asker_is_asked_a_day_after_the_claim_and_three_hours_after_the_contact_time() -> None:
    (claim,) = claimed().active
    assert claim.check_at == NOON + DAY + 9 * HOUR

    (sooner,) = claims.set_contact(claimed(), BEN, "today", NOON, ELM).active
    assert sooner.check_at == NOON + DAY


def test_only_contact_times_that_are_offered_can_be_chosen() -> None:
    assert claims.contact_choices(RIDE, NOON) == ("today", "tomorrow", "by")
    assert claims.contact_choices(replace(RIDE, needed_by=NOON + 6 * HOUR), NOON) == ("today",)
    assert refusal(lambda: claims.set_contact(claimed(), BEN, "next year", NOON, ELM)) == "not_a_choice"


def test_handing_back_opens_the_request_again() -> None:
    request = claims.release(claimed(), BEN, NOON + HOUR, ELM)

    assert request.status is Status.OPEN
    assert request.claim_of(BEN) == replace(
        Claim(BEN, Hold.ENDED, NOON),
        contact_at=NOON + DAY + 6 * HOUR,
        checks_end_at=NOON + DAY + 9 * HOUR + 5 * DAY,
        ended_at=NOON + HOUR,
        ending=Ending.HANDED_BACK,
    )
    assert request.unclaimed_at == NOON + HOUR + 2 * DAY


def test_a_backup_is_asked_alone_for_four_hours() -> None:
    request = claims.be_backup(claimed(), CHI, NOON)
    request = claims.release(request, BEN, NOON + HOUR, ELM)

    assert request.claim_of(CHI) == Claim(CHI, Hold.ASKED, NOON, nudge_at=NOON + HOUR, decide_by=NOON + 5 * HOUR)
    assert refusal(lambda: claimed(request, DEE)) == "kept_for_backup"
    assert claimed(request, CHI).status is Status.CLAIMED


def test_for_help_today_the_backup_has_half_an_hour() -> None:
    request = claims.be_backup(claimed(replace(RIDE, urgency=Urgency.TODAY)), CHI, NOON)
    request = claims.release(request, BEN, NOON, ELM)

    asked = request.claim_of(CHI)
    assert asked is not None
    assert asked.decide_by == NOON + 30 * MINUTE


def test_backups_are_asked_in_the_order_they_offered() -> None:
    request = claims.be_backup(claimed(), DEE, NOON)
    request = claims.be_backup(request, CHI, NOON + MINUTE)
    request = claims.release(request, BEN, NOON + HOUR, ELM)
    assert [claim.helper_id for claim in request.claims if claim.hold is Hold.ASKED] == [DEE]

    request = claims.step_back(request, DEE, NOON + 2 * HOUR, ELM)
    assert [claim.helper_id for claim in request.claims if claim.hold is Hold.ASKED] == [CHI]


def test_more_time_moves_the_nudge_by_two_days_and_forgets_the_unanswered_ones() -> None:
    (mine,) = claimed().active
    nagged = claims.with_claim(claimed(), replace(mine, nudges=2, release_at=NOON + DAY))

    (claim,) = claims.more_time(nagged, BEN, NOON, POLICY).active

    assert (claim.nudges, claim.release_at, claim.nudge_at) == (0, None, NOON + 2 * DAY + 12 * HOUR)


def test_whoever_is_not_on_it_cannot_hand_it_back() -> None:
    assert refusal(lambda: claims.release(claimed(), CHI, NOON, ELM)) == "not_on_it"


def test_nobody_is_asked_to_step_in_at_night() -> None:
    night = NOON + 11 * HOUR
    request = claims.release(claims.be_backup(claimed(), CHI, NOON), BEN, night, ELM)

    asked = request.claim_of(CHI)
    assert asked is not None
    assert asked.decide_by == NOON + 21 * HOUR + 4 * HOUR


def test_a_place_that_is_free_needs_no_backup() -> None:
    assert refusal(lambda: claims.be_backup(RIDE, CHI, NOON)) == "free_again"


def test_whoever_finished_keeps_their_place() -> None:
    both = claimed(claimed(replace(RIDE, wanted=2)), CHI)
    request = requests.complete(both, BEN, NOON, POLICY)

    assert request.status is Status.CLAIMED
    assert refusal(lambda: claimed(request, DEE)) == "someone_was_faster"


def test_help_for_tomorrow_is_not_expected_after_tomorrow() -> None:
    late = replace(RIDE, urgency=Urgency.TOMORROW, needed_by=NOON + 12 * HOUR)
    (claim,) = claimed(late).active

    assert claim.contact_at == NOON + 8 * HOUR


def test_being_on_it_never_brings_the_nudge_forward() -> None:
    (before,) = claims.set_contact(claimed(), BEN, "by", NOON, ELM).active
    (after,) = claims.on_it(claims.set_contact(claimed(), BEN, "by", NOON, ELM), BEN, NOON, POLICY).active

    assert after.nudge_at == before.nudge_at
