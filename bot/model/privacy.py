"""What is held about one person, for their own eyes."""

from dataclasses import dataclass

from bot.model.language import Language
from bot.model.people import Account, Member
from bot.model.places import Community
from bot.model.requests import Words
from bot.model.view import View


@dataclass(frozen=True, slots=True)
class Held:
    """In one community. `typed` are the words that belong to no request's own text: notes, thanks, reasons, a draft."""

    community: Community
    member: Member
    requests: tuple[View, ...] = ()
    typed: tuple[Words, ...] = ()
    has_hands_up: bool = False


@dataclass(frozen=True, slots=True)
class AllHeld:
    """Everywhere. Without accounts, nothing is held."""

    accounts: tuple[Account, ...] = ()
    held: tuple[Held, ...] = ()
    is_not_written_to: bool = False
    language: Language | None = None
