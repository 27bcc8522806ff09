"""What a community may decide about itself."""

from dataclasses import fields

import pytest

from bot.errors import BadText
from bot.model.outcome import FormAbout
from bot.model.policy import DAY, Policy
from bot.rules import numbers, policy

USUAL = numbers.numbers_of(Policy())
FIGURES = [figure for page in numbers.PAGES.values() for figure in page]


def test_the_numbers_are_saved_as_they_were_shown() -> None:
    assert numbers.with_numbers(Policy(), USUAL) == Policy()
    typed = {"open_claims": "5", "hours": " 8 to 20", "daily_hour": "19", "expiry_days": "30", "purge_days": "7"}
    assert numbers.with_numbers(Policy(), typed) == Policy(
        open_claims=5, day_begins=8, day_ends=20, daily_hour=19, expiry=30 * DAY, purge_after=7 * DAY
    )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"open_claims": "0"}, "out_of_bounds"),
        ({"open_claims": "11"}, "out_of_bounds"),
        ({"open_claims": "NaN"}, "out_of_bounds"),
        ({"open_claims": "-1"}, "out_of_bounds"),
        ({"open_claims": "٣"}, "out_of_bounds"),
        ({"hours": "9-10"}, "not_hours"),
        ({"hours": "22-9"}, "not_hours"),
        ({"hours": "9-25"}, "not_hours"),
        ({"hours": "always"}, "not_hours"),
        ({"daily_hour": "8"}, "out_of_bounds"),
        ({"daily_hour": "22"}, "out_of_bounds"),
        ({"expiry_days": "2"}, "out_of_bounds"),
        ({"expiry_days": "91"}, "out_of_bounds"),
        ({"purge_days": ""}, "out_of_bounds"),
        ({"purge_days": "1e3"}, "out_of_bounds"),
    ],
)
def test_a_number_out_of_bounds_is_refused_whole(wrong: dict[str, str], message: str) -> None:
    with pytest.raises(BadText) as no:
        numbers.with_numbers(Policy(), USUAL | wrong)
    assert (no.value.message, no.value.field) == (message, *wrong)


def test_the_daily_message_falls_into_the_hours() -> None:
    """Otherwise it would be due for ever, and never be written."""
    with pytest.raises(BadText) as no:
        numbers.with_numbers(Policy(), USUAL | {"hours": "9-17", "daily_hour": "18"})
    assert no.value.facts == {"field": "daily_hour", "least": "9", "most": "16"}


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Europe/Berlin", "Europe/Berlin"), (" america/new york ", "America/New_York"), ("utc", "UTC")],
)
def test_a_zone_is_understood_however_it_is_written(typed: str, name: str) -> None:
    assert policy.zone(typed) == name


@pytest.mark.parametrize(("typed", "near"), [("Europe/Berln", "Europe/Berlin"), ("Lisbon", "Europe/Lisbon")])
def test_a_zone_that_is_nearly_one_is_asked_about(typed: str, near: str) -> None:
    with pytest.raises(BadText) as no:
        policy.zone(typed)
    assert (no.value.message, no.value.facts["near"]) == ("zone_is_near", near)


@pytest.mark.parametrize("typed", ["", "../../etc/passwd", "somewhere else", "localtime", "x" * 5000])
def test_what_is_no_zone_is_refused(typed: str) -> None:
    with pytest.raises(BadText) as no:
        policy.zone(typed)
    assert no.value.message == "not_a_zone"


def leaves(policy: Policy) -> set[str]:
    """Every number of a policy, those of its paces with their name."""
    names = {field.name for field in fields(policy)}
    paces = {f"{pace}.{field.name}" for pace in ("usual", "quick") for field in fields(policy.usual)}
    return names - {"usual", "quick"} | paces


def test_every_number_of_the_policy_can_be_set() -> None:
    elsewhere = {"kinds", "digest", "weekly", "day_begins", "day_ends"}
    assert sorted(figure.held for figure in FIGURES) == sorted(leaves(Policy()) - elsewhere)
    assert max(len(page) for page in numbers.PAGES.values()) <= 5, "more rows do not fit into a form"


@pytest.mark.parametrize("page", numbers.PAGES)
def test_each_number_moves_alone_and_is_read_as_it_was_typed(page: FormAbout) -> None:
    usual = numbers.numbers_of(Policy(), page)
    assert numbers.with_numbers(Policy(), usual, page) == Policy()
    for figure in numbers.PAGES[page]:
        for end in numbers.bounds(figure, Policy()):
            changed = usual | {figure.name: str(end)}
            if figure.name == "life_days":
                changed["notice_days"] = "1"
            assert numbers.numbers_of(numbers.with_numbers(Policy(), changed, page), page) == changed


@pytest.mark.parametrize("page", numbers.PAGES)
def test_no_number_is_taken_that_is_none_or_absurd(page: FormAbout) -> None:
    usual = numbers.numbers_of(Policy(), page)
    for figure in numbers.PAGES[page]:
        least, most = numbers.bounds(figure, Policy())
        for wrong in (str(least - 1), str(most + 1), "", "NaN", "-1", "1e3", "٣", "2.5", "inf", "9" * 5000):
            with pytest.raises(BadText) as no:
                numbers.with_numbers(Policy(), usual | {figure.name: wrong}, page)
            assert (no.value.message, no.value.field) == ("out_of_bounds", figure.name)


@pytest.mark.parametrize(
    ("page", "typed", "field", "most"),
    [
        (FormAbout.ENDINGS, {"warning_days": "14"}, "warning_days", "13"),
        (FormAbout.OFFERS, {"life_days": "7"}, "notice_days", "6"),
        (FormAbout.OFFERS, {"pause_most": "10", "pause_days": "11"}, "pause_days", "10"),
    ],
)
def test_numbers_that_depend_on_each_other_stay_possible(
    page: FormAbout, typed: dict[str, str], field: str, most: str
) -> None:
    with pytest.raises(BadText) as no:
        numbers.with_numbers(Policy(), numbers.numbers_of(Policy(), page) | typed, page)
    assert no.value.facts == {"field": field, "least": "1", "most": most}


def test_a_request_lives_longer_than_its_warning() -> None:
    warned = numbers.with_numbers(
        Policy(), numbers.numbers_of(Policy(), FormAbout.ENDINGS) | {"warning_days": "5"}, FormAbout.ENDINGS
    )
    with pytest.raises(BadText) as no:
        numbers.with_numbers(warned, USUAL | {"expiry_days": "5"})
    assert no.value.facts["least"] == "6"
