"""A homeserver as it comes out of the box: ten messages at once, and then one each five seconds for the whole account.

Every request that is open changes at the same time, and meanwhile people talk with the bot. Nothing speaks to the
homeserver but the real sender, fed by the real delivery.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from adapters.matrix.outgoing.pace import AT_ONCE
from adapters.matrix.people import PLATFORM, account, actor
from bot.clock import MovableClock
from bot.commands.values import OnDraft, SaveDraft, Spoken
from bot.delivery import Delivery
from bot.model.ids import DraftId
from bot.model.language import Language
from bot.model.places import PlaceKind, PlaceRef
from bot.ports import Tx
from bot.usecases import cards, directs, forms, places, spoken
from storage.store import OpenStore
from tests.conftest import start_synapse
from tests.doubles.matrix.person import Newcomers, Person
from tests.doubles.matrix.proxy import Proxy, proxy_to
from tests.doubles.matrix.synapse import Synapse, Synapses
from tests.matrix.outgoing.post import Office, open_office

PEOPLE = ("ana", "ben", "chi", "dee")
GERMAN = "gesucht"


@dataclass(frozen=True)
class Scale:
    """`times` as fast as a homeserver is unless told otherwise. Answers come `every` so many seconds."""

    times: int
    requests: int
    answers: int
    every: float

    @property
    def answered_within(self) -> float:
        """Each refusal takes half a second however fast the homeserver is, and there may be two."""
        return 10 / self.times + (0 if self.times == 1 else 2 * 0.5)

    @property
    def cards_within(self) -> float:
        return 300 / self.times


FULL = Scale(times=1, requests=30, answers=24, every=12)
SMALL = Scale(times=5, requests=20, answers=7, every=2.4)


class Street:
    """A community with open requests, and people who have a private room each."""

    def __init__(self, office: Office, delivery: Delivery, help_room: str) -> None:
        self.office, self.delivery, self.help_room = office, delivery, help_room
        self.root: Person
        self.people: list[Person] = []
        self.rooms: list[str] = []

    async def ask(self, number: int) -> None:
        person = self.people[number % len(self.people)]
        who, community = actor(person.user_id, "Ana"), self.office.community_id
        form = {"kind": "practical", "what": f"errand {number}", "when": "this week"}
        saved = await self.office.store.write(forms.save_draft, SaveDraft(who, community, f"draft {number}", form))
        assert saved.wording is not None
        draft = next(choice.value for choice in saved.wording.choices if choice.move == "post_draft")
        await self.office.store.write(forms.post_draft, OnDraft(who, community, f"post {number}", DraftId(draft)))

    async def change_everything(self) -> None:
        """Every card is said in another language."""

        def speak(tx: Tx, _: None, now: datetime) -> None:
            community = replace(tx.communities.get(self.office.community_id), language=Language.GERMAN)
            tx.communities.save_policy(community)
            cards.draw_all_again(tx, community.id)

        await self.office.store.write(speak, None)

    async def talk(self, number: int) -> float:
        """Somebody asks something; how many seconds until the answer is there."""
        index = number % len(self.people)
        person, room = self.people[index], self.rooms[index]
        before = len(await person.see(room))
        heard = Spoken(
            actor(person.user_id, "Ana"),
            self.office.community_id,
            f"talk {number}",
            "/help",
            PlaceRef(PLATFORM, room),
        )
        asked_at = asyncio.get_running_loop().time()
        await self.office.store.write(spoken.hear, heard)

        async def answered() -> bool:
            return len(await person.see(room)) > before

        await person.wait_until(answered, 120)
        return asyncio.get_running_loop().time() - asked_at

    async def lagging(self) -> int:
        """Cards that do not show the newest state yet."""
        bodies = [message.body for message in await self.people[0].see(self.help_room)]
        return sum(GERMAN not in body for body in bodies if body.startswith("#"))

    async def up_to_date(self) -> float:
        """How many seconds until every card shows the newest state."""
        began_at = asyncio.get_running_loop().time()

        async def is_so() -> bool:
            return not await self.lagging()

        await self.people[0].wait_until(is_so, 600)
        return asyncio.get_running_loop().time() - began_at


async def open_street(
    synapse: Synapse, store: OpenStore, newcomer: Newcomers, requests: int, homeserver: str
) -> Street:
    """Everything is there and shown, and the homeserver has counted nothing yet."""
    clock = MovableClock()
    office = await open_office(synapse, store, clock, homeserver=homeserver)
    root = await newcomer("root", is_admin=True)
    await limit(root, office, 0, 0)
    people = [await newcomer(name) for name in PEOPLE]
    room = await office.room(people[0])
    street = Street(office, Delivery(store, {PLATFORM: office.courier}, clock, "sender"), room)
    street.people, street.root = people, root

    def choose(tx: Tx, _: None, now: datetime) -> None:
        places.set_place(tx, office.community_id, PlaceKind.HELP, PlaceRef(PLATFORM, room))

    await store.write(choose, None)
    for number in range(requests):
        await street.ask(number)
    for person in people:
        sent = await office.courier.send(office.to(person))
        await person.join(sent.place.ref)
        street.rooms.append(sent.place.ref)
        await store.write(directs.adopt, (account(person.user_id), sent.place))
    await street.delivery.deliver_all()
    await office.catch_up()
    return street


async def limit(root: Person, office: Office, per_second: int, burst: int) -> None:
    """0 is no limit."""
    path = f"/_synapse/admin/v1/users/{office.bot.user_id}/override_ratelimit"
    await root.call("POST", path, {"messages_per_second": per_second, "burst_count": burst})


async def limit_as_usual(root: Person, office: Office) -> None:
    await root.call("DELETE", f"/_synapse/admin/v1/users/{office.bot.user_id}/override_ratelimit")


async def play(street: Street, scale: Scale) -> tuple[float, list[float]]:
    """Seconds until every card was up to date, and until each answer came."""
    street.office.store.on_commit(street.delivery.wake)  # type: ignore[attr-defined]
    answers: list[float] = []
    async with asyncio.TaskGroup() as group:
        following = group.create_task(street.office.courier.run())
        delivering = group.create_task(street.delivery.run())
        await street.change_everything()
        showing = group.create_task(street.up_to_date())
        for number in range(scale.answers):
            took = await street.talk(number)
            answers.append(took)
            await asyncio.sleep(max(scale.every - took, 0))
        shown_after = await showing
        following.cancel()
        street.delivery.stop()
        await delivering
    return shown_after, answers


def check(scale: Scale, shown_after: float, answers: list[float], refused: int, show: Callable[[str], None]) -> None:
    show(
        f"{scale.times} x default limits: each of {len(answers)} answers in {max(answers):.1f} s "
        f"of {scale.answered_within:.0f}, {scale.requests} cards after {shown_after:.0f} s "
        f"of {scale.cards_within:.0f}, {refused} times refused"
    )
    assert max(answers) <= scale.answered_within
    assert shown_after <= scale.cards_within
    assert refused <= AT_ONCE


def refused(proxy: Proxy) -> int:
    return sum(each.status == 429 for each in proxy.calls)


async def test_at_five_times_the_speed_of_the_default_limits_answers_come_at_once_and_cards_follow(
    synapse: Synapse, sqlite: OpenStore, newcomer: Newcomers, summary: Callable[[str], None]
) -> None:
    """With as many times less time for it."""
    async with proxy_to(synapse.url) as proxy:
        street = await open_street(synapse, sqlite, newcomer, SMALL.requests, proxy.url)
        await limit(street.root, street.office, 1, 10)
        shown_after, answers = await play(street, SMALL)
        await street.office.close()
    check(SMALL, shown_after, answers, refused(proxy), summary)


@pytest.mark.exhaustive
async def test_with_the_default_limits_answers_come_within_ten_seconds_and_cards_within_five_minutes(
    synapses: Synapses, sqlite: OpenStore, summary: Callable[[str], None]
) -> None:
    synapse = start_synapse(synapses, limits=True)
    newcomer = Newcomers(synapse)
    async with proxy_to(synapse.url) as proxy:
        street = await open_street(synapse, sqlite, newcomer, FULL.requests, proxy.url)
        await limit_as_usual(street.root, street.office)
        shown_after, answers = await play(street, FULL)
        await street.office.close()
    await newcomer.close()
    check(FULL, shown_after, answers, refused(proxy), summary)
