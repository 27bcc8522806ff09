"""What a member said they can help with, and for how long that holds."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.ids import CommunityId, PersonId, WordsId
from bot.model.language import Language
from bot.model.policy import Kind


@dataclass(frozen=True, slots=True)
class Quiet:
    """From one local hour to another, over midnight if it ends earlier than it begins."""

    begins: int
    ends: int

    def holds_at(self, hour: int) -> bool:
        if self.begins < self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends


@dataclass(frozen=True, slots=True)
class Offer:
    """What was filled in, cleaned and bounded. `area` is in their own words."""

    kinds: frozenset[Kind]
    languages: frozenset[Language]
    area: str
    quiet: Quiet | None
    """Hours of their own in which they are not asked, by their own clocks."""
    open_claims: int
    takes_heavy: bool


@dataclass(frozen=True, slots=True)
class Volunteer:
    """An offer that holds until `expires_at`. What they typed is in `words`, never here."""

    community_id: CommunityId
    person_id: PersonId
    kinds: frozenset[Kind]
    languages: frozenset[Language]
    quiet: Quiet | None
    open_claims: int
    takes_heavy: bool
    words_id: WordsId | None
    since: datetime
    expires_at: datetime
    renew_at: datetime | None
    """When they are asked whether it goes on; None once they were. Nothing ends that was not asked about."""
