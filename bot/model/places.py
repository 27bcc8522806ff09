"""Where posts are read."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.ids import CommunityId, PersonId, PlaceId
from bot.model.language import Language
from bot.model.policy import Policy

ROOMS, YES, NO = "rooms", "yes", "no"
"""The one preference that the core reads as well: whether an asker and a helper can have a room of their own."""


class PlaceKind(StrEnum):
    HELP = "help"
    THANKS = "thanks"
    CARE = "care"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place in its platform's own words."""

    platform: str
    ref: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a community, or, when `person_id` is set, a person's private place."""

    id: PlaceId
    at: PlaceRef
    kind: PlaceKind
    person_id: PersonId | None = None
    lost_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Community:
    """One group of people with one policy, at home on one or several platforms."""

    id: CommunityId
    name: str
    timezone: str = "UTC"
    policy: Policy = field(default_factory=Policy)
    language: Language = Language.ENGLISH
    """Of what several people read, and of people whose own we do not know."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a community lives on one platform."""

    community_id: CommunityId
    at: PlaceRef
    preferences: dict[str, str] = field(default_factory=dict)
    """How the platform's adapter draws and arranges things here, in its own words: the core only keeps them."""
    left_at: datetime | None = None
    """When we were shown out of it."""

    @property
    def offers_rooms(self) -> bool:
        return self.preferences.get(ROOMS) == YES
