"""The transaction, the store that runs it, the clocks and the couriers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bot.model.changes import Settlement
from bot.model.conversations import SaidTime
from bot.model.ids import CommunityId
from bot.model.people import Actor, Member
from bot.model.places import Community, PlaceRef
from bot.model.posts import Headroom, Parcel
from bot.ports.areas import (
    Communities,
    Conversations,
    Drafts,
    History,
    Origins,
    People,
    Places,
    Positions,
    Privacy,
    Questions,
    Requests,
    Uptime,
    WordsShelf,
)
from bot.ports.matching import Matching
from bot.ports.messages import Cards, Digests, Directs, Messages, Outbox, Talks
from bot.ports.volunteers import Volunteers

CommandT = TypeVar("CommandT")
R = TypeVar("R")


class Clock(Protocol):
    """Two clocks: the community's, which the rules live by, and the machine's, for leases and retries."""

    def now(self) -> datetime:
        """Community time, aware UTC."""

    def machine(self) -> float:
        """Machine time in seconds since the epoch."""


class Tx(Protocol):
    """One transaction: everything in it happens together or not at all."""

    origins: Origins
    communities: Communities
    places: Places
    people: People
    requests: Requests
    words: WordsShelf
    drafts: Drafts
    questions: Questions
    conversations: Conversations
    messages: Messages
    cards: Cards
    talks: Talks
    digests: Digests
    outbox: Outbox
    directs: Directs
    history: History
    uptime: Uptime
    positions: Positions
    privacy: Privacy
    volunteers: Volunteers
    matching: Matching

    def receive(
        self, community_id: CommunityId, actor: Actor, origin: str, at: datetime
    ) -> tuple[Community, Member] | None:
        """The community, and the actor as a member of it, who is recognised. None if the origin was settled already.

        Raises KeyError for a community that nobody founded.
        """

    def settle(self, settlement: Settlement) -> None:
        """Save the changes, their history, posts, cards and the origin. Raises Conflict.

        Cards that show a changed request want to be drawn again.
        """

    def new_id(self) -> str:
        """A random id that names nobody; later ids sort after earlier ones."""

    def next_due(self) -> datetime | None:
        """The earliest community time at which a sweep would find something to do."""


UseCase = Callable[[Tx, CommandT, datetime], R]


class Reader(Protocol):
    """A store that is only looked at."""

    async def read(self, query: UseCase[CommandT, R], command: CommandT) -> R:
        """Run a reading use case on a connection that cannot write."""


class Store(Reader, Protocol):
    async def write(self, usecase: UseCase[CommandT, R], command: CommandT, *, in_background: bool = False) -> R:
        """Run the use case in one transaction and return after its commit.

        Runs it again after a Conflict or a serialization failure. Background work lets people go first.
        """

    def on_commit(self, wake: Callable[[], None]) -> None:
        """Call `wake` in the event loop after every commit that wrote something."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a message is, in the platform's words."""

    place: PlaceRef
    ref: str
    is_whole: bool = True
    """False if something that follows it is still to be done: a card is then drawn once more."""


class HumanTime(Protocol):
    """Reads a time as people say it: "tomorrow 5pm", "Freitag 18 Uhr", "in 2 hours"."""

    async def read(self, said: SaidTime) -> datetime | None:
        """The moment in UTC; of a day alone, its end. None if it could mean anything, or two things."""


class Courier(Protocol):
    """A platform's sender. Draws and escapes; decides nothing. Raises DeliveryFailed."""

    platform: str

    @property
    def headroom(self) -> Headroom:
        """What could go out now without waiting for a limit over all of it."""

    async def send(self, parcel: Parcel) -> Receipt:
        """Create the message once per `parcel.key`, however often it is tried.

        Before a card that one person reads, raises ReaderGone if they are not with the community any more.
        """

    async def edit(self, parcel: Parcel) -> Receipt:
        """Bring the message `parcel.ref` up to date."""

    async def remove(self, parcel: Parcel) -> None:
        """Take the message `parcel.ref` away; one that is gone already is fine."""
