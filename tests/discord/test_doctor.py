"""The doctor finds what is planted, and says what to do about it, whether the bot is running or not."""

import asyncio
import json
import logging
import shutil
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from adapters.discord.people import PLATFORM, account
from adapters.discord.preferences import THREADS, Threads
from adapters.discord.setup import findings
from bot.cli import barnraiser as command
from bot.commands.homes import Prefer
from bot.model.people import Actor, Role
from bot.model.places import PlaceRef
from bot.usecases import places, policy
from tests.cli.command import Ended, barnraiser
from tests.discord.arranging import have_forum
from tests.discord.house import FORM, House
from tests.doubles.discord import MachineClock, Permission, loopback
from tests.doubles.discord.routes.threads import REQUIRE_TAG

MISCONFIGURED = 78


class WrongClock(MachineClock):
    """Time passes by itself; `off` is by how many seconds the clock is wrong."""

    off = 0.0

    def now(self) -> float:
        return super().now() + self.off


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def settings(house: House, **changed: object) -> Path:
    told = {
        "token": house.discord.token,
        "api_base": house.discord.api_base,
        "gateway_url": house.discord.gateway_url,
        "guild_ids": [],
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in (told | changed).items()]
    path = house.data_dir / "config.toml"
    path.write_text("\n".join(["[discord]", *lines, ""]))
    path.chmod(0o600)
    return path


async def examined(house: House, *arguments: str, **changed: object) -> Ended:
    """In a thread of its own, because Discord lives in ours."""
    path = settings(house, **changed)
    line = ["-c", str(path), "--data-dir", str(house.data_dir), *(arguments or ("doctor",))]
    result = await asyncio.to_thread(CliRunner().invoke, command, line)
    return Ended(result.exit_code, result.stdout, result.stderr)


def troubles(ended: Ended) -> list[str]:
    """Each with its fix."""
    lines = ended.out.splitlines()
    return [
        f"{line}\n{lines[index + 1]}" for index, line in enumerate(lines) if line.startswith(("failing", "warning"))
    ]


Plant = Callable[[House], Awaitable[dict[str, object]]]


async def wrong_token(house: House) -> dict[str, object]:
    return {"token": "MTE.not.it"}


async def not_in_the_named_server(house: House) -> dict[str, object]:
    await house.stop()  # it would say so, too
    house.discord.moderation.remove_bot(house.guild)
    return {"guild_ids": [int(house.guild["id"])]}


async def in_no_server(house: House) -> dict[str, object]:
    await house.stop()  # it would say so, too
    house.discord.moderation.remove_bot(house.guild)
    return {}


async def missing_scope(house: House) -> dict[str, object]:
    house.discord.world.without_commands.add(house.guild["id"])
    return {}


async def deleted_place(house: House) -> dict[str, object]:
    house.discord.moderation.delete_channel(house.thanks)
    return {}


async def deleted_role(house: House) -> dict[str, object]:
    role = house.discord.moderation.make_role(house.guild, "helpers")
    await house.mo.choose(await house.mo.slash("helpsetup"), "s:volunteer_role", role)
    assert troubles(await examined(house)) == []
    house.discord.moderation.delete_role(house.guild, role)
    return {}


async def stale_commands(house: House) -> dict[str, object]:
    house.discord.world.commands[None].pop()
    return {}


async def forum_without_tags(house: House) -> dict[str, object]:
    await have_forum(house, "Open", "Urgent", flags=REQUIRE_TAG)
    return {}


def denied(*permissions: Permission) -> Plant:
    async def plant(house: House) -> dict[str, object]:
        mo = Actor(account(int(house.mo.id)), "Mo", frozenset({Role.MEMBER, Role.MODERATOR}))
        home = PlaceRef(PLATFORM, house.guild["id"])
        community = await house.store.read(places.at_home, home)
        assert community is not None
        await house.store.write(policy.prefer, Prefer(mo, community.id, "test:1", home, THREADS, Threads.PUBLIC))
        house.discord.moderation.deny(house.help, *permissions)
        return {}

    return plant


INVITED = "https://discord.com/oauth2/authorize?client_id="
WHERE = "Elm Street, #help, where requests are read: the bot lacks"
CLICK = "In Discord: #help, Edit Channel, Permissions, Barnraiser: allow"


@pytest.mark.parametrize(
    ("plant", "sentence", "fix"),
    [
        (wrong_token, "Discord does not accept the bot's token.", "Make a new one at https://discord.com/developers"),
        (not_in_the_named_server, "which guild_ids names.", INVITED),
        (in_no_server, "The bot is in no server yet.", INVITED),
        (missing_scope, "the bot was let in without applications.commands.", INVITED),
        (
            denied(Permission.VIEW_CHANNEL),
            "where requests are read: the bot lacks View Channel.",
            "Edit Channel, Permissions, Barnraiser: allow View Channel.",
        ),
        (denied(Permission.SEND_MESSAGES), f"{WHERE} Send Messages.", f"{CLICK} Send Messages."),
        (
            denied(Permission.CREATE_PUBLIC_THREADS, Permission.SEND_MESSAGES_IN_THREADS),
            f"{WHERE} Create Public Threads, Send Messages in Threads.",
            f"{CLICK} Create Public Threads, Send Messages in Threads.",
        ),
        (denied(Permission.ADD_REACTIONS), f"{WHERE} Add Reactions.", f"{CLICK} Add Reactions."),
        (denied(Permission.READ_MESSAGE_HISTORY), f"{WHERE} Read Message History.", f"{CLICK} Read Message History."),
        (
            forum_without_tags,
            "Open, Claimed and Done are not all there",
            "Edit Channel: make these three tags",
        ),
        (deleted_place, "Elm Street: the place where thanks are read was deleted.", "types /helpsetup in that server"),
        (deleted_role, "was deleted, so nobody can take one on.", "chooses another role, or lets everybody."),
        (stale_commands, "People are offered other commands than this version has.", "Start Barnraiser again"),
    ],
)
async def test_each_planted_fault_is_found_alone_with_its_fix(
    house: House, plant: Plant, sentence: str, fix: str
) -> None:
    changed = await plant(house)

    ended = await examined(house, **changed)

    [trouble] = troubles(ended)
    said, remedy = trouble.split("\n")
    assert said.startswith("failing  discord: ")
    assert sentence in said
    assert fix in remedy
    assert (ended.exit_code, ended.err) == (MISCONFIGURED, "")


async def few_starts(house: House) -> dict[str, object]:
    house.discord.gateway.starts_left = 3
    return {}


async def web_address(house: House) -> dict[str, object]:
    house.discord.world.interactions_endpoint_url = "https://elsewhere.example"
    return {}


async def time_out(house: House) -> dict[str, object]:
    world = house.discord.world
    world.members[house.guild["id"], world.bot["id"]]["communication_disabled_until"] = "2099-01-01T00:00:00+00:00"
    return {}


async def trouble_at_discord(house: House) -> dict[str, object]:
    house.discord.faults.add("GET", "/guilds/*/channels", status=503)
    return {}


async def nobody_there(house: House) -> dict[str, object]:
    return {"api_base": "http://127.0.0.1:9/api/v10"}


async def shut_out_for_a_while(house: House) -> dict[str, object]:
    house.discord.moderation.deny(house.help, Permission.SEND_MESSAGES)
    preview = await house.ana.fill(await house.ana.slash("needhelp"), **FORM)
    await house.ana.press(preview, "Post it")
    await house.settle()
    house.discord.moderation.allow(house.help, Permission.SEND_MESSAGES)
    return {}


@pytest.mark.parametrize(
    ("plant", "sentence", "fix"),
    [
        (few_starts, "only 3 of 1000 starts are left for the next 4 hours", "Find out in the log what ends it"),
        (web_address, "to a web address instead of to the bot", "empty the field Interactions Endpoint URL"),
        (time_out, "Elm Street: the bot is in a time-out there", "Remove Timeout"),
        (trouble_at_discord, "trouble of its own (status 503, code 0)", "https://discordstatus.com"),
        (nobody_there, "Discord cannot be reached (ClientConnectorError)", "Is this machine online"),
        (shut_out_for_a_while, "#help, where requests are read: the bot was shut out", "chooses the place once more"),
    ],
)
async def test_other_trouble_is_found_too(house: House, plant: Plant, sentence: str, fix: str) -> None:
    changed = await plant(house)

    [trouble] = [each for each in troubles(await examined(house, **changed)) if "discord: " in each]

    said, remedy = trouble.split("\n")
    assert sentence in said
    assert fix in remedy


async def test_where_all_is_well_it_says_so_while_the_bot_runs(house: House) -> None:
    ended = await examined(house)
    assert troubles(ended) == []
    assert (ended.exit_code, ended.err) == (0, "")
    assert "ok       discord: Elm Street, #care, where the care team reads its notes: everything" in ended.out


async def test_commands_that_were_never_told_to_discord_are_no_failure(house: House, tmp_path: Path) -> None:
    house.discord.world.commands.clear()
    house.data_dir = tmp_path / "never started"
    house.data_dir.mkdir()
    ended = await examined(house)
    assert [said for said in troubles(ended) if "discord: " in said and "database" not in said] == [
        "warning  discord: Discord does not know the commands yet.\n"
        "         Start Barnraiser; they are there within seconds."
    ]
    assert ended.exit_code == 0


async def test_a_server_that_is_not_set_up_is_no_failure(house: House) -> None:
    house.discord.add_guild("Oak \x1b[31mStreet")
    ended = await examined(house)
    assert troubles(ended) == [
        "warning  discord: Oak [31mStreet: nothing is set up yet.\n"
        "         Somebody with Manage Server types /helpsetup in that server."
    ]
    assert ended.exit_code == 0


async def test_whatever_an_administrator_is_denied_is_allowed(house: House) -> None:
    world = house.discord.world
    role = world.add_role(house.guild["id"], "keys", int(Permission.ADMINISTRATOR))
    world.members[house.guild["id"], world.bot["id"]]["roles"].append(role["id"])
    house.discord.moderation.deny(house.help, Permission.VIEW_CHANNEL, Permission.ADD_REACTIONS)
    assert troubles(await examined(house)) == []


@pytest.mark.parametrize(
    ("later", "said"), [(420.0, "7 minutes behind"), (-240.0, "4 minutes ahead of"), (2.0, "agrees with")]
)
async def test_a_clock_that_goes_wrong_is_noticed(tmp_path: Path, later: float, said: str) -> None:
    """In minutes, as the start of a busy machine may take seconds."""
    discords_clock = WrongClock()
    async with loopback(discords_clock) as discord:
        discords_clock.off = later
        path = tmp_path / "config.toml"
        path.write_text(f'[discord]\ntoken = "{discord.token}"\napi_base = "{discord.api_base}"\n')
        line = ["-c", str(path), "--data-dir", str(tmp_path), "doctor"]
        result = await asyncio.to_thread(CliRunner().invoke, command, line)
    assert f"This machine's clock {'' if said == 'agrees with' else 'is '}{said} Discord's" in result.stdout


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (5.0, "agrees with"),
        (-5.0, "agrees with"),
        (6.0, "is 6 seconds ahead of"),
        (-119.4, "is 119 seconds behind"),
        (120.0, "is 2 minutes ahead of"),
    ],
)
def test_how_wrong_a_clock_is_is_said_in_words(ahead: float, said: str) -> None:
    assert f"This machine's clock {said} Discord's" in findings.clock(ahead).sentence


async def test_the_report_can_be_read_by_a_machine(house: House) -> None:
    house.discord.moderation.delete_channel(house.care)
    report = json.loads((await examined(house, "doctor", "--json")).out)
    [failing] = [each for each in report if each["status"] == "failing"]
    assert failing["sentence"] == "Elm Street: the place where the care team reads its notes was deleted."
    assert failing["name"] == "discord"


async def test_the_bot_does_not_have_to_run(house: House) -> None:
    await house.stop()
    house.discord.moderation.deny(house.care, Permission.SEND_MESSAGES)
    settings(house)

    ended = await asyncio.to_thread(barnraiser, house.data_dir, "--data-dir", ".", "config", "check", "--online")

    assert ended.out.startswith("The settings are fine.")
    assert "#care, where the care team reads its notes: the bot lacks Send Messages." in ended.out
    assert (ended.exit_code, ended.err) == (MISCONFIGURED, "")


def test_before_the_first_start_there_is_nothing_to_find(tmp_path: Path) -> None:
    ended = barnraiser(tmp_path, "doctor")
    assert ended == Ended(
        0, "warning  database: There is no database at data/barnraiser.db yet; the first start makes it.\n", ""
    )
    assert list(tmp_path.iterdir()) == []


def test_an_older_database_is_left_as_it_is(tmp_path: Path, migrated_file: Path) -> None:
    path = tmp_path / "data" / "barnraiser.db"
    path.parent.mkdir()
    shutil.copy(migrated_file, path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")
        database.commit()
    ended = barnraiser(tmp_path, "doctor")
    assert "was written by an older Barnraiser; the next start brings it up to date." in ended.out
