"""A form as a conversation: the questions, and the words that steer it."""

from bot.model.ids import Number
from bot.model.outcome import FieldKind, FormField, FormView
from bot.model.wording import Choice, Paragraph, Strong, Typed, Wording
from bot.texts.parts import line, one, shortened

FILL = "fill"
"""The move of a choice that answers a question of a form; its value is "field=value"."""
CANCEL = ("cancel", "stop")
SKIP = ("skip", "-")
_NOBODY = Number(0)


def ask(form: FormView, field: FormField, *, is_first: bool) -> Wording:
    """One field. With an error, what was typed is handed back first."""
    beginning = (line(Strong(form.title)), line(f"{form.intro} “cancel” ends it.")) if is_first else ()
    return Wording((*beginning, *_error(field), _question(field)))


def _error(field: FormField) -> tuple[Paragraph, ...]:
    if not field.error:
        return ()
    typed = (line("You wrote: ", Typed(field.value)),) if field.value and field.kind is not FieldKind.CHOICE else ()
    return (line(field.error), *typed)


def _question(field: FormField) -> Paragraph:
    asked = field.label if field.label.endswith("?") else f"{field.label}?"
    hint = f" {field.hint}" if field.hint else ""
    skip = " “skip” leaves it out." if field.is_optional else ""
    choices = tuple(Choice(FILL, _NOBODY, label, f"{field.name}={value}") for value, label in field.options)
    return line(Strong(asked), f"{hint}{skip}", choices=choices)


def which(form: FormView) -> Wording:
    """What should change? Each field with what it says now."""
    choices = tuple(Choice(FILL, _NOBODY, _now(field), f"={field.name}") for field in form.fields)
    asked = line("What would you like to change? “cancel” ends it.", choices=choices)
    return Wording((line(Strong(form.title)), asked))


def _now(field: FormField) -> str:
    label = dict(field.options).get(field.value, shortened(field.value.split("\n")[0]))
    return f"{field.label.rstrip('?')}: {label}" if label else field.label.rstrip("?")


def cancelled() -> Wording:
    return one("All right, nothing is kept. You can start again whenever you like.")


def over() -> Wording:
    return one("That question is answered or over. Thank you all the same.")
