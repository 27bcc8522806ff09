"""Who may bring the bot into a room, and what becomes of every other invitation."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters.matrix.presence.invitations import Invitation, invitation_of, is_among
from storage.store import OpenStore
from tests.doubles.clock import HandClock
from tests.doubles.matrix.person import Newcomers, Person
from tests.doubles.matrix.synapse import Synapse
from tests.matrix.house import House, running_bot

BOT = "@bot:hs.test"
INVITED = {
    "type": "m.room.member",
    "sender": "@mo:hs.test",
    "state_key": BOT,
    "content": {"membership": "invite", "is_direct": True},
}
SPACE = {"type": "m.room.create", "sender": "@mo:hs.test", "state_key": "", "content": {"type": "m.space"}}

Run = Callable[..., AbstractAsyncContextManager[House]]


@pytest.mark.parametrize(
    ("state", "invitation"),
    [
        ([INVITED], Invitation("!r", "@mo:hs.test", is_direct=True)),
        ([SPACE, INVITED], Invitation("!r", "@mo:hs.test", is_direct=True, is_space=True)),
        ([INVITED | {"content": {}}], Invitation("!r", "@mo:hs.test")),
        ([INVITED | {"content": {"is_direct": "yes"}}], Invitation("!r", "@mo:hs.test")),
        ([INVITED | {"state_key": "@ana:hs.test"}], None),
        ([INVITED | {"sender": 5}], None),
        ([5, None, {}], None),
        ([], None),
        (None, None),
    ],
)
def test_an_invitation_is_read_from_what_comes_with_it(state: Any, invitation: Invitation | None) -> None:
    assert invitation_of("!r", state, BOT) == invitation


@pytest.mark.parametrize(
    ("inviters", "is_one"),
    [
        ((), False),
        (("@mo:hs.test",), True),
        (("*:hs.test",), True),
        (("@ana:hs.test", "*:elm.test"), False),
        (("*:test",), False),
        (("*:HS.test",), False),
    ],
)
def test_whoever_is_named_may_invite_us_or_whoever_is_on_a_server_that_is(inviters: Any, is_one: bool) -> None:
    assert is_among("@mo:hs.test", inviters) is is_one


@pytest.fixture
def run(synapse: Synapse, sqlite: OpenStore, clock: HandClock, tmp_path: Path) -> Run:
    """A bot that nobody may invite, unless it is told otherwise."""

    @asynccontextmanager
    async def run(**how: Any) -> AsyncIterator[House]:
        async with running_bot(synapse, sqlite, clock, tmp_path / "matrix", **({"inviters": ()} | how)) as house:
            yield house

    return run


async def is_out(house: House, person: Person, room: str) -> bool:
    """Neither in it nor invited any more."""
    member = await person.state(room, "m.room.member", house.user_id)
    return member is not None and member["membership"] == "leave"


async def test_without_a_word_from_the_operator_nobody_may_invite_us(
    run: Run, newcomer: Newcomers, caplog: pytest.LogCaptureFixture
) -> None:
    mo = await newcomer("mo")
    async with run() as house:
        rooms = [
            await mo.create_space("Elm Street", invite=[house.user_id]),
            await mo.create_room("Help", invite=[house.user_id]),
            await mo.create_room(invite=[house.user_id], is_direct=True),
        ]
        for room in rooms:
            await house.until(lambda room=room: is_out(house, mo, room))
        assert await house.homes() == {}
    told = [record.getMessage() for record in caplog.records if "declined" in record.getMessage()]
    assert len(told) == 3
    assert '["*:hs.test"]' in told[0]
    assert not any("@mo" in line for line in told)


async def test_whoever_is_named_brings_us_in(run: Run, newcomer: Newcomers) -> None:
    mo, ana = await newcomer("mo"), await newcomer("ana")
    async with run(inviters=(mo.user_id,)) as house:
        welcome = await mo.create_room("Help", invite=[house.user_id])
        other = await ana.create_room("Help", invite=[house.user_id])
        await house.until(lambda: house.is_with(mo, welcome))
        await house.until(lambda: is_out(house, ana, other))


async def test_an_invitation_from_while_we_were_away_is_answered(run: Run, newcomer: Newcomers) -> None:
    mo, ana = await newcomer("mo"), await newcomer("ana")
    async with run(inviters=(mo.user_id,)) as house:
        await house.until(lambda: house.is_listening())
        await house.stop()
        welcome = await mo.create_space("Elm Street", invite=[house.user_id])
        other = await ana.create_room("Help", invite=[house.user_id])

        await house.start(inviters=(mo.user_id,))

        await house.until(lambda: house.community_at(welcome))
        await house.until(lambda: is_out(house, ana, other))


async def test_moderators_of_a_community_may_bring_us_into_rooms_and_its_other_people_may_not(
    run: Run, newcomer: Newcomers
) -> None:
    mo, ana, operator = await newcomer("mo"), await newcomer("ana"), await newcomer("op")
    async with run(inviters=(operator.user_id,)) as house:
        space = await operator.create_space("Elm Street", invite=[house.user_id, mo.user_id, ana.user_id])
        await mo.join(space)
        await ana.join(space)
        await operator.set_level(space, mo.user_id, 50)
        await house.until(lambda: house.community_at(space))

        welcome = await mo.create_room("Help", invite=[house.user_id])
        other = await ana.create_room("Help", invite=[house.user_id])

        await house.until(lambda: house.is_with(mo, welcome))
        await house.until(lambda: is_out(house, ana, other))


async def test_people_of_a_community_may_open_a_private_room_and_strangers_may_not(
    run: Run, newcomer: Newcomers
) -> None:
    mo, ana, dee = await newcomer("mo"), await newcomer("ana"), await newcomer("dee")
    async with run(inviters=(mo.user_id,)) as house:
        space = await mo.create_space("Elm Street", invite=[house.user_id, ana.user_id])
        await ana.join(space)
        await house.until(lambda: house.community_at(space))

        room = await ana.create_room(invite=[house.user_id], is_direct=True)
        other = await dee.create_room(invite=[house.user_id], is_direct=True)

        await house.until(lambda: house.is_with(ana, room))
        await house.until(lambda: is_out(house, dee, other))
        await ana.say(room, "!help")
        assert await house.hears(ana, room, "Here is what is possible")


@pytest.mark.parametrize("is_in", [True, False], ids=["joined", "invited"])
async def test_a_room_that_is_only_said_to_be_private_is_left_again(
    run: Run, newcomer: Newcomers, caplog: pytest.LogCaptureFixture, is_in: bool
) -> None:
    mo, ana, ben = await newcomer("mo"), await newcomer("ana"), await newcomer("ben")
    async with run(inviters=(mo.user_id,)) as house:
        space = await mo.create_space("Elm Street", invite=[house.user_id, ana.user_id])
        await ana.join(space)
        await house.until(lambda: house.community_at(space))
        room = await ana.create_room("Crowd", invite=[ben.user_id])
        if is_in:
            await ben.join(room)

        told = {"membership": "invite", "is_direct": True}
        await ana.set_state(room, "m.room.member", told, house.user_id)

        await house.until(lambda: is_out(house, ana, room))
        assert "said to be private" in caplog.text


async def test_whoever_may_invite_us_anywhere_may_call_a_room_private_in_which_are_others(
    run: Run, newcomer: Newcomers
) -> None:
    mo, ana = await newcomer("mo"), await newcomer("ana")
    async with run(inviters=(mo.user_id,)) as house:
        room = await mo.create_room("Kitchen", invite=[ana.user_id])
        await ana.join(room)

        await mo.set_state(room, "m.room.member", {"membership": "invite", "is_direct": True}, house.user_id)
        await house.until(lambda: house.is_with(mo, room))
        await mo.create_space("Elm Street", invite=[house.user_id])
        await house.until(lambda: house.homes())

        assert await house.is_with(mo, room)
