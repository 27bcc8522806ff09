"""Somebody wants to be forgotten: nobody else loses what they did, and nothing stays public."""

from dataclasses import replace

import pytest

from bot.model.claims import Consent, Ending, Hold
from bot.model.policy import Kind
from bot.model.requests import Reason, Request, Status
from bot.rules import celebrations, claims
from bot.rules.privacy import forget
from tests.people import ANA, BEN, CHI, ELM, NOON, RIDE
from tests.rules.test_claims import claimed
from tests.rules.test_requests import LATER, done


def announced() -> Request:
    both = celebrations.consent(done(), ANA, Consent.BOTH_NAMED, LATER)
    return celebrations.consent(both, BEN, Consent.HELPER_NAMED, LATER)


@pytest.mark.parametrize("person", [ANA, BEN])
def test_what_was_announced_comes_down_whichever_side_leaves(person: str) -> None:
    assert announced().announced_at is not None

    assert forget(announced(), person, LATER, ELM).announced_at is None  # type: ignore[arg-type]


def test_an_open_request_ends_without_a_way_back_for_whoever_asked() -> None:
    after = forget(claimed(), ANA, LATER, ELM)

    assert (after.status, after.reason, after.undo) == (Status.CLOSED, Reason.WITHDRAWN, None)
    assert [claim.ending for claim in after.claims] == [Ending.WITHDRAWN]


@pytest.mark.parametrize(("kind", "reason"), [(Kind.PRACTICAL, Reason.MET), (Kind.FINANCIAL, Reason.UNCONFIRMED)])
def test_what_is_done_stays_done_but_money_needs_both(kind: Kind, reason: Reason) -> None:
    after = forget(replace(done(), kind=kind), ANA, LATER, ELM)

    assert (after.status, after.reason, [claim.hold for claim in after.claims]) == (
        Status.CLOSED,
        reason,
        [Hold.FINISHED],
    )
    assert [claim.due_at for claim in after.claims] == [None]


def test_what_somebody_was_on_goes_to_the_backup_first() -> None:
    after = forget(claims.be_backup(claimed(), CHI, NOON), BEN, LATER, ELM)

    assert {claim.helper_id: claim.hold for claim in after.claims} == {BEN: Hold.ENDED, CHI: Hold.ASKED}
    assert after.status is Status.OPEN


def test_a_request_that_somebody_has_nothing_to_do_with_stays_as_it_is() -> None:
    assert forget(RIDE, CHI, LATER, ELM) == RIDE
