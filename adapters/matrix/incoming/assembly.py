"""Puts together what hears: from the homeserver's answers to the use cases."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from adapters.matrix.connection.client import Client
from adapters.matrix.incoming.before import Before
from adapters.matrix.incoming.choices import Choices
from adapters.matrix.incoming.courtesy import Courtesy
from adapters.matrix.incoming.descriptions import Descriptions
from adapters.matrix.incoming.dispatch import Dispatch
from adapters.matrix.incoming.loop import Loop
from adapters.matrix.incoming.pulse import Pulse
from adapters.matrix.incoming.reactions import Reactions
from adapters.matrix.incoming.reconcile import Reconcile
from adapters.matrix.incoming.sealed import Sealed
from adapters.matrix.incoming.shelf import ShelfFile
from adapters.matrix.incoming.speech import Speech
from adapters.matrix.incoming.surely import Surely
from adapters.matrix.incoming.typed import Us
from adapters.matrix.incoming.which import Which
from adapters.matrix.incoming.whom import Whom
from adapters.matrix.presence.directs import Directs
from adapters.matrix.presence.homes import Homes
from adapters.matrix.presence.invitations import Invitations
from adapters.matrix.presence.presence import Presence
from adapters.matrix.presence.rooms import Rooms
from adapters.matrix.presence.tombstones import Tombstones
from adapters.matrix.setup.conversation import Setup
from adapters.matrix.setup.levels import Levels
from adapters.matrix.setup.volunteers import Volunteers
from bot.ports import Clock, Store

SHELF = "undecrypted.json"


@dataclass(frozen=True, slots=True)
class Hearing:
    loop: Loop
    pulse: Pulse
    homes: Homes


def hearing(
    *,
    client: Client,
    store: Store,
    clock: Clock,
    folder: Path,
    inviters: Collection[str],
    prefix: str,
    encryption: bool,
    structured_commands: bool,
) -> Hearing:
    """`folder` is ours alone."""
    server, pulse = client.server, Pulse(clock, folder)
    rooms, levels = Rooms(server.user_id), Levels(server)
    homes, directs = Homes(store, rooms, levels), Directs(store, rooms, server.user_id)
    invitations = Invitations(server, rooms, homes, levels, inviters)
    tombstones = Tombstones(server, rooms, homes, directs, invitations, levels)
    presence = Presence(store, rooms, homes, directs, invitations, tombstones)
    setup = Setup(store=store, server=server, levels=levels, encryption=encryption)
    whom, courtesy = Whom(store, rooms, homes, setup, Volunteers(server, store)), Courtesy(client, clock)
    choices = Choices(store, client, whom, homes, setup, levels)
    speech = Speech(
        store=store,
        rooms=rooms,
        homes=homes,
        directs=directs,
        invitations=invitations,
        whom=whom,
        which=Which(store, whom),
        before=Before(server),
        choices=choices,
        setup=setup,
        courtesy=courtesy,
        us=Us(server.user_id, prefix=prefix),
    )
    reactions = Reactions(store, server, homes, directs, whom, choices, speech, courtesy)
    dispatch = Dispatch(speech, reactions, presence)
    loop = Loop(
        client=client,
        store=store,
        rooms=rooms,
        presence=presence,
        dispatch=dispatch,
        descriptions=Descriptions(server, rooms, homes, levels, whom, is_wanted=structured_commands),
        reconcile=Reconcile(server, store, homes, dispatch),
        sealed=Sealed(client, clock, ShelfFile(folder / SHELF), courtesy, whom, pulse),
        surely=Surely(server, store, pulse),
        pulse=pulse,
    )
    return Hearing(loop, pulse, homes)
