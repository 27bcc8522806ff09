"""What came of a command: what the person reads, and the form that opens, if one does."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.ids import Number
from bot.model.language import Language
from bot.model.wording import Wording


class FieldKind(StrEnum):
    CHOICE = "choice"
    CHOICES = "choices"
    """Several of the options; their values come with commas between them."""
    TEXT = "text"
    LONG_TEXT = "long text"
    DATE = "date"
    NUMBER = "number"


class FormAbout(StrEnum):
    """Which form it is: goes back with what was filled in."""

    REQUEST = "request"
    NUMBERS = "numbers"
    ALERTS = "alerts"
    REMINDERS = "reminders"
    TODAY = "today"
    ASKERS = "askers"
    ENDINGS = "endings"
    OFFERS = "offers"
    ZONE = "zone"
    VOLUNTEER = "volunteer"
    OWN_HOURS = "own hours"


@dataclass(frozen=True, slots=True)
class FormField:
    """One row of a form. `limit` is in characters; `options` are (value, label) pairs."""

    name: str
    label: str
    kind: FieldKind
    hint: str = ""
    limit: int = 0
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""
    error: str = ""
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class FormView:
    """A form as one person sees it. `number` is set when it changes an existing request."""

    title: str
    intro: str
    fields: tuple[FormField, ...]
    submit: str
    number: Number | None = None
    about: FormAbout = FormAbout.REQUEST
    is_filled: bool = False
    """It was filled in before and is opened to change something."""
    language: Language = Language.ENGLISH


@dataclass(frozen=True, slots=True)
class Outcome:
    """`result` is a short name for tests and logs; it never holds a name or typed text.

    `wording` is for the actor alone. An outcome with neither wording nor form says nothing: the command
    had been carried out before.
    """

    result: str
    wording: Wording | None = None
    form: FormView | None = None
    is_posted: bool = False
    """The actor hears of it by a post already."""

    @property
    def is_silent(self) -> bool:
        return self.wording is None and self.form is None


@dataclass(frozen=True, slots=True)
class CurtainLine:
    """One decision of the core in plain words, without names or typed text."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Curtain:
    """What the core just decided, newest first, and when it will look again."""

    lines: tuple[CurtainLine, ...]
    next_at: datetime | None
