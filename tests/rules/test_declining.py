"""Somebody else, please: what that does to a request, and what it never does."""

from dataclasses import replace

import pytest

from bot.errors import Refused
from bot.model.claims import Hold
from bot.model.matching import Hearer, Skip
from bot.model.requests import Request, Status
from bot.rules import claims, declining, matching, proposals, requests, undo, volunteers
from bot.rules.rooms import token_of
from tests.people import ANA, BEN, CHI, DEE, ELM, NOON, POLICY, RIDE
from tests.rules.test_claims import claimed, refusal


def declined(request: Request) -> Request:
    return declining.decline(request, ANA, token_of(request.active[0]), NOON, ELM)


def test_the_backup_is_asked_first_and_the_helper_is_owed_nothing() -> None:
    request = declined(claims.be_backup(claimed(), CHI, NOON))

    assert request.status is Status.OPEN
    ben, chi = request.claim_of(BEN), request.claim_of(CHI)
    assert ben is not None
    assert chi is not None
    assert (ben.hold, ben.due_at, chi.hold) == (Hold.ENDED, None, Hold.ASKED)


def test_the_two_are_not_brought_together_again_in_any_way() -> None:
    request = declined(claimed())
    full = claimed(request, CHI)

    assert refusal(lambda: claimed(request, BEN)) == "looked_after_otherwise"
    assert refusal(lambda: claims.be_backup(full, BEN, NOON)) == "looked_after_otherwise"
    assert proposals.propose(request, BEN, NOON, ELM, 0) == request
    hearer = Hearer(BEN, is_near=True, open_claims=0, claims_at_most=2)
    assert matching.why_not(hearer, request, NOON, ELM) is Skip.PART_OF_IT
    assert not volunteers.fits(request, BEN, None, frozenset())
    assert refusal(lambda: undo.undo(request, BEN, "", 0, NOON, POLICY)) == "nothing_to_undo"
    assert claimed(request, DEE).active[0].helper_id == DEE


def test_only_the_one_who_is_meant_is_let_go() -> None:
    one = claimed(replace(RIDE, wanted=2))
    both = claims.claim(one, CHI, NOON.replace(hour=13), ELM, 0)

    assert [claim.helper_id for claim in declined(both).active] == [CHI]


@pytest.mark.parametrize(
    ("request_", "person", "no"),
    [
        (claimed(), BEN, "not_your_request"),
        (claimed(), CHI, "not_your_request"),
        (RIDE, ANA, "nobody_on_it"),
        (requests.complete(claimed(), BEN, NOON, POLICY), ANA, "no_longer_open"),
    ],
)
def test_only_the_asker_may_and_only_while_somebody_is_on_it(request_: Request, person: str, no: str) -> None:
    token = token_of(request_.claims[0]) if request_.claims else ""
    with pytest.raises(Refused, match=no):
        declining.decline(request_, person, token, NOON, ELM)  # type: ignore[arg-type]


def test_an_old_choice_lets_nobody_go_who_came_later() -> None:
    first = claimed()
    later = claims.claim(declined(first), CHI, NOON.replace(hour=13), ELM, 0)

    assert refusal(lambda: declining.decline(later, ANA, token_of(first.active[0]), NOON, ELM)) == "not_a_choice"
