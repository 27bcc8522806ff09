"""What a community reads about itself: the open needs, and the week in counts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.ids import CommunityId


class DigestKind(StrEnum):
    OPEN = "open"
    """Where a hand is wanted: a card, where requests are read."""
    WEEK = "week"
    """The week in counts: a post, where thanks are read."""


@dataclass(frozen=True, slots=True)
class Digest:
    """When one of them is looked at next, and what it said last."""

    community_id: CommunityId
    kind: DigestKind
    due_at: datetime | None = None
    """None while nothing can change by itself."""
    gist: str = ""
    """What the card says, in short and without words of anybody: the same is not drawn twice."""
    said_at: datetime | None = None
    """Of the week: at the end of which one it was last looked at."""


class Age(StrEnum):
    """How long ago something was asked, in days of the community."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    DAYS = "days"
    WEEK = "a week"


@dataclass(frozen=True, slots=True)
class Week:
    """What happened in it, and what is open at its end. Whole numbers, that nobody is shown as they are."""

    asked: int
    helped: int
    rested: int
    """Expired, or said to be over, because nobody had a hand free."""
    still_open: int
    elsewhere: int = 0
    """Help was found elsewhere, said somebody."""
