"""What a community may decide about itself."""

import pytest

from bot.errors import BadText
from bot.model.policy import DAY, Policy
from bot.rules import policy

USUAL = policy.numbers_of(Policy())


def test_the_numbers_are_saved_as_they_were_shown() -> None:
    assert policy.with_numbers(Policy(), USUAL) == Policy()
    typed = {"open_claims": "5", "hours": " 8 to 20", "daily_hour": "19", "expiry_days": "30", "purge_days": "7"}
    assert policy.with_numbers(Policy(), typed) == Policy(
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
        policy.with_numbers(Policy(), USUAL | wrong)
    assert (no.value.message, no.value.field) == (message, *wrong)


def test_the_daily_message_falls_into_the_hours() -> None:
    """Otherwise it would be due for ever, and never be written."""
    with pytest.raises(BadText) as no:
        policy.with_numbers(Policy(), USUAL | {"hours": "9-17", "daily_hour": "18"})
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
