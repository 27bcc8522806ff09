"""A form as a conversation: what is asked next, and what an answer means."""

import re
from collections.abc import Mapping, Sequence

from bot.model.conversations import ANY_FIELD
from bot.model.ids import Number
from bot.model.outcome import FieldKind, FormField, FormView
from bot.model.policy import Urgency
from bot.model.wording import Choice
from bot.rules import replies

_NOWHERE = Number(0)
_ONLY_NUMBERS = re.compile(r"[\d\s,;+&]+", re.ASCII)
_BETWEEN_NUMBERS = re.compile(r"[\s,;+&]+")
_BETWEEN_WORDS = re.compile(r"[,;+&\n]|\s(?:and|und|y|et)\s", re.IGNORECASE)
NOT_ASKED = ("by", "wanted")
"""Of a new request: the date follows from another answer, and one helper is usual."""


def to_ask(form: FormView) -> tuple[str, ...]:
    """The fields of a form that has just been opened, in the order in which they are asked for."""
    wrong = tuple(field.name for field in form.fields if field.error)
    if wrong or len(form.fields) == 1:
        return wrong or (form.fields[0].name,)
    if form.is_filled:
        return (ANY_FIELD,)
    typed = {field.name for field in form.fields if field.value and field.kind is FieldKind.LONG_TEXT}
    return tuple(field.name for field in form.fields if field.name not in {*typed, *NOT_ASKED})


def answered(name: str, value: str, values: Mapping[str, str]) -> dict[str, str]:
    """What is filled in after this answer. Whoever leaves out the date they chose to give is in no rush."""
    filled = {**values, name: value}
    if name == "by" and not value and filled.get("when") == Urgency.BY_DATE.value:
        filled["when"] = Urgency.NO_RUSH.value
    return filled


def follow(name: str, value: str, rest: Sequence[str]) -> tuple[str, ...]:
    """The fields still to be asked for after this answer."""
    needs_date = name == "when" and value == Urgency.BY_DATE.value
    return ("by", *(each for each in rest if each != "by")) if needs_date else tuple(rest)


def chosen(field: FormField, text: str) -> str | None:
    """The value that an answer to a choice stands for: its number, its words, or the value itself."""
    options = [Choice("", _NOWHERE, label, value) for value, label in field.options]
    if text.strip() in dict(field.options):
        return text.strip()
    found = replies.meant(options, text)
    return None if found is None else found.value


def chosen_several(field: FormField, text: str) -> str | None:
    """The values that an answer stands for, with commas between them; None if a part of it is none of them."""
    whole = chosen(field, text)
    if whole is not None:
        return whole
    between = _BETWEEN_NUMBERS if _ONLY_NUMBERS.fullmatch(text) else _BETWEEN_WORDS
    found = [chosen(field, part) for part in between.split(text.strip()) if part.strip()]
    values = [value for value in found if value is not None]
    return ",".join(dict.fromkeys(values)) if values and len(values) == len(found) else None


def field_meant(form: FormView, text: str) -> FormField | None:
    """Which field somebody wants to change."""
    options = [Choice("", _NOWHERE, field.label, field.name) for field in form.fields]
    found = replies.meant(options, text)
    return None if found is None else field_of(form, found.value)


def field_of(form: FormView, name: str) -> FormField | None:
    return next((field for field in form.fields if field.name == name), None)
