"""How patient a community is. Every number of the product is here, at its default."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Kind(StrEnum):
    PRACTICAL = "practical"
    INFORMATIONAL = "informational"
    EMOTIONAL = "emotional"
    FINANCIAL = "financial"


class Urgency(StrEnum):
    TODAY = "today"
    TOMORROW = "tomorrow"
    THIS_WEEK = "this week"
    NO_RUSH = "no rush"
    BY_DATE = "by a date"


HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """The rhythm after a claim; requests for today have a quicker one."""

    grace: timedelta = 12 * HOUR
    """From the contact time to the first nudge."""
    answer_window: timedelta = 24 * HOUR
    """How long one nudge waits for an answer before it counts as unanswered."""
    backup_window: timedelta = 4 * HOUR
    """How long a backup is asked alone before others may claim."""
    alert_every: timedelta = 4 * HOUR
    """From one round of volunteers who are told of a request to the next."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Durations are lengths of community time; hours are local to the community."""

    kinds: frozenset[Kind] = frozenset({Kind.PRACTICAL, Kind.INFORMATIONAL})
    """Emotional and financial help need people who look after them, so a moderator turns them on."""
    usual: Pace = Pace()
    quick: Pace = Pace(grace=1 * HOUR, answer_window=2 * HOUR, backup_window=HOUR / 2, alert_every=HOUR / 2)
    nudges_before_release: int = 2
    alert_after: timedelta = HOUR / 6
    """From posting a request to the first round: time to change it, or to be found by somebody who reads."""
    alert_people: int = 6
    """Volunteers in one round."""
    alerts_a_week: int = 3
    """At most so many for one volunteer in seven days."""
    open_claims: int = 2
    """At most this many open claims a person."""
    wanted_at_most: int = 10
    """At most this many helpers for one request."""
    check_in_after: timedelta = 24 * HOUR
    check_in_after_contact: timedelta = 3 * HOUR
    check_in_every: timedelta = 23 * HOUR
    check_ins_end: timedelta = 5 * DAY
    unclaimed_note: timedelta = 48 * HOUR
    objection: timedelta = 48 * HOUR
    thanks_after: timedelta = 24 * HOUR
    expiry: timedelta = 14 * DAY
    expiry_warning: timedelta = 2 * DAY
    purge_after: timedelta = 14 * DAY
    volunteer_life: timedelta = 90 * DAY
    """How long it holds what somebody said they can help with."""
    renewal_notice: timedelta = 7 * DAY
    """So long before that they are asked whether it goes on."""
    pause_usual: timedelta = 7 * DAY
    pause_at_most: timedelta = 90 * DAY
    draft_life: timedelta = 1 * DAY
    question_life: timedelta = 1 * DAY
    undo: timedelta = HOUR / 6
    digest: bool = False
    """Whether there is a digest of open needs where requests are read. Nobody asked for it, so it is off at first."""
    digest_lines: int = 15
    """At most so many lines."""
    weekly: bool = False
    """Whether the week is told in counts where thanks are read, on Mondays at the hour of the daily message."""
    daily_hour: int = 18
    day_begins: int = 9
    """Unprompted messages are written between these local hours only."""
    day_ends: int = 22

    def pace(self, urgency: Urgency) -> Pace:
        return self.quick if urgency is Urgency.TODAY else self.usual
