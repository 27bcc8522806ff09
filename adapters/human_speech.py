"""How times are said in the four languages, as far as a library does not know it: the time of day, and what stands
around a day."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from types import MappingProxyType

from bot.model.language import Language

MORNING, NOON, AFTERNOON, EVENING = time(9), time(12), time(15), time(20)
_IN_FIGURES = r"\b(?P<h>\d{1,2}):(?P<m>\d{2})(?:\s*(?P<half>[ap])\.?m\b\.?|\s*(?:uhr|h)\b)?"


@dataclass(frozen=True, slots=True)
class Speech:
    """`clocks` have groups h, m and half ("a" or "p"). `around` are words before and after a day that change nothing.

    `lapse` is "in 2 hours" as a whole; what begins with `ahead` counts from now. `parts` are times of day in words.
    """

    clocks: tuple[str, ...]
    parts: tuple[tuple[str, time], ...]
    around: frozenset[str]
    ahead: str
    lapse: str
    instead: Mapping[str, str] = field(default_factory=dict)
    """What the library does not understand, in words that it does."""
    is_day_first: bool = True
    """Whether 3/12 is the 3rd of December. Otherwise it may be either."""

    def time_in(self, words: str) -> "tuple[str, time | None, bool]":
        """What is left without the time of day, that time, and whether it was in figures."""
        for pattern in (*self.clocks, _IN_FIGURES):
            found = re.search(pattern, words)
            if found is not None and (clock := _clock(found)) is not None:
                return _without(words, found), clock, True
        for pattern, part in self.parts:
            found = re.search(pattern, words)
            if found is not None:
                return _without(words, found), part, False
        return words, None, False

    def bare(self, words: str) -> str:
        """Without the words around a day."""
        left = words.split()
        while left and left[0] in self.around:
            left.pop(0)
        while left and left[-1] in self.around:
            left.pop()
        return " ".join(left)


def _without(words: str, found: re.Match[str]) -> str:
    return " ".join(f"{words[: found.start()]} {words[found.end() :]}".strip(" ,").split())


def _clock(found: re.Match[str]) -> time | None:
    """A 5 alone is five in the afternoon; whoever means the morning writes 05:00, or says so."""
    given = found.groupdict()
    hour, half = int(given["h"]), (given.get("half") or "")[:1]
    if half:
        hour = hour % 12 + (0 if half in "am" else 12)
    elif 1 <= hour <= 6 and not given["h"].startswith("0"):
        hour += 12
    minute = int(given.get("m") or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


SPEECH: Mapping[Language, Speech] = MappingProxyType(
    {
        Language.ENGLISH: Speech(
            clocks=(
                r"\b(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?\s*(?P<half>[ap])\.?m\b\.?",
                r"\b(?:at )?(?P<h>\d{1,2}) o['’]clock\b",
                r"\bat (?P<h>\d{1,2})\b(?![:.\d])",
            ),
            parts=(
                (r"\b(?:in the )?morning\b", MORNING),
                (r"\b(?:in the )?afternoon\b", AFTERNOON),
                (r"\b(?:at )?(?:noon|midday)\b", NOON),
                (r"\b(?:in the )?(?:evening|tonight|night)\b", EVENING),
            ),
            around=_words("on by at until before the this next coming around latest"),
            ahead="in",
            lapse=r"in \w+ (?:hours?|minutes?|mins?)",
            instead={
                r"\bday after tomorrow\b": "in 2 days",
                r"\b(?:next week|a week from (?:now|today))\b": "in 1 week",
            },
            is_day_first=False,
        ),
        Language.GERMAN: Speech(
            clocks=(
                r"\b(?P<h>\d{1,2})\s*uhr\s*(?P<m>\d{2})\b",
                r"\b(?P<h>\d{1,2})(?:[.:](?P<m>\d{2}))?\s*uhr\b",
                r"\b(?:um|gegen) (?P<h>\d{1,2})\b(?![:.\d])",
            ),
            parts=(
                (r"nachmittags?\b", AFTERNOON),
                (r"\bfrüh\b|vormittags?\b", MORNING),
                (r"mittags?\b", NOON),
                (r"abends?\b|\bnachts?\b", EVENING),
            ),
            around=_words("am um bis zum den der diesen dieser kommenden nächsten gegen vor spätestens"),
            ahead="in",
            lapse=r"in \w+ (?:stunden?|minuten?)",
        ),
        Language.SPANISH: Speech(
            clocks=(
                r"\ba las? (?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?(?:\s*h\b)?"
                r"(?: de la (?P<half>mañana|tarde|noche))?(?![:.\d])",
                r"\b(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?\s*h(?:oras)?\b",
            ),
            parts=(
                (r"\bpor la mañana\b", MORNING),
                (r"\b(?:al )?mediod[ií]a\b", NOON),
                (r"\b(?:por la |esta )tarde\b", AFTERNOON),
                (r"\b(?:por la |esta )noche\b", EVENING),
            ),
            around=_words("el la las a al para antes del de este próximo proximo que viene hasta"),
            ahead="en|dentro de",
            lapse=r"(?:en|dentro de) \w+ (?:horas?|minutos?)",
            instead={
                r"\bpasado ma[ñn]ana\b": "en 2 días",
                r"\bun[ao]?\b": "1",
                r"\bdos\b": "2",
                r"\btres\b": "3",
                r"\bcuatro\b": "4",
                r"\bcinco\b": "5",
            },
        ),
        Language.FRENCH: Speech(
            clocks=(
                r"\b(?P<h>\d{1,2})\s*h(?:eures?)?\s*(?P<m>\d{2})?(?!\w)",
                r"\bà (?P<h>\d{1,2})\b(?![:.\d])",
            ),
            parts=(
                (r"\b(?:l['’])?apr[eè]s-midi\b", AFTERNOON),
                (r"\bmatin\b", MORNING),
                (r"\bmidi\b", NOON),
                (r"\bsoir\b|\bcette nuit\b", EVENING),
            ),
            around=_words("le la à a vers avant pour ce cet cette prochain prochaine d'ici jusqu'à au"),
            ahead="dans|d['’]ici",
            lapse=r"(?:dans|d['’]ici) \w+ (?:heures?|h|minutes?)",
        ),
    }
)
