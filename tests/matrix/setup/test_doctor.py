"""The doctor finds what is planted, and says what to do about it, whether the bot is running or not."""

import json
import logging
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from adapters.matrix.connection.folder import RECOVERY, SEEDS, STORE
from adapters.matrix.incoming.pulse import PULSE, Pulse
from adapters.matrix.setup.limits import TRIES
from bot.clock import MovableClock
from tests.conftest import start_synapse
from tests.doubles.matrix.person import Newcomers
from tests.doubles.matrix.synapse import Synapses
from tests.matrix.setup.clinic import Clinic, clinic_of, troubles
from tests.matrix.setup.rooms import Elm, server_of

MISCONFIGURED = 78
NOBODY = "http://127.0.0.1:9"
CLICK = "In Element: Room settings > Roles & Permissions > Add privileged users:"
PRIVATE = "Room settings > Security & Privacy > Access: Private"


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
async def clinic(elm: Elm, tmp_path: Path, migrated_file: Path) -> Clinic:
    return await clinic_of(elm, tmp_path, migrated_file)


Plant = Callable[[Clinic], Awaitable[dict[str, object]]]


async def wrong_password(clinic: Clinic) -> dict[str, object]:
    shutil.rmtree(clinic.folder.path)
    return {"password": "not it"}


async def changed_password(clinic: Clinic) -> dict[str, object]:
    """Which ends all sessions."""
    bot = server_of(clinic.elm.bot)
    await bot.call("POST", "/logout/all")
    await bot.close()
    return {"password": "the old one"}


async def ended_session(clinic: Clinic) -> dict[str, object]:
    kept = clinic.folder.session()
    assert kept is not None
    server = server_of(clinic.elm.bot)
    server.token = kept.token
    await server.call("POST", "/logout")
    await server.close()
    return {"password": None}


async def wrong_token(clinic: Clinic) -> dict[str, object]:
    return {"password": None, "token": "syt_not_it"}


async def token_of_somebody_else(clinic: Clinic) -> dict[str, object]:
    return {"password": None, "token": clinic.elm.ana.token}


async def nobody_there(clinic: Clinic) -> dict[str, object]:
    return {"homeserver": NOBODY}


async def lost_keys(clinic: Clinic) -> dict[str, object]:
    (clinic.folder.path / STORE).unlink()
    return {}


async def lost_folder(clinic: Clinic) -> dict[str, object]:
    """With a token in the settings the device stays the same."""
    kept = clinic.folder.session()
    assert kept is not None
    shutil.rmtree(clinic.folder.path)
    return {"password": None, "token": kept.token}


async def unsigned_device(clinic: Clinic) -> dict[str, object]:
    """The disk was lost, and the bot logged in anew."""
    clinic.folder.put_aside()
    (clinic.folder.path / SEEDS).unlink()
    await clinic.start()
    return {}


async def no_level_to_redact(clinic: Clinic) -> dict[str, object]:
    await clinic.elm.mo.set_level(clinic.rooms["help"], clinic.us, 0)
    return {}


async def no_level_to_speak(clinic: Clinic) -> dict[str, object]:
    await clinic.elm.mo.set_levels(clinic.rooms["thanks"], events_default=50)
    return {}


async def shown_out(clinic: Clinic) -> dict[str, object]:
    await clinic.elm.mo.kick(clinic.elm.space, clinic.us)
    return {}


async def not_in_a_place(clinic: Clinic) -> dict[str, object]:
    await clinic.elm.mo.kick(clinic.rooms["care"], clinic.us)
    return {}


async def nobody_may_invite(clinic: Clinic) -> dict[str, object]:
    return {"inviters": []}


async def encrypted_room_without_encryption(clinic: Clinic) -> dict[str, object]:
    await clinic.elm.mo.set_state(clinic.rooms["care"], "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"})
    return {"encryption": False}


async def open_care_room(clinic: Clinic) -> dict[str, object]:
    await clinic.elm.mo.set_state(clinic.rooms["care"], "m.room.join_rules", {"join_rule": "public"})
    return {}


async def care_room_open_to_the_space(clinic: Clinic) -> dict[str, object]:
    rule = {"join_rule": "restricted", "allow": [{"type": "m.room_membership", "room_id": clinic.elm.space}]}
    await clinic.elm.mo.set_state(clinic.rooms["care"], "m.room.join_rules", rule)
    return {}


async def neighbour_in_the_care_room(clinic: Clinic) -> dict[str, object]:
    await clinic.elm.mo.invite(clinic.rooms["care"], clinic.elm.ana.user_id)
    await clinic.elm.ana.join(clinic.rooms["care"])
    return {}


async def upgraded_room(clinic: Clinic) -> dict[str, object]:
    await clinic.elm.mo.upgrade(clinic.rooms["thanks"], "12")
    return {}


async def volunteers_without_us(clinic: Clinic) -> dict[str, object]:
    room = await clinic.elm.room("Helpers")
    await clinic.choose_volunteers(room)
    await clinic.elm.mo.kick(room, clinic.us)
    return {}


async def upgraded_room_of_volunteers(clinic: Clinic) -> dict[str, object]:
    room = await clinic.elm.room("Helpers")
    await clinic.choose_volunteers(room)
    await clinic.elm.mo.upgrade(room, "12")
    return {}


async def recovery_key_left_lying(clinic: Clinic) -> dict[str, object]:
    (clinic.folder.path / RECOVERY).write_text("EsTc ...")
    return {}


async def long_silence(clinic: Clinic) -> dict[str, object]:
    (clinic.folder.path / PULSE).write_text(f"{time.time() - 600:.0f}\n")
    return {}


def in_room(kind: str, what: str) -> str:
    names = {"help": "Help, where requests are read", "thanks": "Kitchen, where thanks are read"}
    return f"Elm Street, {names[kind]}: the bot lacks {what}."


@pytest.mark.parametrize(
    ("plant", "sentence", "fix"),
    [
        (wrong_password, "Matrix does not take the password of @barnraiser", "Check user and password under [matrix]."),
        (changed_password, "Matrix does not take the password of @barnraiser", "Check user and password"),
        (ended_session, "Matrix does not take the access token of", "Run `barnraiser matrix login`"),
        (wrong_token, "Matrix does not take the access token of", "or give a new token under [matrix]."),
        (token_of_somebody_else, "The token under [matrix] belongs to @ana", "Correct user, or give the token of"),
        (nobody_there, f"No Matrix homeserver answers at {NOBODY}", "Is this machine online, and is homeserver right?"),
        (lost_keys, "The keys of the bot's device", "Put a copy of the folder back; or log in as a new device"),
        (lost_folder, "The keys of the bot's device", "Put a copy of the folder back; or log in as a new device"),
        (unsigned_device, "The bot's account does not vouch for its device.", "Type `barnraiser matrix recover`"),
        (no_level_to_redact, in_room("help", "“Remove messages sent by others”"), f"{CLICK} @barnraiser"),
        (no_level_to_speak, in_room("thanks", "“Send messages”, “Remove messages sent by me”"), ", Moderator."),
        (shown_out, "Elm Street: the bot is not there any more.", "In Element: open the space or room, Invite, and"),
        (not_in_a_place, "Elm Street: the bot is not in Quiet, where the care team", "Invite, and enter @barnraiser"),
        (nobody_may_invite, "Nobody may invite the bot", 'such as inviters = ["@mara:example.org"]'),
        (encrypted_room_without_encryption, "the room is encrypted, and encryption is switched", "encryption = true"),
        (open_care_room, "everybody can read what the care team reads there.", PRIVATE),
        (care_room_open_to_the_space, "everybody in the space can join and read what the care team", PRIVATE),
        (
            neighbour_in_the_care_room,
            "not moderators can read what the care team reads there: 1.",
            "chooses another room; or makes",
        ),
        (upgraded_room, "the room was upgraded, and people talk in its successor.", "Invite the bot into that one."),
        (volunteers_without_us, "the bot is not in the room whose members take requests on", "chooses who takes"),
        (upgraded_room_of_volunteers, "was upgraded, so nobody new can take one on.", "Invite the bot into its"),
        (long_silence, "The bot last heard from the homeserver 10 minutes ago", "See whether it still runs"),
        (recovery_key_left_lying, "The recovery key lies in a file beside the keys", "Keep it in a safe place"),
    ],
)
async def test_each_planted_fault_is_found_alone_with_its_fix(
    clinic: Clinic, plant: Plant, sentence: str, fix: str
) -> None:
    changed = await plant(clinic)

    ended = await clinic.examined(**changed)

    [trouble] = troubles(ended)
    said, remedy = trouble.split("\n")
    assert "matrix: " in said
    assert sentence in said
    assert fix in remedy
    assert (ended.exit_code, ended.err) == (MISCONFIGURED if said.startswith("failing") else 0, "")


async def test_where_all_is_well_it_says_so_while_the_bot_runs(clinic: Clinic) -> None:
    folder = clinic.folder
    folder.open()
    Pulse(MovableClock(), folder.path).heard()
    ended = await clinic.examined()
    folder.close()
    assert troubles(ended) == []
    assert (ended.exit_code, ended.err) == (0, "")
    assert "ok       matrix: The bot runs, and hears from the homeserver." in ended.out
    assert "ok       matrix: The bot's account vouches for its device." in ended.out
    assert f"ok       matrix: The homeserver took {TRIES} calls in a row" in ended.out
    assert "ok       matrix: Elm Street, Quiet, where the care team reads its notes: everything" in ended.out


async def devices(clinic: Clinic) -> set[str]:
    """Of the bot's account."""
    return {each["device_id"] for each in (await clinic.elm.bot.call("GET", "/devices"))["devices"]}


async def test_looking_changes_nothing(clinic: Clinic) -> None:
    async def now() -> tuple[object, ...]:
        files = {path.name: path.read_bytes() for path in clinic.folder.path.iterdir()}
        events = [event["event_id"] for room in clinic.rooms.values() for event in await clinic.elm.mo.read(room)]
        return files, events, await devices(clinic)

    before = await now()
    await clinic.examined()
    assert await now() == before


async def test_before_the_first_start_the_password_is_tried_and_no_session_stays(clinic: Clinic) -> None:
    shutil.rmtree(clinic.folder.path)
    before = await devices(clinic)
    ended = await clinic.examined("config", "check", "--online")
    assert "ok       matrix: The homeserver accepts the password of" in ended.out
    assert (ended.exit_code, troubles(ended)) == (0, [])
    assert await devices(clinic) == before
    assert not clinic.folder.path.exists()


async def test_a_bot_that_was_never_invited_is_found(newcomer: Newcomers, tmp_path: Path, migrated_file: Path) -> None:
    mo, ana, bot = [await newcomer(name) for name in ("mo", "ana", "barnraiser")]
    shutil.copy(migrated_file, tmp_path / "barnraiser.db")
    clinic = Clinic(Elm(mo, ana, bot, "", server_of(bot)), tmp_path, {})
    await clinic.start()
    ended = await clinic.examined()
    [trouble] = troubles(ended)
    assert "The bot is in no space and no room yet." in trouble
    assert f"Invite, and enter {bot.user_id}. Whoever inviters in the settings names may do so." in trouble
    assert ended.exit_code == MISCONFIGURED


async def test_default_rate_limits_are_found_with_the_line_that_lifts_them(
    synapses: Synapses, tmp_path: Path, migrated_file: Path
) -> None:
    limited = start_synapse(synapses, limits=True)
    people = Newcomers(limited)
    bot, admin = await people("barnraiser"), await people("root", is_admin=True)
    shutil.copy(migrated_file, tmp_path / "barnraiser.db")
    clinic = Clinic(Elm(admin, admin, bot, "", server_of(bot)), tmp_path, {})
    await clinic.start()
    room = await admin.create_room("Elm Street", invite=[bot.user_id])
    await bot.join(room)

    trouble, not_begun = troubles(await clinic.examined())

    assert "The bot is in a room, but nobody has begun a community yet." in not_begun
    assert "The homeserver lets the bot speak only slowly" in trouble
    assert "Synapse's default is ten messages at once, then one every five seconds." in trouble
    path = f"/_synapse/admin/v1/users/{bot.user_id}/override_ratelimit"
    assert f'-d \'{{"messages_per_second": 0, "burst_count": 0}}\' {limited.url}{path}' in trouble
    await admin.call("POST", path, {"messages_per_second": 0, "burst_count": 0})
    assert troubles(await clinic.examined()) == [not_begun]
    await people.close()


@asynccontextmanager
async def serving(answers: dict[str, object]) -> AsyncIterator[str]:
    """Something on loopback that is no homeserver: JSON by path, a page for everything else."""

    async def answer(request: web.Request) -> web.Response:
        found = answers.get(request.path)
        return (
            web.Response(text="<h1>Hello</h1>", content_type="text/html") if found is None else web.json_response(found)
        )

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


@pytest.mark.parametrize(
    ("answers", "sentence", "fix"),
    [
        ({}, "", "homeserver"),
        ({"/_matrix/client/versions": {"hello": 1}}, "is no Matrix homeserver", "Write the address of its client API"),
        (
            {"/.well-known/matrix/client": {"m.homeserver": {"base_url": "https://matrix.elm.example"}}},
            "answers at https://matrix.elm.example",
            "Write that as homeserver under [matrix].",
        ),
    ],
)
async def test_an_address_that_is_no_homeserver_is_found_with_the_right_one_if_it_names_it(
    clinic: Clinic, answers: dict[str, object], sentence: str, fix: str
) -> None:
    async with serving(answers) as address:
        ended = await clinic.examined(homeserver=address)
    [trouble] = troubles(ended)
    assert sentence in trouble
    assert fix in trouble
    assert ended.exit_code == MISCONFIGURED


async def test_the_report_can_be_read_by_a_machine(clinic: Clinic) -> None:
    await clinic.elm.mo.kick(clinic.rooms["care"], clinic.us)
    report = json.loads((await clinic.examined("doctor", "--json")).out)
    [failing] = [each for each in report if each["status"] == "failing"]
    assert failing["sentence"] == "Elm Street: the bot is not in Quiet, where the care team reads its notes."
    assert failing["name"] == "matrix"


async def test_the_setup_is_named_as_it_is_typed_here(clinic: Clinic) -> None:
    await clinic.elm.mo.upgrade(clinic.rooms["thanks"], "12")
    assert "A moderator types ?helpsetup and chooses it." in (await clinic.examined(prefix="?")).out
