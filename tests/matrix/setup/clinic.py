"""A community that is set up, and the doctor who looks at it: all by the command line, as an operator does."""

import asyncio
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from adapters.matrix.connection.folder import Folder
from adapters.matrix.connection.login import Login
from adapters.matrix.connection.opening import open_client
from adapters.matrix.people import PLATFORM, account
from adapters.matrix.preferences import VOLUNTEER_ROOM
from bot.cli import barnraiser as command
from bot.commands.homes import OpenHome, Prefer
from bot.model.people import Actor, Role
from bot.model.places import PlaceRef
from bot.usecases import places, policy
from storage.store import open_store
from tests.cli.command import Ended
from tests.doubles.clock import HandClock
from tests.doubles.matrix.synapse import PASSWORD
from tests.matrix.setup.rooms import Elm

NAMES = {"help": "Help", "thanks": "Kitchen", "care": "Quiet"}


@dataclass
class Clinic:
    """`rooms` are by kind. The bot has run once, and does not run now."""

    elm: Elm
    data_dir: Path
    rooms: dict[str, str]

    @property
    def us(self) -> str:
        return self.elm.bot.user_id

    @property
    def folder(self) -> Folder:
        return Folder(self.data_dir / "matrix")

    @property
    def login(self) -> Login:
        return Login(self.elm.bot.synapse.url, self.us, PASSWORD)

    async def start(self) -> None:
        """As far as its session and its keys go, and stop again."""
        folder = self.folder
        folder.open()
        try:
            opened = await open_client(self.login, folder, encryption=True, show=lambda key: None)
            await opened.client.close()
        finally:
            folder.close()

    def settings(self, **changed: object) -> Path:
        """None takes a key away."""
        usual = {
            "homeserver": self.elm.bot.synapse.url,
            "user": self.us,
            "password": PASSWORD,
            "inviters": [self.elm.mo.user_id],
        }
        told = {key: value for key, value in (usual | changed).items() if value is not None}
        path = self.data_dir / "config.toml"
        path.write_text("\n".join(["[matrix]", *(f"{key} = {json.dumps(value)}" for key, value in told.items()), ""]))
        path.chmod(0o600)
        return path

    async def examined(self, *arguments: str, **changed: object) -> Ended:
        """In a thread of its own, because it has a loop of its own."""
        path = self.settings(**changed)
        line = ["-c", str(path), "--data-dir", str(self.data_dir), *(arguments or ("doctor",))]
        result = await asyncio.to_thread(CliRunner().invoke, command, line)
        return Ended(result.exit_code, result.stdout, result.stderr)

    async def choose_volunteers(self, room_id: str) -> None:
        mo = Actor(account(self.elm.mo.user_id), "Mo", frozenset({Role.MEMBER, Role.MODERATOR}))
        home = PlaceRef(PLATFORM, self.elm.space)
        store = await open_store(f"sqlite:///{self.data_dir / 'barnraiser.db'}", HandClock())
        community = await store.read(places.at_home, home)
        assert community is not None
        await store.write(policy.prefer, Prefer(mo, community.id, "test:1", home, VOLUNTEER_ROOM, room_id))
        await store.close()


async def clinic_of(elm: Elm, data_dir: Path, migrated_file: Path) -> Clinic:
    """Everything is as it should be."""
    shutil.copy(migrated_file, data_dir / "barnraiser.db")
    rooms = {kind: await elm.room(name, with_ana=kind != "care") for kind, name in NAMES.items()}
    await elm.mo.set_level(rooms["help"], elm.bot.user_id, 50)
    store = await open_store(f"sqlite:///{data_dir / 'barnraiser.db'}", HandClock())
    await store.write(places.open_home, OpenHome(PlaceRef(PLATFORM, elm.space), "Elm Street", "UTC", rooms))
    await store.close()
    clinic = Clinic(elm, data_dir, rooms)
    await clinic.start()
    return clinic


def troubles(ended: Ended) -> list[str]:
    """Each with its fix."""
    lines = ended.out.splitlines()
    return [
        f"{line}\n{lines[index + 1]}" for index, line in enumerate(lines) if line.startswith(("failing", "warning"))
    ]
