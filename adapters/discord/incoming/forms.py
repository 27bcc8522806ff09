"""The form as a modal of five rows, and what was filled in as the core wants to read it.

"By a date" and its date are one row: the next two weeks, day by day. How many people is asked on the preview.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import discord
from discord import ui

from adapters.discord import texts
from adapters.discord.ids import FillId, FormId, ThanksId
from bot.model.language import Language
from bot.model.outcome import FieldKind, FormField, FormView
from bot.texts.languages import words
from bot.texts.times import day_of

TITLE_LIMIT = 45
HINT_LIMIT = 100
DAYS = 14
BY_DATE = "by a date"
"""The urgency that needs a date; what follows it in an option is the date."""
ASKED_BELOW = ("heavy",)
"""What has no row: the answer to the form has a button for it."""
_AS_ROWS = ("kind", "what", "when", "where", "naming")

Json = dict[str, Any]


def modal(view: FormView, form_id: FormId, today: date) -> ui.Modal:
    """`today` is by the clocks of whoever fills it in."""
    fields = {field.name: field for field in view.fields}
    opened = ui.Modal(title=view.title[:TITLE_LIMIT], custom_id=str(form_id), timeout=None)
    for name in _AS_ROWS:
        field = fields[name]
        by = fields["by"].value if name == "when" else ""
        field = _with_error_of(field, fields["by"]) if name == "when" else field
        opened.add_item(_row(view, field, _days(view.language, today, by) if name == "when" else (), by))
    opened.stop()  # or the library keeps it in memory for ever
    return opened


def _with_error_of(field: FormField, other: FormField) -> FormField:
    """A day has no row of its own: what is the matter with it is said where it is chosen."""
    return replace(field, hint=other.error or field.hint)


def thanks_modal(view: FormView, thanks_id: ThanksId, to: int) -> ui.Modal:
    """`to` is whom the menu was opened on; somebody else can be chosen instead."""
    opened = ui.Modal(title=view.title[:TITLE_LIMIT], custom_id=str(thanks_id), timeout=None)
    person = discord.SelectDefaultValue(id=to, type=discord.SelectDefaultValueType.user)
    select: ui.UserSelect[ui.View] = ui.UserSelect(custom_id="to", required=True, default_values=[person])
    opened.add_item(ui.Label(text=texts.say(view.language, texts.THANK_WHOM), component=select))
    for field in view.fields:
        opened.add_item(_row(view, field, (), ""))
    opened.stop()
    return opened


def plain_modal(view: FormView, fill_id: FillId) -> ui.Modal:
    """A row for each field, as they come; there is room for five."""
    opened = ui.Modal(title=view.title[:TITLE_LIMIT], custom_id=str(fill_id), timeout=None)
    for field in view.fields:
        if field.name not in ASKED_BELOW:
            opened.add_item(_row(view, field, (), ""))
    opened.stop()
    return opened


def wanted_in(view: FormView) -> str:
    return next((field.value for field in view.fields if field.name == "wanted"), "")


def _row(view: FormView, field: FormField, days: tuple[tuple[str, str], ...], by: str) -> ui.Label[ui.View]:
    hint = _hint(view, field)[:HINT_LIMIT] or None
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        chosen = [f"{BY_DATE} {by}" if field.value == BY_DATE else field.value]
        if field.kind is FieldKind.CHOICES:
            chosen = field.value.split(",")
        options = [option for option in field.options if option[0] != BY_DATE]
        return ui.Label(text=field.label, description=hint, component=_select(field, [*options, *days], chosen))
    return ui.Label(text=field.label, description=hint, component=_text(field))


def _hint(view: FormView, field: FormField) -> str:
    """What does not fit is not cut without a word."""
    if field.limit and len(field.value) > field.limit:
        return texts.say(view.language, texts.ONLY_THE_BEGINNING, limit=field.limit)
    return field.hint


def _select(field: FormField, options: list[tuple[str, str]], chosen: list[str]) -> ui.Select[ui.View]:
    return ui.Select(
        custom_id=field.name,
        required=not field.is_optional,
        max_values=len(options) if field.kind is FieldKind.CHOICES else 1,
        options=[
            discord.SelectOption(label=label[:100], value=value, default=value in chosen) for value, label in options
        ],
    )


def _text(field: FormField) -> ui.TextInput[ui.View]:
    return ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if field.kind is FieldKind.LONG_TEXT else discord.TextStyle.short,
        required=not field.is_optional,
        max_length=field.limit or None,
        default=field.value[: field.limit or None] or None,
    )


def _days(language: Language, today: date, chosen: str) -> tuple[tuple[str, str], ...]:
    """The next two weeks; a later day, or a moment on a day, stays if it was chosen before."""
    days = {day.isoformat(): day_of(language, day) for day in (today + timedelta(days=n) for n in range(1, DAYS + 1))}
    if (other := _in_words(language, chosen)) is not None:
        days.setdefault(chosen, other)
    return tuple((f"{BY_DATE} {by}", texts.say(language, texts.DAY, day=day)) for by, day in days.items())


def _in_words(language: Language, by: str) -> str | None:
    """Of a day, or of a moment on it as the core writes it."""
    day, _, clock = by.partition(" ")
    try:
        in_words = day_of(language, date.fromisoformat(day))
    except ValueError:
        return None
    return words(language, "{day}, {time}", day=in_words, time=clock) if clock else in_words


def filled_in(components: list[Json], form_id: FormId) -> dict[str, str]:
    """What was submitted, read from the event alone: it may have been opened before a restart."""
    filled = given(components)
    urgency, _, by = filled.get("when", "").partition(f"{BY_DATE} ")
    when = {"when": BY_DATE, "by": by} if by else {"when": urgency}
    return {**{name: filled.get(name, "") for name in _AS_ROWS}, **when, "wanted": form_id.wanted}


def given(components: list[Json]) -> dict[str, str]:
    """Each field's value; of a list all that were chosen, with commas between them."""
    return dict(_each_given(components))


def _each_given(components: list[Json]) -> Iterator[tuple[str, str]]:
    for row in components:
        for field in [row["component"]] if "component" in row else row.get("components", []):
            values = field.get("values", [field.get("value")])
            yield str(field.get("custom_id", "")), ",".join(str(value) for value in values if value is not None)
