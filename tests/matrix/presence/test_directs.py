"""Whose private room it is, and by which name they are known."""

import pytest

from adapters.matrix.people import PLATFORM, account
from adapters.matrix.presence.directs import Directs
from bot.commands.homes import OpenHome
from bot.model.ids import CommunityId
from bot.model.places import PlaceRef
from bot.usecases import places
from storage.store import OpenStore
from tests.matrix.presence.test_rooms import ANA, BOT, OURS, mark, member, rooms

INVITED = [OURS, mark(ANA), member(BOT), member(ANA, "invite")]
THERE = [OURS, mark(ANA), member(BOT), member(ANA, displayname="Ana by the mill")]


@pytest.fixture
async def elm(sqlite: OpenStore) -> CommunityId:
    """Where Ana is known as Ana."""
    home = OpenHome(PlaceRef(PLATFORM, "!elm"), "Elm Street", "UTC", {})
    community_id: CommunityId = await sqlite.write(places.open_home, home)
    known = rooms(room=[OURS, mark(ANA), member(BOT), member(ANA, displayname="Ana")])
    await Directs(sqlite, known, BOT).adopt(ANA, "!room", community_id)
    return community_id


async def name(store: OpenStore, community_id: CommunityId) -> str | None:
    return await store.read(places.name_of, (community_id, account(ANA)))


async def test_whoever_is_only_invited_keeps_the_name_they_are_known_by(sqlite: OpenStore, elm: CommunityId) -> None:
    await Directs(sqlite, rooms(room=INVITED), BOT).adopt(ANA, "!room", elm)
    assert await name(sqlite, elm) == "Ana"


async def test_whoever_is_there_goes_by_the_name_they_have_there(sqlite: OpenStore, elm: CommunityId) -> None:
    await Directs(sqlite, rooms(room=THERE), BOT).adopt(ANA, "!room", elm)
    assert await name(sqlite, elm) == "Ana by the mill"
