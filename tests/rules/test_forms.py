"""What may be written into the form."""

from dataclasses import replace
from datetime import date

import pytest

from bot.errors import BadText
from bot.model.policy import Kind, Urgency
from bot.model.requests import Form, Naming
from bot.rules import hours
from bot.rules.forms import chosen_by, fill, values_of, written
from tests.people import ELM, NOON

FILLED = {"kind": "practical", "what": "a ride", "when": "this week"}


def trouble(**values: str) -> tuple[str, str]:
    with pytest.raises(BadText) as caught:
        fill({**FILLED, **values}, NOON, ELM)
    return caught.value.field, caught.value.message


def test_what_is_left_open_takes_the_private_and_small_choice() -> None:
    form = fill(FILLED, NOON, ELM)

    assert form == Form(Kind.PRACTICAL, "a ride", Urgency.THIS_WEEK, None, "", Naming.HELPER, 1)
    assert fill(values_of(form, ELM), NOON, ELM) == form


@pytest.mark.parametrize("count", ["0", "-1", "11", "1.5", "NaN", "1e3", "٣", "²", "many", "9" * 400])
def test_a_count_is_a_whole_number_from_one_to_ten(count: str) -> None:
    assert trouble(wanted=count) == ("wanted", "not_a_count")


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("", "not_a_date"),
        ("soon", "not_a_date"),
        ("2026-02-30", "not_a_date"),
        ("2026-11-22", "date_is_past"),
        ("9999-12-31", "date_is_far"),
        ("20261123", "not_a_date"),
        ("2026-11-23 25:00", "not_a_date"),
        ("2026-11-23 12:00", "date_is_past"),
        ("0001-01-01 00:00", "date_is_past"),
        ("3/12", "date_is_unclear"),
    ],
)
def test_a_date_is_a_day_between_today_and_a_year_from_now(by: str, message: str) -> None:
    assert trouble(when="by a date", by=by) == ("by", message)


def test_a_date_is_kept() -> None:
    assert fill({**FILLED, "when": "by a date", "by": "2026-11-23"}, NOON, ELM).by == date(2026, 11, 23)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize("by", ["2026-11-24", "2026-11-24 17:00"])
def test_a_day_or_a_moment_is_the_same_when_it_is_typed_again_or_found_in_a_request(zone: str, by: str) -> None:
    there = replace(ELM, timezone=zone)
    form = fill({**FILLED, "when": "by a date", "by": by}, NOON, there)
    needed_by = hours.needed_by(form.urgency, form.by, NOON, zone)

    assert values_of(form, there)["by"] == by
    assert chosen_by(needed_by, there) == form.by
    assert needed_by is not None
    assert written(needed_by, zone) == by


@pytest.mark.parametrize("field", ["kind", "when", "naming"])
def test_only_what_is_offered_can_be_chosen(field: str) -> None:
    assert trouble(**{field: "<script>"}) == (field, "choose_one")


def test_listening_and_money_are_off_until_a_moderator_turns_them_on() -> None:
    assert trouble(kind="emotional") == ("kind", "kind_is_off")
    assert trouble(kind="financial") == ("kind", "kind_is_off")
