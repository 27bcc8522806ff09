"""Rooms that were replaced by new ones."""

import pytest

from adapters.matrix.people import PLATFORM
from bot.model.places import PlaceKind, PlaceRef
from bot.usecases import places
from tests.matrix.house import House
from tests.matrix.presence.test_leaving import asks

VERSIONS = pytest.mark.parametrize("version", ["11", "12"])
HERE_AND_AWAY = pytest.mark.parametrize("is_away", [False, True], ids=["while we are there", "while we are away"])


async def helped_at(house: House) -> str:
    """The room; empty while it is lost."""
    community_id = await house.community_at(house.space)
    assert community_id is not None
    found = (await house.store.read(places.set_at, community_id)).get(PlaceKind.HELP)
    return found.ref if found is not None else ""


async def is_helped_at(house: House, room: str) -> bool:
    return await helped_at(house) == room


@VERSIONS
@HERE_AND_AWAY
async def test_a_room_that_was_replaced_is_followed_and_shows_its_open_requests(
    house: House, version: str, is_away: bool
) -> None:
    await asks(house)
    if is_away:
        await house.stop()
    new = await house.mo.upgrade(house.help, version)
    await house.mo.invite(new, house.user_id)
    await house.mo.invite(new, house.ben.user_id)
    await house.ben.join(new)
    if is_away:
        await house.start()

    await house.until(lambda: is_helped_at(house, new))

    assert "a ride to the clinic" in await house.hears(house.ben, new, "#1")


async def test_a_room_that_anybody_may_come_into_is_followed_without_an_invitation(house: House) -> None:
    await house.mo.set_state(house.help, "m.room.join_rules", {"join_rule": "public"})

    new = await house.mo.upgrade(house.help, "11")

    await house.until(lambda: is_helped_at(house, new))


async def test_a_space_that_was_replaced_stays_the_home_of_its_community(house: House) -> None:
    community_id = await house.community_at(house.space)
    new = await house.mo.upgrade(house.space, "11")

    await house.mo.invite(new, house.user_id)

    await house.until(lambda: _is_home(house, new))
    assert await house.community_at(new) == community_id
    await house.ana.say(house.help, "!help")
    assert await house.direct(house.ana)


async def test_a_space_that_was_replaced_is_no_home_again_after_a_start(house: House) -> None:
    """Whoever looked after the old one may not look after the new one."""
    new = await house.mo.upgrade(house.space, "11")
    await house.mo.invite(new, house.user_id)
    await house.until(lambda: _is_home(house, new))
    assert list(await house.homes()) == [new]
    await house.stop()

    await house.start()
    await house.ana.say(house.help, "!help")
    await house.direct(house.ana)

    assert list(await house.homes()) == [new]


async def test_a_private_room_that_was_replaced_is_followed(house: House) -> None:
    old = await house.ana.create_room(invite=[house.user_id], is_direct=True)
    await house.until(lambda: house.is_with(house.ana, old))
    await house.ana.say(old, "!help")
    await house.hears(house.ana, old, "Here is what is possible")

    new = await house.ana.upgrade(old, "11")
    await house.ana.invite(new, house.user_id)
    await house.until(lambda: house.is_with(house.ana, new))
    await house.ana.say(house.help, "!help")

    assert await house.hears(house.ana, new, "Here is what is possible")


async def test_a_new_room_that_does_not_name_the_old_one_is_not_followed(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    other = await house.mo.create_room("Somewhere else", invite=[house.user_id])
    await house.until(lambda: house.is_in(other))

    await house.mo.set_state(house.help, "m.room.tombstone", {"body": "gone", "replacement_room": other})
    await house.ana.say(house.thanks, "!help")
    await house.direct(house.ana)

    assert await helped_at(house) == house.help


@pytest.mark.parametrize(
    "content", [{"replacement_room": 5}, {"replacement_room": ""}, {"replacement_room": "nowhere"}]
)
async def test_a_replacement_that_makes_no_sense_moves_nothing(house: House, content: dict[str, object]) -> None:
    await house.mo.set_state(house.help, "m.room.tombstone", {"body": "gone", **content})

    await house.ana.say(house.thanks, "!help")
    await house.direct(house.ana)

    community_id = await house.community_at(house.space)
    assert await house.store.read(places.whose, PlaceRef(PLATFORM, house.help)) == community_id


async def test_a_room_we_cannot_follow_into_is_told_to_the_care_team(house: House) -> None:
    await house.mo.upgrade(house.help, "11")

    assert await house.hears(house.mo, house.care, "gone or closed to me")


async def _is_home(house: House, space: str) -> bool:
    return space in await house.homes()
