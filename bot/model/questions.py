"""What the bot asked a person and is waiting to read: at most one open question a place."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.ids import CommunityId, Number, PersonId


class Asks(StrEnum):
    HANDOVER_NOTE = "handover note"
    THANKS = "thanks"
    REST = "rest"
    """What is left to do after a part was done."""
    WORD = "word"
    """A line that only whoever helped reads."""


@dataclass(frozen=True, slots=True)
class Question:
    community_id: CommunityId
    person_id: PersonId
    asks: Asks
    number: Number
    expires_at: datetime
