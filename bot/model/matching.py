"""Volunteers as matching looks at them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.ids import PersonId, WordsId
from bot.model.requests import Stage
from bot.model.volunteers import Quiet


class Skip(StrEnum):
    """Why somebody is not told of a request in this round."""

    PART_OF_IT = "part of it"
    """They asked, help already, or were told before."""
    ELSEWHERE = "elsewhere"
    """They said that they can help with other things."""
    LANGUAGE = "language"
    """They speak none that the asker reads."""
    HEAVY = "heavy"
    """They said that heavy topics are not all right."""
    APART = "apart"
    """Asker and volunteer are not to be brought together."""
    PAUSED = "paused"
    BUSY = "busy"
    TOLD_ENOUGH = "told enough"
    """This week."""
    ASLEEP = "asleep"
    """Outside their hours."""
    LATER = "later"
    """Others were told of something longer ago: their turn comes with another round."""


@dataclass(frozen=True, slots=True)
class Hearer:
    """One volunteer, with what decides whether and when they are told."""

    person_id: PersonId
    is_near: bool
    """They said that they can help with this kind."""
    open_claims: int
    claims_at_most: int
    told_at: tuple[datetime, ...] = ()
    """When they were told of requests lately, the last time last."""
    quiet: Quiet | None = None
    timezone: str | None = None
    """Their own, by which all hours are meant; None for the community's."""
    paused_until: datetime | None = None
    is_apart: bool = False
    words_id: WordsId | None = None
    """Where they wrote roughly where they are."""
    is_close: bool = False
    """That is where it is needed, in the same words."""


@dataclass(frozen=True, slots=True)
class Round:
    """One step of looking for somebody, as it may be explained afterwards: in counts, without what is private."""

    at: datetime
    stage: Stage
    told: int = 0
    passed_over: Mapping[Skip, int] = field(default_factory=dict)
