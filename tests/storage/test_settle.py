"""Saving is all or nothing, and only on top of what was read."""

from dataclasses import replace

import pytest

from bot.errors import Conflict
from bot.model.changes import CardWish, Change, Settlement
from bot.model.claims import Claim, Hold
from bot.model.ids import Number
from bot.model.places import PlaceKind
from bot.model.posts import CardKind, Item, Owed, Post, Talk
from bot.model.requests import Status
from bot.ports import Tx
from storage.store import OpenStore
from tests.people import ANA, BEN, CHI, DAY, ELM, HOUR, NOON, RIDE, actor
from tests.storage.samples import HELP, OAK, changed, found_elm_street, posted, seen, told, within

CARD = CardWish(CardKind.REQUEST, PlaceKind.HELP, number=RIDE.number)


async def test_a_stale_version_conflicts_and_nothing_of_it_is_saved(store: OpenStore) -> None:
    await within(store, lambda tx: tx.settle(posted(RIDE)))
    taken = replace(RIDE, status=Status.CLAIMED, claims=(Claim(BEN, Hold.ACTIVE, NOON),))
    await within(store, lambda tx: tx.settle(changed(RIDE, taken)))
    late = replace(RIDE, status=Status.CLAIMED, claims=(Claim(CHI, Hold.ACTIVE, NOON),))
    post = Post("claimed", RIDE.number, CHI)
    with pytest.raises(Conflict):
        await within(store, lambda tx: tx.settle(changed(RIDE, late, origin="late", posts=(post,))))
    assert await seen(store, lambda tx: tx.requests.find(ELM.id, RIDE.number)) == replace(taken, version=1)
    assert not await seen(store, lambda tx: tx.origins.known(ELM.id, "late"))
    assert len(await seen(store, lambda tx: tx.history.recent(ELM.id, 9))) == 2


async def test_a_stale_change_without_a_move_conflicts_too(store: OpenStore) -> None:
    await within(store, lambda tx: tx.settle(posted(RIDE)))
    quiet = Settlement(ELM.id, None, NOON, changes=(Change("", RIDE, RIDE),))
    await within(store, lambda tx: tx.settle(quiet))
    with pytest.raises(Conflict):
        await within(store, lambda tx: tx.settle(quiet))
    assert len(await seen(store, lambda tx: tx.history.recent(ELM.id, 9))) == 1


async def test_a_use_case_that_meets_a_conflict_decides_again(store: OpenStore) -> None:
    await within(store, lambda tx: tx.settle(posted(RIDE)))
    tries = []

    def claim(tx: Tx) -> None:
        tries.append(1)
        found = tx.requests.find(ELM.id, RIDE.number)
        assert found is not None
        stale = replace(found, version=found.version - 1) if len(tries) == 1 else found
        tx.settle(changed(stale, replace(found, status=Status.CLAIMED)))

    await within(store, claim)
    assert len(tries) == 2
    found = await seen(store, lambda tx: tx.requests.find(ELM.id, RIDE.number))
    assert found == replace(RIDE, status=Status.CLAIMED, version=1)


async def test_the_same_number_twice_conflicts(store: OpenStore) -> None:
    await within(store, lambda tx: tx.settle(posted(RIDE)))
    with pytest.raises(Conflict):
        await within(store, lambda tx: tx.settle(posted(RIDE)))


async def test_an_origin_settles_once_in_its_community(store: OpenStore) -> None:
    await within(store, lambda tx: tx.settle(told(origin="o1")))
    assert await seen(store, lambda tx: tx.origins.known(ELM.id, "o1"))
    assert not await seen(store, lambda tx: tx.origins.known(OAK.id, "o1"))
    with pytest.raises(Conflict):
        await within(store, lambda tx: tx.settle(posted(RIDE, origin="o1")))
    assert await seen(store, lambda tx: tx.requests.find(ELM.id, RIDE.number)) is None


async def test_what_raises_saves_nothing(store: OpenStore) -> None:
    def half(tx: Tx) -> None:
        tx.settle(posted(RIDE, origin="o1"))
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        await within(store, half)
    assert await seen(store, lambda tx: tx.requests.find(ELM.id, RIDE.number)) is None
    assert not await seen(store, lambda tx: tx.origins.known(ELM.id, "o1"))


async def test_a_reading_use_case_cannot_write(store: OpenStore) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?\s?only"):
        await seen(store, lambda tx: tx.settle(posted(RIDE)))


async def test_a_wished_card_is_there_once_and_wants_to_be_drawn_after_each_change(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    (card,) = await seen(store, lambda tx: tx.cards.of_request(ELM.id, RIDE.number))
    assert (card.wanted, card.shown, card.place_id, card.is_absent) == (1, 0, HELP.id, False)
    await within(store, lambda tx: tx.settle(changed(RIDE, RIDE, cards=(CARD,))))
    (after,) = await seen(store, lambda tx: tx.cards.of_request(ELM.id, RIDE.number))
    assert after == replace(card, wanted=2)
    assert await seen(store, lambda tx: tx.cards.get(ELM.id, card.id)) == after


async def test_a_card_needs_a_place_and_one_that_never_was_has_nothing_to_take_away(store: OpenStore) -> None:
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    assert await seen(store, lambda tx: tx.cards.of_request(ELM.id, RIDE.number)) == []
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(_wish(replace(CARD, is_absent=True))))
    assert await seen(store, lambda tx: tx.cards.of_request(ELM.id, RIDE.number)) == []


def _wish(wish: CardWish) -> Settlement:
    return Settlement(ELM.id, None, NOON, cards=(wish,))


async def test_a_card_of_another_request_is_left_alone(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    other = replace(RIDE, number=Number(RIDE.number + 1))
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    await within(store, lambda tx: tx.settle(posted(other)))
    await within(store, lambda tx: tx.settle(changed(other, other)))
    (card,) = await seen(store, lambda tx: tx.cards.of_request(ELM.id, RIDE.number))
    assert card.wanted == 1


async def test_a_talk_has_a_card_that_follows_each_of_its_requests(store: OpenStore) -> None:
    await within(store, lambda tx: tx.settle(posted(RIDE)))
    member = await within(store, lambda tx: tx.people.recognise(ELM.id, actor("Ben"), NOON))
    items = (Owed(Item.NUDGE, RIDE.number, member.person_id, NOON), Owed(Item.THANKS_HELPER, RIDE.number, ANA, NOON))
    talk = Talk(ELM.id, "t1", member.person_id, NOON + HOUR, items)
    await within(store, lambda tx: tx.settle(Settlement(ELM.id, None, NOON, talk=talk)))
    (waiting,) = await within(store, lambda tx: tx.outbox.candidates(frozenset({"test"}), 0, 9, 9))
    assert waiting.card is not None
    assert (waiting.card.kind, waiting.card.talk_id, waiting.card.wanted) == (CardKind.TALK, "t1", 1)
    found = await seen(store, lambda tx: tx.people.member(ELM.id, member.person_id))
    assert found.last_talk_at == NOON + HOUR
    await within(store, lambda tx: tx.settle(changed(RIDE, RIDE)))
    (after,) = await within(store, lambda tx: tx.outbox.candidates(frozenset({"test"}), 0, 9, 9))
    assert after.card == replace(waiting.card, wanted=2)


async def test_what_a_person_hears_moves_forward_and_never_back(store: OpenStore) -> None:
    person = (await within(store, lambda tx: tx.people.recognise(ELM.id, actor("Ben"), NOON))).person_id

    async def hears(hours: int) -> object:
        at = NOON + hours * HOUR
        await within(store, lambda tx: tx.settle(Settlement(ELM.id, None, NOON, hears={person: at})))
        return (await seen(store, lambda tx: tx.people.member(ELM.id, person))).talk_at

    assert [await hears(5), await hears(3), await hears(9)] == [NOON + 5 * HOUR, NOON + 3 * HOUR, NOON + 3 * HOUR]


async def test_a_commit_that_wrote_wakes_and_one_that_only_read_does_not(store: OpenStore) -> None:
    wakes = []
    store.on_commit(lambda: wakes.append(1))
    await within(store, lambda tx: tx.requests.find(ELM.id, RIDE.number))
    await seen(store, lambda tx: tx.requests.find(ELM.id, RIDE.number))
    assert wakes == []
    await within(store, lambda tx: tx.settle(posted(RIDE)))
    assert wakes == [1]


async def test_ids_sort_by_when_they_were_made(store: OpenStore) -> None:
    ids = [await within(store, lambda tx: [tx.new_id() for _ in range(50)]) for _ in range(4)]
    flat = [each for some in ids for each in some]
    assert flat == sorted(set(flat))
    assert {len(each) for each in flat} == {20}


async def test_the_next_due_time_is_the_earliest_of_all(store: OpenStore) -> None:
    assert await seen(store, lambda tx: tx.next_due()) is None
    await within(store, lambda tx: tx.settle(posted(replace(RIDE, follow_up_at=NOON + DAY))))
    assert await seen(store, lambda tx: tx.next_due()) == NOON + DAY


async def test_nobody_is_woken_because_somebody_is_where_they_always_are(store: OpenStore) -> None:
    ana = actor("Ana")
    await within(store, lambda tx: tx.people.recognise(ELM.id, ana, NOON))
    await within(store, lambda tx: tx.directs.meet_at(ana.account, "room"))
    wakes: list[int] = []
    store.on_commit(lambda: wakes.append(1))
    await within(store, lambda tx: tx.directs.meet_at(ana.account, "room"))
    assert wakes == []
    await within(store, lambda tx: tx.directs.meet_at(ana.account, "another room"))
    assert wakes == [1]
