"""What the store remembers about communities, people and requests: one Protocol an area."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model.conversations import Conversation
from bot.model.ids import CommunityId, DraftId, Number, PersonId, PlaceId, WordsId
from bot.model.language import Language
from bot.model.people import Account, Actor, Member, Name
from bot.model.places import Community, Home, Place, PlaceKind, PlaceRef
from bot.model.policy import Kind
from bot.model.questions import Question
from bot.model.requests import Draft, Request, Words


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

    def home(self, at: PlaceRef) -> Home | None: ...

    def homes(self, platform: str) -> Sequence[Home]:
        """All that were not left."""

    def homes_of(self, community_id: CommunityId) -> Sequence[Home]:
        """All that it ever had."""

    def homeless(self) -> Sequence[tuple[CommunityId, datetime]]:
        """Communities that have left every home they had, and when they left the last one."""

    def erase(self, community_id: CommunityId, at_most: int) -> bool:
        """Delete up to so many rows of each table, and the people who are in no other community.

        Says whether there may be more; the community and its homes go last.
        """

    def save_home(self, home: Home) -> None:
        """Keep its preferences and when it was left."""

    def save_policy(self, community: Community) -> None: ...


class Places(Protocol):
    def of_kind(self, community_id: CommunityId, kind: PlaceKind) -> Place | None:
        """The place of this kind that is not lost."""

    def of_community(self, community_id: CommunityId) -> Sequence[Place]:
        """All of them, lost ones too."""

    def at(self, place: PlaceRef) -> tuple[CommunityId, Place] | None:
        """A community's place by its platform's ref."""

    def add(self, community_id: CommunityId, place: Place) -> None:
        """Replaces the place of the same kind and platform."""

    def find_again(self, community_id: CommunityId, place_id: PlaceId) -> None:
        """A lost place is there again; its cards are brought up to date."""

    def lose(self, community_id: CommunityId, place_id: PlaceId, at: datetime) -> None: ...

    def lose_all(self, community_id: CommunityId, platform: str, at: datetime) -> None: ...

    def lost(self, community_id: CommunityId, platform: str) -> Sequence[Place]: ...


class People(Protocol):
    def recognise(self, community_id: CommunityId, actor: Actor, at: datetime) -> Member:
        """The actor as a member; account, person and member are made when they are new.

        A changed name is remembered, and so is another language than before.
        """

    def person_of(self, account: Account) -> PersonId | None: ...

    def language(self, person_id: PersonId) -> Language | None:
        """Which they read, by the account that they were last seen with of those that tell."""

    def reading(self, community_id: CommunityId, person_id: PersonId) -> tuple[Language | None, str | None]:
        """That language, and their own time zone in this community."""

    def set_hours(self, member: Member) -> None:
        """Keep its time zone and its hour of the daily message."""

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

    def next_owed(self, community_id: CommunityId, person_id: PersonId, after: datetime | None) -> datetime | None:
        """The earliest word owed to this person by any request; with `after`, the earliest later than that."""

    def postpone(self, community_id: CommunityId, number: Number, at: datetime) -> None:
        """Look at this request again at `at`, whatever was planned: after a mistake of ours."""

    def of_person(self, community_id: CommunityId, person_id: PersonId, limit: int) -> Sequence[Request]:
        """Requests this person asked for or has to do with and that are not closed for over a day, newest first."""

    def wanted(self, community_id: CommunityId, kind: Kind | None, limit: int, offset: int) -> Sequence[Request]:
        """Open requests, the soonest needed first."""

    def living(self, community_id: CommunityId, limit: int) -> Sequence[Request]:
        """Requests that are open or claimed, the soonest needed first."""

    def count_wanted(self, community_id: CommunityId, kind: Kind | None) -> int: ...


class WordsShelf(Protocol):
    """What people typed. One row a thing, deleted when `purge_at` has passed."""

    def put(self, community_id: CommunityId, words: Words, purge_at: datetime | None) -> WordsId: ...

    def replace(self, community_id: CommunityId, words_id: WordsId, words: Words) -> None: ...

    def get(self, community_id: CommunityId, words_id: WordsId | None) -> Words:
        """Empty words if they were purged, or were never there."""

    def purge_after(self, community_id: CommunityId, words_id: WordsId, at: datetime | None) -> None:
        """Delete these words when `at` has passed; None keeps them."""

    def delete(self, community_id: CommunityId, words_id: WordsId) -> None:
        """Now, whatever was planned."""

    def purge(self, now: datetime, limit: int) -> int:
        """Delete what is due, at most `limit` rows; returns how many."""


class Privacy(Protocol):
    """Everything about one person, wherever it is."""

    def accounts(self, person_id: PersonId) -> Sequence[Account]: ...

    def numbers(self, community_id: CommunityId, person_id: PersonId) -> Sequence[Number]:
        """Requests they asked for or ever had to do with, oldest first."""

    def typed_by(self, community_id: CommunityId, person_id: PersonId) -> Sequence[WordsId]:
        """Words that name this person as their writer."""

    def has_hands_up(self, community_id: CommunityId, person_id: PersonId) -> bool:
        """Whether a reaction of theirs was last seen on a message of ours."""

    def forget(self, person_id: PersonId) -> None:
        """Delete their accounts, names and memberships, and what waits for them, in every community.

        Of each reaction of theirs a mark stays that says only that it is there, as we cannot take it away.
        What stays of the requests they were part of names nobody any more. The requests themselves and their
        words are the use case's to change before.
        """


class Drafts(Protocol):
    def save(self, draft: Draft) -> None:
        """Replaces the person's draft in this community: there is one at most. Its words are on the shelf already."""

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

    def open(self, now: datetime, limit: int) -> Sequence[Question]:
        """Everybody's, the one that ends last first."""

    def close(self, question: Question) -> None: ...


class Conversations(Protocol):
    def keep(self, talk: Conversation) -> None:
        """Replaces the one that was open for this person in this community."""

    def open_for(self, community_id: CommunityId, person_id: PersonId, now: datetime) -> Conversation | None: ...

    def end(self, talk: Conversation) -> None: ...

    def expire(self, now: datetime) -> int:
        """Forget those whose time has passed; returns how many."""


class Positions(Protocol):
    """How far an account of ours has read its platform."""

    def of(self, account: Account) -> str | None: ...

    def save(self, account: Account, position: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Happened:
    number: Number
    move: str
    at: datetime
    follow_up_at: datetime | None
    why: WordsId | None = None
    """The words of a moderator's reason."""


class History(Protocol):
    def recent(self, community_id: CommunityId, limit: int) -> Sequence[Happened]:
        """The newest first."""

    def of_request(self, community_id: CommunityId, number: Number, limit: int) -> Sequence[Happened]:
        """The newest first."""


class Uptime(Protocol):
    """Since when the bot is awake, in community time."""

    def seen(self, now: datetime) -> None:
        """The bot is awake now. Kept at most once a minute."""

    def wake(self, now: datetime, longest_nap: float) -> None:
        """The bot starts. If it was last seen more than `longest_nap` seconds ago, it is back since now."""

    def back_at(self) -> datetime | None:
        """When the bot last came back from a long sleep."""
