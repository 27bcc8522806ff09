"""Who looks after a community is asked from the homeserver at that moment, and denied when it does not say."""

import pytest

from adapters.matrix.connection.server import Server
from adapters.matrix.setup.levels import Levels
from adapters.matrix.setup.looking import UNNAMED, Open, Seen, look, room_at
from adapters.matrix.setup.needs import Lack, Need
from adapters.matrix.setup.surroundings import Around, Surroundings
from bot.model.people import Role
from bot.model.places import PlaceKind
from tests.matrix.setup.rooms import Elm

MEMBER = frozenset({Role.MEMBER})
MODERATOR = MEMBER | {Role.MODERATOR}


async def test_whoever_has_the_level_is_a_moderator_until_it_is_taken_away(elm: Elm) -> None:
    levels = Levels(elm.server)
    assert await levels.roles(elm.mo.user_id, elm.space) == MODERATOR
    assert await levels.roles(elm.ana.user_id, elm.space) == MEMBER
    await elm.mo.set_level(elm.space, elm.ana.user_id, 50)
    assert await levels.roles(elm.ana.user_id, elm.space) == MODERATOR
    await elm.mo.set_level(elm.space, elm.ana.user_id, 0)
    assert await levels.roles(elm.ana.user_id, elm.space) == MEMBER


async def test_who_has_left_looks_after_nothing(elm: Elm) -> None:
    await elm.mo.set_level(elm.space, elm.ana.user_id, 50)
    await elm.ana.leave(elm.space)
    assert await Levels(elm.server).roles(elm.ana.user_id, elm.space) == MEMBER


async def test_where_the_bot_is_not_any_more_nobody_is_a_moderator(elm: Elm) -> None:
    await elm.bot.leave(elm.space)
    assert await Levels(elm.server).roles(elm.mo.user_id, elm.space) == MEMBER


async def test_in_a_new_room_its_creators_are_moderators_though_no_list_names_them(elm: Elm) -> None:
    creators = {"additional_creators": [elm.ana.user_id]}
    room = await elm.room("Garden", version="12", creation_content=creators)
    levels = Levels(elm.server)
    assert await levels.roles(elm.mo.user_id, room) == MODERATOR
    assert await levels.roles(elm.ana.user_id, room) == MODERATOR
    assert await levels.roles(elm.bot.user_id, room) == MEMBER


async def test_where_we_are_not_and_where_nobody_answers_nobody_is_a_moderator(elm: Elm) -> None:
    room = await elm.mo.create_room("Private")
    assert await Levels(elm.server).roles(elm.mo.user_id, room) == MEMBER
    nowhere = Server("http://127.0.0.1:9", elm.bot.user_id)
    assert await Levels(nowhere).roles(elm.mo.user_id, elm.space) == MEMBER
    await nowhere.close()


async def test_what_we_lack_is_read_from_the_room(elm: Elm) -> None:
    room = await elm.room("Garden")
    levels = Levels(elm.server)
    assert await levels.lacking(room, PlaceKind.HELP) == (Lack(Need.TAKE_AWAY, 50),)
    assert await levels.may_write(room)
    await elm.mo.set_level(room, elm.bot.user_id, 50)
    assert await levels.lacking(room, PlaceKind.HELP) == ()
    await elm.mo.set_levels(room, events_default=100)
    assert not await levels.may_write(room)


async def test_a_room_is_seen_as_it_is(elm: Elm) -> None:
    care = await elm.room("Care", encrypted=True)
    assert await look(elm.server, care, PlaceKind.CARE) == Seen(care, "Care", is_encrypted=True)
    square = await elm.room("", preset="public_chat", is_linked=False)
    assert await look(elm.server, square, PlaceKind.THANKS) == Seen(square, UNNAMED, open_to=Open.EVERYBODY)
    await elm.bot.leave(square)
    assert await look(elm.server, square, PlaceKind.CARE) == Seen(square, UNNAMED, is_in=False)
    await elm.mo.set_state(care, "m.room.join_rules", {"join_rule": "restricted", "allow": []})
    successor = await elm.mo.upgrade(care, "12")
    assert await look(elm.server, care, PlaceKind.CARE) == Seen(
        care, "Care", lacks=(Lack(Need.WRITE, 50),), is_encrypted=True, open_to=Open.SPACE, moved_to=successor
    )
    assert await look(elm.server, successor, PlaceKind.CARE) == Seen(successor, successor, is_in=False)


@pytest.mark.parametrize("address", ["#nowhere:hs.test", "#:hs.test"])
async def test_an_address_without_a_room_is_no_room(elm: Elm, address: str) -> None:
    assert await room_at(elm.server, address) is None


async def test_an_address_leads_to_its_room(elm: Elm) -> None:
    alias = f"garden-{elm.space[1:6]}"
    room = await elm.room("Garden", room_alias_name=alias)
    assert await room_at(elm.server, f"#{alias}:hs.test") == room
    assert await room_at(elm.server, room) == room


async def test_only_rooms_that_belong_to_the_space_or_to_its_moderator_are_offered(elm: Elm) -> None:
    garden = await elm.room("Garden")
    own = await elm.room("Own", is_linked=False)
    listed = await elm.ana.create_room("Ana's", invite=[elm.bot.user_id])
    await elm.bot.join(listed)
    await elm.mo.add_child(elm.space, listed)
    outside = await elm.mo.create_room("Outside", preset="public_chat")
    await elm.mo.add_child(elm.space, outside)
    hidden = await elm.mo.create_room("Hidden")
    await elm.mo.add_child(elm.space, hidden)
    surroundings = Surroundings(elm.server, Levels(elm.server))
    assert await surroundings.of(elm.space, elm.mo.user_id) == Around(
        ((garden, "Garden"), (own, "Own")), ("", "Outside")
    )
    assert not await surroundings.is_theirs(listed, elm.space, elm.mo.user_id)
    assert await surroundings.is_theirs(listed, elm.space, elm.ana.user_id)


async def test_in_a_single_room_there_is_only_that_room(elm: Elm) -> None:
    room = await elm.mo.create_room("Garden", invite=[elm.bot.user_id])
    await elm.bot.join(room)
    surroundings = Surroundings(elm.server, Levels(elm.server))
    assert await surroundings.of(room, elm.mo.user_id) == Around(((room, "Garden"),))
