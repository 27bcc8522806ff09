"""How one thing is, in sentences an operator can act on."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Check:
    """`sentence` says what is the matter, `fix` what to do about it; neither holds a person's name, typed text or
    a secret."""

    name: str
    status: Status
    sentence: str
    fix: str = ""


Part = Callable[[], Awaitable[Sequence[Check]]]
"""What the storage or an adapter contributes: it looks after itself, and changes nothing."""
