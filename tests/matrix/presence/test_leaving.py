"""People who leave: the community, or only a room of it, or their private room."""

import asyncio

from adapters.matrix.people import PLATFORM, account
from bot.model.places import PlaceRef
from bot.model.requests import Reason, Status
from bot.usecases import directs
from tests.matrix.house import House
from tests.people import DAY


async def asks(house: House) -> str:
    """Ana asks for a ride. Returns her private room."""
    await house.ana.say(house.help, "!needhelp a ride to the clinic")
    direct = await house.direct(house.ana)
    for answer, question in [("1", "Kind of help"), ("tomorrow", "When"), ("the mill", "where"), ("1", "your name")]:
        await house.hears(house.ana, direct, question)
        await house.ana.say(direct, answer)
    await house.hears(house.ana, direct, "This is all that others will see")
    await house.ana.say(direct, "post it")
    await house.hears(house.ana, direct, "#1 is up for others to see")
    return direct


async def is_over(house: House) -> bool:
    request = await house.request()
    return request is not None and (request.status, request.reason) == (Status.CLOSED, Reason.WITHDRAWN)


async def test_what_somebody_asked_for_ends_when_they_have_left_every_room(house: House) -> None:
    await asks(house)

    for room in (house.space, house.help, house.thanks):
        await house.ana.leave(room)
    await asyncio.sleep(1)
    assert not await is_over(house)
    await house.mo.kick(house.care, house.ana.user_id)

    await house.until(lambda: is_over(house))


async def test_whoever_is_only_in_another_room_of_the_space_is_still_written_to(house: House) -> None:
    room = await house.mo.create_room("Kitchen", invite=[house.user_id, house.ana.user_id])
    await house.ana.join(room)
    await house.mo.add_child(house.space, room)
    await house.until(lambda: house.is_in(room))
    direct = await asks(house)
    for each in (house.space, house.help, house.thanks, house.care):
        await house.ana.leave(each)

    await house.pass_time(3 * DAY)

    await house.hears(house.ana, direct, "Nobody was free for")
    assert not await is_over(house)


async def test_whoever_left_while_we_were_away_has_left(house: House) -> None:
    await asks(house)
    await house.stop()
    for room in (house.space, house.help, house.thanks, house.care):
        await house.ana.leave(room)

    await house.start()

    await house.until(lambda: is_over(house))


async def test_whoever_comes_back_at_once_has_not_left(house: House) -> None:
    await asks(house)
    await house.stop()
    for room in (house.space, house.help, house.thanks, house.care):
        await house.ana.leave(room)
    await house.mo.invite(house.space, house.ana.user_id)
    await house.ana.join(house.space)

    await house.start()
    await house.ben.say(house.help, "!help")
    await house.direct(house.ben)

    assert not await is_over(house)


async def test_what_waits_for_whoever_left_their_private_room_is_said_when_they_open_another(house: House) -> None:
    await house.ana.say(house.help, "!help")
    direct = await house.direct(house.ana)
    await house.hears(house.ana, direct, "Here is what is possible")
    await house.ana.leave(direct)
    await house.until(lambda: _is_closed(house))
    await house.ana.say(house.help, "!claim 7")
    await house.until(lambda: _has_heard(house, 2))
    await house.settle()

    room = await house.ana.create_room(invite=[house.user_id], is_direct=True)

    await house.hears(house.ana, room, "There is no request with that number")
    assert await house.store.read(directs.place_of, account(house.ana.user_id)) == PlaceRef(PLATFORM, room)


async def _has_heard(house: House, count: int) -> bool:
    return len(house.listening.heard) >= count


async def _is_closed(house: House) -> bool:
    return await house.store.read(lambda tx, who, now: tx.directs.is_closed(who), account(house.ana.user_id))
