"""Posts and cards on their way: who may be sent now, to where, and who may say that it was."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands.values import Reacted
from bot.model.changes import CardWish, Settlement
from bot.model.ids import Number, PersonId, PlaceId
from bot.model.people import Account, Actor
from bot.model.places import Place, PlaceKind, PlaceRef
from bot.model.posts import CardKind, Holds, Item, Owed, Parcel, Post, Sent, Talk
from bot.model.wording import Choice
from bot.ports import Candidate, Tx, Waiting
from storage.store import OpenStore
from tests.people import ELM, HOUR, NOON, RIDE, actor
from tests.storage.samples import CARE, HELP, changed, found_elm_street, posted, seen, told, within

HERE = frozenset({"test"})
CHOICES = (Choice("claim", Number(104), "I can", "", "✋"), Choice("contact", Number(104), "Today", "today"))
CARD = CardWish(CardKind.REQUEST, PlaceKind.HELP, number=RIDE.number)
TO_HELP = Post("hello", Number(1), place=PlaceKind.HELP)


async def met(store: OpenStore, name: str = "Ben", platform: str = "test") -> PersonId:
    who = actor(name, platform=platform)
    return (await within(store, lambda tx: tx.people.recognise(ELM.id, who, NOON))).person_id


async def waiting(
    store: OpenStore, now: float = 0, platforms: frozenset[str] = HERE, limit: int = 99
) -> list[Candidate]:
    return list(await within(store, lambda tx: tx.outbox.candidates(platforms, now, limit)))


async def messages(store: OpenStore, now: float = 0) -> list[str]:
    return [each.post.message for each in await waiting(store, now) if each.post]


def parcel(candidate: Candidate, epoch: int) -> Parcel:
    card = candidate.card
    return Parcel(
        card is not None,
        candidate.community_id,
        candidate.id,
        candidate.place.id,
        candidate.place.at,
        candidate.lane,
        candidate.key,
        None,
        None if card is None else card.ref,
        0 if card is None else card.wanted,
        epoch,
        candidate.attempts,
        candidate.reader_account_id,
    )


async def leased(store: OpenStore, candidate: Candidate, until: float = 100) -> Parcel:
    return parcel(candidate, await within(store, lambda tx: tx.outbox.lease(candidate, "me", until)))


async def lease_only(store: OpenStore, now: float = 0) -> Parcel:
    (candidate,) = await waiting(store, now)
    return await leased(store, candidate, now + 100)


def sent(parcel: Parcel, ref: str = "m1", place: PlaceRef | None = None) -> Sent:
    card_id = parcel.id if parcel.is_card else None
    return Sent(ELM.id, place or parcel.place, ref, CHOICES, card_id, PersonId("reader"))


async def deliver(store: OpenStore, parcel: Parcel, ref: str = "m1") -> bool:
    return await within(store, lambda tx: tx.outbox.delivered(parcel, sent(parcel, ref)))


async def fail(store: OpenStore, parcel: Parcel, retry_at: float, *, counts: bool) -> None:
    assert await within(store, lambda tx: tx.outbox.failed(parcel, retry_at, "broken", counts=counts))


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


async def test_a_dropped_post_is_gone_and_a_dropped_card_counts_as_shown(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,), posts=(TO_HELP,))))
    both = await waiting(store)
    assert [each.card is None for each in both] == [True, False]
    for each in both:
        await within(store, lambda tx, each=each: tx.outbox.drop(each))  # type: ignore[misc]
    assert await waiting(store) == []
    await within(store, lambda tx: tx.settle(changed(RIDE, RIDE)))
    assert len(await waiting(store)) == 1


async def test_who_is_given_up_is_counted_and_never_tried_again(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    ben = await met(store)
    await within(store, lambda tx: tx.settle(told(Post("a", Number(1), ben, facts={"note": "typed"}))))
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    for candidate in await waiting(store):
        ours = await leased(store, candidate)
        assert await within(store, lambda tx, ours=ours: tx.outbox.give_up(ours))  # type: ignore[misc]
    await within(store, lambda tx: tx.settle(changed(RIDE, RIDE)))
    assert await waiting(store, 10**9) == []
    assert await seen(store, lambda tx: tx.outbox.next_at()) is None
    assert await seen(store, lambda tx: tx.outbox.given_up()) == 2


async def test_a_card_shows_what_was_read_and_lags_if_it_changed_meanwhile(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    first = await lease_only(store)
    await within(store, lambda tx: tx.settle(changed(RIDE, RIDE)))
    assert await waiting(store, 50) == []
    assert await deliver(store, first)
    (again,) = await waiting(store)
    assert again.card is not None
    assert (again.card.wanted, again.card.shown, again.card.ref) == (2, 1, "m1")
    assert again.key == first.key
    assert await deliver(store, await leased(store, again))
    assert await waiting(store, 10**9) == []
    found = await seen(store, lambda tx: tx.messages.latest(again.id, ELM.id))
    assert found == sent(parcel(again, 0))


async def test_fifty_changes_are_one_edit(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    await deliver(store, await lease_only(store))
    for version in range(50):
        before = replace(RIDE, version=version)
        await within(store, lambda tx, before=before: tx.settle(changed(before, before)))  # type: ignore[misc]
    await deliver(store, await lease_only(store))
    assert await waiting(store) == []


async def test_a_card_whose_message_is_gone_is_made_again_with_a_new_key(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    await deliver(store, await lease_only(store))
    await within(store, lambda tx: tx.settle(changed(RIDE, RIDE)))
    edit = await lease_only(store)
    assert await within(store, lambda tx: tx.outbox.recreate(edit))
    (again,) = await waiting(store)
    assert again.card is not None
    assert (again.card.ref, again.card.generation) == (None, 1)
    assert again.key != edit.key
    await deliver(store, await leased(store, again), "m2")
    latest = await seen(store, lambda tx: tx.messages.latest(again.id, ELM.id))
    assert latest is not None
    assert latest.ref == "m2"
    old = await seen(store, lambda tx: tx.messages.find(HELP.at, "m1"))
    assert old is not None
    assert old.card_id == again.id


async def test_a_card_is_taken_away_and_can_come_back(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    await deliver(store, await lease_only(store))
    absent = Settlement(ELM.id, None, NOON, cards=(replace(CARD, is_absent=True),))
    await within(store, lambda tx: tx.settle(absent))
    (gone,) = await waiting(store)
    assert gone.card is not None
    assert (gone.card.is_absent, gone.card.ref) == (True, "m1")
    ours = await leased(store, gone)
    assert await within(store, lambda tx: tx.outbox.removed(ours))
    assert await waiting(store, 10**9) == []
    await within(store, lambda tx: tx.settle(changed(RIDE, RIDE)))
    assert await waiting(store, 10**9) == []
    await within(store, lambda tx: tx.settle(Settlement(ELM.id, None, NOON, cards=(CARD,))))
    (back,) = await waiting(store)
    assert back.card is not None
    assert (back.card.is_absent, back.card.ref) == (False, None)
    assert back.key != gone.key


async def test_a_card_that_was_never_sent_is_not_sent_after_it_became_absent(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    absent = Settlement(ELM.id, None, NOON, cards=(replace(CARD, is_absent=True),))
    await within(store, lambda tx: tx.settle(absent))
    assert await seen(store, lambda tx: tx.outbox.next_at()) is None
    assert await waiting(store, 10**9) == []


async def test_a_card_that_became_absent_while_it_was_sent_is_taken_away(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    flying = await lease_only(store)
    absent = Settlement(ELM.id, None, NOON, cards=(replace(CARD, is_absent=True),))
    await within(store, lambda tx: tx.settle(absent))
    assert await deliver(store, flying)
    (gone,) = await waiting(store)
    assert gone.card is not None
    assert (gone.card.is_absent, gone.card.ref) == (True, "m1")


async def test_cards_of_a_replaced_place_belong_to_the_new_one(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    moved = replace(HELP, id=PlaceId("help-2"), at=PlaceRef("test", "!new"))
    await within(store, lambda tx: tx.places.add(ELM.id, moved))
    (card,) = await waiting(store)
    assert card.place == moved


async def test_a_talk_stays_with_the_account_that_it_was_sent_to(store: OpenStore) -> None:
    ben = await met(store)
    talk = Talk(ELM.id, "t1", ben, NOON, (Owed(Item.NUDGE, RIDE.number, ben, NOON),))
    await within(store, lambda tx: tx.settle(posted(RIDE, talk=talk)))
    first = await lease_only(store)
    opened = PlaceRef("test", "dm-ben")
    assert await within(store, lambda tx: tx.outbox.delivered(first, sent(first, "m1", opened)))

    def seen_on_other(tx: Tx) -> None:
        tx.people._add_account(Account("other", "ben@other"), ben, NOON + HOUR)  # type: ignore[attr-defined]

    await within(store, seen_on_other)
    await within(store, lambda tx: tx.settle(changed(RIDE, RIDE)))
    (edit,) = await waiting(store, 0, frozenset({"test", "other"}))
    assert (edit.place.at, edit.reader_account_id) == (opened, "ben")
    assert await waiting(store, 0, frozenset({"other"})) == []
    assert await seen(store, lambda tx: tx.outbox.next_at(frozenset({"other"}))) is None
    assert await seen(store, lambda tx: tx.outbox.next_at(frozenset({"test"}))) == 0


async def test_a_store_with_one_process_forgets_all_leases(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,), posts=(TO_HELP,))))
    for candidate in await waiting(store):
        await leased(store, candidate)
    assert await waiting(store) == []
    await within(store, lambda tx: tx.outbox.release_all())
    assert len(await waiting(store)) == 2


async def test_an_event_waits_until_its_message_is_recorded(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    early = Reacted(Actor(Account("test", "ben"), "Ben", is_bot=True), HELP.at, "m1", "✋", True, "o1")
    for _ in range(2):
        await within(store, lambda tx: tx.messages.wait(ELM.id, early, NOON))
    assert await seen(store, lambda tx: tx.messages.arrived(9)) == []
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    await deliver(store, await lease_only(store))
    assert await seen(store, lambda tx: tx.messages.arrived(9)) == [Waiting(ELM.id, early)]
    await within(store, lambda tx: tx.messages.stop_waiting(ELM.id, "o1"))
    assert await seen(store, lambda tx: tx.messages.arrived(9)) == []


async def test_an_event_about_a_message_that_was_never_ours_is_forgotten(store: OpenStore) -> None:
    def about(ref: str) -> Reacted:
        return Reacted(actor("Ben"), HELP.at, ref, "✋", True, ref)

    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.messages.wait(ELM.id, about("m1"), NOON))
    await within(store, lambda tx: tx.messages.wait(ELM.id, about("m2"), NOON + timedelta(days=1, seconds=1)))
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    await deliver(store, await lease_only(store))
    assert await seen(store, lambda tx: tx.messages.arrived(9)) == []
