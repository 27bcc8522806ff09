"""A post office: our courier with an account on a real homeserver, and parcels for it."""

import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.matrix.connection.client import Client
from adapters.matrix.connection.machine import Machine
from adapters.matrix.connection.server import Server
from adapters.matrix.outgoing.courier import MatrixCourier
from adapters.matrix.people import PLATFORM
from bot.commands.homes import OpenHome
from bot.model.ids import CommunityId, Number, PlaceId
from bot.model.places import PlaceRef
from bot.model.posts import Parcel
from bot.model.wording import Choice, Paragraph, Plain, Stage, Strong, Topic, Wording
from bot.ports import Clock, Store
from bot.usecases import places
from tests.doubles.matrix.person import Person
from tests.doubles.matrix.synapse import Registered, Synapse

HELLO = Wording((Paragraph((Plain("Hello."),)),))
CHANGED = Wording((Paragraph((Plain("Changed."),)),))
CLAIM = Choice("claim", Number(1), "I can help with #1", symbol="✋")
CARD = Wording((Paragraph((Strong("#1 · Help wanted"),), (CLAIM,)),), topic=Topic("#1 · Help", Stage.OPEN))
TAKEN = Wording((Paragraph((Strong("#1 · Somebody is on it"),)),), topic=Topic("#1 · Help", Stage.CLAIMED))
OVER = Wording((Paragraph((Strong("#1 · Done"),)),), topic=Topic("#1 · Help", Stage.DONE, is_over=True))


@dataclass
class Office:
    """`bot` looks at what the account sees; the courier never uses it."""

    bot: Person
    client: Client
    courier: MatrixCourier
    store: Store
    clock: Clock
    community_id: CommunityId
    home: str
    is_encrypting: bool
    password: str
    since: str | None = None

    def parcel(self, room: str, wording: Wording | None = HELLO, **more: object) -> Parcel:
        empty = Parcel(
            is_card=False,
            community_id=self.community_id,
            id="1",
            place_id=PlaceId("p"),
            place=PlaceRef(PLATFORM, room),
            lane="lane",
            key=secrets.token_hex(12),
            wording=wording,
            ref=None,
            wanted=1,
            epoch=1,
            attempts=0,
        )
        return replace(empty, **more)  # type: ignore[arg-type]

    def to(self, person: Person, wording: Wording = HELLO, room: str = "", **more: object) -> Parcel:
        return self.parcel(room, wording, reader_account_id=person.user_id, **more)

    async def room(self, *people: Person, encrypted: bool = False) -> str:
        """With the bot and these people in it; the first one made it."""
        others = [person.user_id for person in (*people[1:], self.bot)]
        room = await people[0].create_room("Help", invite=others, encrypted=encrypted)
        for person in (*people[1:], self.bot):
            await person.join(room)
        return room

    async def welcome(self, person: Person) -> None:
        """Into the community."""
        await self.bot.invite(self.home, person.user_id)
        await person.join(self.home)

    async def catch_up(self) -> None:
        """What the loop does all the time."""
        self.since = (await self.client.sync(self.since, seconds=0))["next_batch"]
        await self.client.upkeep()

    def restart(self) -> None:
        """Nothing is known by heart any more."""
        self.courier = MatrixCourier(self.client, self.store, self.clock, is_encrypting=self.is_encrypting)

    async def move_to_another_device(self) -> None:
        """Logged in anew, without encryption, and nothing is known by heart any more."""
        self.client.server.token, self.client.server.device_id = await log_in(self.bot, self.password)
        self.restart()

    async def close(self) -> None:
        await self.client.close()
        await self.bot.close()


async def open_office(
    synapse: Synapse,
    store: Store,
    clock: Clock,
    *,
    folder: Path | None = None,
    account: Registered | None = None,
    homeserver: str = "",
) -> Office:
    """Encrypts where there is a folder, which exists, for the keys. `homeserver` is another way to it."""
    account = account or await synapse.register("bot")
    server = Server(homeserver or synapse.url, account.user_id)
    server.device_id, server.token = account.device_id, account.token
    client = Client(server, None if folder is None else Machine(account.user_id, account.device_id, folder))
    bot = Person(synapse, account)
    home = await bot.create_space("Elm Street")
    opened = OpenHome(PlaceRef(PLATFORM, home), "Elm Street", "Europe/Vienna")
    community_id = await store.write(places.open_home, opened)
    courier = MatrixCourier(client, store, clock, is_encrypting=folder is not None)
    office = Office(bot, client, courier, store, clock, community_id, home, folder is not None, account.password)
    await office.catch_up()
    return office


async def log_in(person: Person, password: str) -> tuple[str, str]:
    """The token of a new device, and its id."""
    user = {"type": "m.id.user", "user": person.user_id}
    wanted = {"type": "m.login.password", "identifier": user, "password": password}
    said = await person.call("POST", "/login", wanted)
    return said["access_token"], said["device_id"]
