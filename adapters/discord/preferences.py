"""What a server may choose about how things are drawn and arranged in it. The core keeps it as plain words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.places import NO_ROOMS, ROOMS

CARD_STYLE, THREADS, VOLUNTEER_ROLE = "card_style", "threads", "volunteer_role"
"""The names under which the core keeps them; it has one more of its own."""


class CardStyle(StrEnum):
    LAYOUT = "layout"
    EMBED = "embed"
    """For people who are used to it. Whoever turned link previews off sees no embed at all."""


class Threads(StrEnum):
    NONE = "none"
    PUBLIC = "public"
    """A thread for each request, open to everybody who reads the card."""


class Rooms(StrEnum):
    NONE = NO_ROOMS
    PRIVATE = "private"
    """A private thread for an asker and a helper who both want one."""


@dataclass(frozen=True, slots=True)
class Preferences:
    card_style: CardStyle = CardStyle.LAYOUT
    threads: Threads = Threads.NONE
    rooms: Rooms = Rooms.NONE
    volunteer_role: int | None = None
    """Whose members may take requests on; None for everybody. It stays if the role is deleted: then nobody may."""
    has_chosen_style: bool = field(default=False, compare=False)
    """Once it was, cards of both styles may be about."""


def preferences_of(kept: Mapping[str, str]) -> Preferences:
    """What is not kept, or is not known any more, is as usual."""
    style, threads, rooms, role = (kept.get(name, "") for name in (CARD_STYLE, THREADS, ROOMS, VOLUNTEER_ROLE))
    return Preferences(
        CardStyle(style) if style in list(CardStyle) else CardStyle.LAYOUT,
        Threads(threads) if threads in list(Threads) else Threads.NONE,
        Rooms(rooms) if rooms in list(Rooms) else Rooms.NONE,
        int(role) if role else None,
        CARD_STYLE in kept,
    )
