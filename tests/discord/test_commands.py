"""The commands as people are offered them: in their language, within Discord's limits, told once."""

import re
import unicodedata
from collections.abc import Iterator

import pytest

from adapters.discord.incoming.commands import TYPED, payload
from adapters.discord.incoming.registration import is_stale
from adapters.discord.incoming.translations import LOCALES
from tests.discord.house import House
from tests.doubles.discord.wire import Json

EVERY_LANGUAGE = {locale for locales in LOCALES.values() for locale in locales}
NAME = re.compile(r"[-_'\w]{1,32}")
DESCRIPTION_LIMIT = 100
COMMAND_LIMIT = 8000


def named(things: list[Json]) -> Iterator[Json]:
    """Each command, option and choice."""
    for thing in things:
        yield thing
        yield from named([*thing.get("options", ()), *thing.get("choices", ())])


def longest(thing: Json, field: str) -> int:
    return max(map(len, [str(thing.get(field, "")), *(thing.get(f"{field}_localizations") or {}).values()]))


def test_everything_is_said_in_every_language() -> None:
    for thing in named(payload()):
        for field in ("name", "description"):
            if thing.get(field):
                assert set(thing[f"{field}_localizations"]) == EVERY_LANGUAGE, thing
                assert thing[f"{field}_localizations"]["en-GB"] == thing[field]


def test_what_is_shown_fits_and_is_no_name_of_anything_else() -> None:
    for command in payload():
        assert sum(longest(thing, "name") + longest(thing, "description") for thing in named([command])) < COMMAND_LIMIT
        for thing in named([command]):
            names = [thing["name"], *thing["name_localizations"].values()]
            assert max(map(len, names)) <= (100 if "value" in thing else 32)
            assert longest(thing, "description") <= DESCRIPTION_LIMIT
            is_in_a_menu = thing is command and command["type"] != TYPED
            if "value" not in thing and not is_in_a_menu:
                assert thing["description"]
                assert [name for name in names if not NAME.fullmatch(name) or name != name.lower()] == []
            for language in EVERY_LANGUAGE:
                inner = [each["name_localizations"][language] for each in thing.get("options", ())]
                assert len(inner) == len(set(inner))


def test_names_are_written_in_composed_letters() -> None:
    """Clients compare letter by letter."""
    said = [name for thing in named(payload()) for name in thing["name_localizations"].values()]
    assert [name for name in said if unicodedata.normalize("NFC", name) != name] == []


async def test_who_reads_another_language_types_in_it_and_is_understood(house: House) -> None:
    await house.ask(house.ana)
    dora = house.discord.add_person("dora", house.guild, at=house.help, locale="de")

    board = await dora.slash("helpboard", art="Praktische Hilfe", seite=1)
    claimed = await dora.slash("claim", nummer=1)

    assert "a ride to the clinic" in house.read(board, dora)
    assert "Du hast #1 übernommen." in house.read(claimed, dora)


async def test_commands_are_told_to_discord_once(house: House) -> None:
    await house.restart()

    assert len(house.discord.calls("PUT", "/commands")) == 1
    assert "needhelp" in [command["name"] for command in house.discord.world.commands[None]]


@pytest.mark.parametrize("language", ["", "fr"])
async def test_commands_that_somebody_changed_are_stale_and_put_right_at_the_next_start(
    house: House, language: str
) -> None:
    client = house.bot.platform._client
    application_id = int(house.discord.world.bot["id"])
    assert not await is_stale(client.http, application_id)
    command = house.discord.world.commands[None][0]
    if language:
        command["description_localizations"][language] = "Autre chose"
    else:
        command["options"] = []
    assert await is_stale(client.http, application_id)

    await house.restart()

    assert not await is_stale(house.bot.platform._client.http, application_id)


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("trouble", [{"status": 503}, {"is_lost": True}], ids=str)
async def test_commands_that_discord_stumbled_over_are_told_again_while_the_bot_runs(
    house: House, method: str, trouble: dict[str, object]
) -> None:
    house.discord.world.commands[None] = []
    house.discord.faults.add(method, "/applications/*/commands", **trouble)

    await house.restart()

    await house.until(lambda: house.discord.world.commands[None] != [])


async def test_a_limit_on_commands_does_not_keep_the_bot_from_its_work(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.discord.world.commands[None] = []
    house.discord.faults.add("PUT", "/applications/*/commands", status=429, retry_after=3600.0)

    await house.restart()

    assert "Discord takes no commands for 3600 s" in caplog.text
    assert house.discord.world.commands[None] == []
    await house.stop()


async def test_commands_that_were_refused_are_told_again_at_the_next_start(house: House) -> None:
    house.discord.world.commands[None] = []
    house.discord.faults.add("PUT", "/applications/*/commands", status=403)
    await house.restart()
    assert house.discord.world.commands[None] == []

    await house.restart()

    assert house.discord.world.commands[None] != []
