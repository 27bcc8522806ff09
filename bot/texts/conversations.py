"""A form as a conversation: the questions, and the words that steer it."""

from bot.model.ids import Number
from bot.model.language import Language
from bot.model.outcome import FieldKind, FormField, FormView
from bot.model.view import View
from bot.model.wording import Choice, Paragraph, Plain, Span, Strong, Typed, Wording
from bot.texts.forms import SAID_AGAIN, STANDS_ABOVE
from bot.texts.languages import words
from bot.texts.parts import heading, line, message, one, phrase, said, shortened, together

FILL = "fill"
"""The move of a choice that answers a question of a form; its value is "field=value"."""
CANCEL, SKIP = ("cancel", "stop"), ("skip",)
_STEERS = {"cancel": "cancel", "stop": "stop", "skip": "skip"}
_NOBODY = Number(0)


def means(language: Language, text: str, meant: tuple[str, ...]) -> bool:
    """Whether one of these words was typed, in English or in the language of whoever typed it."""
    typed = text.strip().casefold()
    return any(typed in (word, words(language, _STEERS[word]).casefold()) for word in meant)


def ask(view: View, form: FormView, field: FormField, *, is_first: bool, stands_above: bool = False) -> Wording:
    """One field. With an error, what was typed is handed back first, unless it is long and stands just above."""
    beginning = (heading(form.title), together(_plain(form.intro), _ends(view))) if is_first else ()
    return message(view, *beginning, *_error(view, field, stands_above=stands_above), _question(view, field))


def _plain(text: str) -> tuple[Span, ...]:
    return (Plain(text),) if text else ()


def _ends(view: View) -> tuple[Span, ...]:
    return said(view, "“{cancel}” ends it.", cancel=phrase(view, "cancel"))


def _error(view: View, field: FormField, *, stands_above: bool) -> tuple[Paragraph, ...]:
    if not field.error:
        return ()
    is_typed = field.value and field.kind not in (FieldKind.CHOICE, FieldKind.CHOICES)
    is_long = len(field.value) > SAID_AGAIN and stands_above
    again = line(view, STANDS_ABOVE) if is_long else line(view, "You wrote: {words}", words=Typed(field.value))
    typed = (again,) if is_typed else ()
    return (Paragraph(_plain(field.error)), *typed)


def _question(view: View, field: FormField) -> Paragraph:
    asked = field.label if field.label.endswith("?") else phrase(view, "{label}?", label=field.label)
    skip = said(view, "“{skip}” leaves it out.", skip=phrase(view, "skip")) if field.is_optional else ()
    several = said(view, "Several are fine, like “1, 2”.") if field.kind is FieldKind.CHOICES else ()
    choices = tuple(Choice(FILL, _NOBODY, label, f"{field.name}={value}") for value, label in field.options)
    return together((Strong(asked),), _plain(field.hint), several, skip, choices=choices)


def which(view: View, form: FormView) -> Wording:
    """What should change? Each field with what it says now."""
    choices = tuple(Choice(FILL, _NOBODY, _now(view, field), f"={field.name}") for field in form.fields)
    asked = together(said(view, "What would you like to change?"), _ends(view), choices=choices)
    return message(view, heading(form.title), asked)


def _now(view: View, field: FormField) -> str:
    now = _chosen(field) or shortened(field.value.split("\n")[0])
    label = field.label.strip(" \u202f?¿")
    return phrase(view, "{label}: {value}", label=label, value=now) if now else label


def once_more(view: View, asked: Wording) -> Wording:
    """The question again, because another message with choices came after it."""
    unsure = line(
        view,
        "I don't know which of my messages you mean. If it is the last one before this, please reply to it. If it is "
        "the question from before, here it is once more.",
    )
    return message(view, unsure, *asked.paragraphs)


def _chosen(field: FormField) -> str:
    values = field.value.split(",") if field.kind is FieldKind.CHOICES else [field.value]
    return ", ".join(label for value, label in field.options if value in values)


def cancelled(view: View) -> Wording:
    return one(view, "All right, nothing is kept. You can start again whenever you like.")


def over(view: View) -> Wording:
    return one(view, "That question is answered or over. Thank you all the same.")
