"""What follows a card: a raised hand of ours, and a thread where moderators want one."""

from dataclasses import replace

import pytest

from adapters.matrix import texts
from adapters.matrix.preferences import THREADS, Threads
from bot.model.ids import Number
from bot.model.wording import Choice, Paragraph, Strong, Wording
from bot.ports import Tx
from tests.doubles.matrix.person import Newcomers, Person
from tests.matrix.outgoing.post import CARD, HELLO, OVER, TAKEN, Office


@pytest.fixture
async def ana(newcomer: Newcomers) -> Person:
    return await newcomer("ana")


@pytest.fixture
async def room(office: Office, ana: Person) -> str:
    return await office.room(ana)


async def want_threads(office: Office) -> None:
    def prefer(tx: Tx, _: None, now: object) -> None:
        [home] = tx.communities.homes_of(office.community_id)
        tx.communities.save_home(replace(home, preferences={THREADS: Threads.PUBLIC.value}))

    await office.store.write(prefer, None)


async def talked(person: Person, room: str, root: str) -> list[str]:
    return [message.body for message in await person.see(room) if message.thread == root]


async def test_a_card_gets_the_first_hand(office: Office, ana: Person, room: str) -> None:
    await office.courier.send(office.parcel(room, CARD))
    [card] = await ana.see(room)
    assert card.reactions == {"✋": {office.bot.user_id}}


async def test_what_has_no_symbol_gets_no_hand(office: Office, ana: Person, room: str) -> None:
    await office.courier.send(office.parcel(room, HELLO))
    assert [message.reactions for message in await ana.see(room)] == [{}]


async def test_a_daily_message_gets_the_keys_of_its_numbers(office: Office, ana: Person) -> None:
    choices = (Choice("on_it", Number(1), "I'm on it"), Choice("done", Number(1), "Done"))
    await office.welcome(ana)
    sent = await office.courier.send(office.to(ana, Wording((Paragraph((), choices),)), is_card=True))
    await ana.join(sent.place.ref)
    [message] = await ana.see(sent.place.ref)
    assert [*message.reactions] == ["1\ufe0f\u20e3", "2\ufe0f\u20e3"]


async def test_keys_go_with_the_choices_that_they_stood_for(office: Office, ana: Person) -> None:
    both = (Choice("on_it", Number(1), "I'm on it"), Choice("done", Number(1), "Done"))
    await office.welcome(ana)
    parcel = office.to(ana, Wording((Paragraph((), both),)), is_card=True)
    sent = await office.courier.send(parcel)
    await ana.join(sent.place.ref)
    later = replace(parcel, place=sent.place, ref=sent.ref)

    for epoch, choices in enumerate((both[:1], (), both, both[:1]), 2):
        wording = Wording((Paragraph((Strong("Hello."),), choices),))
        await office.courier.edit(replace(later, wording=wording, epoch=epoch))
        [message] = await ana.see(sent.place.ref)
        assert sorted(message.reactions) == ["1\ufe0f\u20e3", "2\ufe0f\u20e3"][: len(choices)]


async def test_where_numbers_stand_for_requests_there_are_no_keys(office: Office, ana: Person) -> None:
    choices = (Choice("done", Number(1), "Done"), Choice("done", Number(2), "Done"))
    await office.welcome(ana)
    sent = await office.courier.send(office.to(ana, Wording((Paragraph((), choices),)), is_card=True))
    await ana.join(sent.place.ref)
    assert [message.reactions for message in await ana.see(sent.place.ref)] == [{}]


async def test_our_hand_goes_when_nothing_can_be_chosen_any_more_and_comes_back_when_it_can(
    office: Office, ana: Person, room: str
) -> None:
    parcel = office.parcel(room, CARD)
    sent = await office.courier.send(parcel)
    [card] = await ana.see(room)
    await ana.react(room, card.id, "✋")
    office.restart()

    await office.courier.edit(replace(parcel, ref=sent.ref, wording=OVER, epoch=2))
    assert [message.reactions for message in await ana.see(room)] == [{"✋": {ana.user_id}}]

    await office.courier.edit(replace(parcel, ref=sent.ref, epoch=3))
    assert [message.reactions for message in await ana.see(room)] == [{"✋": {ana.user_id, office.bot.user_id}}]
    await office.courier.edit(replace(parcel, ref=sent.ref, wording=OVER, epoch=4))
    assert [message.reactions for message in await ana.see(room)] == [{"✋": {ana.user_id}}]


async def test_a_hand_is_raised_once_and_by_whoever_comes_first(office: Office, ana: Person, room: str) -> None:
    parcel = office.parcel(room, CARD)
    sent = await office.courier.send(parcel)
    await office.courier.send(replace(parcel, epoch=2))
    office.restart()
    await office.courier.edit(replace(parcel, ref=sent.ref, epoch=3))
    hands = [event for event in await ana.read(room) if event["type"] == "m.reaction"]
    assert [event["sender"] for event in hands] == [office.bot.user_id]


async def test_a_hand_that_somebody_took_away_is_not_raised_again_and_again(
    office: Office, ana: Person, room: str
) -> None:
    parcel = office.parcel(room, CARD)
    sent = await office.courier.send(parcel)
    [hand] = [event for event in await ana.read(room) if event["type"] == "m.reaction"]
    await ana.redact(room, hand["event_id"])
    await office.courier.edit(replace(parcel, ref=sent.ref))
    [card] = await ana.see(room)
    assert card.reactions == {}


async def test_a_card_is_there_even_where_hands_may_not_be_raised(office: Office, ana: Person, room: str) -> None:
    await ana.set_levels(room, events={"m.reaction": 50})
    await office.courier.send(office.parcel(room, CARD))
    assert [message.reactions for message in await ana.see(room)] == [{}]


async def test_a_request_has_a_thread_where_moderators_want_one(office: Office, ana: Person, room: str) -> None:
    await want_threads(office)
    parcel = office.parcel(room, CARD)
    sent = await office.courier.send(parcel)
    for number, wording in enumerate((TAKEN, CARD, OVER, OVER), start=2):
        await office.courier.edit(replace(parcel, wording=wording, ref=sent.ref, epoch=number))
    assert await talked(ana, room, sent.ref) == [texts.THREAD_BEGINS, texts.THREAD_ENDS]


async def test_without_the_wish_there_is_no_thread(office: Office, ana: Person, room: str) -> None:
    sent = await office.courier.send(office.parcel(room, CARD))
    assert await talked(ana, room, sent.ref) == []


async def test_a_thread_begins_and_ends_once_whoever_remembers(office: Office, ana: Person, room: str) -> None:
    await want_threads(office)
    parcel = office.parcel(room, CARD)
    sent = await office.courier.send(parcel)
    for number, wording in enumerate((TAKEN, OVER, OVER), start=2):
        office.restart()
        await office.courier.edit(replace(parcel, wording=wording, ref=sent.ref, epoch=number))
    assert await talked(ana, room, sent.ref) == [texts.THREAD_BEGINS, texts.THREAD_ENDS]


async def test_what_follows_is_not_done_again_from_another_device(office: Office, ana: Person, room: str) -> None:
    """For which the homeserver would make every event anew."""
    await want_threads(office)
    parcel = office.parcel(room, CARD)
    sent = await office.courier.send(parcel)
    await office.move_to_another_device()
    await office.courier.edit(replace(parcel, wording=TAKEN, ref=sent.ref, epoch=2))
    assert await talked(ana, room, sent.ref) == [texts.THREAD_BEGINS]
    assert [event["sender"] for event in await ana.read(room) if event["type"] == "m.reaction"] == [office.bot.user_id]


async def test_what_cannot_be_done_now_is_done_when_there_is_plenty_of_room(
    office: Office, ana: Person, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = office.courier.steps
    with monkeypatch.context() as patched:
        patched.setattr(type(steps._pace), "calm_in", 1.0)
        await office.courier.send(office.parcel(room, CARD))
        await steps.catch_up()
        assert [message.reactions for message in await ana.see(room)] == [{}]
    await steps.catch_up()
    assert [message.reactions for message in await ana.see(room)] == [{"✋": {office.bot.user_id}}]


async def test_nothing_follows_a_card_that_was_taken_away(
    office: Office, ana: Person, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(type(office.courier.steps._pace), "calm_in", 1.0)
        sent = await office.courier.send(office.parcel(room, CARD))
        await office.courier.remove(office.parcel(room, None, ref=sent.ref))
    await office.courier.steps.catch_up()
    assert [event for event in await ana.read(room) if event["type"] == "m.reaction"] == []


async def test_a_thread_of_an_encrypted_room_begins_once(sealing_office: Office, encrypted_newcomer: Newcomers) -> None:
    office, ana = sealing_office, await encrypted_newcomer("ana")
    await want_threads(office)
    room = await office.room(ana, encrypted=True)
    parcel = office.parcel(room, CARD)
    sent = await office.courier.send(parcel)
    office.restart()
    await office.courier.edit(replace(parcel, wording=TAKEN, ref=sent.ref, epoch=2))
    await ana.wait_to_see(room, lambda message: message.id == sent.ref and message.edits == 1)
    assert await talked(ana, room, sent.ref) == [texts.THREAD_BEGINS]
