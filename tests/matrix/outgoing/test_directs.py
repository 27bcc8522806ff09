"""Private rooms: opened once, never with anybody else in them, and never for whoever does not want one."""

import pytest

from adapters.matrix.outgoing.directs import MARKER
from bot.errors import PlaceLost
from tests.doubles.matrix.person import Newcomers, Person
from tests.matrix.outgoing.post import CHANGED, Office


async def first(office: Office, person: Person) -> str:
    """Their private room, into which they came."""
    room = (await office.courier.send(office.to(person))).place.ref
    await person.join(room)
    await office.catch_up()
    return room


async def test_a_private_room_is_opened_for_the_first_message(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    receipt = await office.courier.send(office.to(ana))

    assert await ana.wait_to_be_invited() == receipt.place.ref
    await ana.join(receipt.place.ref)
    [message] = await ana.see(receipt.place.ref)
    assert (message.id, message.body, message.kind, message.mentions) == (
        receipt.ref,
        "Hello.",
        "m.text",
        {ana.user_id},
    )
    levels = await ana.state(receipt.place.ref, "m.room.power_levels") or {}
    assert (levels["invite"], levels.get("users_default", 0), ana.user_id in levels["users"]) == (100, 0, False)
    assert await ana.state(receipt.place.ref, MARKER) == {"for": ana.user_id}
    listed = await office.bot.call("GET", f"/user/{office.bot.user_id}/account_data/m.direct")
    assert listed == {ana.user_id: [receipt.place.ref]}


async def test_whoever_has_a_private_room_gets_no_second_one(office: Office, newcomer: Newcomers) -> None:
    ana, ben = await newcomer("ana"), await newcomer("ben")
    rooms = [(await office.courier.send(office.to(person))).place.ref for person in (ana, ben, ana)]
    assert rooms[0] == rooms[2] != rooms[1]
    assert await office.bot.joined_rooms() == {*rooms, office.home}


async def test_a_room_that_was_made_and_not_listed_is_found(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await first(office, ana)
    await office.bot.call("PUT", f"/user/{office.bot.user_id}/account_data/m.direct", {})
    office.restart()
    again = await office.courier.send(office.to(ana))
    assert again.place.ref == room


async def test_a_room_in_which_nobody_was_invited_yet_is_gone_on_with(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    marker = {"type": MARKER, "state_key": "", "content": {"for": ana.user_id}}
    room = await office.bot.create_room(initial_state=[marker])
    office.restart()
    assert (await office.courier.send(office.to(ana))).place.ref == room
    assert await ana.wait_to_be_invited() == room


async def test_a_mark_that_somebody_else_made_is_none(office: Office, newcomer: Newcomers) -> None:
    """In a room of theirs, they could read along."""
    ana, mallory = await newcomer("ana"), await newcomer("mallory")
    room = await office.room(mallory)
    await mallory.set_state(room, MARKER, {"for": ana.user_id})
    office.restart()
    assert (await office.courier.send(office.to(ana))).place.ref != room


@pytest.mark.parametrize("membership", ["invited", "joined"])
async def test_nothing_private_is_said_when_somebody_else_may_read_it(
    office: Office, newcomer: Newcomers, membership: str
) -> None:
    ana, chi = await newcomer("ana"), await newcomer("chi")
    room = await first(office, ana)
    await office.courier.send(office.to(ana, room=room))
    await office.bot.invite(room, chi.user_id)
    if membership == "joined":
        await chi.join(room)
    await office.catch_up()

    with pytest.raises(PlaceLost):
        await office.courier.send(office.to(ana, CHANGED, room))
    with pytest.raises(PlaceLost):
        await office.courier.edit(office.to(ana, CHANGED, room, ref="$any"))
    assert [message.body for message in await ana.see(room)] == ["Hello.", "Hello."]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("m.room.join_rules", {"join_rule": "public"}),
        ("m.room.history_visibility", {"history_visibility": "world_readable"}),
    ],
)
async def test_nothing_private_is_said_where_anybody_may_come_in_or_read(
    office: Office, newcomer: Newcomers, kind: str, content: dict[str, str]
) -> None:
    ana = await newcomer("ana")
    room = await office.room(ana)
    await office.courier.send(office.to(ana, room=room))
    await ana.set_state(room, kind, content)
    await office.catch_up()

    with pytest.raises(PlaceLost):
        await office.courier.send(office.to(ana, CHANGED, room))
    assert [message.body for message in await ana.see(room)] == ["Hello."]


async def test_whoever_left_is_not_called_back(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await first(office, ana)
    await ana.leave(room)
    await office.catch_up()
    for parcel in (office.to(ana, room=room), office.to(ana)):
        with pytest.raises(PlaceLost):
            await office.courier.send(parcel)
    assert await ana.invitations() == set()


async def test_whoever_says_no_is_not_asked_again(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = (await office.courier.send(office.to(ana))).place.ref
    await ana.leave(room)
    await office.catch_up()
    with pytest.raises(PlaceLost):
        await office.courier.send(office.to(ana, room=room))


async def test_whoever_has_not_come_yet_is_still_written_to(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = (await office.courier.send(office.to(ana))).place.ref
    await office.courier.send(office.to(ana, CHANGED, room))
    await ana.join(room)
    assert [message.body for message in await ana.see(room)] == ["Hello.", "Changed."]


async def test_whoever_never_came_is_not_written_to_any_more(
    office: Office, newcomer: Newcomers, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await newcomer("ana")
    room = (await office.courier.send(office.to(ana))).place.ref
    monkeypatch.setattr("adapters.matrix.outgoing.directs.INVITED_FOR", -1)
    with pytest.raises(PlaceLost):
        await office.courier.send(office.to(ana, room=room))


async def test_a_private_room_that_we_lost_is_replaced_once_they_are_without_one(
    office: Office, newcomer: Newcomers
) -> None:
    ana = await newcomer("ana")
    room = await first(office, ana)
    await office.bot.leave(room)
    with pytest.raises(PlaceLost):
        await office.courier.send(office.to(ana, room=room))
    assert (await office.courier.send(office.to(ana))).place.ref != room


async def test_an_encrypted_private_message_is_read_by_whoever_comes_later(
    sealing_office: Office, encrypted_newcomer: Newcomers
) -> None:
    office, ana = sealing_office, await encrypted_newcomer("ana")
    receipt = await office.courier.send(office.to(ana))
    await ana.join(receipt.place.ref)
    message = await ana.wait_to_see(receipt.place.ref, lambda message: message.body == "Hello.")
    assert message.mentions == {ana.user_id}
    [sent] = [event for event in await office.bot.read(receipt.place.ref) if event["event_id"] == receipt.ref]
    assert sent["type"] == "m.room.encrypted"


async def test_an_encrypted_message_is_changed_in_place(sealing_office: Office, encrypted_newcomer: Newcomers) -> None:
    office, ana = sealing_office, await encrypted_newcomer("ana")
    sent = await office.courier.send(office.to(ana))
    room = sent.place.ref
    await ana.join(room)
    await office.courier.edit(office.to(ana, CHANGED, room, ref=sent.ref))
    message = await ana.wait_to_see(room, lambda message: message.body == "Changed.")
    assert (message.id, message.edits) == (sent.ref, 1)
