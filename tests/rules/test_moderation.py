"""What moderators may do with a request, and what that leaves to everybody else, without anything but the rules."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.errors import Refused
from bot.model.claims import Claim, Ending, Hold, earliest
from bot.model.ids import Number
from bot.model.requests import Reason, Request, Status
from bot.rules import claims, followups, merges, moderation, pauses, proposals, requests, undo
from tests.people import ANA, BEN, CHI, DAY, DEE, ELM, HOUR, MINUTE, NOON, POLICY, RIDE

OTHER = replace(RIDE, number=Number(105), asker_id=DEE)
CLAIMED = claims.claim(RIDE, BEN, NOON, ELM, 0)
CLOSED = requests.close(RIDE, Reason.MODERATED, NOON)
DONE = requests.complete(CLAIMED, BEN, NOON, POLICY)


def refusal(call: object) -> str:
    assert callable(call)
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.message


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        (("close", "answered elsewhere"), ("", "answered elsewhere")),
        (("resume", " all is well "), ("", "all is well")),
        (("assign", "ana drives that way"), ("ana", "drives that way")),
        (("assign", "@ana:example.org  drives\nthat way"), ("@ana:example.org", "drives\nthat way")),
        (("assign", "ana: drives that way"), ("ana", "drives that way")),
        (("assign", "<77> drives that way"), ("77", "drives that way")),
        (("merge", "14 asked twice"), ("14", "asked twice")),
        (("merge", "into #14, asked twice"), ("14", "asked twice")),
        (("pause", "3 the asker is away"), ("3", "the asker is away")),
        (("pause", "10d the asker is away"), ("10", "the asker is away")),
        (("pause", "2 days please"), ("2", "please")),
        (("pause", "the asker is away"), ("7", "the asker is away")),
        (("pause", "2nd of May is better"), ("7", "2nd of May is better")),
    ],
)
def test_what_moderators_type_is_taken_apart(typed: tuple[str, str], means: tuple[str, str]) -> None:
    assert moderation.split(*typed) == means


@pytest.mark.parametrize(
    ("typed", "no"),
    [
        (("banish", "them"), "helpmod_usage"),
        (("", ""), "helpmod_usage"),
        (("close", " "), "needs_a_reason"),
        (("close", "…"), "needs_a_reason"),
        (("assign", ""), "helpmod_usage"),
        (("assign", "ana"), "needs_a_reason"),
        (("merge", "asked twice"), "helpmod_usage"),
        (("merge", "14"), "needs_a_reason"),
        (("pause", "3"), "needs_a_reason"),
        (("pause", "x" * 301), "needs_a_reason"),
    ],
)
def test_a_move_without_all_it_needs_is_refused(typed: tuple[str, str], no: str) -> None:
    assert refusal(lambda: moderation.split(*typed)) == no


# On hold


def owed_at(request: Request) -> list[datetime]:
    dues = [request.unclaimed_at, request.warn_at, request.expires_at]
    for claim in request.claims:
        dues += [claim.nudge_at, claim.release_at, claim.check_at, claim.decide_by]
    return [due for due in dues if due is not None]


@pytest.mark.parametrize("request_", [RIDE, CLAIMED], ids=["open", "claimed"])
def test_on_hold_everything_that_is_owed_waits_so_much_longer(request_: Request) -> None:
    paused = pauses.pause(request_, 3, NOON)

    assert paused.is_paused
    assert owed_at(paused) == [due + 3 * DAY for due in owed_at(request_)]
    assert followups.next_look(paused, ELM, None) == NOON + 3 * DAY


def test_what_was_overdue_is_due_when_the_hold_ends() -> None:
    late = NOON + 2 * DAY + 5 * HOUR
    paused = pauses.pause(RIDE, 1, late)

    assert paused.unclaimed_at == late + DAY == paused.paused_until


@pytest.mark.parametrize("hours", [0, 5, 71])
def test_a_hold_that_ends_early_leaves_everything_as_if_it_had_been_shorter(hours: int) -> None:
    paused = pauses.pause(CLAIMED, 3, NOON)
    resumed = pauses.resume(paused, NOON + hours * HOUR)

    assert not resumed.is_paused
    assert owed_at(resumed) == [due + hours * HOUR for due in owed_at(CLAIMED)]


def test_a_hold_ends_by_itself() -> None:
    paused = pauses.pause(RIDE, 3, NOON)

    assert followups.step(paused, NOON + 3 * DAY - MINUTE, ELM, None) is None
    name, after = followups.step(paused, NOON + 3 * DAY, ELM, None) or ("", paused)

    assert name == "resume"
    assert after == replace(paused, paused_until=None)


def test_a_hold_can_be_made_longer_or_shorter_and_counts_from_then() -> None:
    paused = pauses.pause(RIDE, 3, NOON)
    again = pauses.pause(paused, 5, NOON + DAY)

    assert again.paused_until == NOON + 6 * DAY
    assert owed_at(again) == [due + 6 * DAY for due in owed_at(RIDE)]


@pytest.mark.parametrize(
    ("request_", "days", "no"),
    [
        (RIDE, 0, "out_of_bounds"),
        (RIDE, 31, "out_of_bounds"),
        (CLOSED, 3, "no_longer_open"),
        (DONE, 3, "no_longer_open"),
    ],
)
def test_a_hold_has_bounds(request_: Request, days: int, no: str) -> None:
    assert refusal(lambda: pauses.pause(request_, days, NOON)) == no


def test_only_what_is_on_hold_goes_on() -> None:
    assert refusal(lambda: pauses.resume(RIDE, NOON)) == "not_on_hold"
    assert refusal(lambda: pauses.resume(CLOSED, NOON)) == "not_on_hold"


def test_on_hold_nobody_takes_it_on() -> None:
    paused = pauses.pause(RIDE, 3, NOON)

    assert refusal(lambda: claims.claim(paused, BEN, NOON, ELM, 0)) == "on_hold"
    assert refusal(lambda: claims.may_take_on(paused, BEN, is_volunteer=True)) == "on_hold"
    assert refusal(lambda: claims.be_backup(pauses.pause(CLAIMED, 3, NOON), CHI, NOON)) == "on_hold"


def test_whatever_people_do_meanwhile_nothing_is_due_before_the_end() -> None:
    backed = claims.be_backup(CLAIMED, CHI, NOON)
    paused = pauses.pause(backed, 3, NOON)
    released = pauses.calm(claims.release(paused, BEN, NOON + HOUR, ELM))
    asked = released.claim_of(CHI)

    assert asked is not None
    assert asked.hold is Hold.ASKED
    assert asked.nudge_at == paused.paused_until == earliest(*owed_at(released))
    assert asked.decide_by == NOON + 3 * DAY + POLICY.usual.backup_window


def test_what_is_not_on_hold_is_left_as_it_is() -> None:
    over = replace(pauses.pause(RIDE, 3, NOON), status=Status.CLOSED)

    assert [pauses.calm(each) for each in (RIDE, CLAIMED, over)] == [RIDE, CLAIMED, over]


# Somebody whom the moderators thought of


def proposed(request: Request = RIDE, now: datetime = NOON) -> Request:
    return proposals.propose(request, BEN, now, ELM, 0)


def test_whoever_is_thought_of_keeps_no_place_and_is_named_to_nobody() -> None:
    request = proposed()

    assert claims.free_places(request, None) == 1
    assert (request.status, request.active, request.taken) == (Status.OPEN, (), 0)
    assert claims.claim(request, CHI, NOON, ELM, 0).status is Status.CLAIMED


def test_their_yes_is_an_ordinary_claim() -> None:
    claimed = claims.claim(proposed(), BEN, NOON + HOUR, ELM, 0)

    assert claimed == claims.claim(RIDE, BEN, NOON + HOUR, ELM, 0)
    assert refusal(lambda: claims.claim(proposed(), BEN, NOON, ELM, POLICY.open_claims)) == "too_many_claims"
    assert refusal(lambda: claims.claim(proposed(CLAIMED_BY_CHI), BEN, NOON, ELM, 0)) == "someone_was_faster"


CLAIMED_BY_CHI = claims.claim(RIDE, CHI, NOON, ELM, 0)


def test_a_no_and_a_silence_leave_the_same_behind() -> None:
    request = proposed()
    window = POLICY.usual.backup_window
    passed = proposals.pass_by(request, BEN)

    assert followups.step(request, NOON + window - MINUTE, ELM, None) is None
    assert followups.step(request, NOON + window, ELM, None) == ("", passed)
    assert passed.claims == (Claim(BEN, Hold.PROPOSED, NOON),)


def test_at_night_the_window_begins_in_the_morning() -> None:
    late = NOON + 11 * HOUR
    (claim,) = proposed(now=late).claims

    assert claim.decide_by == NOON + 21 * HOUR + POLICY.usual.backup_window


@pytest.mark.parametrize(
    "request_",
    [
        replace(RIDE, asker_id=BEN),
        replace(RIDE, wanted=2, claims=CLAIMED.claims),
        claims.release(CLAIMED, BEN, NOON, ELM),
        proposals.pass_by(proposed(), BEN),
        proposed(),
    ],
    ids=["asked for it", "is on it", "handed it back", "said no", "is being asked"],
)
def test_whoever_has_or_had_to_do_with_it_is_not_asked_and_nobody_can_tell(request_: Request) -> None:
    assert proposed(request_, NOON + HOUR) == request_


def test_the_busy_are_not_asked() -> None:
    assert proposals.propose(RIDE, BEN, NOON, ELM, POLICY.open_claims) == RIDE


@pytest.mark.parametrize(
    ("request_", "no"),
    [
        (CLAIMED, "enough_hands"),
        (DONE, "no_longer_open"),
        (CLOSED, "no_longer_open"),
        (pauses.pause(RIDE, 3, NOON), "on_hold"),
    ],
)
def test_nobody_is_thought_of_where_nobody_is_wanted(request_: Request, no: str) -> None:
    assert refusal(lambda: proposals.require_room(request_)) == no


def test_a_question_that_waits_ends_with_its_request() -> None:
    ended = claims.end_all(proposed(), Ending.WITHDRAWN, NOON)

    assert ended.claims == (Claim(BEN, Hold.PROPOSED, NOON),)


def test_who_is_no_volunteer_may_say_yes_as_long_as_they_are_asked() -> None:
    claims.may_take_on(proposed(), BEN, is_volunteer=False)

    over = proposals.pass_by(proposed(), BEN)
    assert refusal(lambda: claims.may_take_on(over, BEN, is_volunteer=False)) == "volunteers_only"


# Two that are the same


def test_a_request_goes_on_as_another() -> None:
    merged = merges.merge(claims.be_backup(CLAIMED, CHI, NOON), OTHER, NOON + HOUR, POLICY)

    assert (merged.status, merged.reason, merged.merged_into) == (Status.CLOSED, Reason.MERGED, OTHER.number)
    assert [(claim.hold, claim.ending) for claim in merged.claims] == [(Hold.ENDED, Ending.MODERATED)] * 2
    assert owed_at(merged) == []


@pytest.mark.parametrize(
    ("request_", "into", "no"),
    [
        (RIDE, RIDE, "same_request"),
        (CLOSED, OTHER, "no_longer_open"),
        (DONE, OTHER, "no_longer_open"),
        (RIDE, replace(OTHER, status=Status.CLOSED), "other_not_open"),
        (RIDE, replace(OTHER, status=Status.DONE), "other_not_open"),
    ],
)
def test_only_what_is_alive_goes_on_as_what_is_alive(request_: Request, into: Request, no: str) -> None:
    assert refusal(lambda: merges.merge(request_, into, NOON, POLICY)) == no


@pytest.mark.parametrize(
    ("who", "after", "no"),
    [
        (ANA, timedelta(0), ""),
        (ANA, POLICY.objection, ""),
        (ANA, POLICY.objection + MINUTE, "too_late_to_object"),
        (BEN, timedelta(0), "nothing_to_undo"),
        (DEE, timedelta(0), "nothing_to_undo"),
    ],
)
def test_whoever_asked_may_say_for_a_while_that_it_is_something_else(who: str, after: timedelta, no: str) -> None:
    merged = merges.merge(CLAIMED, OTHER, NOON, POLICY)

    def says() -> Request:
        return undo.undo(merged, who, "merge", 0, NOON + after, POLICY)  # type: ignore[arg-type]

    if no:
        assert refusal(says) == no
        return
    again = says()
    assert (again.status, again.reason, again.merged_into, again.active) == (Status.OPEN, None, None, ())
    assert again.expires_at == NOON + after + POLICY.expiry
