"""Slow places and places that ask to wait: whoever stands before another door does not notice."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.delivery import AT_A_DOOR, Delivery
from bot.errors import RateLimited, StorageStopped
from bot.model.changes import Settlement
from bot.model.ids import Number, PersonId
from bot.model.places import PlaceKind
from bot.model.posts import Headroom, Parcel, Post
from bot.ports import CommandT, R, Receipt, Store, Tx, UseCase
from bot.usecases import outbox
from tests.doubles.village import PLATFORM, ChatPlatform, Village
from tests.people import actor

PATIENCE = 20.0


@dataclass
class BusyPlatform(ChatPlatform):
    """Sends to `held` places go on when they are let go; `limited` places ask to wait for so many seconds."""

    held: dict[str, asyncio.Event] = field(default_factory=dict)
    limited: dict[str, float] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)
    on_the_way: Counter[str] = field(default_factory=Counter)
    said: list[Parcel] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, parcel: Parcel) -> Receipt:
        place = parcel.place.ref or f"direct:{parcel.reader_account_id}"
        self.tried.append(place)
        if place in self.limited:
            raise RateLimited(self.limited[place])
        self.on_the_way[place] += 1
        if place in self.held:
            self.changed.set()
            await self.held[place].wait()
        self.on_the_way[place] -= 1
        self.said.append(parcel)
        self.changed.set()
        return await super().send(parcel)

    async def edit(self, parcel: Parcel) -> Receipt:
        receipt = await super().edit(parcel)
        self.changed.set()
        return receipt

    def hold(self, place: str) -> None:
        self.held[place] = asyncio.Event()

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                self.changed.clear()
                await self.changed.wait()

    def said_at(self, place: str) -> list[str]:
        return [parcel.id for parcel in self.said if parcel.place.ref == place]


@pytest.fixture
def chat(village: Village) -> BusyPlatform:
    village.chat = BusyPlatform()
    village.delivery = Delivery(village.store, {PLATFORM: village.chat}, village.clock, "sender")
    village.store.on_commit(village.delivery.wake)
    return village.chat


async def write(village: Village, *posts: Post, by: PersonId | None = None) -> None:
    def settle(tx: Tx, _: None, now: datetime) -> None:
        tx.settle(Settlement(village.community_id, None, now, by, posts=posts))

    await village.store.write(settle, None)


async def meet(village: Village, name: str) -> PersonId:
    def recognise(tx: Tx, _: None, now: datetime) -> PersonId:
        return tx.people.recognise(village.community_id, actor(name), now).person_id

    return await village.store.write(recognise, None)


def posts(place: PlaceKind, count: int, subjects: int = 3) -> list[Post]:
    return [Post("care_place_lost", Number(index % subjects + 1), place=place) for index in range(count)]


async def test_a_flood_to_one_slow_place_hides_nobody_and_keeps_its_order(village: Village, chat: BusyPlatform) -> None:
    chat.hold("help")
    await write(village, *posts(PlaceKind.HELP, 60), *posts(PlaceKind.CARE, 5))

    delivering = asyncio.ensure_future(village.delivery.deliver_all())
    await chat.until(lambda: len(chat.said_at("care")) == 5)
    assert chat.said_at("help") == []
    assert chat.on_the_way["help"] == AT_A_DOOR

    await write(village, *posts(PlaceKind.THANKS, 1))
    await chat.until(lambda: len(chat.said_at("thanks")) == 1)
    chat.held["help"].set()
    await delivering

    lanes: dict[str, list[str]] = {}
    for parcel in chat.said:
        lanes.setdefault(parcel.lane, []).append(parcel.id)
    assert all(ids == sorted(ids) for ids in lanes.values())
    assert len(chat.said_at("help")) == 60


async def test_a_place_that_asks_to_wait_is_left_alone_and_nothing_has_failed(
    village: Village, chat: BusyPlatform
) -> None:
    chat.limited["help"] = 90.0
    await write(village, *posts(PlaceKind.HELP, 20, subjects=20), *posts(PlaceKind.CARE, 5))
    for _ in range(3):
        await village.delivery.deliver_all()

    assert chat.tried.count("help") <= AT_A_DOOR
    assert len(chat.said_at("care")) == 5

    chat.limited.clear()
    village.clock.machine_forward(91)
    await village.delivery.deliver_all()
    assert len(chat.said_at("help")) == 20
    assert {parcel.attempts for parcel in chat.said} == {0}


async def test_what_waits_for_a_limit_wakes_delivery_when_the_wait_is_over(
    village: Village, chat: BusyPlatform
) -> None:
    chat.limited["help"] = 90.0
    await write(village, *posts(PlaceKind.HELP, 5, subjects=5))
    now = village.clock.machine()
    await village.delivery.deliver_all()

    asked = (frozenset({PLATFORM}), now)
    assert await village.store.read(outbox.next_at, asked) == now + 90


async def test_a_message_that_has_to_wait_for_itself_keeps_nothing_else_from_its_reader(
    village: Village, chat: BusyPlatform
) -> None:
    ben = await meet(village, "Ben")
    chat.failing = [RateLimited(3600.0, is_for_all=False)]
    await write(village, Post("care_place_lost", Number(1), ben))
    await village.delivery.deliver_all()
    await write(village, Post("care_unreachable", Number(2), ben))

    await village.delivery.deliver_all()

    assert ["could not reach" in said.text for said in village.direct("Ben")] == [True]


async def test_an_answer_overtakes_what_waits_at_the_same_door(village: Village, chat: BusyPlatform) -> None:
    ben = await meet(village, "Ben")
    chat.hold("direct:ben")
    await write(village, *[Post("care_place_lost", Number(index), ben) for index in range(5)])
    delivering = asyncio.ensure_future(village.delivery.deliver_all())
    await chat.until(lambda: chat.on_the_way["direct:ben"] == AT_A_DOOR)

    await write(village, Post("care_unreachable", Number(9), ben), by=ben)
    chat.held["direct:ben"].set()
    await delivering

    assert [parcel.lane for parcel in chat.said].index(f"{ben}|9") == AT_A_DOOR


async def test_changes_of_old_messages_do_not_wait_behind_new_ones(village: Village, chat: BusyPlatform) -> None:
    number = await village.ask("Ana", wanted="10")
    await village.settle()
    chat.hold("help")
    await write(village, *posts(PlaceKind.HELP, 5))
    delivering = asyncio.ensure_future(village.delivery.deliver_all())
    await chat.until(lambda: chat.on_the_way["help"] == AT_A_DOOR)

    await village.do("Ben", "claim", number)
    await chat.until(lambda: chat.at("help")[0].edits == 1)
    assert chat.on_the_way["help"] == AT_A_DOOR
    chat.held["help"].set()
    await delivering


class BesideTheStore:
    """A store but for what its heirs change about writing."""

    _store: Store

    async def read(self, query: UseCase[CommandT, R], command: CommandT) -> R:
        return await self._store.read(query, command)

    def on_commit(self, wake: Callable[[], None]) -> None:
        self._store.on_commit(wake)


class LandsDuringTheLook(BesideTheStore):
    """A store whose second lease is answered only after everything has landed. Implements Store."""

    def __init__(self, store: Store, land: Callable[[], Any]) -> None:
        self._store, self._land, self._leases = store, land, 0

    async def write(self, usecase: UseCase[CommandT, R], command: CommandT, *, in_background: bool = False) -> R:
        result = await self._store.write(usecase, command, in_background=in_background)
        if usecase is outbox.lease:
            self._leases += 1
            if self._leases == 2:
                await self._land()
        return result


async def test_what_becomes_free_during_a_look_is_sent_before_delivery_rests(
    village: Village, chat: BusyPlatform
) -> None:
    chat.hold("help")
    await write(village, *posts(PlaceKind.HELP, 4, subjects=1))

    async def land() -> None:
        chat.held["help"].set()
        # Nobody tells when the last one has been recorded.
        while delivery._in_flight:  # noqa: ASYNC110
            await asyncio.sleep(0.001)

    delivery = Delivery(LandsDuringTheLook(village.store, land), {PLATFORM: chat}, village.clock, "sender")
    assert await delivery.deliver_all() == 4
    assert len(chat.said_at("help")) == 4


async def test_a_platform_without_room_is_served_when_what_was_on_its_way_has_landed(
    village: Village, chat: BusyPlatform
) -> None:
    chat.headroom = Headroom(0, 0)
    await write(village, *posts(PlaceKind.HELP, 40), *posts(PlaceKind.CARE, 3))
    await village.delivery.deliver_all()
    assert (len(chat.said_at("help")), len(chat.said_at("care"))) == (40, 3)


async def test_a_store_that_has_stopped_ends_delivery(village: Village, chat: BusyPlatform) -> None:
    async def stopped(*_: object, **__: object) -> None:
        raise StorageStopped("stopped")

    village.store.write = stopped  # type: ignore[method-assign]
    with pytest.raises(StorageStopped):
        await village.delivery.run()


async def test_a_stop_while_something_is_on_its_way_is_not_slept_through(village: Village, chat: BusyPlatform) -> None:
    chat.hold("help")
    await write(village, *posts(PlaceKind.HELP, 1))
    delivery = Delivery(village.store, {PLATFORM: chat}, village.clock, "sender")

    running = asyncio.ensure_future(delivery.run())
    await chat.until(lambda: chat.on_the_way["help"] > 0)
    delivery.stop()
    await asyncio.sleep(0)
    chat.held["help"].set()

    async with asyncio.timeout(PATIENCE):
        await running
    assert len(chat.said_at("help")) == 1


async def test_thousands_that_are_too_late_do_not_keep_what_stands_behind_them(
    village: Village, chat: BusyPlatform
) -> None:
    late = village.clock.now() - timedelta(days=1)
    stale = [replace(post, discard_after=late) for post in posts(PlaceKind.HELP, 2500, subjects=2500)]
    await write(village, *stale)
    await write(village, *posts(PlaceKind.HELP, 1))

    await village.delivery.deliver_all()

    assert len(chat.said_at("help")) == 1


class KeepsNothingOf(BesideTheStore):
    """A store that cannot write down what became of the parcels at one place. Implements Store."""

    def __init__(self, store: Store, place: str) -> None:
        self._store, self._place = store, place

    async def write(self, usecase: UseCase[CommandT, R], command: CommandT, *, in_background: bool = False) -> R:
        parcel = getattr(command, "parcel", None)
        if parcel is not None and parcel.place.ref == self._place:
            raise LookupError(self._place)
        return await self._store.write(usecase, command, in_background=in_background)


async def test_what_cannot_be_kept_of_one_parcel_breaks_off_no_other(village: Village, chat: BusyPlatform) -> None:
    chat.hold("care")
    await write(village, *posts(PlaceKind.CARE, 1))
    delivery = Delivery(KeepsNothingOf(village.store, "help"), {PLATFORM: chat}, village.clock, "sender")
    delivering = asyncio.ensure_future(delivery.deliver_all())
    await chat.until(lambda: chat.on_the_way["care"] == 1)

    await write(village, *posts(PlaceKind.HELP, 1))
    await chat.until(lambda: len(chat.said_at("help")) == 1)
    chat.held["care"].set()
    await delivering

    assert len(chat.said_at("care")) == 1
