"""Several processes on one PostgreSQL: they meet, decide again, and survive a lost connection."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.errors import Conflict, StorageUnusable
from bot.model.changes import CardWish, Change, Settlement
from bot.model.claims import Claim, Hold
from bot.model.ids import Number, PersonId
from bot.model.places import PlaceKind
from bot.model.posts import CardKind
from bot.ports import Tx
from storage.store import OpenStore, open_store
from tests.doubles.clock import HandClock
from tests.doubles.postgres import PostgresServer
from tests.people import BEN, ELM, NOON, RIDE
from tests.storage.samples import HELP, posted, seen, within


@pytest.fixture
def url(postgres_server: PostgresServer) -> Iterator[str]:
    name = postgres_server.create()
    yield postgres_server.url(name)
    postgres_server.drop(name)


async def both(url: str) -> tuple[OpenStore, OpenStore]:
    first, second = await asyncio.gather(open_store(url, HandClock()), open_store(url, HandClock()))
    return first, second


def claim(tx: Tx) -> bool:
    """Three are wanted; whoever comes later is refused."""
    found = tx.requests.find(ELM.id, RIDE.number)
    assert found is not None
    if len(found.claims) == 3:
        return False
    helper = PersonId(f"helper {len(found.claims)} {tx.new_id()}")
    after = replace(found, claims=(*found.claims, Claim(helper, Hold.ACTIVE, NOON)))
    tx.settle(Settlement(ELM.id, None, NOON, helper, (Change("claim", found, after),)))
    return True


async def test_of_64_claims_in_two_processes_exactly_three_win(url: str) -> None:
    stores = await both(url)
    await within(stores[0], lambda tx: tx.settle(posted(replace(RIDE, wanted=3))))
    won = await asyncio.gather(*[within(stores[turn % 2], claim) for turn in range(64)])
    assert sum(won) == 3
    found = await seen(stores[0], lambda tx: tx.requests.find(ELM.id, RIDE.number))
    assert found is not None
    assert (len(found.claims), found.version) == (3, 3)
    for store in stores:
        await store.close()


async def test_many_who_each_change_the_same_request_all_come_through(url: str) -> None:
    stores = await both(url)
    await within(stores[0], lambda tx: tx.settle(posted(RIDE)))

    def change(tx: Tx) -> None:
        found = tx.requests.find(ELM.id, RIDE.number)
        assert found is not None
        tx.settle(Settlement(ELM.id, None, NOON, BEN, (Change("edit", found, found),)))

    await asyncio.gather(*[within(stores[turn % 2], change) for turn in range(32)])
    found = await seen(stores[1], lambda tx: tx.requests.find(ELM.id, RIDE.number))
    assert found == replace(RIDE, version=32)
    for store in stores:
        await store.close()


async def test_a_use_case_that_passes_over_mistakes_does_not_pass_over_others_who_came_first(url: str) -> None:
    stores = await both(url)
    await within(stores[0], lambda tx: tx.settle(posted(RIDE)))

    def change(tx: Tx) -> None:
        try:
            found = tx.requests.find(ELM.id, RIDE.number)
            assert found is not None
            tx.settle(Settlement(ELM.id, None, NOON, BEN, (Change("edit", found, found),)))
        except Conflict:
            raise
        except Exception:
            return

    await asyncio.gather(*[within(stores[turn % 2], change) for turn in range(32)])
    found = await seen(stores[1], lambda tx: tx.requests.find(ELM.id, RIDE.number))
    assert found == replace(RIDE, version=32)
    for store in stores:
        await store.close()


async def test_numbers_given_at_the_same_moment_differ(url: str) -> None:
    stores = await both(url)

    def ask(tx: Tx) -> int:
        number = tx.requests.next_number(ELM.id)
        tx.settle(posted(replace(RIDE, number=number)))
        return number

    numbers = await asyncio.gather(*[within(stores[turn % 2], ask) for turn in range(20)])
    assert sorted(numbers) == list(range(1, 21))
    for store in stores:
        await store.close()


async def test_one_candidate_is_leased_by_one_sender(url: str) -> None:
    stores = await both(url)

    def prepare(tx: Tx) -> None:
        tx.places.add(ELM.id, HELP)
        tx.settle(posted(RIDE, cards=(CardWish(CardKind.REQUEST, PlaceKind.HELP, number=RIDE.number),)))

    def lease(tx: Tx) -> int:
        found = tx.outbox.candidates(frozenset({"test"}), 0, 9, 9)
        return sum(tx.outbox.lease(each, "me", 100) for each in found)

    await within(stores[0], prepare)
    epochs = await asyncio.gather(*[within(stores[turn % 2], lease) for turn in range(8)])
    assert sorted(epochs) == [0] * 7 + [1]
    for store in stores:
        await store.close()


async def test_two_that_start_at_once_on_an_empty_database_make_one_schema(postgres_server: PostgresServer) -> None:
    name = postgres_server.create("template0")
    stores = await both(postgres_server.url(name))
    assert await seen(stores[1], lambda tx: tx.next_due()) is None
    for store in stores:
        await store.close()
    postgres_server.drop(name)


async def test_a_lost_connection_is_opened_again(url: str, postgres_server: PostgresServer) -> None:
    store = await open_store(url, HandClock())
    await within(store, lambda tx: tx.settle(posted(RIDE)))
    await seen(store, lambda tx: tx.next_due())
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'barnraiser'"
    postgres_server.sql(kill)
    assert await seen(store, lambda tx: tx.requests.find(ELM.id, RIDE.number)) == RIDE
    postgres_server.sql(kill)
    await within(store, lambda tx: tx.settle(posted(replace(RIDE, number=Number(RIDE.number + 1)))))
    await store.close()


async def test_a_command_is_carried_out_even_if_nobody_waits_for_it_any_more(url: str) -> None:
    store = await open_store(url, HandClock())
    abandoned = asyncio.ensure_future(within(store, lambda tx: tx.settle(posted(RIDE))))
    await asyncio.sleep(0)
    abandoned.cancel()
    await store.close()
    again = await open_store(url, HandClock())
    assert await seen(again, lambda tx: tx.requests.find(ELM.id, RIDE.number)) == RIDE
    await again.close()


async def test_a_missing_database_is_named(postgres_server: PostgresServer) -> None:
    with pytest.raises(StorageUnusable, match="no database of that name"):
        await open_store(postgres_server.url("nowhere"), HandClock())
