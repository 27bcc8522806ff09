"""Looking at a database beside whoever writes, without changing anything."""

from pathlib import Path

import pytest

from bot.commands.homes import OpenHome
from bot.errors import NewerDatabase, StorageNotReady
from bot.model.places import PlaceKind, PlaceRef
from bot.usecases import places
from storage.store import OpenStore, open_to_read
from tests.doubles.clock import HandClock
from tests.doubles.postgres import PostgresServer
from tests.storage.test_schema import change

ELM = PlaceRef("chat", "elm")


async def test_one_reads_what_another_writes(store: OpenStore, database_url: str, clock: HandClock) -> None:
    reader = await open_to_read(database_url, clock)
    assert await reader.read(places.at_home, ELM) is None

    home = OpenHome(ELM, "Elm Street", "UTC", {"help": "room", "care": "back room"})
    community_id = await store.write(places.open_home, home)

    found = await reader.read(places.known_at, community_id)
    assert {place.kind: place.at.ref for place in found} == {PlaceKind.HELP: "room", PlaceKind.CARE: "back room"}
    await reader.close()


async def test_a_reader_cannot_write(store: OpenStore, database_url: str, clock: HandClock) -> None:
    reader = await open_to_read(database_url, clock)
    with pytest.raises(Exception, match=r"read-only|readonly"):
        await reader.read(places.open_home, OpenHome(ELM, "Elm Street", "UTC"))
    await reader.close()
    assert await store.read(places.at_home, ELM) is None


@pytest.mark.parametrize(("revision", "no"), [("0001", StorageNotReady), ("9999", NewerDatabase)])
async def test_another_schema_is_left_alone(
    database_url: str, clock: HandClock, revision: str, no: type[Exception]
) -> None:
    await change(database_url, f"UPDATE alembic_version SET version_num = '{revision}'")
    with pytest.raises(no):
        await open_to_read(database_url, clock)


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_what_is_not_there_yet_is_not_made(
    tmp_path: Path, clock: HandClock, postgres_server: PostgresServer
) -> None:
    with pytest.raises(StorageNotReady, match="There is no database"):
        await open_to_read(f"sqlite:///{tmp_path / 'barnraiser.db'}", clock)
    assert names_in(tmp_path) == []
    name = postgres_server.create(template="template0")
    with pytest.raises(StorageNotReady, match="is empty still"):
        await open_to_read(postgres_server.url(name), clock)
    postgres_server.drop(name)
