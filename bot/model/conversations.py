"""A form that is filled in by talking: one question after the other."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.ids import CommunityId, Number, PersonId, WordsId
from bot.model.language import Language
from bot.model.outcome import FormAbout

ANY_FIELD = ""
"""Asked is which field should change."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """At most one a person and community. What was answered so far is kept with all that people type."""

    community_id: CommunityId
    person_id: PersonId
    about: FormAbout
    number: Number | None
    asking: str
    """The field that is asked for now."""
    rest: tuple[str, ...]
    """The fields that are asked for after it."""
    words_id: WordsId
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SaidTime:
    """A time in somebody's own words, with all that it depends on."""

    words: str
    language: Language
    timezone: str
    now: datetime
