"""A finished message as text, for as long as it is on its way. It may hold what people typed."""

import json
from datetime import datetime
from typing import Any

from bot.model.ids import Number
from bot.model.language import Language
from bot.model.wording import Accent, Choice, Mention, Paragraph, Plain, Span, Strong, Time, Typed, Wording


def to_text(wording: Wording) -> str:
    """Raises ValueError for what begins a place of its own: only plain messages are kept."""
    if wording.topic is not None or wording.room is not None:
        raise ValueError("only plain messages are kept")
    paragraphs = [
        [[_span_values(span) for span in each.spans], [_choice_values(choice) for choice in each.choices]]
        for each in wording.paragraphs
    ]
    return json.dumps(
        [wording.accent.value, paragraphs, wording.language.value, wording.timezone],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_text(text: str) -> Wording:
    accent, paragraphs, language, *own = json.loads(text)
    return Wording(
        tuple(
            Paragraph(tuple(_span(*span) for span in spans), tuple(_choice(*choice) for choice in choices))
            for spans, choices in paragraphs
        ),
        Accent(accent),
        language=Language(language),
        timezone=own[0] if own else "",
    )


def _span_values(span: Span) -> list[str]:
    match span:
        case Plain(text):
            return ["plain", text]
        case Strong(text):
            return ["strong", text]
        case Typed(text):
            return ["typed", text]
        case Mention(account_id, display):
            return ["mention", account_id, display]
        case Time(at):
            return ["time", at.isoformat()]


def _span(kind: str, *values: str) -> Span:
    match kind:
        case "plain":
            return Plain(*values)
        case "strong":
            return Strong(*values)
        case "typed":
            return Typed(*values)
        case "mention":
            return Mention(*values)
        case "time":
            return Time(datetime.fromisoformat(values[0]))
    raise ValueError(kind)


def _choice_values(choice: Choice) -> list[Any]:
    return [choice.move, choice.number, choice.label, choice.value, choice.symbol]


def _choice(move: str, number: int, label: str, value: str, symbol: str) -> Choice:
    return Choice(move, Number(number), label, value, symbol)
