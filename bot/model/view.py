"""What one reader may see of one request, loaded and already narrowed by consent."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.model.ids import Number, PersonId
from bot.model.language import Language
from bot.model.people import Name
from bot.model.places import Community
from bot.model.requests import Request, Words


@dataclass(frozen=True, slots=True)
class View:
    """`reader_id` is None when everybody in a place reads it.

    `names` holds only the people this reader may see: a sentence cannot name anyone else.
    """

    community: Community
    reader_id: PersonId | None
    now: datetime
    request: Request | None = None
    words: Words = field(default_factory=Words)
    note: Words = field(default_factory=Words)
    thanks: Words = field(default_factory=Words)
    reason: Words = field(default_factory=Words)
    names: dict[PersonId, Name] = field(default_factory=dict)
    language: Language = Language.ENGLISH
    """The reader's; the community's where everybody reads it."""
    timezone: str = ""
    """The reader's own; "" if they said none, and where everybody reads it."""

    @property
    def zone(self) -> str:
        """By which days and hours are meant here."""
        return self.timezone or self.community.timezone

    @property
    def number(self) -> Number:
        """Of the request it is about; 0 if it is about none."""
        return Number(0) if self.request is None else self.request.number
