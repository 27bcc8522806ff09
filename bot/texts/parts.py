"""How sentences are made: a whole one in English with named places to fill in, said in the reader's language."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from string import Formatter

from bot.model.ids import Number, PersonId
from bot.model.policy import Kind
from bot.model.requests import Request
from bot.model.view import View
from bot.model.wording import Accent, Choice, Mention, Paragraph, Plain, Span, Strong, Time, Typed, Wording
from bot.rules import hours
from bot.texts.languages import translated, words

Facts = dict[str, str]
Value = str | int | Span | tuple[Span, ...] | None
"""What fills a place. What people typed, their names, and times come as spans and stay spans."""

KINDS = {
    Kind.PRACTICAL: "Practical help",
    Kind.INFORMATIONAL: "Information or advice",
    Kind.EMOTIONAL: "Someone to listen",
    Kind.FINANCIAL: "Help with money or goods",
}

RAISED_HAND = "✋"
TITLE_LENGTH = 40


def said(view: View, english: str, **values: Value) -> tuple[Span, ...]:
    """{number} and {request} are those of the request that the view is about."""
    return spans(translated(view.language, english), lambda name: _value(view, name, values))


def spans(template: str, value_of: Callable[[str], Value]) -> tuple[Span, ...]:
    """A template of any language with its places filled in."""
    return tuple(_merged(_filled(template, value_of)))


def _filled(template: str, value_of: Callable[[str], Value]) -> Iterator[str | Span]:
    for ours, name, _, _ in Formatter().parse(template):
        yield ours
        if name is not None:
            value = value_of(name)
            assert value is not None, f"this sentence needs {name}"
            yield from value if isinstance(value, tuple) else (str(value) if isinstance(value, int) else value,)


def _value(view: View, name: str, values: dict[str, Value]) -> str | int | Span | tuple[Span, ...]:
    value = values.get(name)
    if value is not None:
        return value
    if name == "number":
        return view.number
    if name == "request":
        return brief(view)
    raise LookupError(f"this sentence needs {name}")


def _merged(parts: Iterator[str | Span]) -> Iterator[Span]:
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield Plain(text)
        text = ""
        yield part
    if text:
        yield Plain(text)


def line(view: View, english: str, *choices: Choice, **values: Value) -> Paragraph:
    return Paragraph(said(view, english, **values), choices)


def together(*sentences: tuple[Span, ...], choices: tuple[Choice, ...] = (), between: str = " ") -> Paragraph:
    """Those that there are, one after the other."""
    parts = [span for sentence in sentences if sentence for span in (Plain(between), *sentence)]
    return Paragraph(tuple(_merged(span.text if isinstance(span, Plain) else span for span in parts[1:])), choices)


def heading(text: str) -> Paragraph:
    return Paragraph((Strong(text),))


def below(*choices: Choice) -> Paragraph:
    """Choices that belong to everything above them."""
    return Paragraph((), choices)


def message(view: View, *paragraphs: Paragraph, accent: Accent = Accent.QUIET) -> Wording:
    return Wording(paragraphs, accent, language=view.language, timezone=view.timezone)


def one(view: View, english: str, *choices: Choice, accent: Accent = Accent.QUIET, **values: Value) -> Wording:
    """A message of one paragraph."""
    return message(view, line(view, english, *choices, **values), accent=accent)


def phrase(view: View, english: str, **values: str | int) -> str:
    """For labels and titles, which hold nothing typed and nobody's name."""
    return words(view.language, english, **{"number": view.number, **values})


def choose(
    view: View, move: str, english: str, value: str = "", symbol: str = "", number: Number | None = None, **values: str
) -> Choice:
    about = view.number if number is None else number
    return Choice(move, about, phrase(view, english, number=about, **values), value, symbol)


def of(view: View) -> Request:
    """The request a sentence is about."""
    if view.request is None:
        raise LookupError("this sentence needs a request")
    return view.request


def bold(view: View) -> Strong:
    """#104, where what it is about is said elsewhere."""
    return Strong(f"#{of(view).number}")


def brief(view: View) -> tuple[Span, ...]:
    """#104 and the first words of it, for people who may read them; "#104" once the words are purged."""
    typed = view.words.get("what").split("\n")[0]
    return (bold(view), Plain(" ("), Typed(shortened(typed)), Plain(")")) if typed else (bold(view),)


def shortened(text: str) -> str:
    if len(text) <= TITLE_LENGTH:
        return text
    return text[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def who(view: View, person: PersonId) -> Mention | None:
    """The person's name if this reader may see it; a sentence without the name is another sentence."""
    name = view.names.get(person)
    return None if name is None else Mention(name.account_id, name.display)


def helper_in(view: View, facts: Facts) -> Mention | None:
    """The helper whom a post is about."""
    return who(view, PersonId(facts.get("helper", "")))


def when(view: View, request: Request) -> tuple[Span, ...]:
    return moment(view, request.needed_by)


def moment(view: View, needed_by: datetime | None) -> tuple[Span, ...]:
    if needed_by is None:
        return said(view, "no rush")
    # "Tomorrow" would be read another day. And the end of a day is read as the day after: say its last minute.
    is_end = any(hours.is_midnight(needed_by, zone) for zone in (view.zone, view.community.timezone))
    return said(view, "by {time}", time=Time(needed_by - timedelta(minutes=is_end)))
