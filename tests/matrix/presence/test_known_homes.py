"""Homes are known by heart, and never as they were before what was written last."""

from typing import Any

import pytest

from adapters.matrix.connection.server import Server
from adapters.matrix.presence.homes import Homes
from adapters.matrix.presence.rooms import Room, Rooms
from adapters.matrix.setup.levels import Levels
from bot.ports import Store
from storage.store import OpenStore
from tests.matrix.presence.test_rooms import BOT


class Looking:
    """The real store, with somebody who looks which homes there are in the middle of every write."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.homes: Homes
        self.is_broken = False

    async def read(self, query: Any, command: Any) -> Any:
        return await self._store.read(query, command)

    async def write(self, usecase: Any, command: Any, **how: Any) -> Any:
        await self.homes.all()
        if self.is_broken:
            raise OSError("the disk is full")
        return await self._store.write(usecase, command, **how)


@pytest.fixture
def looking(sqlite: OpenStore) -> Looking:
    looking = Looking(sqlite)
    looking.homes = Homes(looking, Rooms(BOT), Levels(Server("http://hs.test", BOT)))  # type: ignore[arg-type]
    return looking


async def rooms(homes: Homes) -> list[str]:
    return [home.at.ref for home in await homes.all()]


async def test_whoever_looks_while_a_home_is_made_does_not_hide_it_afterwards(looking: Looking) -> None:
    await looking.homes.open_at(Room("!elm"))
    assert await rooms(looking.homes) == ["!elm"]

    await looking.homes.move("!elm", "!new")
    assert await rooms(looking.homes) == ["!new"]

    await looking.homes.lose("!new")
    assert await rooms(looking.homes) == []


async def test_what_could_not_be_written_changes_nothing_that_is_known(looking: Looking) -> None:
    await looking.homes.open_at(Room("!elm"))
    looking.is_broken = True

    with pytest.raises(OSError, match="disk is full"):
        await looking.homes.move("!elm", "!new")

    assert await rooms(looking.homes) == ["!elm"]
