"""Nobody is written to of our own accord who has left the community."""

from datetime import datetime

import pytest

from adapters.matrix.people import PLATFORM
from bot.errors import ReaderGone
from bot.model.places import PlaceKind, PlaceRef
from bot.ports import Tx
from bot.usecases import places
from tests.doubles.matrix.person import Newcomers
from tests.matrix.outgoing.post import Office


async def read_at(office: Office, room: str) -> None:
    """The community reads its requests there."""

    def choose(tx: Tx, _: None, now: datetime) -> None:
        places.set_place(tx, office.community_id, PlaceKind.HELP, PlaceRef(PLATFORM, room))

    await office.store.write(choose, None)


async def test_whoever_left_the_community_gets_no_daily_message(office: Office, newcomer: Newcomers) -> None:
    ana, ben = await newcomer("ana"), await newcomer("ben")
    room = await office.room(ana, ben)
    await read_at(office, room)
    await office.courier.send(office.to(ben, is_card=True))
    await ben.leave(room)
    with pytest.raises(ReaderGone):
        await office.courier.send(office.to(ben, is_card=True))


async def test_whoever_never_came_gets_none_either(office: Office, newcomer: Newcomers) -> None:
    ana, ben = await newcomer("ana"), await newcomer("ben")
    await read_at(office, await office.room(ana))
    with pytest.raises(ReaderGone):
        await office.courier.send(office.to(ben, is_card=True))
    assert await ben.invitations() == set()


async def test_an_answer_is_given_to_whoever_asked(office: Office, newcomer: Newcomers) -> None:
    ana, ben = await newcomer("ana"), await newcomer("ben")
    await read_at(office, await office.room(ana))
    await office.courier.send(office.to(ben))


async def test_in_doubt_they_are_there(office: Office, newcomer: Newcomers) -> None:
    """In a room that is closed to us nobody can be looked for."""
    ana = await newcomer("ana")
    await read_at(office, await ana.create_room())
    await office.courier.send(office.to(ana, is_card=True))
