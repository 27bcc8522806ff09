"""What somebody means who answers a message with a number, or with the words of a choice.

Choices of one request are one line. With one line the numbers stand for its choices; with several they stand for the
lines, and words choose within one: "2 hand back". A line that was answered keeps its number.
"""

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from bot.model.wording import Choice

_NUMBERED = re.compile(r"\s*([0-9]{1,3})\s*[.):,]?\s*(.*)", re.DOTALL)
_OF_REQUEST = re.compile(r"\s*#([0-9]{1,9})\s*[.):,]?\s*(.*)", re.DOTALL)
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_IT = ("it", "this", "that", "es", "das", "lo", "esto", "eso", "le", "la", "cela", "ça")
"""How people call in their languages what has a number."""
_KEYCAP = re.compile(r"([0-9])\ufe0f?\u20e3")
_TEN = "\U0001f51f"


def lines(choices: Sequence[Choice]) -> tuple[tuple[Choice, ...], ...]:
    """Those that were answered are empty."""
    grouped = groupby(choices, key=lambda choice: choice.number)
    return tuple(tuple(choice for choice in group if not choice.is_answered) for _, group in grouped)


def meant(choices: Sequence[Choice], text: str, *, whole: bool = False) -> Choice | None:
    """The one choice that `text` stands for; None if there is none, or more than one.

    `whole`: words count only if they are all the words of a choice, because something else is waited for.
    """
    if found := _OF_REQUEST.fullmatch(text):
        return _worded([choice for choice in choices if choice.number == int(found[1])], found[2])
    if found := _NUMBERED.fullmatch(text):
        return _numbered(choices, int(found[1]), found[2])
    return _worded(choices, text, whole=whole) if _plain(text) else None


def worded(choices: Sequence[Choice], words: str) -> Choice | None:
    """The one choice that is said with these words, or ends with them, like "done" for "#4 is done"."""
    wanted = _plain(words)
    fitting = _fitting(choices, lambda label: label[-len(wanted) :] == wanted) if wanted else []
    return fitting[0] if len(fitting) == 1 else None


def keyed(choices: Sequence[Choice], symbol: str) -> Choice | None:
    """The choice that a numbered key stands for."""
    found = _KEYCAP.fullmatch(symbol)
    if found is None and symbol != _TEN:
        return None
    return _numbered(choices, int(found[1]) if found is not None else 10, "")


def words_of(choice: Choice) -> str:
    """What can be typed for it: its label, also without the number of its request."""
    return " ".join(choice.label.replace(f"#{choice.number}", " ").split())


def _numbered(choices: Sequence[Choice], number: int, words: str) -> Choice | None:
    known = lines(choices)
    if len(known) != 1:
        return _worded(known[number - 1], words) if 1 <= number <= len(known) else None
    return known[0][number - 1] if 1 <= number <= len(known[0]) and not words.strip() else None


def _worded(choices: Sequence[Choice], words: str, *, whole: bool = False) -> Choice | None:
    wanted = _plain(words)
    exact = _fitting(choices, lambda label: label == wanted)
    begun = _fitting(choices, lambda label: label[: len(wanted)] == wanted)
    fitting = exact if exact or whole else begun
    return worded(choices, words) if not fitting and not whole else (fitting[0] if len(fitting) == 1 else None)


def _fitting(choices: Sequence[Choice], is_meant: Callable[[list[str]], bool]) -> list[Choice]:
    offered = (choice for choice in choices if not choice.is_answered)
    found = (choice for choice in offered for said in _spellings(choice) if is_meant(_plain(said)))
    return [*dict.fromkeys(found)]


def _spellings(choice: Choice) -> tuple[str, ...]:
    """Whole, without the number, and with a word in its place: "hand it back"."""
    number = f"#{choice.number}"
    others = tuple(choice.label.replace(number, it) for it in _IT) if number in choice.label else ()
    return (words_of(choice), choice.label, *others)


def _plain(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())
