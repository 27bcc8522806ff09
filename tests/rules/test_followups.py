"""What becomes due, for whom, and when it ends."""

import itertools
from dataclasses import replace

from bot.model.claims import Ending, Hold
from bot.model.posts import Item
from bot.model.requests import Request, Status, Tell
from bot.rules import claims, followups, requests
from tests.people import ANA, BEN, CHI, DAY, ELM, HOUR, MINUTE, NOON, POLICY, RIDE
from tests.rules.test_claims import claimed

NUDGE_AT = NOON + DAY + 18 * HOUR


def nudged(times: int) -> Request:
    request, now = claimed(), NUDGE_AT
    for _ in range(times):
        (item,) = followups.owed(request, BEN, now)
        request = followups.asked(request, item, now, POLICY)
        request = followups.delivered(request, item, now, POLICY)
        now += DAY
    return request


def test_a_helper_is_nudged_twelve_hours_after_the_contact_time() -> None:
    assert followups.owed(claimed(), BEN, NUDGE_AT - MINUTE) == ()
    assert [item.item for item in followups.owed(claimed(), BEN, NUDGE_AT)] == [Item.NUDGE]


def test_a_nudge_that_was_written_is_not_owed_again() -> None:
    (item,) = followups.owed(claimed(), BEN, NUDGE_AT)
    assert followups.owed(followups.asked(claimed(), item, NUDGE_AT, POLICY), BEN, NUDGE_AT + DAY) == ()


def test_a_nudge_that_never_arrived_cannot_be_left_unanswered() -> None:
    (item,) = followups.owed(claimed(), BEN, NUDGE_AT)
    request = followups.asked(claimed(), item, NUDGE_AT, POLICY)

    assert followups.step(request, NUDGE_AT + 5 * DAY, ELM, None) is None


def test_after_the_last_nudge_the_request_is_open_again() -> None:
    step = followups.step(nudged(2), NUDGE_AT + 2 * DAY, ELM, None)

    assert step is not None
    name, request = step
    assert (name, request.status, request.tell) == ("release", Status.OPEN, Tell.HELPER_RELEASED)
    assert [(claim.hold, claim.ending) for claim in request.claims] == [(Hold.ENDED, Ending.SILENCE)]


def test_one_unanswered_nudge_releases_nobody() -> None:
    assert followups.step(nudged(1), NUDGE_AT + 10 * DAY, ELM, None) is None


def test_back_at_night_an_answer_window_starts_in_the_morning() -> None:
    back_at = (NUDGE_AT + 3 * DAY).replace(hour=4)

    assert followups.next_look(nudged(2), ELM, back_at) == back_at.replace(hour=9) + DAY


def test_a_warning_that_comes_late_has_its_two_days_all_the_same() -> None:
    late = NOON + 15 * DAY
    (item,) = [each for each in followups.owed(RIDE, ANA, late) if each.item is Item.WARNING]
    request = followups.asked(RIDE, item, late, POLICY)

    assert (request.warn_at, request.expires_at) == (None, late + 2 * DAY)
    assert followups.step(replace(request, unclaimed_at=None), late + 2 * DAY - MINUTE, ELM, None) is None


def test_an_answer_window_that_the_bot_slept_through_starts_again() -> None:
    back_at = NUDGE_AT + 3 * DAY + 3 * HOUR

    assert followups.step(nudged(2), back_at, ELM, back_at) is None
    assert followups.next_look(nudged(2), ELM, back_at) == back_at + DAY
    assert followups.step(nudged(2), back_at + DAY, ELM, back_at) is not None


def test_an_answer_starts_the_nudges_afresh() -> None:
    request = claims.on_it(nudged(2), BEN, NUDGE_AT + DAY, POLICY)

    assert followups.step(request, NUDGE_AT + 2 * DAY, ELM, None) is None
    assert [claim.nudges for claim in request.active] == [0]


def test_a_silent_backup_is_passed_over_after_the_window() -> None:
    request = claims.release(claims.be_backup(claimed(), CHI, NOON), BEN, NOON + HOUR, ELM)

    assert followups.step(request, NOON + 4 * HOUR, ELM, None) is None
    step = followups.step(request, NOON + 5 * HOUR, ELM, None)
    assert step is not None
    assert step[0] == "backup_silent"
    assert claims.claim(step[1], CHI, NOON + 6 * HOUR, ELM, 0).status is Status.CLAIMED


def test_check_ins_come_a_day_apart_and_end_after_five_days() -> None:
    request = claimed()
    asked_at = []
    while (due := request.asker_due_at) is not None and due < NOON + 11 * DAY:
        (item,) = followups.owed(request, ANA, due)
        assert item.item is Item.CHECK_IN
        asked_at.append(due)
        request = followups.asked(request, item, due, POLICY)

    assert asked_at[0] == NOON + DAY + 9 * HOUR
    assert {later - earlier for earlier, later in itertools.pairwise(asked_at)} == {23 * HOUR}
    assert asked_at[-1] <= asked_at[0] + 5 * DAY


def test_an_unclaimed_request_owes_its_asker_a_note_after_two_days() -> None:
    assert [item.item for item in followups.owed(RIDE, ANA, NOON + 2 * DAY)] == [Item.UNCLAIMED]


def test_every_living_request_looks_again_some_day() -> None:
    for request in (RIDE, claimed(), nudged(2)):
        assert followups.next_look(request, ELM, None) is not None


def test_a_nudge_answered_late_changes_nothing_that_was_settled() -> None:
    (item,) = followups.owed(claimed(), BEN, NUDGE_AT)
    asked = followups.asked(claimed(), item, NUDGE_AT, POLICY)
    released = claims.release(asked, BEN, NUDGE_AT, ELM)

    assert followups.delivered(released, item, NUDGE_AT, POLICY) == released
    assert replace(released, version=1) != released


def test_nobody_rests_without_a_warning_that_had_its_time() -> None:
    back_at = NOON + 20 * DAY

    assert followups.step(claimed(), back_at, ELM, back_at) is None
    warned = replace(claimed(), warn_at=None)
    step = followups.step(warned, back_at, ELM, back_at)
    assert step is not None
    assert step[0] == "expire"


def test_the_time_to_object_is_not_slept_through() -> None:
    done = requests.complete(claimed(), BEN, NOON, POLICY)
    back_at = NOON + 3 * DAY

    assert followups.step(done, back_at, ELM, back_at) is None
    assert followups.next_look(done, ELM, back_at) == back_at + 2 * DAY


def test_a_nudge_that_could_not_reach_its_helper_is_owed_again() -> None:
    (item,) = followups.owed(claimed(), BEN, NUDGE_AT)
    request = followups.asked(claimed(), item, NUDGE_AT, POLICY)
    again = followups.not_delivered(request, item, NUDGE_AT, POLICY)

    assert [claim.nudge_at for claim in again.active] == [NUDGE_AT + DAY]


def test_a_backup_has_the_whole_window_from_the_delivery_of_the_question() -> None:
    request = claims.release(claims.be_backup(claimed(), CHI, NOON), BEN, NOON + HOUR, ELM)
    (item,) = followups.owed(request, CHI, NOON + HOUR)
    asked = followups.delivered(followups.asked(request, item, NOON + HOUR, POLICY), item, NOON + 3 * HOUR, POLICY)

    assert item.item is Item.BACKUP
    assert [claim.decide_by for claim in asked.claims if claim.hold is Hold.ASKED] == [NOON + 7 * HOUR]
