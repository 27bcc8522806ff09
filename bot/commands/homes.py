"""Where a community is at home, and where what is read there."""

from dataclasses import dataclass, field

from bot.model.ids import CommunityId
from bot.model.people import Actor
from bot.model.places import PlaceRef


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
