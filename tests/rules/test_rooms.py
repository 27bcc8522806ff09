"""A room of their own, without anything but the rules."""

from dataclasses import replace

import pytest

from bot.errors import Refused
from bot.model.claims import Claim, Hold, Room
from bot.model.requests import Status
from bot.rules.rooms import claim_meant, is_open, say_yes, token_of
from tests.people import ANA, BEN, CHI, DEE, MINUTE, NOON, RIDE

BENS, CHIS = Claim(BEN, Hold.ACTIVE, NOON), Claim(CHI, Hold.ACTIVE, NOON + MINUTE)
TWO = replace(RIDE, wanted=2, claims=(BENS, CHIS))


def test_a_yes_counts_for_one_helper_only() -> None:
    both = say_yes(say_yes(say_yes(TWO, BEN, token_of(BENS)), CHI, token_of(CHIS)), ANA, token_of(BENS))

    assert [claim.room for claim in both.claims] == [Room.BOTH, Room.HELPER]
    assert [is_open(both, claim) for claim in both.claims] == [True, False]


def test_who_is_meant_must_be_clear() -> None:
    at_once = replace(TWO, claims=(BENS, replace(CHIS, since=NOON)))
    assert claim_meant(at_once, token_of(BENS)) is None


@pytest.mark.parametrize("person", [CHI, DEE])
def test_only_the_two_of_them_can_want_it(person: str) -> None:
    with pytest.raises(Refused, match="not_part_of_it"):
        say_yes(TWO, person, token_of(BENS))  # type: ignore[arg-type]


@pytest.mark.parametrize("hold", [Hold.BACKUP, Hold.ENDED, Hold.FINISHED])
def test_nobody_is_asked_once_the_claim_is_over(hold: Hold) -> None:
    with pytest.raises(Refused, match="too_late_for_room"):
        say_yes(replace(TWO, claims=(replace(BENS, hold=hold),)), ANA, token_of(BENS))


def test_it_stays_open_until_what_was_done_is_settled() -> None:
    done = replace(TWO, status=Status.DONE, claims=(replace(BENS, hold=Hold.FINISHED, room=Room.BOTH),))
    assert is_open(done, done.claims[0])
    assert not is_open(replace(done, status=Status.CLOSED), done.claims[0])
