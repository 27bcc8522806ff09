"""Named parts of a big need: which lines they are, and that nobody has the same."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.requests import Request
from bot.rules import claims, requests, slots
from tests.people import ANA, BEN, CHI, DEE, ELM, NOON, POLICY, RIDE
from tests.rules.test_claims import refusal

SOUP = replace(RIDE, wanted=3)
DAYS = ("Mon", "Wed", "Fri")


def taken(request: Request, helper: str, value: str = "") -> Request:
    later = NOON + timedelta(minutes=len(request.claims))
    after = claims.claim(request, helper, later, ELM, 0)  # type: ignore[arg-type]
    return slots.take(request, after, helper, 3, value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("what", "parts"),
    [
        ("soup\n- Mon\n- Wed", ("Mon", "Wed")),
        ("* Mon\n• Wed\n– Fri", DAYS),
        ("soup\n- Mon", ()),
        ("soup - and bread\nMon - Fri", ()),
        ("-Mon\n-Wed", ()),
        ("\n".join(f"- part {n}" for n in range(11)), ()),
    ],
)
def test_the_parts_are_the_lines_of_a_list_of_two_to_ten(what: str, parts: tuple[str, ...]) -> None:
    assert slots.listed(what) == parts
    assert slots.named(what, len(parts)) == parts
    assert slots.named(what, len(parts) + 1) == ()


def test_whoever_chooses_none_gets_the_first_that_is_open() -> None:
    request = taken(taken(SOUP, BEN, "2"), CHI)

    assert slots.held(request, 3) == {BEN: 2, CHI: 1}
    assert slots.free(request, 3) == (3,)


def test_a_part_is_taken_once() -> None:
    request = taken(SOUP, BEN, "2")

    assert refusal(lambda: taken(request, CHI, "2")) == "part_is_taken"
    assert refusal(lambda: taken(request, CHI, "4")) == "not_a_choice"
    assert refusal(lambda: slots.switch(taken(request, CHI), CHI, 3, "2")) == "part_is_taken"  # type: ignore[arg-type]
    assert slots.held(slots.switch(request, BEN, 3, "3"), 3) == {BEN: 3}
    assert taken(request, CHI, "please").claim_of(CHI).part == 1  # type: ignore[union-attr]


def test_what_was_handed_back_is_open_again_and_what_was_done_is_not() -> None:
    request = taken(taken(SOUP, BEN), CHI)

    assert slots.free(claims.release(request, BEN, NOON, ELM), 3) == (1, 3)
    assert slots.free(requests.complete(request, BEN, NOON, POLICY), 3) == (3,)


def test_two_never_share_a_part_whatever_was_taken_back() -> None:
    request = taken(taken(SOUP, BEN, "2"), CHI, "1")
    both = claims.with_claim(request, replace(request.claims[1], part=2))

    assert slots.held(both, 3) == {BEN: 2, CHI: 1}
    assert slots.held(claims.with_claim(both, replace(both.claims[0], part=9)), 3) == {BEN: 1, CHI: 2}
    assert slots.held(taken(both, DEE), 3).keys() == {BEN, CHI, DEE}


def test_after_a_change_of_the_list_everybody_keeps_the_part_of_the_same_name() -> None:
    request = taken(taken(SOUP, BEN, "1"), CHI, "3")
    moved, are_kept = slots.carried_over(request, DAYS, ("Sun", "Fri", "Mon"))
    assert (slots.held(moved, 3), are_kept) == ({BEN: 3, CHI: 2}, True)

    gone, are_kept = slots.carried_over(request, DAYS, ("Wed", "Fri"))
    assert (slots.held(gone, 2), are_kept) == ({BEN: 1, CHI: 2}, False)
    assert ANA not in slots.held(gone, 2)
