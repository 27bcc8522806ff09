"""What we have to be able to do where, in the words of Element's list of permissions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from adapters.matrix.setup.power import Powers
from bot.model.places import PlaceKind

ADMIN = 100


class Need(StrEnum):
    """Each is named as Element names it."""

    WRITE = "Send messages"
    REACT = "Send reactions"
    TAKE_BACK = "Remove messages sent by me"
    TAKE_AWAY = "Remove messages sent by others"
    """Somebody asked for help where all read it, and would rather not have."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What we may not do, and the level that takes."""

    need: Need
    level: float


def needed(kind: PlaceKind) -> Iterator[Need]:
    """Cards have a raised hand, and go; thanks may be taken back; the notes of the care team stay."""
    yield Need.WRITE
    if kind is PlaceKind.HELP:
        yield Need.REACT
    if kind is not PlaceKind.CARE:
        yield Need.TAKE_BACK
    if kind is PlaceKind.HELP:
        yield Need.TAKE_AWAY


def lacking(room: Powers, us: str, kind: PlaceKind, *, is_encrypted: bool) -> tuple[Lack, ...]:
    taken = ((need, _level(room, need, is_encrypted)) for need in needed(kind))
    return tuple(Lack(need, level) for need, level in taken if room.of(us) < level)


def _level(room: Powers, need: Need, is_encrypted: bool) -> float:
    """Reactions and removals go in clear everywhere."""
    match need:
        case Need.WRITE:
            return room.to_send("m.room.encrypted" if is_encrypted else "m.room.message")
        case Need.REACT:
            return room.to_send("m.reaction")
        case Need.TAKE_BACK:
            return room.to_send("m.room.redaction")
        case Need.TAKE_AWAY:
            return max(room.to_send("m.room.redaction"), room.to_remove())


def level_of(lacks: Sequence[Lack]) -> float:
    """What all of it takes."""
    return max(lack.level for lack in lacks)
