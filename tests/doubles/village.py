"""A community on a chat platform made for tests: everything real but the network.

The platform keeps its promise (one message per wire key), so that it can catch us breaking ours.
"""

import itertools
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.commands.homes import OpenHome
from bot.commands.seen import Pressed, Reacted
from bot.commands.values import Ask, FreeText, OnDraft, OnRequest, SaveDraft
from bot.delivery import Delivery
from bot.errors import DeliveryFailed, MessageGone, PlaceLost
from bot.model.ids import CommunityId, DraftId, Number, PersonId
from bot.model.language import Language
from bot.model.outcome import Outcome
from bot.model.people import Actor
from bot.model.places import PlaceRef
from bot.model.policy import Kind
from bot.model.posts import Headroom, Parcel
from bot.model.requests import Request
from bot.model.volunteers import Volunteer
from bot.model.wording import Wording
from bot.ports import Receipt, Store
from bot.usecases import answers, forms, places, sweep
from bot.usecases.catalogue import MOVES
from tests.doubles import days
from tests.doubles.clock import HandClock
from tests.people import actor

PLATFORM = "test"
HOME = PlaceRef(PLATFORM, "elm street")


@dataclass
class Said:
    """One message on the platform, as it reads now."""

    ref: str
    place: str
    wording: Wording
    edits: int = 0
    is_removed: bool = False

    @property
    def text(self) -> str:
        return self.wording.text

    def offers(self, move: str) -> bool:
        return any(choice.move == move for choice in self.wording.choices)


@dataclass
class ChatPlatform:
    """Implements Courier. `failing` is raised instead of the next sends."""

    platform: str = PLATFORM
    headroom: Headroom = field(default_factory=lambda: Headroom(1_000, 1_000))
    messages: dict[str, Said] = field(default_factory=dict)
    failing: list[DeliveryFailed] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    attempts: int = 0
    lost: set[str] = field(default_factory=set)
    """Places that are gone for us."""
    loses_answers: int = 0
    """So many of the next sends are carried out, and their answers lost."""

    async def send(self, parcel: Parcel) -> Receipt:
        self._stumble(parcel)
        place = parcel.place.ref or f"direct:{parcel.reader_account_id}"
        ref = self.keys.setdefault(parcel.key, f"m{len(self.keys) + 1}")
        assert parcel.wording is not None
        self.messages.setdefault(ref, Said(ref, place, parcel.wording))
        if self.loses_answers:
            self.loses_answers -= 1
            raise DeliveryFailed("the answer was lost")
        return Receipt(PlaceRef(self.platform, place), ref)

    async def edit(self, parcel: Parcel) -> Receipt:
        self._stumble(parcel)
        assert parcel.ref is not None
        assert parcel.wording is not None
        said = self.messages.get(parcel.ref)
        if said is None or said.is_removed:
            raise MessageGone("gone")
        said.wording, said.edits = parcel.wording, said.edits + 1
        return Receipt(PlaceRef(self.platform, said.place), parcel.ref)

    async def remove(self, parcel: Parcel) -> None:
        self._stumble(parcel)
        assert parcel.ref is not None
        if parcel.ref in self.messages:
            self.messages[parcel.ref].is_removed = True

    def _stumble(self, parcel: Parcel) -> None:
        self.attempts += 1
        if parcel.place.ref in self.lost:
            raise PlaceLost("gone")
        if self.failing:
            raise self.failing.pop(0)

    def at(self, place: str) -> list[Said]:
        return [said for said in self.messages.values() if said.place == place and not said.is_removed]


class Village:
    """Plays a community through the real use cases, the real store and the real delivery."""

    def __init__(self, store: Store, clock: HandClock) -> None:
        self.store = store
        self.clock = clock
        self.chat = ChatPlatform()
        self.delivery = Delivery(store, {PLATFORM: self.chat}, clock, "sender")
        self.community_id = CommunityId("")
        self.languages: dict[str, str] = {}
        """What the platform tells about people, by name."""
        self._origins = itertools.count(1)

    async def open(self, kinds: frozenset[Kind] | None = None) -> "Village":
        home = OpenHome(HOME, "Elm Street", "UTC", {"help": "help", "thanks": "thanks", "care": "care"})
        self.community_id = await self.store.write(places.open_home, home)
        await self.store.write(sweep.wake, None)
        if kinds is not None:
            await self.store.write(_offer, (self.community_id, kinds))
        return self

    def actor(self, person: str) -> Actor:
        return replace(actor(person), language=self.languages.get(person))

    def origin(self) -> str:
        return f"test:{next(self._origins)}"

    async def fill(self, person: str, **values: str) -> Outcome:
        form = {"kind": "practical", "what": "a ride to the clinic", "when": "this week", **values}
        return await self.store.write(
            forms.save_draft, SaveDraft(self.actor(person), self.community_id, self.origin(), form)
        )

    async def ask(self, person: str, **values: str) -> Number:
        """Fill in the form and post it; returns the number."""
        preview = await self.fill(person, **values)
        assert preview.wording is not None, preview
        draft = next(choice.value for choice in preview.wording.choices if choice.move == "post_draft")
        command = OnDraft(self.actor(person), self.community_id, self.origin(), DraftId(draft))
        posted = await self.store.write(forms.post_draft, command)
        assert posted.result == "post", posted
        assert posted.wording is not None
        return posted.wording.choices[0].number

    def command(self, person: str, number: Number, value: str = "") -> OnRequest:
        return OnRequest(self.actor(person), self.community_id, self.origin(), number, value)

    async def do(self, person: str, move: str, number: Number, value: str = "") -> Outcome:
        return await self.store.write(MOVES[move], self.command(person, number, value))

    async def press(self, person: str, token: str) -> Outcome:
        return await self.store.write(
            answers.press, Pressed(self.actor(person), self.community_id, self.origin(), token)
        )

    async def say(self, person: str, text: str) -> Outcome:
        return await self.store.write(
            answers.hear, FreeText(self.actor(person), self.community_id, self.origin(), text)
        )

    async def react(self, person: str, ref: str, symbol: str = "✋", *, present: bool = True) -> Outcome:
        place = self.chat.messages[ref].place if ref in self.chat.messages else "help"
        event = Reacted(self.actor(person), PlaceRef(PLATFORM, place), ref, symbol, present, self.origin())
        return await self.store.write(answers.react, event)

    async def person(self, name: str) -> PersonId:
        """Who has had to do with the bot before."""
        found = await self.store.read(_person, self.actor(name).account)
        assert found is not None
        return found

    async def enlist(self, name: str, **offer: object) -> None:
        """They have talked to the bot, and said that they help; `offer` is what they do not say as everybody does."""
        await self.do(name, "claim", Number(999))
        await self.store.write(_enlist, (self.community_id, await self.person(name), offer))

    async def request(self, number: Number) -> Request:
        found = await self.store.read(_find, (self.community_id, number))
        assert found is not None
        return found

    async def settle(self) -> None:
        """Everything that is due now is done, and everything that can be sent is sent."""
        await days.settle(self.store, self.delivery)

    async def pass_time(self, length: timedelta) -> None:
        """Live through the time, from due moment to due moment."""
        await days.live_through(length, self.store, self.clock, self.settle)

    async def sleep(self, length: timedelta) -> None:
        """The bot is off for so long, then starts again."""
        self.clock.move_to(self.clock.now() + length)
        await self.store.write(sweep.wake, None)
        await self.settle()

    def direct(self, person: str) -> list[Said]:
        return self.chat.at(f"direct:{person.lower()}")

    def ask_about(self, person: str, question: str) -> Ask:
        return Ask(self.actor(person), self.community_id, self.origin(), question)


def _person(tx, account, now):  # type: ignore[no-untyped-def]
    return tx.people.person_of(account)


def _enlist(tx, who, now):  # type: ignore[no-untyped-def]
    community_id, person_id, offer = who
    usual = Volunteer(
        community_id=community_id,
        person_id=person_id,
        kinds=frozenset({Kind.PRACTICAL}),
        languages=frozenset({Language.ENGLISH}),
        quiet=None,
        open_claims=2,
        takes_heavy=False,
        words_id=None,
        since=now,
        expires_at=now + timedelta(days=90),
        renew_at=now + timedelta(days=83),
    )
    tx.volunteers.save(replace(usual, **offer))


def _find(tx, key, now):  # type: ignore[no-untyped-def]
    return tx.requests.find(*key)


def _offer(tx, change, now):  # type: ignore[no-untyped-def]
    community = tx.communities.get(change[0])
    tx.communities.save_policy(replace(community, policy=replace(community.policy, kinds=change[1])))
