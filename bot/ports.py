"""What the core needs from outside. The docstrings are the contract.

Every method is synchronous: a use case runs inside one transaction and can await nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bot.commands.values import Reacted
from bot.model.changes import Settlement
from bot.model.ids import CommunityId, DraftId, Number, PersonId, PlaceId, WordsId
from bot.model.people import Account, Actor, Member, Name
from bot.model.places import Community, Home, Place, PlaceKind, PlaceRef
from bot.model.policy import Kind
from bot.model.posts import Card, Parcel, Post, Sent, Talk
from bot.model.questions import Question
from bot.model.requests import Draft, Request, Words

C = TypeVar("C", contravariant=True)
CommandT = TypeVar("CommandT")
R = TypeVar("R")


class Clock(Protocol):
    """Two clocks: the community's, which the rules live by, and the machine's, for leases and retries."""

    def now(self) -> datetime:
        """Community time, aware UTC."""

    def machine(self) -> float:
        """Machine time in seconds since the epoch."""


class Origins(Protocol):
    def known(self, community_id: CommunityId, origin: str) -> bool:
        """Whether a command with this origin was settled already, refusals included."""


class Communities(Protocol):
    def get(self, community_id: CommunityId) -> Community:
        """Raises KeyError."""

    def at_home(self, home: PlaceRef) -> Community | None: ...

    def of_person(self, person_id: PersonId) -> Sequence[Community]:
        """The communities this person is a member of, oldest membership first."""

    def add(self, community: Community, at: datetime) -> None: ...

    def add_home(self, home: Home) -> None:
        """Adding the same home twice changes nothing."""

    def save_policy(self, community: Community) -> None: ...


class Places(Protocol):
    def of_kind(self, community_id: CommunityId, kind: PlaceKind) -> Place | None:
        """The place of this kind that is not lost."""

    def at(self, place: PlaceRef) -> tuple[CommunityId, Place] | None:
        """A community's place by its platform's ref."""

    def add(self, community_id: CommunityId, place: Place) -> None:
        """Replaces the place of the same kind and platform."""

    def lose(self, community_id: CommunityId, place_id: PlaceId, at: datetime) -> None: ...


class People(Protocol):
    def recognise(self, community_id: CommunityId, actor: Actor, at: datetime) -> Member:
        """The actor as a member; account, person and member are made when they are new.

        A changed name is remembered.
        """

    def person_of(self, account: Account) -> PersonId | None: ...

    def member(self, community_id: CommunityId, person_id: PersonId) -> Member:
        """Raises KeyError."""

    def names(self, community_id: CommunityId, people: Sequence[PersonId], platform: str | None) -> list[Name]:
        """Names with the account on `platform` (any account if None). Unknown people are left out."""

    def account_of(self, person_id: PersonId) -> Account | None:
        """The account this person was last seen with."""

    def due(self, now: datetime, limit: int) -> Sequence[tuple[CommunityId, PersonId]]:
        """Members whose `talk_at` has passed, oldest first."""

    def talk_next(self, member: Member, at: datetime | None) -> None:
        """Set `talk_at` to `at`, whatever it was."""


class Requests(Protocol):
    def next_number(self, community_id: CommunityId) -> Number: ...

    def find(self, community_id: CommunityId, number: Number) -> Request | None:
        """The request with its claims, oldest claim first."""

    def due(self, now: datetime, limit: int) -> Sequence[tuple[CommunityId, Number]]:
        """Requests whose `follow_up_at` has passed, oldest first."""

    def open_claims(self, community_id: CommunityId, person_id: PersonId) -> int:
        """How many active claims this person holds."""

    def owed_to(self, community_id: CommunityId, person_id: PersonId, until: datetime, limit: int) -> Sequence[Request]:
        """Requests that owe this person a word by `until`, most pressing first."""

    def next_owed(self, community_id: CommunityId, person_id: PersonId) -> datetime | None:
        """The earliest word owed to this person by any request."""

    def of_person(self, community_id: CommunityId, person_id: PersonId, limit: int) -> Sequence[Request]:
        """Requests this person asked for or has to do with and that are not closed for over a day, newest first."""

    def wanted(self, community_id: CommunityId, kind: Kind | None, limit: int, offset: int) -> Sequence[Request]:
        """Open requests, the soonest needed first."""

    def count_wanted(self, community_id: CommunityId, kind: Kind | None) -> int: ...


class WordsShelf(Protocol):
    """What people typed. One row a thing, deleted when `purge_at` has passed."""

    def put(self, community_id: CommunityId, words: Words, purge_at: datetime | None) -> WordsId: ...

    def replace(self, community_id: CommunityId, words_id: WordsId, words: Words) -> None: ...

    def get(self, community_id: CommunityId, words_id: WordsId | None) -> Words:
        """Empty words if they were purged, or were never there."""

    def purge_after(self, community_id: CommunityId, words_id: WordsId, at: datetime | None) -> None:
        """Delete these words when `at` has passed; None keeps them."""

    def purge(self, now: datetime, limit: int) -> int:
        """Delete what is due, at most `limit` rows; returns how many."""


class Drafts(Protocol):
    def save(self, draft: Draft) -> None:
        """Replaces the person's draft in this community: there is one at most."""

    def of(self, community_id: CommunityId, person_id: PersonId) -> Draft | None: ...

    def find(self, community_id: CommunityId, draft_id: DraftId) -> Draft | None: ...

    def discard(self, draft: Draft) -> None:
        """Forgets the draft; its words are not touched."""

    def expire(self, now: datetime, limit: int) -> int:
        """Forget drafts whose time has passed; returns how many."""


class Questions(Protocol):
    def ask(self, question: Question) -> None:
        """Replaces the question that was open for this person in this community."""

    def open_for(self, community_id: CommunityId, person_id: PersonId, now: datetime) -> Question | None: ...

    def close(self, question: Question) -> None: ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event about a message whose sending has not been recorded yet."""

    community_id: CommunityId
    event: Reacted


class Messages(Protocol):
    """What each message of ours was, and which reactions were last seen on it."""

    def find(self, place: PlaceRef, ref: str) -> Sent | None: ...

    def latest(self, card_id: str, community_id: CommunityId) -> Sent | None: ...

    def see(self, community_id: CommunityId, reaction: Reacted) -> bool:
        """Remember the reaction as it is now; whether that is a difference from what was last seen."""

    def wait(self, community_id: CommunityId, reaction: Reacted, at: datetime) -> None:
        """Keep the event until its message is recorded. The same origin waits once."""

    def arrived(self, limit: int) -> Sequence[Waiting]:
        """Waiting events whose message is recorded by now, oldest first."""

    def stop_waiting(self, community_id: CommunityId, origin: str) -> None: ...


class Cards(Protocol):
    def of_request(self, community_id: CommunityId, number: Number) -> Sequence[Card]: ...

    def get(self, community_id: CommunityId, card_id: str) -> Card | None: ...


class Talks(Protocol):
    def get(self, community_id: CommunityId, talk_id: str) -> Talk | None: ...

    def mark_delivered(self, talk: Talk, at: datetime) -> None: ...


class Outbox(Protocol):
    """Posts and cards on their way. Times here are machine time, in epoch seconds."""

    def candidates(self, platforms: frozenset[str], machine_now: float, limit: int) -> Sequence["Candidate"]:
        """What may be leased now: head of its lane, not leased, not waiting for a retry; answers first.

        A head that failed three times no longer holds its lane up.
        """

    def lease(self, candidate: "Candidate", owner: str, until: float) -> int:
        """Own the candidate until then; returns the new epoch."""

    def drop(self, candidate: "Candidate") -> None:
        """Forget a post that is no longer true; a card is marked as shown."""

    def delivered(self, parcel: Parcel, sent: Sent) -> bool:
        """Record that it was sent: the post is gone, the card has shown what was read. False if the lease was lost."""

    def removed(self, parcel: Parcel) -> bool:
        """Record that an absent card's message is gone."""

    def failed(self, parcel: Parcel, retry_at: float, reason: str, *, counts: bool) -> bool:
        """Give the parcel back, not to be leased before `retry_at`. Waiting for a limit does not count."""

    def recreate(self, parcel: Parcel) -> bool:
        """The card's message is gone: next time a new one is made, with a new wire key."""

    def give_up(self, parcel: Parcel) -> bool:
        """Never try again. The row stays for the health report, without content."""

    def release_all(self) -> None:
        """Forget every lease: only for a store that has a single process."""

    def next_at(self, platforms: frozenset[str] | None = None) -> float | None:
        """When something may next be leased, for these platforms or for any."""

    def given_up(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post or a card that delivery could take now."""

    community_id: CommunityId
    id: str
    lane: str
    key: str
    attempts: int
    place: Place
    post: Post | None = None
    card: Card | None = None
    reader_account_id: str | None = None
    written_at: datetime | None = None


class History(Protocol):
    def recent(self, community_id: CommunityId, limit: int) -> Sequence["Happened"]:
        """The newest first."""


@dataclass(frozen=True, slots=True)
class Happened:
    number: Number
    move: str
    at: datetime
    follow_up_at: datetime | None


class Uptime(Protocol):
    """Since when the bot is awake, in community time."""

    def seen(self, now: datetime) -> None:
        """The bot is awake now. Kept at most once a minute."""

    def wake(self, now: datetime, longest_nap: float) -> None:
        """The bot starts. If it was last seen more than `longest_nap` seconds ago, it is back since now."""

    def back_at(self) -> datetime | None:
        """When the bot last came back from a long sleep."""


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
    messages: Messages
    cards: Cards
    talks: Talks
    outbox: Outbox
    history: History
    uptime: Uptime

    def settle(self, settlement: Settlement) -> None:
        """Save the changes, their history, posts, cards and the origin. Raises Conflict.

        Cards that show a changed request want to be drawn again.
        """

    def new_id(self) -> str:
        """A random id that names nobody; later ids sort after earlier ones."""

    def next_due(self) -> datetime | None:
        """The earliest community time at which a sweep would find something to do."""


UseCase = Callable[[Tx, CommandT, datetime], R]


class Store(Protocol):
    async def write(self, usecase: UseCase[CommandT, R], command: CommandT, *, in_background: bool = False) -> R:
        """Run the use case in one transaction and return after its commit.

        Runs it again after a Conflict or a serialization failure. Background work lets people go first.
        """

    async def read(self, query: UseCase[CommandT, R], command: CommandT) -> R:
        """Run a reading use case on a connection that cannot write."""

    def on_commit(self, wake: Callable[[], None]) -> None:
        """Call `wake` in the event loop after every commit that wrote something."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a message is, in the platform's words."""

    place: PlaceRef
    ref: str


class Courier(Protocol):
    """A platform's sender. Draws and escapes; decides nothing. Raises DeliveryFailed."""

    platform: str

    async def send(self, parcel: Parcel) -> Receipt:
        """Create the message once per `parcel.key`, however often it is tried."""

    async def edit(self, parcel: Parcel) -> Receipt:
        """Bring the message `parcel.ref` up to date."""

    async def remove(self, parcel: Parcel) -> None:
        """Take the message `parcel.ref` away; one that is gone already is fine."""
