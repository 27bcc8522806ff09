"""What binds a person to a request.

Every `*_at` is aware UTC. A due time that is None owes nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.ids import PersonId


class Consent(StrEnum):
    """What one side allows to be said in public, from strict to open."""

    NOTHING = "nothing"
    NO_NAMES = "no names"
    HELPER_NAMED = "helper named"
    BOTH_NAMED = "both named"


class Hold(StrEnum):
    """What a person has to do with a request."""

    BACKUP = "backup"
    ASKED = "asked"
    """A backup who is being asked, alone, until `decide_by`."""
    PROPOSED = "proposed"
    """Moderators thought of them. They are asked once, until `decide_by`; it binds nobody and keeps no place."""
    AGAIN = "again"
    """Helped the time before, and is asked first whether they would once more. Otherwise like a proposal."""
    ALERTED = "alerted"
    """A volunteer who is told of it, and may take it on or not. It binds nobody."""
    ACTIVE = "active"
    FINISHED = "finished"
    ENDED = "ended"


class Room(StrEnum):
    """Who said yes to a room of their own for asker and helper."""

    ASKER = "asker"
    HELPER = "helper"
    BOTH = "both"


class Ending(StrEnum):
    """Why a claim ended without being finished, or not wholly."""

    HANDED_BACK = "handed back"
    SILENCE = "silence"
    NOBODY_CAME = "nobody came"
    SOMEONE_NEW = "someone new"
    """The asker would rather have somebody else. The two are not brought together for this request again."""
    PARTLY = "partly"
    """Of a finished claim: a part was done, and what was left went on without them."""
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    MODERATED = "moderated"
    NOT_THIS_TIME = "not this time"
    """Said to an alert. It needs no reason, and nobody counts it."""
    OFF_THE_HOOK = "off the hook"
    """Others are found, so whoever was told of it need do nothing."""


def earliest(*times: datetime | None) -> datetime | None:
    return min((time for time in times if time is not None), default=None)


@dataclass(frozen=True, slots=True)
class Claim:
    """What binds one helper (or backup) to one request."""

    helper_id: PersonId
    hold: Hold
    since: datetime
    contact_at: datetime | None = None
    """When the helper said they would get in touch."""
    nudge_at: datetime | None = None
    """When this helper is next asked how it is going, or this backup whether they can step in."""
    nudges: int = 0
    """Nudges delivered since the helper last answered."""
    release_at: datetime | None = None
    """When silence means that the claim goes back to the pool."""
    check_at: datetime | None = None
    """When the asker is next asked whether this helper came."""
    checks_end_at: datetime | None = None
    decide_by: datetime | None = None
    ended_at: datetime | None = None
    ending: Ending | None = None
    agreed_at: datetime | None = None
    """When this helper said that help was given."""
    thanks_at: datetime | None = None
    consent: Consent | None = None
    confirm_at: datetime | None = None
    """Money needs both sides: when this silent helper is asked."""
    tell_at: datetime | None = None
    """When the helper is to hear, with the daily message, how their claim ended."""
    room: Room | None = None
    recognition: str | None = None
    """Words by which asker and helper know each other when they meet. Nobody else reads them."""
    part: int | None = None
    """Of a need in parts: which one, by its place in the list, counted from 1."""

    @property
    def is_active(self) -> bool:
        return self.hold is Hold.ACTIVE

    @property
    def was_only_told(self) -> bool:
        """An alert and nothing more: it makes nobody part of the request."""
        return self.hold is Hold.ALERTED or self.ending in (Ending.NOT_THIS_TIME, Ending.OFF_THE_HOOK)

    @property
    def did_a_part(self) -> bool:
        return self.hold is Hold.FINISHED and self.ending is Ending.PARTLY

    @property
    def is_waiting(self) -> bool:
        return self.hold in (Hold.BACKUP, Hold.ASKED)

    @property
    def is_proposed(self) -> bool:
        """They were thought of, and the question is still open."""
        return self.was_thought_of and self.decide_by is not None

    @property
    def was_thought_of(self) -> bool:
        return self.hold in (Hold.PROPOSED, Hold.AGAIN)

    @property
    def due_at(self) -> datetime | None:
        """The earliest word owed to this helper about this claim."""
        return earliest(self.nudge_at, self.thanks_at, self.tell_at, self.confirm_at)
