"""What the store remembers about volunteers, breaks, and people who are kept apart."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model.ids import CommunityId, PersonId
from bot.model.people import Account
from bot.model.volunteers import Volunteer


class Volunteers(Protocol):
    def find(self, community_id: CommunityId, person_id: PersonId) -> Volunteer | None: ...

    def save(self, volunteer: Volunteer) -> None:
        """Replaces what this person offered before in this community."""

    def remove(self, volunteer: Volunteer) -> None:
        """Forgets the offer; its words are not touched."""

    def over(self, now: datetime, limit: int) -> Sequence[Volunteer]:
        """Those who were asked whether it goes on, and whose time has passed since."""

    def pause(self, community_id: CommunityId, person_id: PersonId, until: datetime) -> None:
        """Replaces the break that this person has."""

    def paused_until(self, community_id: CommunityId, person_id: PersonId, now: datetime) -> datetime | None:
        """When the break ends that this person has now."""

    def resume(self, community_id: CommunityId, person_id: PersonId) -> None: ...

    def end_pauses(self, now: datetime) -> int:
        """Forget breaks that have ended; returns how many."""

    def avoid(self, community_id: CommunityId, person_id: PersonId, other: Account) -> None:
        """Doing it twice changes nothing. The account need not be one that we know."""

    def allow(self, community_id: CommunityId, person_id: PersonId, other: Account) -> None:
        """The opposite."""

    def avoided(self, community_id: CommunityId, person_id: PersonId) -> Sequence[Account]:
        """By this person; never who avoids them."""

    def are_apart(self, community_id: CommunityId, one: PersonId, other: PersonId) -> bool:
        """Whether either of the two avoids the other."""

    def apart_from(self, community_id: CommunityId, person_id: PersonId) -> frozenset[PersonId]:
        """Everybody we know whom this person avoids, or who avoids them."""
