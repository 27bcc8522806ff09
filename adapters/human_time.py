"""Times as people say them, read by the library `dateparser` behind guards.

Left alone it takes "Freitag 18 Uhr" for the 18th, "demain 17h" for 17 hours from tomorrow and "3.12." for twelve past
three. So the time of day and dates in figures are taken out first; the library reads what is left, which is a day in
words. It is loaded at the first use, and never in the event loop: both take longer than anybody should wait.
"""

import asyncio
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from adapters.human_speech import SPEECH, Speech
from bot.model.conversations import SaidTime
from bot.model.language import Language

LONGEST = 60
"""Characters; a time takes no more."""
DAY = timedelta(days=1)
_FIGURES = re.compile(r"(\d{1,2}) ?[./-] ?(\d{1,2})(?: ?[./-] ?(\d{4}|\d{2})?)?")
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}")


class HumanTimes:
    """Implements HumanTime. One at a time: nobody knows how well the library shares what it keeps."""

    def __init__(self) -> None:
        self._is_reading = asyncio.Lock()

    async def read(self, said: SaidTime) -> datetime | None:
        async with self._is_reading:
            return await asyncio.to_thread(read, said)


class _Unclear(Exception):
    """It makes sense, but not only one."""


@dataclass(frozen=True, slots=True)
class _Here:
    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def at(self, day: date, clock: time) -> datetime:
        """In UTC. A time that clocks skip is as much later as they do; of one that comes twice it is the first."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def next(self, clock: time) -> datetime:
        today = self.at(self.today, clock)
        return today if today > self.now else self.at(self.today + DAY, clock)


def read(said: SaidTime) -> datetime | None:
    """In the language of who says it; only what makes no sense there is tried in the others."""
    words = _plain(said.words)
    if not words or len(words) > LONGEST or words.isdigit():
        return None
    here = _Here(said.now, ZoneInfo(said.timezone))
    order = [said.language, *(each for each in Language if each is not said.language)]
    try:
        return next((at for language in order if (at := _read_in(language, words, here)) is not None), None)
    except (_Unclear, OverflowError):
        return None


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).lower().split())


def _read_in(language: Language, words: str, here: _Here) -> datetime | None:
    speech = SPEECH[language]
    for known, instead in speech.instead.items():
        words = re.sub(known, instead, words)
    if re.fullmatch(speech.lapse, words):
        return _after(language, words, here)
    rest, clock, is_in_figures = speech.time_in(words)
    bare = speech.bare(rest)
    if not bare:
        return _today(clock, here, is_in_figures=is_in_figures) if rest != words else None
    day = _day(language, speech, bare, here.today)
    if day is None:
        return None
    return here.at(day + DAY, time(0)) if clock is None else here.at(day, clock)


def _today(clock: time | None, here: _Here, *, is_in_figures: bool) -> datetime | None:
    """ "5pm" after that is tomorrow's; "tonight" never is."""
    if clock is None:
        return None
    return here.next(clock) if is_in_figures else here.at(here.today, clock)


def _after(language: Language, words: str, here: _Here) -> datetime | None:
    """Hours are counted, whatever the clocks do meanwhile."""
    found = _parsed(language, words, here.now.astimezone(UTC))
    if found is None or found.period != "time":
        return None
    at: datetime = found.date_obj
    return at.replace(tzinfo=UTC)


def _day(language: Language, speech: Speech, words: str, today: date) -> date | None:
    if _WRITTEN.fullmatch(words):
        return _date(*map(int, words.split("-")))
    figures = _FIGURES.fullmatch(words)
    if figures is not None:
        return _in_figures(figures, speech, today)
    found = _parsed(language, words, datetime.combine(today, time(12), UTC))
    if found is None or found.period not in ("day", "week"):
        return None
    day: date = found.date_obj.date()
    is_counted = re.match(rf"(?:{speech.ahead}) ", words) is not None
    return day if is_counted or _are_meant(language, words, day) else None


def _are_meant(language: Language, words: str, day: date) -> bool:
    """Whether each number in it is the day of a month that is named, or the year."""
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    if not numbers:
        return True
    without = re.sub(r"\d+(?:st|nd|rd|th|er|\.)?", "", words).strip()
    month = _parsed(language, without, datetime.combine(day, time(12), UTC))
    return month is not None and month.period == "month" and numbers in ([day.day], [day.day, day.year])


def _in_figures(figures: re.Match[str], speech: Speech, today: date) -> date | None:
    """Raises _Unclear if the month could be the day."""
    day, month, year = int(figures[1]), int(figures[2]), figures[3]
    if not speech.is_day_first and day != month:
        if max(day, month) <= 12:
            raise _Unclear
        day, month = max(day, month), min(day, month)
    if year is not None:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = _date(today.year, month, day)
    return _date(today.year + 1, month, day) if found is not None and found < today else found


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _parsed(language: Language, words: str, now: datetime) -> Any:
    """What the library makes of it; None if nothing. `now` is by the clocks that it is to count on."""
    from dateparser.date import DateDataParser

    settings = {"RELATIVE_BASE": now.replace(tzinfo=None), "PREFER_DATES_FROM": "future", "RETURN_TIME_AS_PERIOD": True}
    found = DateDataParser(languages=[language.value], settings=settings).get_date_data(words)
    return None if found.date_obj is None else found
