"""Cards on their way: they catch up with what they show, go, and come back."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bot.commands.seen import Reacted
from bot.model.changes import Settlement
from bot.model.ids import Number, PlaceId
from bot.model.people import Account, Actor
from bot.model.places import PlaceRef
from bot.model.posts import Item, Owed, Post, Talk
from bot.ports import Tx, Waiting
from storage.delivery_tables import cards
from storage.statements import Statement
from storage.store import OpenStore
from tests.people import ELM, HOUR, NOON, RIDE, actor
from tests.storage.deliveries import (
    CARD,
    TO_HELP,
    deliver,
    fail,
    lease_only,
    leased,
    met,
    parcel,
    sent,
    waiting,
)
from tests.storage.samples import HELP, changed, found_elm_street, posted, seen, told, within

TROUBLE = Statement(select(cards.c.attempts, cards.c.trouble))


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
    card = await seen(store, lambda tx: tx.cards.get(ELM.id, gone.id))
    assert card is not None
    assert card.wanted == gone.card.wanted
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


async def test_a_card_that_became_absent_while_sending_it_failed_is_looked_for(store: OpenStore) -> None:
    """The platform may have taken it: the same key tells where it is, so that it can be taken away."""
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    flying = await lease_only(store)
    absent = Settlement(ELM.id, None, NOON, cards=(replace(CARD, is_absent=True),))
    await within(store, lambda tx: tx.settle(absent))
    await fail(store, flying, 5, counts=True)

    (candidate,) = await waiting(store, 10**9)
    assert (candidate.key, candidate.card.is_absent, candidate.card.ref) == (flying.key, True, None)


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


async def test_once_a_card_is_taken_away_nothing_is_left_of_the_trouble_with_it(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    assert await deliver(store, await lease_only(store))
    absent = Settlement(ELM.id, None, NOON, cards=(replace(CARD, is_absent=True),))
    await within(store, lambda tx: tx.settle(absent))
    await fail(store, await lease_only(store), 5, counts=True)
    gone = await lease_only(store, 6)
    assert gone.attempts == 1

    await within(store, lambda tx: tx.outbox.removed(gone))

    row = await within(store, lambda tx: tx._session.row(TROUBLE, {}))  # type: ignore[attr-defined]
    assert tuple(row) == (0, None)


async def test_cards_of_a_replaced_place_belong_to_the_new_one(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    moved = replace(HELP, id=PlaceId("help-2"), at=PlaceRef("test", "!new"))
    await within(store, lambda tx: tx.places.add(ELM.id, moved))
    (card,) = await waiting(store)
    assert card.place == moved


async def test_a_card_that_was_sent_to_a_place_of_its_own_is_edited_there(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    own = PlaceRef("test", "!own")
    await deliver(store, await lease_only(store), place=own)
    await within(store, lambda tx: tx.settle(changed(RIDE, RIDE)))

    (card,) = await waiting(store)

    assert card.place == replace(HELP, at=own)


async def test_a_card_that_was_sent_to_a_place_that_is_replaced_is_made_anew_in_the_new_one(store: OpenStore) -> None:
    await found_elm_street(store, HELP)
    await within(store, lambda tx: tx.settle(posted(RIDE, cards=(CARD,))))
    await deliver(store, await lease_only(store))
    moved = replace(HELP, id=PlaceId("help-2"), at=PlaceRef("test", "!new"))
    await within(store, lambda tx: tx.places.add(ELM.id, moved))
    assert await waiting(store) == []
    await within(store, lambda tx: tx.settle(changed(RIDE, RIDE)))

    (card,) = await waiting(store)

    assert (card.place, card.card and card.card.ref) == (moved, None)


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
