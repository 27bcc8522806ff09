"""Posts and cards on their way: who may be sent now, to where, and who may say that it was."""

from dataclasses import replace

import pytest

from bot.model.ids import Number, PersonId, PlaceId
from bot.model.people import Account
from bot.model.places import Place, PlaceKind, PlaceRef
from bot.model.posts import Holds, Post
from bot.ports import Tx
from storage.store import OpenStore, open_store
from tests.doubles.clock import HandClock
from tests.people import ELM, HOUR, NOON, RIDE, actor
from tests.storage.deliveries import (
    CARD,
    HERE,
    TO_HELP,
    deliver,
    fail,
    lease_only,
    leased,
    messages,
    met,
    sent,
    waiting,
)
from tests.storage.samples import CARE, HELP, found_elm_street, posted, seen, told, within


async def test_a_post_to_a_reader_with_all_it_says(store: OpenStore) -> None:
    ben = await met(store)
    post = Post("claimed", Number(4), ben, None, {"who": "Ana"}, Holds.LIVE, NOON + HOUR)
    await within(store, lambda tx: tx.settle(told(post)))
    (candidate,) = await waiting(store)
    assert candidate.post == post
    assert candidate.place == Place(PlaceId(ben), PlaceRef("test", ""), PlaceKind.DIRECT, ben)
    assert (candidate.reader_account_id, candidate.attempts, candidate.written_at) == ("ben", 0, NOON)
    assert candidate.lane == f"{ben}|4"
    assert 16 <= len(candidate.key) <= 25


async def test_a_post_in_a_place_goes_to_where_that_place_is_now(store: OpenStore) -> None:
    await found_elm_street(store, HELP, CARE)
    await within(store, lambda tx: tx.settle(told(TO_HELP)))
    (before,) = await waiting(store)
    assert (before.post, before.place, before.lane) == (TO_HELP, HELP, "help|1")
    moved = replace(HELP, id=PlaceId("help-2"), at=PlaceRef("test", "!new"))
    await within(store, lambda tx: tx.places.add(ELM.id, moved))
    (after,) = await waiting(store)
    assert after.place == moved


async def test_a_post_without_a_place_or_an_account_waits_and_wakes_nobody(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    stranger = Post("hello", Number(1), PersonId("stranger"))
    await within(store, lambda tx: tx.places.lose(ELM.id, HELP.id, NOON))
    await within(store, lambda tx: tx.settle(told(TO_HELP, stranger)))
    assert await waiting(store) == []
    assert await seen(store, lambda tx: tx.outbox.next_at()) is None


async def test_a_reader_is_written_to_where_they_were_seen_last(store: OpenStore) -> None:
    ben = await met(store)
    both = frozenset({"test", "other"})

    def seen_on_other(tx: Tx) -> None:
        tx.people._add_account(Account("other", "ben@other"), ben, NOON + HOUR)  # type: ignore[attr-defined]

    await within(store, seen_on_other)
    await within(store, lambda tx: tx.settle(told(Post("hello", Number(1), ben))))
    assert [each.reader_account_id for each in await waiting(store, 0, both)] == ["ben@other"]
    assert [each.reader_account_id for each in await waiting(store, 0, HERE)] == ["ben"]
    await within(store, lambda tx: tx.people.recognise(ELM.id, actor("Ben"), NOON))
    assert [each.reader_account_id for each in await waiting(store, 0, both)] == ["ben"]


async def test_an_answer_to_who_acted_overtakes(store: OpenStore) -> None:
    ana, ben = await met(store, "Ana"), await met(store, "Ben")
    first, answer = Post("for ben", Number(1), ben), Post("for ana", Number(2), ana)
    await within(store, lambda tx: tx.settle(told(first, answer, by=ana)))
    assert await messages(store) == ["for ana", "for ben"]
    assert [each.post.message for each in await waiting(store, limit=1) if each.post] == ["for ana"]


async def test_a_lane_is_sent_in_order_and_other_lanes_do_not_wait(store: OpenStore) -> None:
    ben = await met(store)
    posts = [Post("a1", Number(1), ben), Post("a2", Number(1), ben), Post("b1", Number(2), ben)]
    await within(store, lambda tx: tx.settle(told(*posts)))
    assert await messages(store) == ["a1", "b1"]
    head = await leased(store, (await waiting(store))[0])
    assert await messages(store) == ["b1"]
    await deliver(store, head)
    assert await messages(store) == ["a2", "b1"]


async def test_a_lane_waits_for_its_head_until_it_has_failed_three_times(store: OpenStore) -> None:
    ben = await met(store)
    await within(store, lambda tx: tx.settle(told(Post("a1", Number(1), ben), Post("a2", Number(1), ben))))
    now = 0.0
    for _ in range(3):
        assert await messages(store, now) == ["a1"]
        head = await lease_only(store, now)
        await fail(store, head, now + 60, counts=True)
        now += 30
        expected = ["a2"] if head.attempts == 2 else []
        assert await messages(store, now) == expected
        now += 30
    assert await messages(store, now) == ["a1", "a2"]
    assert [each.attempts for each in await waiting(store, now)] == [3, 0]


async def test_waiting_for_a_limit_does_not_count_and_holds_the_lane(store: OpenStore) -> None:
    ben = await met(store)
    await within(store, lambda tx: tx.settle(told(Post("a1", Number(1), ben), Post("a2", Number(1), ben))))
    for now in (0, 10, 20, 30, 40):
        head = await lease_only(store, now)
        await fail(store, head, now + 10, counts=False)
        assert await messages(store, now) == []
        assert await seen(store, lambda tx: tx.outbox.next_at()) == now + 10
    assert await messages(store, 50) == ["a1"]


async def test_a_lease_keeps_others_away_until_it_runs_out(store: OpenStore) -> None:
    ben = await met(store)
    await within(store, lambda tx: tx.settle(told(Post("a", Number(1), ben))))
    first = await lease_only(store)
    assert await waiting(store, 99.9) == []
    assert await seen(store, lambda tx: tx.outbox.next_at()) == 100
    (again,) = await waiting(store, 100)
    assert again.key == first.key
    second = await leased(store, again, 200)
    assert second.epoch > first.epoch


@pytest.mark.parametrize("is_card", [False, True], ids=["post", "card"])
async def test_a_sender_whose_lease_was_taken_over_records_nothing(store: OpenStore, is_card: bool) -> None:
    await found_elm_street(store, HELP)
    one = posted(RIDE, cards=(CARD,)) if is_card else told(TO_HELP)
    await within(store, lambda tx: tx.settle(one))
    late = await lease_only(store)
    owner = await lease_only(store, 100)

    def record(tx: Tx) -> list[bool]:
        return [
            tx.outbox.delivered(late, sent(late)),
            tx.outbox.failed(late, 0, "broken", counts=True),
            tx.outbox.give_up(late),
            is_card and tx.outbox.removed(late),
            is_card and tx.outbox.recreate(late),
        ]

    assert not any(await within(store, record))
    assert await seen(store, lambda tx: tx.messages.find(HELP.at, "m1")) is None
    assert await waiting(store, 150) == []
    assert await deliver(store, owner)
    if is_card:
        # The platform may have kept the text of the first attempt: the card is drawn once more.
        assert await deliver(store, await lease_only(store))
    assert await waiting(store, 999) == []


async def test_a_delivered_post_is_gone_and_its_message_can_be_answered(store: OpenStore) -> None:
    ben = await met(store)
    await within(store, lambda tx: tx.settle(told(Post("a", Number(1), ben))))
    first = await lease_only(store)
    opened = PlaceRef("test", "dm-ben")
    assert await within(store, lambda tx: tx.outbox.delivered(first, sent(first, "m1", opened)))
    assert await seen(store, lambda tx: tx.outbox.next_at()) is None
    assert await seen(store, lambda tx: tx.messages.find(opened, "m1")) == sent(first, "m1", opened)
    await within(store, lambda tx: tx.settle(told(Post("b", Number(1), ben))))
    (candidate,) = await waiting(store)
    assert candidate.place == Place(PlaceId(ben), opened, PlaceKind.DIRECT, ben)


async def test_a_message_without_choices_is_not_remembered(store: OpenStore) -> None:
    ben = await met(store)
    await within(store, lambda tx: tx.settle(told(Post("a", Number(1), ben))))
    first = await lease_only(store)
    silent = replace(sent(first), choices=())
    assert await within(store, lambda tx: tx.outbox.delivered(first, silent))
    assert await seen(store, lambda tx: tx.messages.find(silent.place, "m1")) is None


async def test_a_post_that_was_given_up_holds_nobody_up(store: OpenStore) -> None:
    ben = await met(store)
    await within(store, lambda tx: tx.settle(told(Post("a1", Number(1), ben), Post("a2", Number(1), ben))))
    head = await lease_only(store)
    assert await within(store, lambda tx: tx.outbox.give_up(head))
    assert await messages(store) == ["a2"]


async def test_of_each_door_the_first_few_are_shown_and_the_longest_queues_first(store: OpenStore) -> None:
    await found_elm_street(store, HELP, CARE)
    care = [Post(f"care {index}", Number(index), place=PlaceKind.CARE) for index in range(2)]
    flood = [Post(f"help {index}", Number(index % 2), place=PlaceKind.HELP) for index in range(6)]
    await within(store, lambda tx: tx.settle(told(*care, *flood)))

    found = await waiting(store, limit=3, at_a_door=2)
    assert [each.post.message for each in found if each.post] == ["help 0", "help 1", "care 0"]
    assert len(await waiting(store, at_a_door=1)) == 2


async def test_posts_and_cards_take_turns(store: OpenStore) -> None:
    await found_elm_street(store, HELP, CARE)
    many = [Post(f"care {index}", Number(index), place=PlaceKind.CARE) for index in range(9)]
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,), posts=tuple(many))))

    assert [each.card is not None for each in await waiting(store, limit=3)] == [False, True, False]


async def test_what_was_free_before_wakes_nobody_again(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(told(TO_HELP, replace(TO_HELP, number=Number(2)))))
    later = await leased(store, (await waiting(store))[0], until=100)

    assert await seen(store, lambda tx: tx.outbox.next_at(HERE, 50)) == 100
    assert await deliver(store, later)
    assert await seen(store, lambda tx: tx.outbox.next_at(HERE, 50)) is None
    assert await seen(store, lambda tx: tx.outbox.next_at(HERE)) == 0


async def test_what_is_said_after_a_restart_is_newer_though_the_clock_was_set_back(
    store: OpenStore, database_url: str, clock: HandClock
) -> None:
    """A choice that is only named by its number belongs to the newest message."""
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(told(TO_HELP)))
    await deliver(store, await lease_only(store), "earlier")
    await store.close()
    clock.machine_forward(-3600)
    store = await open_store(database_url, clock)
    await within(store, lambda tx: tx.settle(told(TO_HELP)))
    await deliver(store, await lease_only(store), "later")
    newest = await seen(store, lambda tx: tx.messages.newest_at(HELP.at))
    assert newest is not None
    assert newest.ref == "later"
    await store.close()
