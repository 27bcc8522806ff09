"""What waits to be said: posts are said once, cards show the newest state."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.ids import CommunityId, Number, PersonId, PlaceId
from bot.model.places import PlaceKind, PlaceRef
from bot.model.wording import Choice, Wording

SAID = "said"
"""The name of a post whose words are a finished message, kept for as long as it is on its way."""


class Holds(StrEnum):
    """What must still be true of a request when a post about it is sent."""

    ALWAYS = "always"
    OPEN = "open"
    """Somebody is still wanted."""
    LIVE = "live"
    """The request is not closed."""
    CLAIMED_BY_READER = "claimed by reader"
    HELPER_IS_ON_IT = "helper is on it"
    """The helper named in the post's facts still is."""
    HELPER_IS_OFF_IT = "helper is off it"
    PAUSED = "paused"
    HIDDEN = "hidden"
    MERGED = "merged"
    DONE = "done"
    """Somebody said that it is done, and nobody has settled or objected since."""


@dataclass(frozen=True, slots=True)
class Post:
    """Something to be said once: a message name and facts, never prose and never typed text.

    Read by one person (`reader_id`) in their private place, or in a place of the community (`place`).
    """

    message: str
    number: Number
    reader_id: PersonId | None = None
    place: PlaceKind | None = None
    facts: dict[str, str] = field(default_factory=dict)
    premise: Holds = Holds.ALWAYS
    discard_after: datetime | None = None


class CardKind(StrEnum):
    REQUEST = "request"
    ANNOUNCEMENT = "announcement"
    TALK = "talk"
    """One person's daily message."""
    ROOM = "room"
    """A room of their own for an asker and one helper."""
    DIGEST = "digest"
    """Where a hand is wanted, one of a community."""


class Item(StrEnum):
    """One thing a person hears in their daily message."""

    NUDGE = "nudge"
    BACKUP = "backup"
    PROPOSAL = "proposal"
    ALERT = "alert"
    """A volunteer is told of a request."""
    CHECK_IN = "check-in"
    UNCLAIMED = "unclaimed"
    WARNING = "warning"
    CONFIRM = "confirm"
    THANKS_ASKER = "thanks, asker"
    THANKS_HELPER = "thanks, helper"
    AGAIN = "again"
    """Whether to ask again for the next time."""
    TOLD_ASKER = "told, asker"
    TOLD_HELPER = "told, helper"
    RENEWAL = "renewal"
    """Of what a volunteer offered; it is about no request."""


@dataclass(frozen=True, slots=True)
class Owed:
    """Something one person should hear about one request, and from when on.

    `helper_id` names the claim that it is about, if it is about one.
    """

    item: Item
    number: Number
    person_id: PersonId
    due_at: datetime
    helper_id: PersonId | None = None
    detail: str = ""
    is_repeated: bool = False
    """A newer message asks the same: this one only refers to it."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One combined message to one person: everything that waited for them."""

    community_id: CommunityId
    id: str
    person_id: PersonId
    written_at: datetime
    items: tuple[Owed, ...]
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A live view of a subject in a place. `wanted` runs ahead of `shown` until delivery catches up."""

    community_id: CommunityId
    id: str
    kind: CardKind
    place_id: PlaceId
    wanted: int
    shown: int
    number: Number | None = None
    talk_id: str | None = None
    is_absent: bool = False
    ref: str | None = None
    generation: int = 0
    claim: str = ""
    """Of a room: which claim of the request it belongs to."""


@dataclass(frozen=True, slots=True)
class Door:
    """What platforms limit is counted by door: a place takes new messages and changes of old ones apart."""

    platform: str
    place: str
    is_change: bool


def door_of(place: PlaceRef, reader_account_id: str | None, *, is_change: bool) -> Door:
    """A private place may not be open yet, so it goes by who reads there."""
    return Door(place.platform, reader_account_id or place.ref, is_change)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery in the hands of one sender, for as long as its lease lasts.

    `key` is the wire key: random, names nobody, and the same on every attempt, so that a platform can
    recognise a repeat. `ref` is set when an existing message is to be edited, or removed if `wording`
    is None. `epoch` fences: a sender whose lease ran out cannot record.
    """

    is_card: bool
    community_id: CommunityId
    id: str
    place_id: PlaceId
    place: PlaceRef
    lane: str
    key: str
    wording: Wording | None
    ref: str | None
    wanted: int
    epoch: int
    attempts: int
    reader_account_id: str | None = None
    """Set in private places: the account that is spoken to."""

    @property
    def door(self) -> Door:
        return door_of(self.place, self.reader_account_id, is_change=self.ref is not None)


@dataclass(frozen=True, slots=True)
class Headroom:
    """About how many deliveries a platform takes now before a limit over all of them holds them up.

    `messages` are of any kind; an answer, which a person reads because they did something, may also use what is
    kept for answers. `more_in` is after how many seconds there will be more, if it is only a matter of time.
    """

    messages: int
    answers: int
    more_in: float | None = None

    @property
    def is_unsure(self) -> bool:
        """There is none, and only what lands can tell when there is some again."""
        return self.answers <= 0 and self.more_in is None


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of ours that people can answer: what `messages` remembers."""

    community_id: CommunityId
    place: PlaceRef
    ref: str
    choices: tuple[Choice, ...]
    card_id: str | None = None
    reader_id: PersonId | None = None
