"""What happened to a message of ours: a choice was pressed, a reaction put on it or taken away."""

from dataclasses import dataclass

from bot.commands.values import Answer
from bot.model.ids import CommunityId
from bot.model.people import Actor
from bot.model.places import PlaceRef


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice pressed on one of our messages. The message decides what may be chosen."""

    actor: Actor
    place: PlaceRef
    ref: str
    token: str
    origin: str
    answer: Answer = Answer.DIRECT


@dataclass(frozen=True, slots=True)
class Pressed:
    """A choice pressed on a private answer, which no table remembers; the use case re-checks everything."""

    actor: Actor
    community_id: CommunityId
    origin: str
    token: str
    answer: Answer = Answer.DIRECT


@dataclass(frozen=True, slots=True)
class Reacted:
    """A reaction that was put on one of our messages, or taken away."""

    actor: Actor
    place: PlaceRef
    ref: str
    symbol: str
    is_present: bool
    origin: str
    answer: Answer = Answer.DIRECT
    within: PlaceRef | None = None
    """The place that this one is a part of, if it was made for one message."""
    is_private: bool = False
    """It happened in a private place of the actor."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A reaction was taken away, where it is known by the event that put it there: `put_on` is its origin."""

    actor: Actor
    place: PlaceRef
    put_on: str
    origin: str
    within: PlaceRef | None = None
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message of ours, in its platform's own words."""

    place: PlaceRef
    ref: str


@dataclass(frozen=True, slots=True)
class Cleared:
    """All reactions of this symbol, or of any if it is None, were wiped off; those `still_up` were not."""

    message: MessageRef
    symbol: str | None = None
    still_up: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Unseen:
    """So many people have put this symbol on a message of ours whom nobody saw doing it."""

    message: MessageRef
    symbol: str
    count: int
