"""A part was done: what stays done, and what goes on."""

from dataclasses import replace

from bot.model.claims import Consent, Hold
from bot.model.policy import Kind
from bot.model.requests import Reason, Request, Status
from bot.rules import celebrations, claims, followups, requests, undo
from tests.people import ANA, BEN, CHI, DAY, ELM, HOUR, NOON, POLICY, RIDE
from tests.rules.test_claims import claimed, refusal


def partly(request: Request | None = None) -> Request:
    """Ben did a part, and an hour later the asker says so."""
    return requests.reopen_rest(request or claimed(), NOON + HOUR, ELM)


def finished_by_chi(request: Request) -> Request:
    taken = claims.claim(request, CHI, NOON + 2 * HOUR, ELM, 0)
    return requests.complete(requests.complete(taken, CHI, NOON + DAY, POLICY), ANA, NOON + DAY, POLICY)


def test_the_helper_keeps_what_was_done_and_the_place_is_free_for_the_rest() -> None:
    request = partly(claims.be_backup(claimed(), CHI, NOON))
    ben, chi = request.claim_of(BEN), request.claim_of(CHI)

    assert (request.status, request.taken, request.finished) == (Status.OPEN, 0, (ben,))
    assert ben is not None
    assert ben.did_a_part
    assert ben.due_at is None
    assert chi is not None
    assert chi.hold is Hold.ASKED
    assert request.unclaimed_at == NOON + HOUR + POLICY.unclaimed_note
    assert followups.next_look(request, ELM, None) is not None


def test_whoever_did_a_part_neither_takes_the_rest_on_nor_ends_it() -> None:
    request = partly()

    assert refusal(lambda: claimed(request, BEN)) == "looked_after_otherwise"
    assert refusal(lambda: requests.complete(request, BEN, NOON + HOUR, POLICY)) == "already_done"
    done = finished_by_chi(request)
    assert refusal(lambda: requests.object_to(done, BEN, NOON + DAY, POLICY)) == "nothing_to_object_to"


def test_both_who_helped_are_asked_about_thanks_and_both_have_to_agree() -> None:
    done = finished_by_chi(partly())

    assert done.reason is Reason.MET
    assert [claim.thanks_at is not None for claim in done.finished] == [True, True]
    for person, consent in ((ANA, Consent.BOTH_NAMED), (CHI, Consent.HELPER_NAMED)):
        done = celebrations.consent(done, person, consent, NOON + 2 * DAY)
    assert done.announced_at is None
    assert celebrations.consent(done, BEN, Consent.NO_NAMES, NOON + 2 * DAY).announced_at is not None


def test_an_objection_brings_back_whoever_did_the_rest_and_no_more_than_were_wanted() -> None:
    taken = claims.claim(partly(), CHI, NOON + 2 * HOUR, ELM, 0)
    done = requests.complete(taken, CHI, NOON + DAY, POLICY)
    again = requests.object_to(done, ANA, NOON + DAY + HOUR, POLICY)

    assert [claim.helper_id for claim in again.active] == [CHI]
    assert (again.taken, again.status) == (1, Status.CLAIMED)


def test_if_nobody_does_the_rest_it_is_partly_met() -> None:
    enough = requests.complete(partly(), ANA, NOON + DAY, POLICY)

    assert (enough.status, enough.reason) == (Status.CLOSED, Reason.PARTLY)
    assert celebrations.consent(enough, ANA, Consent.NO_NAMES, NOON + DAY).consent is Consent.NO_NAMES
    assert requests.expire(partly(), NOON + 20 * DAY).reason is Reason.PARTLY
    assert undo.undo(enough, ANA, "", 0, NOON + DAY, POLICY).status is Status.OPEN


def test_where_money_is_concerned_whoever_gave_a_part_confirms_it_too() -> None:
    money = replace(RIDE, kind=Kind.FINANCIAL)
    done = finished_by_chi(partly(claimed(money)))

    assert done.status is Status.DONE
    asked = requests.settle(done, NOON + 4 * DAY, POLICY)
    assert [claim.confirm_at is not None for claim in asked.finished] == [True, False]
    assert requests.complete(asked, BEN, NOON + 4 * DAY, POLICY).reason is Reason.MET


def test_whoever_did_a_part_in_the_same_moment_is_not_brought_back_by_an_objection() -> None:
    taken = claims.claim(partly(), CHI, NOON + HOUR, ELM, 0)
    done = requests.complete(taken, CHI, NOON + HOUR, POLICY)

    assert [claim.helper_id for claim in requests.object_to(done, ANA, NOON + DAY, POLICY).active] == [CHI]


def test_where_money_is_concerned_whoever_gave_a_part_may_also_say_that_it_is_not_done() -> None:
    money = replace(RIDE, kind=Kind.FINANCIAL)
    done = requests.settle(finished_by_chi(partly(claimed(money))), NOON + 3 * DAY, POLICY)
    ben = done.claim_of(BEN)
    assert ben is not None
    assert ben.confirm_at is not None

    open_again = requests.object_to(done, BEN, NOON + 3 * DAY, POLICY)

    assert (open_again.status, open_again.taken) == (Status.CLAIMED, 1)
    assert [claim.helper_id for claim in open_again.active] == [CHI]
    assert [claim.due_at for claim in open_again.finished] == [None], "nothing is asked of what is not done"
