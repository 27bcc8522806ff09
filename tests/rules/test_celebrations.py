"""Nothing public without everybody's yes, and nobody named without their own."""

from dataclasses import replace

import pytest

from bot.model.claims import Consent
from bot.model.ids import WordsId
from bot.model.policy import Kind
from bot.model.requests import Naming, Reason, Request
from bot.rules import celebrations, claims, requests
from bot.rules.naming import visible, visible_in_announcement
from tests.people import ANA, BEN, CHI, ELM, NOON, POLICY, RIDE
from tests.rules.test_claims import claimed, refusal
from tests.rules.test_requests import LATER, done

NOTHING, NO_NAMES, HELPER_NAMED, BOTH_NAMED = Consent


def answered(asker: Consent | None, helper: Consent | None) -> Request:
    request = done()
    if asker is not None:
        request = celebrations.consent(request, ANA, asker, LATER)
    if helper is not None:
        request = celebrations.consent(request, BEN, helper, LATER)
    return request


@pytest.mark.parametrize(
    ("asker", "helper", "is_public", "named"),
    [
        (None, HELPER_NAMED, False, set()),
        (BOTH_NAMED, None, False, set()),
        (NOTHING, HELPER_NAMED, False, set()),
        (BOTH_NAMED, NOTHING, False, set()),
        (NO_NAMES, NO_NAMES, True, set()),
        (NO_NAMES, HELPER_NAMED, True, set()),
        (HELPER_NAMED, NO_NAMES, True, set()),
        (HELPER_NAMED, HELPER_NAMED, True, {BEN}),
        (BOTH_NAMED, NO_NAMES, True, set()),
        (BOTH_NAMED, HELPER_NAMED, True, {ANA, BEN}),
    ],
)
def test_the_stricter_answer_wins(
    asker: Consent | None, helper: Consent | None, is_public: bool, named: set[str]
) -> None:
    request = answered(asker, helper)

    assert (request.announced_at is not None) is is_public
    assert visible_in_announcement(request) == named


def test_either_side_takes_it_back_at_any_time() -> None:
    public = requests.settle(answered(HELPER_NAMED, HELPER_NAMED), LATER, POLICY)
    assert public.announced_at is not None

    for person in (ANA, BEN):
        assert celebrations.consent(public, person, NOTHING, LATER).announced_at is None


def test_two_helpers_must_both_agree() -> None:
    both = claimed(claimed(replace(RIDE, wanted=2)), CHI)
    request = celebrations.consent(done(ANA, both), ANA, HELPER_NAMED, LATER)
    request = celebrations.consent(request, BEN, HELPER_NAMED, LATER)
    assert request.announced_at is None

    assert celebrations.consent(request, CHI, NO_NAMES, LATER).announced_at == LATER


def test_nothing_is_celebrated_before_it_is_done() -> None:
    assert refusal(lambda: celebrations.consent(claimed(), ANA, NO_NAMES, NOON)) == "not_done_yet"


def test_a_helper_cannot_answer_for_the_asker() -> None:
    assert refusal(lambda: celebrations.consent(done(), BEN, BOTH_NAMED, NOON)) == "not_a_choice"
    assert refusal(lambda: celebrations.consent(done(), CHI, NO_NAMES, NOON)) == "not_part_of_it"


def test_an_objection_takes_the_announcement_down() -> None:
    objected = requests.object_to(answered(NO_NAMES, NO_NAMES), ANA, LATER, POLICY)
    assert objected.announced_at is None


def test_names_are_seen_by_those_who_need_them() -> None:
    request = claims.be_backup(claimed(), CHI, NOON)

    assert visible(request, None) == set()
    assert visible(request, ANA) == {ANA, BEN}
    assert visible(request, BEN) == {ANA, BEN}
    assert visible(request, CHI) == {CHI}
    assert visible(replace(request, naming=Naming.ALL), None) == {ANA}
    assert visible(claims.release(request, BEN, NOON, ELM), BEN) == {BEN}


def test_money_is_announced_only_after_both_confirmed() -> None:
    loan = done(ANA, claimed(replace(RIDE, kind=Kind.FINANCIAL)))
    loan = celebrations.consent(celebrations.consent(loan, ANA, NO_NAMES, LATER), BEN, NO_NAMES, LATER)
    assert loan.announced_at is None

    assert requests.complete(loan, BEN, LATER, POLICY).reason is Reason.MET


def test_words_of_thanks_need_a_yes() -> None:
    assert refusal(lambda: celebrations.say_thanks(done(), ANA, WordsId("w"), LATER)) == "nothing_is_public"
    assert refusal(lambda: celebrations.say_thanks(answered(NOTHING, None), ANA, WordsId("w"), LATER)) == (
        "nothing_is_public"
    )


def test_words_that_were_meant_for_one_helper_are_not_said_for_another() -> None:
    thanked = celebrations.say_thanks(answered(NO_NAMES, None), ANA, WordsId("w"), LATER)
    assert requests.object_to(thanked, ANA, LATER, POLICY).thanks_words_id is None
