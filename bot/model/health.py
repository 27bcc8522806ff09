"""How one thing is, in sentences an operator can act on."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

NAME_LIMIT = 100
READ = {"help": "requests are read", "thanks": "thanks are read", "care": "the care team reads its notes"}
"""What a place is for, to whoever looks after us."""


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


@dataclass(frozen=True, slots=True)
class Finding:
    """What a part says about itself; `name` is the part's."""

    name: str

    def ok(self, sentence: str) -> Check:
        return Check(self.name, Status.OK, sentence)

    def warning(self, sentence: str, fix: str) -> Check:
        return Check(self.name, Status.WARNING, sentence, fix)

    def failing(self, sentence: str, fix: str) -> Check:
        return Check(self.name, Status.FAILING, sentence, fix)


def harmless(name: str) -> str:
    """What people called something, for a terminal: nothing that steers it, and not too long."""
    return "".join(sign for sign in name if sign.isprintable())[:NAME_LIMIT]
