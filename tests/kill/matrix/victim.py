"""The process that is killed: the real bot on Matrix."""

from pathlib import Path
from typing import Any

from adapters.matrix.connection.login import Login
from adapters.matrix.incoming.batches import Batch
from adapters.matrix.incoming.events import Event
from adapters.matrix.incoming.loop import Loop
from adapters.matrix.platform import MatrixPlatform
from bot.model.ids import CommunityId
from bot.model.places import PlaceKind, PlaceRef
from bot.ports import Tx
from bot.usecases import places
from storage.store import OpenStore
from tests.doubles.clock import HandClock
from tests.kill import driven
from tests.kill.driven import Kind
from tests.kill.forking import serve
from tests.kill.matrix.hurry import hurry
from tests.kill.matrix.moments import HEARING, short
from tests.kill.matrix.plants import PLANTS
from tests.kill.moments import Edges

HEARD = "events that were heard"
SAID = frozenset({"m.room.message", "m.room.encrypted", "m.reaction", "m.room.redaction"})
LATER = 0.5
"""Seconds of machine time after which what follows a message is tried again."""


class Bot(driven.Bot):
    async def heard(self) -> dict[str, Any]:
        """How far it has carried out what it heard; no position if it has only just begun."""
        hearing = self.platform._hearing
        loop = hearing.loop
        return {"position": loop._since, "events": _heard(loop), "waits_for_keys": hearing.pulse.unreadable}

    async def settle(self) -> float | None:
        seconds = await super().settle()
        if seconds is None:
            return None if await self._has_caught_up() else LATER
        return max(seconds, self.platform.courier.headroom.more_in or 0.0)

    async def _has_caught_up(self) -> bool:
        steps = self.platform.courier._courier.steps
        await steps.catch_up()
        return not steps._waiting

    async def community(self, space: str) -> str | None:
        found = await self._store.read(places.at_home, PlaceRef("matrix", space))
        return None if found is None else found.id

    async def choose(self, community: str, rooms: dict[str, str]) -> None:
        """What moderators choose."""
        await self._store.write(_choose, (CommunityId(community), rooms))


def _heard(loop: Loop) -> list[str]:
    heard: list[str] = loop.__dict__.get(HEARD, [])
    return heard


def note_what_is_heard(points: Edges) -> None:
    """Each event is noted when its batch is behind us for good. A kill before that, and it is heard again."""
    turn, hear = Loop._turn, Loop._hear

    async def noted(loop: Loop) -> Batch:
        batch = await turn(loop)
        loop.__dict__.setdefault(HEARD, []).extend(event.id for news in batch.news for event in news.timeline)
        return batch

    async def counted(loop: Loop, event: Event) -> None:
        await hear(loop, event)
        if event.type in SAID:
            points.reached(HEARING)

    setattr(Loop, "_turn", noted)  # noqa: B010
    setattr(Loop, "_hear", counted)  # noqa: B010


def _choose(tx: Tx, chosen: tuple[CommunityId, dict[str, str]], now: Any) -> None:
    for kind, room in chosen[1].items():
        places.set_place(tx, chosen[0], PlaceKind(kind), PlaceRef("matrix", room))


def make(store: OpenStore, clock: HandClock, order: dict[str, Any]) -> MatrixPlatform:
    hurry(clock)
    login = Login(order["homeserver"], order["user_id"], token=order["token"])
    return MatrixPlatform(
        store=store,
        clock=clock,
        login=login,
        folder=Path(order["folder"]),
        inviters=("*:hs.test",),
        encryption=order["is_encrypted"],
    )


if __name__ == "__main__":
    serve(Kind(make, short, PLANTS, Bot, note_what_is_heard).live)
