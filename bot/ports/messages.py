"""What the store remembers about what was said, and what is still on its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.commands.seen import Reacted
from bot.model.digests import Digest, DigestKind, Week
from bot.model.ids import CommunityId, Number, PersonId
from bot.model.people import Account
from bot.model.places import Place, PlaceRef
from bot.model.posts import Card, Door, Parcel, Post, Sent, Talk, door_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event about a message whose sending has not been recorded yet."""

    community_id: CommunityId
    event: Reacted


class Messages(Protocol):
    """What each message of ours was, and which reactions were last seen on it."""

    def find(self, place: PlaceRef, ref: str) -> Sent | None: ...

    def latest(self, card_id: str, community_id: CommunityId) -> Sent | None: ...

    def newest_at(self, place: PlaceRef) -> Sent | None:
        """The last message of ours in this place that offers choices."""

    def recent_at(self, place: PlaceRef, limit: int) -> Sequence[Sent]:
        """The last messages of ours in this place that offer choices, newest first."""

    def put_on(self, place: PlaceRef, origin: str) -> tuple[str, str, str] | None:
        """Message, account and symbol of the reaction that was seen with this origin, if it is still there."""

    def see(self, community_id: CommunityId, reaction: Reacted) -> bool:
        """Remember the reaction as it is now; whether that is a difference from what was last seen.

        If it is taken away by somebody who was not seen with one, a mark of somebody who was forgotten goes.
        """

    def hands(self, place: PlaceRef, ref: str) -> Sequence[tuple[str, str]]:
        """Account and symbol of each reaction as it was last seen on this message.

        The account of somebody who was forgotten is a random mark that begins with `NOBODY`.
        """

    def forget_hand(self, sent: Sent, account_id: str, symbol: str) -> None:
        """This reaction is not there any more, and nobody took it away themselves."""

    def wait(self, community_id: CommunityId, reaction: Reacted, at: datetime) -> None:
        """Keep the event until its message is recorded. The same origin waits once."""

    def arrived(self, limit: int) -> Sequence[Waiting]:
        """Waiting events whose message is recorded by now, oldest first."""

    def stop_waiting(self, community_id: CommunityId, origin: str) -> None: ...


class Cards(Protocol):
    def of_request(self, community_id: CommunityId, number: Number) -> Sequence[Card]: ...

    def get(self, community_id: CommunityId, card_id: str) -> Card | None: ...

    def digests(self, community_id: CommunityId) -> Sequence[Card]:
        """Those of open needs, in every place that there ever was one."""

    def draw_again(self, card: Card) -> None:
        """Bring its message up to date, though nothing that it shows has changed."""

    def make_anew(self, card: Card) -> None:
        """Its message is gone: make another one, with a new wire key, whoever has it in hand at this moment."""


class Digests(Protocol):
    """When each digest of a community is looked at next."""

    def get(self, community_id: CommunityId, kind: DigestKind) -> Digest | None: ...

    def save(self, digest: Digest) -> None:
        """Replaces the one of the same kind."""

    def due(self, now: datetime, limit: int) -> Sequence[tuple[CommunityId, DigestKind]]:
        """Those whose time has come, oldest first."""

    def week(self, community_id: CommunityId, since: datetime, until: datetime) -> Week:
        """Counted over what happened in that time, however much is stored."""


class Talks(Protocol):
    def get(self, community_id: CommunityId, talk_id: str) -> Talk | None: ...

    def asking(self, community_id: CommunityId, person_id: PersonId) -> Sequence[Talk]:
        """The messages to this person that still ask something which no newer one asks, newest first, at most ten."""

    def rewrite(self, talk: Talk) -> None:
        """Keep the items as they are given; the message is drawn once more and follows only what it still asks."""

    def put_away(self, talk: Talk) -> None:
        """The reader deleted the message: it follows nothing any more."""

    def mark_delivered(self, talk: Talk, at: datetime) -> None: ...


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
    is_closed: bool = False
    """Its reader's private place is closed to us: it waits until they come by. Somebody who only asked us not to
    write is answered all the same."""
    is_answer: bool = False
    """Its reader reads it because they did something."""

    @property
    def door(self) -> Door:
        return door_of(self.place.at, self.reader_account_id, is_change=self.card is not None and bool(self.card.ref))


class Directs(Protocol):
    """Private places that are closed to us, and what waits until their people come by."""

    def close(self, account: Account, at: datetime) -> None: ...

    def stop(self, account: Account, at: datetime) -> None:
        """Closed at its owner's wish, so that only they open it again."""

    def has_stopped(self, account: Account) -> bool: ...

    def open(self, account: Account) -> None: ...

    def meet_at(self, account: Account, ref: str) -> None:
        """From now on this is the account's private place."""

    def is_closed(self, account: Account) -> bool: ...

    def of(self, person_id: PersonId, platform: str) -> tuple[Account, PlaceRef] | None:
        """The private place where this person was last written to on this platform."""

    def hold_back(self, parcel: Parcel) -> bool:
        """Give the parcel back, not to be leased until it is let go. False if the lease was lost."""

    def let_go(self, community_id: CommunityId, reader_id: PersonId) -> None:
        """What was held back for this reader may be leased again."""

    def waiting(self, community_id: CommunityId, account: Account, limit: int) -> Sequence[Candidate]:
        """What is held back for whoever has this account, if that is closed; posts first, then daily messages."""

    def was_shown(self, parcel: Parcel) -> bool:
        """Its reader saw it elsewhere: it is never sent. False if the lease was lost."""


class Outbox(Protocol):
    """Posts and cards on their way. Times here are machine time, in epoch seconds."""

    def candidates(
        self, platforms: frozenset[str], machine_now: float, limit: int, at_a_door: int
    ) -> Sequence[Candidate]:
        """What may be leased now: head of its lane, not leased, not waiting for a retry; answers first.

        The first `at_a_door` of each door, so that no flood hides the others; posts and cards take turns.
        A head that failed three times no longer holds its lane up.
        """

    def lease(self, candidate: Candidate, owner: str, until: float) -> int:
        """Own the candidate until then; returns the new epoch."""

    def drop(self, candidate: Candidate) -> None:
        """Forget a post that is no longer true; a card is marked as shown."""

    def delivered(self, parcel: Parcel, sent: Sent, *, is_whole: bool = True) -> bool:
        """Record that it was sent: the post is gone, the card has shown what was read. False if the lease was lost.

        A card that `is_whole` says is not, and one that an earlier attempt may have sent, wants to be drawn once more.
        """

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

    def next_at(self, platforms: frozenset[str] | None = None, after: float = -1) -> float | None:
        """When something may be leased that may not be `after`, for these platforms or for any."""

    def given_up(self) -> int: ...
