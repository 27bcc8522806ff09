"""What a use case asks the store to save: always whole, in one commit."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.model.ids import CommunityId, Number, PersonId, WordsId
from bot.model.places import PlaceKind
from bot.model.posts import CardKind, Post, Talk
from bot.model.requests import Request


@dataclass(frozen=True, slots=True)
class Change:
    """A request as it should become. `before` is what was read, or None for a new request.

    A change without a `move` is none that people would tell of: it leaves no history. `why` are the words of a
    moderator's reason.

    Saving it compares `before.version` with the row and writes `before.version + 1`.
    """

    move: str
    before: Request | None
    request: Request
    why: WordsId | None = None


@dataclass(frozen=True, slots=True)
class CardWish:
    """A card that should exist from now on, or be absent from now on."""

    kind: CardKind
    place: PlaceKind | None = None
    reader_id: PersonId | None = None
    number: Number | None = None
    talk_id: str | None = None
    is_absent: bool = False
    claim: str = ""
    """Of a room: which claim of the request it belongs to."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """All effects of one command. `origin` is None for sweeps, which re-check instead.

    `hears` moves each person's `talk_at` forward to the given time, never back.
    """

    community_id: CommunityId
    origin: str | None
    at: datetime
    by: PersonId | None = None
    changes: tuple[Change, ...] = ()
    posts: tuple[Post, ...] = ()
    cards: tuple[CardWish, ...] = ()
    talk: Talk | None = None
    hears: dict[PersonId, datetime] = field(default_factory=dict)
    redraws: bool = True
    """False when nothing changed that a card shows: only when something is due, or how often it was asked."""
