"""Which rooms belong to which community, and what becomes of them when we are shown out and let in again."""

import asyncio

import pytest

from adapters.matrix.people import PLATFORM
from bot.model.places import PlaceKind, PlaceRef
from bot.usecases import homes, places
from tests.doubles.matrix.person import Newcomers
from tests.matrix.house import House

HERE_AND_AWAY = pytest.mark.parametrize("is_away", [False, True], ids=["while we are there", "while we are away"])


async def test_a_space_is_a_community_under_its_name(house: House) -> None:
    community = await house.store.read(places.at_home, PlaceRef(PLATFORM, house.space))

    assert community is not None
    assert community.name == "Elm Street"


async def test_a_single_room_is_a_community_as_soon_as_somebody_wants_something_there(
    house: House, newcomer: Newcomers
) -> None:
    dee = await newcomer("dee")
    room = await dee.create_room("Oak Street", invite=[house.user_id, house.ana.user_id])
    await house.ana.join(room)
    await house.until(lambda: house.is_with(dee, room))
    assert await house.community_at(room) is None

    await dee.say(room, "hello everybody")
    await dee.say(room, "!help")

    oak = await house.until(lambda: house.community_at(room))
    assert oak != await house.community_at(house.space)
    assert "Here is what is possible" in (await house.heard(dee, await house.direct(dee)))[0]


async def test_a_room_that_a_moderator_brought_us_into_waits_to_be_chosen(house: House, newcomer: Newcomers) -> None:
    """Only who is named in the settings may begin a community."""
    await house.stop()
    await house.start(inviters=("@nobody:hs.test",))
    room = await house.mo.create_room("Side room", invite=[house.user_id, house.ana.user_id])
    await house.ana.join(room)
    await house.until(lambda: house.is_in(room))

    await house.ana.say(room, "!help")

    assert await house.hears(house.ana, room, "I'm not at home in this room yet")
    assert await house.community_at(room) is None


async def test_a_space_around_a_room_with_a_community_is_a_home_of_the_same_one(
    house: House, newcomer: Newcomers
) -> None:
    dee = await newcomer("dee")
    room = await dee.create_room("Oak Street", invite=[house.user_id, house.ana.user_id])
    await house.until(lambda: house.is_with(dee, room))
    await dee.say(room, "!help")
    oak = await house.until(lambda: house.community_at(room))
    space = await dee.create_space("Oak Street and around")
    await dee.add_child(space, room)

    await dee.invite(space, house.user_id)

    assert await house.until(lambda: house.community_at(space)) == oak


async def test_a_space_that_somebody_puts_around_a_community_that_others_look_after_is_another_one(
    house: House,
) -> None:
    elm = await house.community_at(house.space)
    space = await house.ana.create_space("Oak Street")
    await house.ana.add_child(space, house.space)

    await house.ana.invite(space, house.user_id)

    oak = await house.until(lambda: house.community_at(space))
    hearing = house.bot.platform._hearing
    assert hearing is not None
    assert oak != elm
    assert await hearing.homes.communities_with(house.ana.user_id) == (elm, oak)
    assert await hearing.homes.communities_with(house.ben.user_id) == (elm,)


async def test_a_space_that_a_community_says_it_is_part_of_is_a_home_of_the_same_one(house: House) -> None:
    space = await house.ana.create_space("Elm Street and around")
    await house.ana.add_child(space, house.space)
    await house.mo.set_state(house.space, "m.space.parent", {"via": ["hs.test"]}, space)
    await house.ana.invite(space, house.user_id)

    assert await house.until(lambda: house.community_at(space)) == await house.community_at(house.space)


async def test_a_space_within_the_space_belongs_to_it_with_its_rooms(house: House) -> None:
    floor = await house.mo.create_space("First floor")
    room = await house.mo.create_room("Kitchen", invite=[house.ana.user_id])
    await house.ana.join(room)
    await house.mo.add_child(house.space, floor)
    await house.mo.add_child(floor, room)
    for each in (floor, room):
        await house.mo.invite(each, house.user_id)
        await house.until(lambda each=each: house.is_in(each))

    await house.ana.say(room, "!help")

    direct = await house.direct(house.ana)
    assert "Here is what is possible" in (await house.heard(house.ana, direct))[0]
    assert list(await house.homes()) == [house.space]


async def test_a_room_that_was_taken_out_of_the_space_does_not_belong_to_it_any_more(house: House) -> None:
    room = await house.mo.create_room("Kitchen", invite=[house.user_id, house.ana.user_id])
    await house.ana.join(room)
    await house.mo.add_child(house.space, room)
    await house.until(lambda: house.is_in(room))
    await house.mo.remove_child(house.space, room)

    await house.ana.say(room, "!help")

    other = await house.until(lambda: house.community_at(room))
    assert other != await house.community_at(house.space)


@HERE_AND_AWAY
async def test_shown_out_of_the_space_and_let_in_again(house: House, is_away: bool) -> None:
    if is_away:
        await house.stop()
    await house.mo.kick(house.space, house.user_id)
    if is_away:
        await house.start()
    await house.until(lambda: _is_left(house, house.space))

    await house.mo.invite(house.space, house.user_id)

    await house.until(lambda: _is_home(house, house.space))


@HERE_AND_AWAY
async def test_shown_out_of_a_room_that_was_chosen_and_let_in_again(house: House, is_away: bool) -> None:
    if is_away:
        await house.stop()
    await house.mo.ban(house.help, house.user_id)
    if is_away:
        await house.start()
    await house.until(lambda: _is_lost(house, house.help))

    await house.mo.call("POST", f"/rooms/{house.help}/unban", {"user_id": house.user_id})
    await house.mo.invite(house.help, house.user_id)

    await house.until(lambda: _is_there(house, house.help))


async def test_a_place_that_was_lost_for_want_of_a_level_is_there_again_when_the_level_is(house: House) -> None:
    await house.mo.set_levels(house.help, events_default=50)
    await house.store.write(places.vanish, PlaceRef(PLATFORM, house.help))
    assert await _is_lost(house, house.help)

    await house.mo.set_level(house.help, house.user_id, 50)

    await house.until(lambda: _is_there(house, house.help))


async def test_people_in_any_of_the_rooms_belong_to_the_community(house: House, newcomer: Newcomers) -> None:
    """Whoever has never said anything to us, and is only where requests are read."""
    dee = await newcomer("dee")
    await house.mo.invite(house.help, dee.user_id)
    await dee.join(house.help)

    room = await dee.create_room(invite=[house.user_id], is_direct=True)
    await house.until(lambda: house.is_with(dee, room))
    await dee.say(room, "!help")

    assert await house.hears(dee, room, "Here is what is possible")


async def test_strangers_hear_where_to_go(house: House, newcomer: Newcomers) -> None:
    dee = await newcomer("dee")
    room = await dee.create_room(invite=[house.user_id], is_direct=True)
    await house.until(lambda: house.is_with(dee, room))

    for text in ("hello", "!help", "!needhelp two eggs"):
        await dee.say(room, text)

    assert await house.hears(dee, room, "I don't know yet which community you belong to")
    await asyncio.sleep(0.5)
    assert len(await house.heard(dee, room)) == 1


async def _is_left(house: House, space: str) -> bool:
    return space not in await house.homes()


async def _is_home(house: House, space: str) -> bool:
    return space in await house.homes()


async def _is_lost(house: House, room: str) -> bool:
    return room in await _places(house, is_lost=True)


async def _is_there(house: House, room: str) -> bool:
    return room in await _places(house, is_lost=False)


async def _places(house: House, *, is_lost: bool) -> set[str]:
    (home,) = await house.store.read(homes.of_platform, PLATFORM)
    known = await house.store.read(places.known_at, home.community_id)
    return {place.at.ref for place in known if (place.lost_at is not None) is is_lost and place.kind in list(PlaceKind)}
