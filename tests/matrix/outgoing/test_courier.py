"""The sender on a real homeserver: what it is given is there once, where it should be."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.matrix.connection import changes
from adapters.matrix.connection.server import Refusal, Server
from adapters.matrix.people import PLATFORM
from bot.errors import DeliveryFailed, MessageGone, PlaceLost, RateLimited, RoomRefused
from bot.model.places import PlaceRef
from bot.model.wording import Paragraph, Plain, Room, Time, Wording
from bot.ports import Receipt
from tests.doubles.matrix.person import Newcomers
from tests.matrix.outgoing.post import CARD, CHANGED, HELLO, Office


async def test_a_parcel_sent_twice_arrives_once(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await office.room(ana)
    parcel = office.parcel(room)

    receipts = [await office.courier.send(parcel), await office.courier.send(replace(parcel, epoch=2))]

    [message] = await ana.see(room)
    assert receipts == [Receipt(PlaceRef(PLATFORM, room), message.id)] * 2
    assert (message.sender, message.body, message.kind) == (office.bot.user_id, "Hello.", "m.notice")


async def test_two_parcels_at_the_same_moment_keep_their_order(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await office.room(ana)
    said = [Wording((Paragraph((Plain(str(number)),)),)) for number in range(8)]
    await asyncio.gather(*[office.courier.send(office.parcel(room, wording)) for wording in said])
    assert [message.body for message in await ana.see(room)] == [str(number) for number in range(8)]


async def test_a_card_is_changed_in_place(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await office.room(ana)
    sent = await office.courier.send(office.parcel(room, CARD))

    edited = await office.courier.edit(office.parcel(room, CHANGED, ref=sent.ref))

    [message] = await ana.see(room)
    assert edited == sent
    assert (message.id, message.body, message.edits, message.answers) == (sent.ref, "Changed.", 1, None)


async def test_a_change_that_is_tried_again_shows_what_is_true_then(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await office.room(ana)
    sent = await office.courier.send(office.parcel(room))
    change = office.parcel(room, CHANGED, ref=sent.ref)
    await office.courier.edit(change)
    await office.courier.edit(replace(change, wording=CARD, epoch=2))
    assert [message.body.split("\n")[0] for message in await ana.see(room)] == ["#1 · Help wanted"]


async def test_a_message_that_never_was_cannot_be_changed(office: Office, newcomer: Newcomers) -> None:
    room = await office.room(await newcomer("ana"))
    with pytest.raises(MessageGone):
        await office.courier.edit(office.parcel(room, CHANGED, ref="$nothing"))


async def test_a_removed_card_is_gone_with_all_it_ever_said(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await office.room(ana)
    sent = await office.courier.send(office.parcel(room, CARD))
    card = office.parcel(room, CHANGED, ref=sent.ref)
    await office.courier.edit(card)
    await office.courier.edit(replace(card, epoch=2))

    await office.courier.remove(replace(card, wording=None, epoch=3))
    await office.courier.remove(replace(card, wording=None, epoch=4))

    said = [event for event in await ana.read(room) if event["type"] == "m.room.message"]
    assert [event["content"] for event in said] == [{}, {}, {}]


async def test_a_removal_that_is_broken_off_is_ended_the_next_time(
    office: Office, newcomer: Newcomers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "PAGE", "2")
    ana = await newcomer("ana")
    room = await office.room(ana)
    sent = await office.courier.send(office.parcel(room))
    card = office.parcel(room, CHANGED, ref=sent.ref)
    for epoch in (1, 2, 3):
        await office.courier.edit(replace(card, epoch=epoch))
    call, tried = Server.call, []

    async def once(server: Server, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        tried.extend([path] if "/redact/" in path else [])
        if len(tried) == 2:
            raise Refusal(429, "M_LIMIT_EXCEEDED", 60.0)
        return await call(server, method, path, body, **more)

    with monkeypatch.context() as limited:
        limited.setattr(Server, "call", once)
        with pytest.raises(RateLimited):
            await office.courier.remove(replace(card, wording=None, epoch=4))
    office.restart()
    await office.courier.remove(replace(card, wording=None, epoch=5))

    said = [event for event in await ana.read(room) if event["type"] == "m.room.message"]
    assert [event["content"] for event in said] == [{}] * 4


async def test_what_others_call_a_change_of_ours_does_not_keep_it_there(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await office.room(ana)
    sent = await office.courier.send(office.parcel(room))
    said = await ana.edit(room, sent.ref, "something else")

    await office.courier.remove(office.parcel(room, None, ref=sent.ref))

    assert [message.id for message in await ana.see(room) if message.sender == office.bot.user_id] == []
    assert said in {event["event_id"] for event in await ana.read(room) if event["content"]}


async def test_what_is_not_there_is_removed_already(office: Office, newcomer: Newcomers) -> None:
    room = await office.room(await newcomer("ana"))
    await office.courier.remove(office.parcel(room, None, ref="$nothing"))


async def test_where_we_are_not_nothing_can_be_removed_either(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await office.room(ana)
    sent = await office.courier.send(office.parcel(room))
    await ana.kick(room, office.bot.user_id)
    with pytest.raises(PlaceLost):
        await office.courier.remove(office.parcel(room, None, ref=sent.ref))


async def test_where_we_are_not_nothing_can_be_said(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    for room in (await ana.create_room(), "!nowhere:hs.test"):
        with pytest.raises(PlaceLost):
            await office.courier.send(office.parcel(room))


async def test_where_we_may_not_write_nothing_can_be_said(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await office.room(ana)
    await ana.set_levels(room, events_default=50)
    with pytest.raises(PlaceLost):
        await office.courier.send(office.parcel(room))


async def test_times_are_said_in_the_zone_of_the_community(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await office.room(ana)
    at = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    await office.courier.send(office.parcel(room, Wording((Paragraph((Plain("by "), Time(at))),))))
    assert [message.body for message in await ana.see(room)] == ["by Thu 26 Nov, 10:30 CET"]


async def test_there_are_no_rooms_for_two(office: Office, newcomer: Newcomers) -> None:
    room = await office.room(await newcomer("ana"))
    with pytest.raises(RoomRefused):
        await office.courier.send(office.parcel(room, replace(HELLO, room=Room(("@a:b", "@c:d")))))


async def test_what_is_too_much_for_the_homeserver_is_no_lost_place(office: Office, newcomer: Newcomers) -> None:
    room = await office.room(await newcomer("ana"))
    with pytest.raises(DeliveryFailed) as failure:
        await office.courier.send(office.parcel(room, key="k" * 70_000))
    assert type(failure.value) is DeliveryFailed
