"""What the store knows about who could be told of a request."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model.ids import CommunityId, Number, PersonId
from bot.model.language import Language
from bot.model.matching import Hearer, Round, Skip
from bot.model.requests import Request


class Matching(Protocol):
    def are_volunteers(self, community_id: CommunityId) -> bool:
        """Whether anybody here volunteers at all."""

    def hearers(self, request: Request, language: Language, now: datetime, limit: int) -> Sequence[Hearer]:
        """Volunteers of the stage that the request is in, told longest ago first; none who is part of it, has a break,
        carries as much as they said they can, or would not hear of it. The near ones speak `language`. Who is kept
        apart from the asker is not looked at, nor is who is close by."""

    def tell(self, community_id: CommunityId, people: Iterable[PersonId], now: datetime) -> None:
        """Remember that they are told of a request now."""

    def crowd(self, request: Request, language: Language, now: datetime) -> Mapping[Skip, int]:
        """All volunteers counted by the reason for which `hearers` leaves them out; those it finds as LATER."""

    def record(self, request: Request, held: Round) -> None: ...

    def rounds(self, community_id: CommunityId, number: Number, limit: int) -> Sequence[Round]:
        """The newest, the oldest of them first."""
