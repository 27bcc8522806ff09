"""What the core says, as JSON for the page. Spans stay apart: the page writes each as text, never as HTML."""

from typing import Any, assert_never

from bot.model.outcome import Curtain, FormField, FormView
from bot.model.wording import Choice, Mention, Paragraph, Plain, Span, Strong, Time, Typed, Wording

Json = dict[str, Any]


def body_of(wording: Wording) -> Json:
    paragraphs = [_paragraph(paragraph) for paragraph in wording.paragraphs]
    spoken = {"language": wording.language.value} | ({"zone": wording.timezone} if wording.timezone else {})
    return {"paragraphs": paragraphs, "accent": wording.accent.value} | spoken


def form(view: FormView) -> Json:
    return {
        "title": view.title,
        "intro": view.intro,
        "fields": [_field(field) for field in view.fields],
        "submit": view.submit,
        "number": view.number,
        "about": view.about.value,
    }


def curtain(seen: Curtain) -> Json:
    lines = [{"at": line.at.isoformat(), "text": line.text} for line in seen.lines]
    return {"lines": lines, "nextAt": seen.next_at.isoformat() if seen.next_at else None}


def _paragraph(paragraph: Paragraph) -> Json:
    return {
        "spans": [_span(span) for span in paragraph.spans],
        "choices": [_choice(choice) for choice in paragraph.choices],
    }


def _span(span: Span) -> Json:
    match span:
        case Plain(text):
            return {"kind": "plain", "text": text}
        case Strong(text):
            return {"kind": "strong", "text": text}
        case Typed(text):
            return {"kind": "typed", "text": text}
        case Mention(account_id, display):
            return {"kind": "mention", "account": account_id, "text": display}
        case Time(at):
            return {"kind": "time", "at": at.isoformat()}
        case _:
            assert_never(span)


def _choice(choice: Choice) -> Json:
    return {"token": choice.token, "move": choice.move, "label": choice.label, "symbol": choice.symbol}


def _field(field: FormField) -> Json:
    return {
        "name": field.name,
        "label": field.label,
        "kind": field.kind.value,
        "hint": field.hint,
        "limit": field.limit,
        "options": [{"value": value, "label": label} for value, label in field.options],
        "value": field.value,
        "error": field.error,
        "isOptional": field.is_optional,
    }
