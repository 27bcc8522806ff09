"""Who acts: an account on a platform belongs to a person, who is a member of communities."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.ids import CommunityId, PersonId
from bot.model.language import Language


class Role(StrEnum):
    MEMBER = "member"
    MODERATOR = "moderator"
    VOLUNTEER = "volunteer"
    """May take requests on. Where nobody in particular was chosen for that, everybody has it."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account on a platform; `id` is the platform's own, and unique there."""

    platform: str
    id: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who sent a command, as the platform vouches for it at this moment."""

    account: Account
    name: str
    roles: frozenset[Role] = frozenset({Role.MEMBER})
    is_bot: bool = False
    language: str | None = None
    """As the platform told it, like "de-AT"; None if this time it told nothing."""

    @property
    def is_moderator(self) -> bool:
        return Role.MODERATOR in self.roles

    @property
    def is_volunteer(self) -> bool:
        return Role.VOLUNTEER in self.roles


@dataclass(frozen=True, slots=True)
class Member:
    """A person in one community."""

    community_id: CommunityId
    person_id: PersonId
    name: str
    daily_hour: int | None = None
    """Local hour of the daily message; None means the community's hour."""
    timezone: str | None = None
    """By which they live; None means the community's."""
    talk_at: datetime | None = None
    """When this person has something to hear, at the earliest."""
    last_talk_at: datetime | None = None
    """When the last unprompted message to this person was written."""
    language: Language | None = None
    """Which they read, by the account that they were last seen with of those that tell."""


@dataclass(frozen=True, slots=True)
class Name:
    """A person as one particular reader may see them. Made by `rules.naming` only."""

    person_id: PersonId
    account_id: str
    display: str
