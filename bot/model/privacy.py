"""What is held about one person, for their own eyes."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.language import Language
from bot.model.people import Account, Member
from bot.model.places import Community
from bot.model.requests import Words
from bot.model.view import View
from bot.model.volunteers import Volunteer


@dataclass(frozen=True, slots=True)
class Held:
    """In one community. `typed` are the words that belong to no request's own text: notes, thanks, reasons, a draft."""

    community: Community
    member: Member
    requests: tuple[View, ...] = ()
    typed: tuple[Words, ...] = ()
    has_hands_up: bool = False
    volunteer: Volunteer | None = None
    paused_until: datetime | None = None
    avoids: tuple[str, ...] = ()
    """By the names they go by, or by their accounts if we have not met them."""


@dataclass(frozen=True, slots=True)
class AllHeld:
    """Everywhere. Without accounts, nothing is held."""

    accounts: tuple[Account, ...] = ()
    held: tuple[Held, ...] = ()
    is_not_written_to: bool = False
    language: Language | None = None
