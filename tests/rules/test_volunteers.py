"""What a volunteer may say, how long it holds, and what fits them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import BadText
from bot.model.claims import Claim, Hold
from bot.model.ids import Number, PersonId
from bot.model.language import Language
from bot.model.policy import Kind, Policy
from bot.model.requests import Status
from bot.model.volunteers import Offer, Quiet
from bot.rules import volunteers
from tests.people import ANA, BEN, CHI, DAY, ELM, HOUR, NOON, POLICY, RIDE

FILLED = {
    "kinds": "practical,informational",
    "languages": "de, fr",
    "area": " near the mill ",
    "quiet": "22-8",
    "most": "1",
    "heavy": "yes",
}
OFFER = Offer(
    frozenset({Kind.PRACTICAL, Kind.INFORMATIONAL}),
    frozenset({Language.GERMAN, Language.FRENCH}),
    "near the mill",
    Quiet(22, 8),
    1,
    True,
)
MINE = volunteers.enlist(OFFER, None, BEN, None, NOON, ELM)
NOBODY = frozenset[PersonId]()


def test_what_was_filled_in_is_cleaned_and_can_be_filled_in_again() -> None:
    assert volunteers.fill(FILLED, POLICY) == OFFER
    assert volunteers.fill(volunteers.values_of(MINE, "near the mill"), POLICY) == OFFER


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kinds": ""}, "choose_some"),
        ({"kinds": "practical,emotional"}, "choose_some"),
        ({"kinds": "everything"}, "choose_some"),
        ({"languages": ""}, "choose_some"),
        ({"languages": "de,tlh"}, "choose_some"),
        ({"area": "x" * 81}, "too_long"),
        ({"area": "???"}, "needs_words"),
        ({"quiet": "at night"}, "not_quiet_hours"),
        ({"quiet": "22"}, "not_quiet_hours"),
        ({"quiet": "8-8"}, "not_quiet_hours"),
        ({"quiet": "0-24"}, "not_quiet_hours"),
        ({"quiet": "22-25"}, "not_quiet_hours"),
        ({"quiet": "٢٢-٨"}, "not_quiet_hours"),
        ({"quiet": "21-20"}, "no_hours_left"),
        ({"quiet": "8-22"}, "no_hours_left"),
        ({"most": "0"}, "out_of_bounds"),
        ({"most": "3"}, "out_of_bounds"),
        ({"most": "-1"}, "out_of_bounds"),
        ({"most": "NaN"}, "out_of_bounds"),
        ({"heavy": "perhaps"}, "choose_one"),
    ],
)
def test_what_cannot_be_used_is_refused_whole_by_its_field(wrong: dict[str, str], message: str) -> None:
    with pytest.raises(BadText) as no:
        volunteers.fill(FILLED | wrong, POLICY)
    assert (no.value.message, no.value.field, no.value.typed) == (message, *wrong, *wrong.values())


@pytest.mark.parametrize(
    ("written", "quiet"),
    [
        ("", None),
        ("22 - 8", Quiet(22, 8)),
        ("22:00–08:00", Quiet(22, 8)),
        ("12 bis 14 Uhr", Quiet(12, 14)),
        ("22h à 8h", Quiet(22, 8)),
        ("20 to 24", Quiet(20, 0)),
    ],
)
def test_quiet_hours_are_understood_as_people_write_them(written: str, quiet: Quiet | None) -> None:
    assert volunteers.fill(FILLED | {"quiet": written}, POLICY).quiet == quiet


@pytest.mark.parametrize(
    ("quiet", "held"), [(Quiet(22, 8), {22, 23, 0, 7}), (Quiet(12, 14), {12, 13}), (Quiet(20, 0), {20, 22, 23})]
)
def test_quiet_hours_may_go_over_midnight(quiet: Quiet, held: set[int]) -> None:
    assert {hour for hour in (0, 7, 8, 12, 13, 14, 20, 22, 23) if quiet.holds_at(hour)} == held


def test_an_offer_holds_for_ninety_days_and_is_asked_about_a_week_before() -> None:
    assert (MINE.expires_at, MINE.renew_at) == (NOON + 90 * DAY, NOON + 83 * DAY)
    later = volunteers.enlist(OFFER, MINE, BEN, None, NOON + 40 * DAY, ELM)
    assert (later.since, later.expires_at) == (NOON, NOON + 130 * DAY)


@pytest.mark.parametrize(("until", "is_owed"), [(83 * DAY - HOUR, False), (83 * DAY, True), (200 * DAY, True)])
def test_the_question_is_owed_once(until: timedelta, is_owed: bool) -> None:
    assert (volunteers.owed(MINE, NOON + until) is not None) is is_owed
    assert volunteers.owed(volunteers.asked(MINE, NOON + until, POLICY), NOON + until) is None
    assert volunteers.owed(None, NOON + until) is None


@pytest.mark.parametrize(("asked_at", "ends"), [(83 * DAY, 90 * DAY), (88 * DAY, 95 * DAY), (120 * DAY, 127 * DAY)])
def test_however_late_the_question_comes_there_is_a_week_to_answer(asked_at: timedelta, ends: timedelta) -> None:
    asked = volunteers.asked(MINE, NOON + asked_at, POLICY)
    assert (asked.expires_at, asked.renew_at) == (NOON + ends, None)
    assert volunteers.renew(asked, NOON + asked_at, POLICY).expires_at == NOON + asked_at + 90 * DAY


def test_nobody_ends_who_could_not_answer_because_the_bot_slept() -> None:
    assert volunteers.ends_at(MINE, None) == MINE.expires_at
    assert volunteers.ends_at(MINE, NOON) == MINE.expires_at
    assert volunteers.ends_at(MINE, MINE.expires_at + HOUR) == MINE.expires_at + HOUR + DAY


@pytest.mark.parametrize(("own", "theirs", "holds"), [(1, 2, 1), (2, 2, 2), (3, 2, 2), (10, 1, 1)])
def test_nobody_carries_more_than_they_said_nor_more_than_the_community_allows(
    own: int, theirs: int, holds: int
) -> None:
    community = replace(ELM, policy=Policy(open_claims=theirs))
    assert volunteers.limited(community, replace(MINE, open_claims=own)).policy.open_claims == holds
    assert volunteers.limited(community, None) == community


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("", 7 * DAY),
        ("10d", 10 * DAY),
        ("1 day", DAY),
        ("2 weeks", 14 * DAY),
        (" 2W ", 14 * DAY),
        ("3 Tage", 3 * DAY),
        ("1 Woche", 7 * DAY),
        ("5 días", 5 * DAY),
        ("2 semaines", 14 * DAY),
        ("90 jours", 90 * DAY),
    ],
)
def test_a_break_is_understood_in_days_and_weeks(written: str, length: timedelta) -> None:
    assert volunteers.pause_until(written, NOON, POLICY) == NOON + length


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("10", "not_a_length"),
        ("１０ days", "not_a_length"),
        ("a while", "not_a_length"),
        ("-3 days", "not_a_length"),
        ("1e3 days", "not_a_length"),
        ("2 hours", "not_a_length"),
        ("0 days", "break_is_long"),
        ("91 days", "break_is_long"),
        ("999 weeks", "break_is_long"),
        ("9999 weeks", "not_a_length"),
    ],
)
def test_a_break_that_is_no_length_or_too_long_is_handed_back(written: str, message: str) -> None:
    with pytest.raises(BadText) as no:
        volunteers.pause_until(written, NOON, POLICY)
    assert (no.value.message, no.value.typed) == (message, written)


def test_what_fits_is_open_of_my_kinds_not_mine_and_of_nobody_kept_apart() -> None:
    kept = replace(RIDE, claims=(Claim(CHI, Hold.ASKED, NOON),))
    mine = replace(RIDE, claims=(Claim(BEN, Hold.BACKUP, NOON),))
    cases = [
        (RIDE, NOBODY, True),
        (replace(RIDE, asker_id=BEN), NOBODY, False),
        (replace(RIDE, kind=Kind.EMOTIONAL), NOBODY, False),
        (replace(RIDE, status=Status.CLAIMED), NOBODY, False),
        (replace(RIDE, status=Status.CLOSED), NOBODY, False),
        (kept, NOBODY, False),
        (replace(kept, wanted=2), NOBODY, True),
        (mine, NOBODY, False),
        (RIDE, frozenset({ANA}), False),
        (RIDE, frozenset({CHI}), True),
    ]
    assert [volunteers.fits(request, BEN, MINE, apart) for request, apart, _ in cases] == [each for *_, each in cases]
    assert volunteers.fits(replace(RIDE, kind=Kind.EMOTIONAL), BEN, None, NOBODY)


def test_the_smallest_comes_first_and_of_that_what_is_theirs_close_and_soon() -> None:
    def fit(number: int, kind: Kind = Kind.PRACTICAL, wanted: int = 1, **facts: bool) -> volunteers.Fit:
        request = replace(RIDE, number=Number(number), kind=kind, wanted=wanted, needed_by=NOON + number * DAY)
        return volunteers.Fit(request, **facts)

    foreign = {"is_told_in_theirs": False}
    fitting = [
        fit(1, wanted=3),
        fit(2, Kind.FINANCIAL),
        fit(3, **foreign, is_close=True),
        fit(4),
        fit(5),
        fit(6, is_close=True),
        fit(7, Kind.INFORMATIONAL, wanted=2),
        fit(8, Kind.INFORMATIONAL, **foreign),
    ]
    assert [request.number for request in volunteers.smallest_first(fitting)] == [8, 7, 6, 4, 5, 3, 1, 2]


def test_nothing_heavy_fits_who_would_not_hear_of_it() -> None:
    heavy, listening = replace(RIDE, is_heavy=True), replace(RIDE, kind=Kind.EMOTIONAL)
    gentle, strong = (
        replace(MINE, kinds=frozenset(Kind), takes_heavy=False),
        replace(MINE, kinds=frozenset(Kind), takes_heavy=True),
    )
    for offer, fits in ((gentle, False), (strong, True), (None, True)):
        assert [volunteers.fits(request, BEN, offer, NOBODY) for request in (heavy, listening)] == [fits] * 2
