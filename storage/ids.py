"""What is drawn by lot: ids that sort by the time they were made, and keys."""

import secrets
from collections.abc import Callable
from typing import Final

from sqlalchemy import func, select

from storage.delivery_tables import messages, outbox
from storage.statements import Session, Statement

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [first + second for first in _DIGITS for second in _DIGITS]
_RANDOM_BITS = 52
NEWEST: Final = Statement(select(func.max(messages.c.id)).union_all(select(func.max(outbox.c.id))))
"""Of both tables that are read by age."""


def new_key() -> str:
    """A wire key: 24 random characters, shorter than any platform's limit."""
    return secrets.token_urlsafe(18)


class Ids:
    """Random ids of 20 characters that sort by the time they were made, whatever the collation."""

    def __init__(self, machine: Callable[[], float]) -> None:
        self._machine = machine
        self._last = 0

    def new(self) -> str:
        number = int(self._machine() * 1000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        if number <= self._last:
            number = self._last + 1 + secrets.randbits(20)
        self._last = number
        return "".join([_PAIRS[number >> shift & 1023] for shift in range(90, -1, -10)])

    def go_on_after(self, session: Session) -> None:
        """What is made in this life is newer than what was made in those before, even if the clock was set back."""
        for row in session.rows(NEWEST, {}):
            if row[0] is not None:
                self._last = max(self._last, _number_of(row[0]))


def _number_of(made: str) -> int:
    number = 0
    for digit in made:
        number = number << 5 | _DIGITS.index(digit)
    return number
