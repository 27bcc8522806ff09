"""What adapters send to the core. `origin` is the chat event that caused it: platform and event id."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.ids import CommunityId, DraftId, Number
from bot.model.people import Account, Actor
from bot.model.places import PlaceRef
from bot.model.posts import Door, Headroom
from bot.model.wording import Wording


class Answer(StrEnum):
    """How the actor hears the outcome: directly from the adapter, or by a post in the same commit."""

    DIRECT = "direct"
    POST = "post"
    SPOKEN = "spoken"  # by a message of its own, whatever there is to say: see `usecases.spoken`


@dataclass(frozen=True, slots=True)
class OnRequest:
    """A move on request `number`. `value` carries the choice, if the move has several."""

    actor: Actor
    community_id: CommunityId
    origin: str
    number: Number
    value: str = ""
    answer: Answer = Answer.DIRECT


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """A filled-in form, exactly as it was typed. `number` is set to change an existing request."""

    actor: Actor
    community_id: CommunityId
    origin: str
    values: dict[str, str] = field(default_factory=dict)
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """A filled-in form about the community or about oneself, exactly as it was typed."""

    actor: Actor
    community_id: CommunityId
    origin: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OnDraft:
    """What becomes of the preview the actor was shown. `value` is set where something is chosen on it."""

    actor: Actor
    community_id: CommunityId
    origin: str
    draft_id: DraftId
    value: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about the community or oneself: a list, the help text, the setup. `by` is when help is needed."""

    actor: Actor
    community_id: CommunityId
    origin: str
    value: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class FreeText:
    """Something typed to the bot in private that is not a command."""

    actor: Actor
    community_id: CommunityId
    origin: str
    text: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A command (however it is written there, it begins with "/" here), the number of a choice, or an answer."""

    actor: Actor
    community_id: CommunityId
    origin: str
    text: str
    place: PlaceRef
    about: str | None = None
    """The message of ours it replies to."""
    seen: tuple[str, ...] | None = None
    """Messages of ours that stood there before it, newest first; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Tell:
    """What the adapter itself has to say to somebody in private."""

    actor: Actor
    community_id: CommunityId
    origin: str
    wording: Wording


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice pressed on one of our messages. The message decides what may be chosen."""

    actor: Actor
    place: PlaceRef
    ref: str
    token: str
    origin: str
    answer: Answer = Answer.DIRECT


@dataclass(frozen=True, slots=True)
class Pressed:
    """A choice pressed on a private answer, which no table remembers; the use case re-checks everything."""

    actor: Actor
    community_id: CommunityId
    origin: str
    token: str
    answer: Answer = Answer.DIRECT


@dataclass(frozen=True, slots=True)
class Reacted:
    """A reaction that was put on one of our messages, or taken away."""

    actor: Actor
    place: PlaceRef
    ref: str
    symbol: str
    is_present: bool
    origin: str
    answer: Answer = Answer.DIRECT
    within: PlaceRef | None = None
    """The place that this one is a part of, if it was made for one message."""
    is_private: bool = False
    """It happened in a private place of the actor."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A reaction was taken away, where it is known by the event that put it there: `put_on` is its origin."""

    actor: Actor
    place: PlaceRef
    put_on: str
    origin: str
    within: PlaceRef | None = None
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message of ours, in its platform's own words."""

    place: PlaceRef
    ref: str


@dataclass(frozen=True, slots=True)
class Cleared:
    """All reactions of this symbol, or of any if it is None, were wiped off; those `still_up` were not."""

    message: MessageRef
    symbol: str | None = None
    still_up: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Unseen:
    """So many people have put this symbol on a message of ours whom nobody saw doing it."""

    message: MessageRef
    symbol: str
    count: int


@dataclass(frozen=True, slots=True)
class OpenHome:
    """A community is set up on a platform. Places are given in the platform's own refs, by kind."""

    home: PlaceRef
    name: str
    timezone: str
    places: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ComeHome:
    """We are in this home; `found` are places of it that were lost and where we can post again."""

    home: PlaceRef
    found: frozenset[PlaceRef]


@dataclass(frozen=True, slots=True)
class Moved:
    """Whoever was in `old` is in `new` from now on, and nobody writes in `old` any more."""

    old: PlaceRef
    new: PlaceRef


@dataclass(frozen=True, slots=True)
class ShareHome:
    """The community at home in `known` is at home in `home` as well."""

    known: PlaceRef
    home: PlaceRef


@dataclass(frozen=True, slots=True)
class SetPlace:
    """A moderator says where something is read. `kind` is a PlaceKind; an empty ref changes nothing."""

    actor: Actor
    community_id: CommunityId
    origin: str
    kind: str
    at: PlaceRef


@dataclass(frozen=True, slots=True)
class Prefer:
    """A moderator chooses how the platform's adapter does something in this home, in the adapter's own words."""

    actor: Actor
    community_id: CommunityId
    origin: str
    home: PlaceRef
    name: str
    value: str
    offers_rooms: bool | None = None
    """Whether this choice lets an asker and a helper have a room of their own; None if it says nothing about that."""
    page: str = ""
    """Which page of the setup is shown after it."""


@dataclass(frozen=True, slots=True)
class Lease:
    """Take up to `limit` deliveries for these platforms; times of leases are machine time (epoch seconds).

    No door has more than `at_a_door` on their way; `taken` says how many are already. A platform whose `headroom` is
    given takes no more than that.
    """

    owner: str
    platforms: frozenset[str]
    machine_now: float
    lease_seconds: float
    limit: int
    at_a_door: int = 1
    taken: Mapping[Door, int] = field(default_factory=dict)
    headroom: Mapping[str, Headroom] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TakeWaiting:
    """Somebody comes by in this community, or in private if it is None: take what waits for them."""

    account: Account
    community_id: CommunityId | None
    lease: Lease


@dataclass(frozen=True, slots=True)
class Thank:
    """A line of thanks for somebody, as it was typed; without text while the form is only opened.

    `to` is None for somebody who does not belong to the community any more.
    """

    actor: Actor
    community_id: CommunityId
    origin: str
    to: Account | None
    is_to_a_bot: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class Moderate:
    """A moderator's command as typed: "close 12 reason"."""

    actor: Actor
    community_id: CommunityId
    origin: str
    text: str
