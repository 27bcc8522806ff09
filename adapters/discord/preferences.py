"""What a server may choose about how things are drawn and arranged in it. The core keeps it as plain words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

CARD_STYLE, THREADS, VOLUNTEER_ROLE = "card_style", "threads", "volunteer_role"
"""The names under which the core keeps them."""


class CardStyle(StrEnum):
    LAYOUT = "layout"
    EMBED = "embed"
    """For people who are used to it. Whoever turned link previews off sees no embed at all."""


class Threads(StrEnum):
    NONE = "none"
    PUBLIC = "public"
    """A thread for each request, open to everybody who reads the card."""
    PRIVATE = "private"
    """One for an asker and a helper who both want it."""
    BOTH = "both"

    @property
    def are_public(self) -> bool:
        return self in (Threads.PUBLIC, Threads.BOTH)

    @property
    def are_private(self) -> bool:
        return self in (Threads.PRIVATE, Threads.BOTH)


@dataclass(frozen=True, slots=True)
class Preferences:
    card_style: CardStyle = CardStyle.LAYOUT
    threads: Threads = Threads.NONE
    volunteer_role: int | None = None
    """Whose members may take requests on; None for everybody. It stays if the role is deleted: then nobody may."""
    has_chosen_style: bool = field(default=False, compare=False)
    """Once it was, cards of both styles may be about."""


def preferences_of(kept: Mapping[str, str]) -> Preferences:
    """What is not kept, or is not known any more, is as usual."""
    style, threads, role = (kept.get(name, "") for name in (CARD_STYLE, THREADS, VOLUNTEER_ROLE))
    return Preferences(
        CardStyle(style) if style in list(CardStyle) else CardStyle.LAYOUT,
        Threads(threads) if threads in list(Threads) else Threads.NONE,
        int(role) if role else None,
        CARD_STYLE in kept,
    )
