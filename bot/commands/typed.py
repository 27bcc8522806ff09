"""Typed commands: "/claim 104" becomes a name, a number and the rest."""

import re
from dataclasses import dataclass

from bot.model.ids import Number

_COMMAND = re.compile(r"^\s*[/!]{1,2}\s*([a-z]+)(?=#|[:,.!?]*(?:\s|$))[ \t]*(.*)$", re.IGNORECASE | re.DOTALL)
"""A word that goes on without a blank is an address or a path: "!abc:elm.test", "/home/ana"."""
_NUMBER = re.compile(r"^#?([0-9]{1,9})\b\s*(.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """`number` is None if none was written; `rest` is what follows it, as it was typed."""

    name: str
    number: Number | None
    rest: str


def parse(text: str) -> TypedCommand | None:
    """The command in `text`, or None if it is none. The name is lower case and may be unknown."""
    found = _COMMAND.match(text)
    if found is None:
        return None
    name, rest = found.group(1).lower(), found.group(2).strip()
    numbered = _NUMBER.match(rest)
    if numbered is None:
        return TypedCommand(name, None, rest)
    return TypedCommand(name, Number(int(numbered.group(1))), numbered.group(2))
