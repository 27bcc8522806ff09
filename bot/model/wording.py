"""What the bot says, ready to be drawn: spans, paragraphs and choices. No markup; adapters escape."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.ids import Number
from bot.model.language import Language


@dataclass(frozen=True, slots=True)
class Plain:
    """Our own words."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Our own words, emphasised."""

    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed: to be escaped, never parsed, never pinging anyone."""

    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A person whom this reader may see. `account_id` is the platform's own id."""

    account_id: str
    display: str


@dataclass(frozen=True, slots=True)
class Time:
    """A moment, to be shown in the reader's zone, absolute and relative."""

    at: datetime


Span = Plain | Strong | Typed | Mention | Time


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a reader can choose. `token` is what a platform carries and hands back."""

    move: str
    number: Number
    label: str
    value: str = ""
    symbol: str = ""
    """The reaction that means the same, if there is one."""

    @property
    def is_answered(self) -> bool:
        """Only the line is left of it."""
        return not self.label

    @property
    def token(self) -> str:
        return f"{self.move}|{self.number}|{self.value}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A few spans, and the choices that belong to them."""

    spans: tuple[Span, ...]
    choices: tuple[Choice, ...] = ()
    answered: Number | None = None
    """The request that was asked about here and is not any more: its line keeps its number."""


class Accent(StrEnum):
    """The mood of a message. It only decorates: the words say the same."""

    QUIET = "quiet"
    OPEN = "open"
    CLAIMED = "claimed"
    DONE = "done"
    WARM = "warm"


class Stage(StrEnum):
    """How far the matter of a message is, for platforms that sort by it."""

    OPEN = "open"
    CLAIMED = "claimed"
    DONE = "done"
    CLOSED = "closed"
    """Over without having been done."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What people may talk about below a message, where the platform has a place of its own for that.

    The title begins with the number, which never changes, and holds nothing that was typed.
    """

    title: str
    stage: Stage
    is_over: bool = False
    """Nothing more is expected to happen."""


@dataclass(frozen=True, slots=True)
class Room:
    """A message that begins a room of its own. Nobody is let in but those who said yes to it."""

    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    paragraphs: tuple[Paragraph, ...]
    accent: Accent = Accent.QUIET
    topic: Topic | None = None
    room: Room | None = None
    language: Language = Language.ENGLISH
    """In which it is said, for what an adapter adds to it."""
    timezone: str = ""
    """The reader's own, where times are said; "" for the community's."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(choice for paragraph in self.paragraphs for choice in paragraph.choices)

    @property
    def kept_choices(self) -> tuple[Choice, ...]:
        """Also a bare one for each line that was answered, as long as there are others: numbers go on to stand for the
        lines they stood for."""
        found = (each.choices or _answered(each) for each in self.paragraphs)
        return tuple(choice for choices in found for choice in choices) if self.choices else ()

    @property
    def text(self) -> str:
        """The whole message as plain text, as a screen reader would say it."""
        return "\n".join("".join(_spoken(span) for span in paragraph.spans) for paragraph in self.paragraphs)


def _answered(paragraph: Paragraph) -> tuple[Choice, ...]:
    return () if paragraph.answered is None else (Choice("", paragraph.answered, ""),)


def _spoken(span: Span) -> str:
    match span:
        case Plain(text) | Strong(text) | Typed(text):
            return text
        case Mention(_, display):
            return display
        case Time(at):
            return f"{at:%a %d %b %H:%M} UTC"
