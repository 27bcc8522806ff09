"""How it ended: who may say so, of what, and what that changes."""

from dataclasses import replace

import pytest

from bot.model.claims import Ending
from bot.model.requests import Reason, Request, Status
from bot.rules import claims, endings, requests, undo
from bot.rules.claims import end_all
from tests.people import ANA, BEN, NOON, POLICY, RIDE
from tests.rules.test_claims import claimed, refusal


def closed_by_moderators(request: Request = RIDE) -> Request:
    return requests.close(end_all(request, Ending.MODERATED, NOON), Reason.MODERATED, NOON)


@pytest.mark.parametrize("value", ["signposted", "unmet"])
def test_whoever_asked_may_say_how_what_they_withdrew_ended(value: str) -> None:
    withdrawn = requests.withdraw(claimed(), ANA, NOON, POLICY)
    said = endings.say_how(withdrawn, ANA, value)

    assert said == replace(withdrawn, reason=Reason(value))
    assert endings.say_how(said, ANA, "unmet").reason is Reason.UNMET
    assert undo.undo(said, ANA, "", 0, NOON, POLICY).status is Status.CLAIMED


def test_nobody_says_of_help_that_was_given_that_it_was_not() -> None:
    done = requests.complete(requests.complete(claimed(), BEN, NOON, POLICY), ANA, NOON, POLICY)

    assert refusal(lambda: endings.say_how(done, ANA, "unmet")) == "not_a_choice"
    assert refusal(lambda: endings.say_how_for_others(done, "unmet")) == "not_a_choice"
    assert refusal(lambda: endings.say_how(requests.expire(RIDE, NOON), ANA, "met")) == "not_a_choice"
    assert refusal(lambda: endings.say_how(requests.expire(RIDE, NOON), BEN, "unmet")) == "not_your_request"
    assert refusal(lambda: endings.say_how(RIDE, ANA, "unmet")) == "not_a_choice"


@pytest.mark.parametrize("value", ["met", "partly met", "signposted", "withdrawn", "unmet"])
def test_moderators_say_how_what_they_closed_ended_and_nothing_is_owed_or_public(value: str) -> None:
    said = endings.say_how_for_others(closed_by_moderators(claimed()), value)

    assert (said.reason, said.status) == (Reason(value), Status.CLOSED)
    assert (said.done_at is not None) == Reason(value).was_helped
    assert (said.asker_due_at, said.announced_at, claims.free_places(said, None)) == (None, None, 1)
    assert refusal(lambda: endings.say_how_for_others(said, "unmet")) == "not_a_choice"


def test_what_moderators_closed_is_not_for_whoever_asked_to_say() -> None:
    assert refusal(lambda: endings.say_how(closed_by_moderators(), ANA, "unmet")) == "not_a_choice"
    assert refusal(lambda: endings.say_how_for_others(closed_by_moderators(), "expired")) == "not_a_choice"
