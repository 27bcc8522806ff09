"""What was sent before is not sent again, also when the homeserver would not know it any more."""

from dataclasses import replace
from pathlib import Path

from adapters.matrix.connection.client import MARK
from adapters.matrix.outgoing.earlier import KNOWN_FOR
from storage.store import OpenStore
from tests.doubles.clock import HandClock
from tests.doubles.matrix.person import Newcomers
from tests.doubles.matrix.synapse import Synapse
from tests.matrix.outgoing.post import CHANGED, Office, log_in, open_office


async def forget(office: Office, key: str, room: str) -> str:
    """The parcel was sent, in a transaction that the homeserver has forgotten."""
    content = {"msgtype": "m.notice", "body": "Hello.", MARK: key}
    return await office.client.send_event(room, "m.room.message", content, f"long ago {key}")


async def test_a_transaction_that_was_forgotten_is_found_by_its_mark(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await office.room(ana)
    parcel = office.parcel(room)
    earlier = await forget(office, parcel.key, room)
    await office.courier.send(office.parcel(room, CHANGED))

    assert (await office.courier.send(replace(parcel, epoch=2))).ref == earlier
    assert [message.body for message in await ana.see(room)] == ["Hello.", "Changed."]


async def test_it_is_found_behind_what_others_have_said_since(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await office.room(ana)
    parcel = office.parcel(room)
    earlier = await forget(office, parcel.key, room)
    for number in range(130):
        await ana.say(room, str(number))
    assert (await office.courier.send(replace(parcel, epoch=2))).ref == earlier


async def test_a_mark_that_somebody_else_copied_is_not_ours(office: Office, newcomer: Newcomers) -> None:
    ana = await newcomer("ana")
    room = await office.room(ana)
    parcel = office.parcel(room)
    theirs = await ana.say(room, "Hello.", **{MARK: parcel.key})
    assert (await office.courier.send(replace(parcel, epoch=2))).ref != theirs


async def test_the_first_attempt_does_not_look(office: Office, newcomer: Newcomers) -> None:
    """Only another lease can have sent it before."""
    ana = await newcomer("ana")
    room = await office.room(ana)
    parcel = office.parcel(room)
    earlier = await forget(office, parcel.key, room)
    assert (await office.courier.send(parcel)).ref != earlier


async def test_attempts_of_a_day_need_no_look_and_later_ones_do(
    office: Office, newcomer: Newcomers, clock: HandClock
) -> None:
    ana = await newcomer("ana")
    room = await office.room(ana)
    parcel = office.parcel(room)
    first = await office.courier.send(parcel)
    asked: list[str] = []
    call = office.client.server.call

    async def heard(method: str, path: str, *rest: object, **more: object) -> object:
        asked.append(path.rpartition("/")[2])
        return await call(method, path, *rest, **more)  # type: ignore[arg-type]

    office.client.server.call = heard  # type: ignore[method-assign,assignment]
    assert await office.courier.send(replace(parcel, epoch=2)) == first
    assert "messages" not in asked
    clock.machine_forward(KNOWN_FOR)
    assert await office.courier.send(replace(parcel, epoch=3)) == first
    assert "messages" in asked


async def test_after_the_keys_were_lost_another_device_says_nothing_twice(
    synapse: Synapse, sqlite: OpenStore, clock: HandClock, tmp_path: Path, encrypted_newcomer: Newcomers
) -> None:
    ana = await encrypted_newcomer("ana")
    account = await synapse.register("bot")
    folders = [tmp_path / name for name in ("old", "new")]
    for folder in folders:
        folder.mkdir()
    office = await open_office(synapse, sqlite, clock, folder=folders[0], account=account)
    parcel = office.to(ana)
    sent = await office.courier.send(parcel)
    token, device_id = await log_in(office.bot, account.password)
    await office.close()

    again = replace(account, token=token, device_id=device_id)
    office = await open_office(synapse, sqlite, clock, folder=folders[1], account=again)
    assert await office.courier.send(replace(parcel, epoch=2)) == sent
    await office.close()
