"""Done, not yet, withdrawn, expired, undone."""

from dataclasses import replace

from bot.model.claims import Ending, Hold
from bot.model.policy import Kind
from bot.model.requests import Reason, Request, Status, Tell
from bot.rules import claims, requests, undo
from tests.people import ANA, BEN, CHI, DAY, ELM, HOUR, MINUTE, NOON, POLICY, RIDE
from tests.rules.test_claims import claimed, refusal

LATER = NOON + 2 * DAY


def done(by: str = BEN, request: Request | None = None) -> Request:
    return requests.complete(request or claimed(), by, LATER, POLICY)  # type: ignore[arg-type]


def test_a_helper_says_done_and_the_asker_has_two_days_to_object() -> None:
    request = done()

    assert (request.status, request.done_at, request.settles_at) == (Status.DONE, LATER, LATER + 2 * DAY)
    assert request.thanks_at == LATER + DAY
    assert [claim.thanks_at for claim in request.finished] == [LATER + DAY]


def test_silence_agrees() -> None:
    settled = requests.settle(done(), LATER + 2 * DAY, POLICY)

    assert (settled.status, settled.reason) == (Status.CLOSED, Reason.MET)


def test_money_needs_both_sides() -> None:
    loan = done(request=claimed(replace(RIDE, kind=Kind.FINANCIAL)))
    asked = requests.settle(loan, LATER + 2 * DAY, POLICY)
    assert (asked.status, asked.confirm_at) == (Status.DONE, LATER + 2 * DAY)

    agreed = requests.complete(asked, ANA, LATER + 3 * DAY, POLICY)
    assert (agreed.status, agreed.reason) == (Status.CLOSED, Reason.MET)
    assert requests.expire(asked, LATER + 12 * DAY).reason is Reason.UNCONFIRMED


def test_both_saying_done_settles_at_once() -> None:
    assert requests.complete(done(), ANA, LATER, POLICY).status is Status.CLOSED
    assert requests.complete(done(ANA), BEN, LATER, POLICY).status is Status.CLOSED


def test_the_asker_objects_and_everything_goes_on() -> None:
    request = requests.object_to(done(), ANA, LATER + HOUR, POLICY)

    assert request.status is Status.CLAIMED
    assert [claim.helper_id for claim in request.active] == [BEN]
    assert (request.thanks_at, request.settles_at) == (None, None)


def test_strangers_neither_finish_nor_object() -> None:
    assert refusal(lambda: done(CHI)) == "not_on_it"
    assert refusal(lambda: requests.object_to(done(), CHI, LATER, POLICY)) == "nothing_to_object_to"


def test_one_of_two_helpers_finishing_leaves_the_other_on_it() -> None:
    both = claimed(claimed(replace(RIDE, wanted=2)), CHI)
    request = done(BEN, both)

    assert request.status is not Status.DONE
    assert [claim.helper_id for claim in request.active] == [CHI]
    assert done(CHI, request).status is Status.DONE


def test_withdrawing_owes_nobody_anything() -> None:
    request = requests.withdraw(claims.be_backup(claimed(), CHI, NOON), ANA, NOON + HOUR, POLICY)

    assert (request.status, request.reason) == (Status.CLOSED, Reason.WITHDRAWN)
    assert {claim.hold for claim in request.claims} == {Hold.ENDED}
    assert request.asker_due_at is None
    assert [claim.due_at for claim in request.claims] == [None, None]


def test_only_the_asker_withdraws() -> None:
    assert refusal(lambda: requests.withdraw(claimed(), BEN, NOON, POLICY)) == "not_your_request"


def test_an_expired_request_tells_both_sides_with_their_daily_message() -> None:
    request = requests.expire(claimed(), NOON + 14 * DAY)

    assert (request.reason, request.tell) == (Reason.EXPIRED, Tell.EXPIRED)
    assert [(claim.ending, claim.tell_at) for claim in request.claims] == [(Ending.EXPIRED, NOON + 14 * DAY)]


def test_withdrawing_can_be_taken_back_for_ten_minutes() -> None:
    request = requests.withdraw(claims.be_backup(claimed(), CHI, NOON), ANA, LATER, POLICY)
    back = undo.undo(request, ANA, "", 0, LATER + 10 * MINUTE, POLICY)

    assert back.status is Status.CLAIMED
    assert {claim.helper_id: claim.hold for claim in back.claims} == {BEN: Hold.ACTIVE, CHI: Hold.BACKUP}
    assert refusal(lambda: undo.undo(request, ANA, "", 0, LATER + 11 * MINUTE, POLICY)) == "too_late_to_undo"


def test_done_can_be_taken_back_by_whoever_said_it() -> None:
    assert undo.undo(done(), BEN, "", 0, LATER, POLICY).status is Status.CLAIMED
    assert refusal(lambda: undo.undo(done(), ANA, "", 0, LATER, POLICY)) == "nothing_to_undo"


def test_handing_back_can_be_taken_back_while_the_place_is_free() -> None:
    request = claims.release(claimed(), BEN, LATER, ELM)

    assert undo.undo(request, BEN, "", 0, LATER, POLICY).status is Status.CLAIMED
    taken = claims.claim(replace(request, undo=request.undo), CHI, LATER, ELM, 0)
    assert refusal(lambda: undo.undo(taken, BEN, "", 0, LATER, POLICY)) == "nothing_to_undo"


def test_nobody_came_reopens_and_tells_the_helper_kindly() -> None:
    request = requests.reopen(claimed(), Ending.NOBODY_CAME, LATER, ELM)

    assert request.status is Status.OPEN
    assert [(claim.ending, claim.tell_at) for claim in request.claims] == [(Ending.NOBODY_CAME, LATER)]


def test_an_ask_that_sorted_itself_out_is_simply_done() -> None:
    request = requests.complete(RIDE, ANA, LATER, POLICY)

    assert (request.status, request.reason, request.thanks_at) == (Status.CLOSED, Reason.MET, None)


def test_done_does_not_expire() -> None:
    late = requests.complete(claimed(), BEN, NOON + 13 * DAY, POLICY)

    assert late.expires_at is None
    assert late.settles_at == NOON + 15 * DAY


def test_a_request_for_a_far_day_lives_until_then() -> None:
    far = replace(RIDE, needed_by=NOON + 40 * DAY)
    assert requests.keep_open(far, ANA, NOON, POLICY).expires_at == NOON + 42 * DAY


def test_withdrawing_when_it_was_done_is_taken_back_to_done() -> None:
    withdrawn = requests.withdraw(done(), ANA, LATER + HOUR, POLICY)
    back = undo.undo(withdrawn, ANA, "withdraw", 0, LATER + HOUR, POLICY)

    assert (back.status, back.settles_at) == (Status.DONE, LATER + 2 * DAY)
    assert [claim.agreed_at for claim in back.finished] == [LATER]


def test_a_mistaken_yes_goes_back_to_the_time_for_objections() -> None:
    closed = requests.complete(done(), ANA, LATER + HOUR, POLICY)
    back = undo.undo(closed, ANA, "done", 0, LATER + HOUR, POLICY)

    assert (back.status, back.agreed_at) == (Status.DONE, None)
    assert [claim.agreed_at for claim in back.finished] == [LATER]


def test_taking_back_done_leaves_who_finished_before_and_wakes_the_backups() -> None:
    both = claims.be_backup(claimed(claimed(replace(RIDE, wanted=2)), CHI), "dee", NOON)  # type: ignore[arg-type]
    request = requests.complete(both, BEN, LATER, POLICY)
    request = requests.complete(request, CHI, LATER + HOUR, POLICY)
    back = undo.undo(request, CHI, "done", 0, LATER + HOUR, POLICY)

    holds = {claim.helper_id: claim.hold for claim in back.claims}
    assert holds == {BEN: Hold.FINISHED, CHI: Hold.ACTIVE, "dee": Hold.BACKUP}


def test_an_old_button_undoes_only_its_own_move() -> None:
    assert refusal(lambda: undo.undo(done(), BEN, "release", 0, LATER, POLICY)) == "nothing_to_undo"


def test_taking_up_again_keeps_to_the_limit() -> None:
    request = claims.release(claimed(), BEN, LATER, ELM)
    assert refusal(lambda: undo.undo(request, BEN, "release", 2, LATER, POLICY)) == "too_many_claims"
