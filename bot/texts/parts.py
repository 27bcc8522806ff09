"""Small pieces that sentences are made of."""

from datetime import timedelta

from bot.model.ids import Number, PersonId
from bot.model.policy import Kind
from bot.model.requests import Request
from bot.model.view import View
from bot.model.wording import Accent, Choice, Mention, Paragraph, Plain, Span, Strong, Time, Typed, Wording

Facts = dict[str, str]

KINDS = {
    Kind.PRACTICAL: "Practical help",
    Kind.INFORMATIONAL: "Information or advice",
    Kind.EMOTIONAL: "Someone to listen",
    Kind.FINANCIAL: "Help with money or goods",
}

RAISED_HAND = "✋"
TITLE_LENGTH = 40


def one(text: str, *choices: Choice, accent: Accent = Accent.QUIET) -> Wording:
    """A message of one plain paragraph."""
    return Wording((Paragraph((Plain(text),), choices),), accent)


def line(*parts: Span | str, choices: tuple[Choice, ...] = ()) -> Paragraph:
    return Paragraph(tuple(Plain(part) if isinstance(part, str) else part for part in parts), choices)


def of(view: View) -> Request:
    """The request a sentence is about."""
    if view.request is None:
        raise LookupError("this sentence needs a request")
    return view.request


def brief(view: View) -> tuple[Span, ...]:
    """#104 and the first words of it, for people who may read them; "#104" once the words are purged."""
    number = Strong(f"#{of(view).number}")
    words = view.words.get("what").split("\n")[0]
    if not words:
        return (number,)
    return (number, Plain(" ("), Typed(shortened(words)), Plain(")"))


def shortened(text: str) -> str:
    if len(text) <= TITLE_LENGTH:
        return text
    return text[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def who(view: View, person: PersonId, otherwise: str) -> Span:
    """The person's name if this reader may see it."""
    name = view.names.get(person)
    return Plain(otherwise) if name is None else Mention(name.account_id, name.display)


def helper_in(view: View, facts: Facts, otherwise: str) -> Span:
    """The helper whom a post is about."""
    return who(view, PersonId(facts.get("helper", "")), otherwise)


def when(request: Request) -> tuple[Span, ...]:
    if request.needed_by is None:
        return (Plain("no rush"),)
    # "Tomorrow" would be read another day. And the end of a day is read as the day after: say its last minute.
    return (Plain("by "), Time(request.needed_by - timedelta(minutes=1)))


def choose(move: str, number: Number, label: str, value: str = "", symbol: str = "") -> Choice:
    return Choice(move, number, label, value, symbol)
