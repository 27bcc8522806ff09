"""What a space or a single room may choose about how things are arranged in it. The core keeps it as plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

THREADS, VOLUNTEER_ROOM = "threads", "volunteer_room"
"""The names under which the core keeps them."""


class Threads(StrEnum):
    NONE = "none"
    PUBLIC = "public"
    """A thread for each request, open to everybody who reads the card."""


@dataclass(frozen=True, slots=True)
class Preferences:
    threads: Threads = Threads.NONE
    volunteer_room: str = ""
    """Whose members may take requests on; empty for everybody. If the room is gone, nobody may."""


def preferences_of(kept: Mapping[str, str]) -> Preferences:
    """What is not kept, or is not known any more, is as usual."""
    threads = kept.get(THREADS, "")
    return Preferences(
        Threads(threads) if threads in list(Threads) else Threads.NONE,
        kept.get(VOLUNTEER_ROOM, ""),
    )
