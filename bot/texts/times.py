"""Days and moments in words, for platforms that do not show them in the reader's own way themselves."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.model.language import Language
from bot.texts.languages import words

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_of(language: Language, day: date) -> str:
    """ "Thu 3 Dec" """
    weekday, month = words(language, WEEKDAYS[day.weekday()]), words(language, MONTHS[day.month - 1])
    return words(language, "{weekday} {day} {month}", weekday=weekday, day=day.day, month=month)


def moment_of(language: Language, at: datetime, zone: ZoneInfo) -> str:
    """ "Thu 3 Dec, 18:00" on the clocks of a time zone."""
    there = at.astimezone(zone)
    return words(language, "{day}, {time}", day=day_of(language, there), time=f"{there:%H:%M}")
