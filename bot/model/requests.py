"""A request, and what is written down about it.

Every `*_at` is aware UTC. A due time that is None owes nothing.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.model.claims import Claim, Consent, Hold, earliest
from bot.model.ids import CommunityId, DraftId, Number, PersonId, WordsId
from bot.model.policy import Kind, Urgency


class Status(StrEnum):
    OPEN = "open"
    """Somebody is still wanted."""
    CLAIMED = "claimed"
    """Everybody who was wanted is on it."""
    DONE = "done"
    """One side says that help was given; the other may still object."""
    CLOSED = "closed"


class Reason(StrEnum):
    """Why a request was closed."""

    MET = "met"
    PARTLY = "partly met"
    """A part was done, and nobody did the rest."""
    UNCONFIRMED = "unconfirmed"
    SIGNPOSTED = "signposted"
    """Help was found elsewhere."""
    UNMET = "unmet"
    """Said by somebody. Otherwise nobody being free shows in that it expired."""
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    MODERATED = "moderated"
    MERGED = "merged"
    """It goes on as another request."""

    @property
    def was_helped(self) -> bool:
        return self in (Reason.MET, Reason.PARTLY)


class Naming(StrEnum):
    """To whom the asker's name may be shown while the request lives."""

    HELPER = "helper"
    ALL = "all"


class Stage(StrEnum):
    """Who is told next of a request that still wants somebody."""

    NEAR = "near"
    """Volunteers who said that they can help with this."""
    WIDER = "wider"
    """Every other volunteer."""
    PLACE = "place"
    """Where requests are read, once, without calling anybody."""
    CARE = "care"
    """The care team, once."""
    OVER = "over"
    """Nobody: everybody was."""


class Tell(StrEnum):
    """Something an asker is still to hear, with the next daily message."""

    HELPER_RELEASED = "helper released"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Undo:
    """What can still be taken back, by whom, until when."""

    move: str
    by: PersonId
    until: datetime


@dataclass(frozen=True, slots=True)
class Series:
    """Something is needed again and again: every so many days, and so many more times after this one."""

    every: int
    left: int


@dataclass(frozen=True, slots=True)
class Request:
    """Something a person asks for. What they typed is in `words`, never here."""

    community_id: CommunityId
    number: Number
    asker_id: PersonId
    kind: Kind
    urgency: Urgency
    naming: Naming
    wanted: int
    """How many helpers."""
    words_id: WordsId
    posted_at: datetime
    status: Status = Status.OPEN
    version: int = 0
    needed_by: datetime | None = None
    claims: tuple[Claim, ...] = ()
    alert_at: datetime | None = None
    """When the next people are told of it; None if nobody is to be."""
    stage: Stage = Stage.NEAR
    unclaimed_at: datetime | None = None
    warn_at: datetime | None = None
    expires_at: datetime | None = None
    agreed_at: datetime | None = None
    """When the asker said that help was given."""
    done_at: datetime | None = None
    settles_at: datetime | None = None
    confirm_at: datetime | None = None
    """Money needs both sides: when the silent asker is asked."""
    thanks_at: datetime | None = None
    consent: Consent | None = None
    thanks_words_id: WordsId | None = None
    reason_words_id: WordsId | None = None
    """Why a moderator stepped in; read by whom it concerns."""
    note_words_id: WordsId | None = None
    """The handover note of the last helper."""
    announced_at: datetime | None = None
    closed_at: datetime | None = None
    reason: Reason | None = None
    tell_at: datetime | None = None
    tell: Tell | None = None
    undo: Undo | None = None
    paused_until: datetime | None = None
    """Until when moderators keep it on hold; it means nothing once the request is done or closed."""
    hidden_at: datetime | None = None
    """Since when moderators keep it out of sight of everybody who is no part of it."""
    is_heavy: bool = False
    """The asker says so themselves: not everybody would like to hear of it."""
    merged_into: Number | None = None
    series: Series | None = None
    again_at: datetime | None = None
    """When the asker is asked whether to ask again for the next time."""
    follow_up_at: datetime | None = None
    """The earliest moment at which this request moves by itself."""

    @property
    def active(self) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims if claim.is_active)

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.status in (Status.OPEN, Status.CLAIMED)

    @property
    def is_hard_to_hear(self) -> bool:
        """Only those hear of it who said that heavy topics are all right."""
        return self.is_heavy or self.kind is Kind.EMOTIONAL

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def words_ids(self) -> frozenset[WordsId]:
        """Everything that was typed about this request."""
        ids = (self.words_id, self.thanks_words_id, self.note_words_id, self.reason_words_id)
        return frozenset(words_id for words_id in ids if words_id is not None)

    @property
    def taken(self) -> int:
        """Places that are not to be had any more: whoever finished keeps theirs, unless a part was left to others."""
        return len(self.active) + len(self.finishers)

    @property
    def alerted(self) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims if claim.hold is Hold.ALERTED)

    @property
    def finished(self) -> tuple[Claim, ...]:
        """Everybody who helped, if only with a part."""
        return tuple(claim for claim in self.claims if claim.hold is Hold.FINISHED)

    @property
    def finishers(self) -> tuple[Claim, ...]:
        """Those who did all that was left when they took it on."""
        return tuple(claim for claim in self.finished if not claim.did_a_part)

    @property
    def asker_due_at(self) -> datetime | None:
        """The earliest word owed to the asker."""
        check_ins = [claim.check_at for claim in self.active]
        own = (self.unclaimed_at, self.warn_at, self.confirm_at, self.thanks_at, self.tell_at, self.asks_again_at)
        return earliest(*own, *check_ins)

    @property
    def asks_again_at(self) -> datetime | None:
        """While somebody is on it, or moderators look after it, that is the next thing."""
        return None if self.active or self.is_paused or self.is_hidden else self.again_at

    def is_past(self, now: datetime) -> bool:
        """The time is over by which help was needed."""
        return self.needed_by is not None and self.needed_by <= now

    def can_undo(self, person_id: PersonId, now: datetime) -> bool:
        """What this person did last can still be taken back."""
        return self.undo is not None and self.undo.by == person_id and now <= self.undo.until

    def claim_of(self, person_id: PersonId) -> Claim | None:
        return next((claim for claim in self.claims if claim.helper_id == person_id), None)


@dataclass(frozen=True, slots=True)
class Form:
    """What an asker filled in, cleaned and bounded. `what` and `where` are their own words."""

    kind: Kind
    what: str
    urgency: Urgency
    by: date | None
    """Of `Urgency.BY_DATE`: the day, or as a datetime the moment in UTC."""
    where: str
    naming: Naming
    wanted: int
    is_heavy: bool = False
    """Only those are asked who said that heavy topics are all right."""

    @property
    def typed(self) -> dict[str, str]:
        """As it is kept in `Words`."""
        return {"what": self.what, "where": self.where}


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that nobody else has seen. It has no number and is deleted after a day."""

    community_id: CommunityId
    id: DraftId
    person_id: PersonId
    form: Form
    expires_at: datetime
    words_id: WordsId
    edits: Number | None = None
    """The request this draft would change, if it already exists."""


@dataclass(frozen=True, slots=True)
class Words:
    """What people typed about one thing, by field. The one table that is purged."""

    fields: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.fields.get(name, "")
