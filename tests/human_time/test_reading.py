"""What people say when they mean a time, in four languages, and what is left alone because it could mean anything."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from adapters.human_time import HumanTimes, read
from bot.model.conversations import SaidTime
from bot.model.language import Language

BERLIN = ZoneInfo("Europe/Berlin")
WEDNESDAY = datetime(2026, 11, 25, 12, 0, tzinfo=BERLIN)
EN, DE, ES, FR = Language
UNDERSTOOD = [
    (EN, "tomorrow 5pm", "2026-11-26 17:00"),
    (EN, "Tomorrow at 5 p.m.", "2026-11-26 17:00"),
    (EN, "tomorrow at 5", "2026-11-26 17:00"),
    (EN, "tomorrow 05:00", "2026-11-26 05:00"),
    (EN, "by tomorrow noon", "2026-11-26 12:00"),
    (EN, "12am tomorrow", "2026-11-26 00:00"),
    (EN, "in 2 hours", "2026-11-25 14:00"),
    (EN, "in 3 days at 9am", "2026-11-28 09:00"),
    (EN, "Friday", "2026-11-28 00:00"),
    (EN, "next Friday 6:30 pm", "2026-11-27 18:30"),
    (EN, "next week", "2026-12-03 00:00"),
    (EN, "the day after tomorrow", "2026-11-28 00:00"),
    (EN, "tonight", "2026-11-25 20:00"),
    (EN, "5pm", "2026-11-25 17:00"),
    (EN, "9am", "2026-11-26 09:00"),
    (EN, "Dec 3rd", "2026-12-04 00:00"),
    (EN, "3 December 2027, 5pm", "2027-12-03 17:00"),
    (EN, "24/12", "2026-12-25 00:00"),
    (EN, "12/24/2026", "2026-12-25 00:00"),
    (EN, "2026-12-03", "2026-12-04 00:00"),
    (EN, "2026-12-03 17:00", "2026-12-03 17:00"),
    (EN, "Freitag 18 Uhr", "2026-11-27 18:00"),
    (DE, "Freitag 18 Uhr", "2026-11-27 18:00"),
    (DE, "am Freitag um 18:30", "2026-11-27 18:30"),
    (DE, "bis nächsten Freitag", "2026-11-28 00:00"),
    (DE, "Freitagabend", "2026-11-27 20:00"),
    (DE, "morgen", "2026-11-27 00:00"),
    (DE, "morgen früh", "2026-11-26 09:00"),
    (DE, "morgen um 5", "2026-11-26 17:00"),
    (DE, "morgen 18 Uhr 30", "2026-11-26 18:30"),
    (DE, "übermorgen", "2026-11-28 00:00"),
    (DE, "heute Abend", "2026-11-25 20:00"),
    (DE, "in drei Tagen", "2026-11-29 00:00"),
    (DE, "in 2 Stunden", "2026-11-25 14:00"),
    (DE, "3.12.", "2026-12-04 00:00"),
    (DE, "1.2.", "2027-02-02 00:00"),
    (DE, "3.12.26 17 Uhr", "2026-12-03 17:00"),
    (DE, "3. Dezember, 17 Uhr", "2026-12-03 17:00"),
    (DE, "tomorrow 5pm", "2026-11-26 17:00"),
    (ES, "mañana a las 5", "2026-11-26 17:00"),
    (ES, "mañana a las 5 de la tarde", "2026-11-26 17:00"),
    (ES, "mañana por la mañana", "2026-11-26 09:00"),
    (ES, "pasado mañana", "2026-11-28 00:00"),
    (ES, "el viernes a las 18h", "2026-11-27 18:00"),
    (ES, "el próximo viernes", "2026-11-28 00:00"),
    (ES, "dentro de dos horas", "2026-11-25 14:00"),
    (ES, "hoy a las 22:15", "2026-11-25 22:15"),
    (ES, "esta noche", "2026-11-25 20:00"),
    (ES, "3 de diciembre", "2026-12-04 00:00"),
    (ES, "3/12", "2026-12-04 00:00"),
    (FR, "demain 17h", "2026-11-26 17:00"),
    (FR, "demain à 17 h 30", "2026-11-26 17:30"),
    (FR, "vendredi prochain", "2026-11-28 00:00"),
    (FR, "vendredi 18h", "2026-11-27 18:00"),
    (FR, "après-demain", "2026-11-28 00:00"),
    (FR, "ce soir", "2026-11-25 20:00"),
    (FR, "demain midi", "2026-11-26 12:00"),
    (FR, "dans trois jours", "2026-11-29 00:00"),
    (FR, "dans 2 heures", "2026-11-25 14:00"),
    (FR, "le 3 décembre à 17h", "2026-12-03 17:00"),
    (FR, "3/12/2026", "2026-12-04 00:00"),
]
LEFT_ALONE = [
    *("", " ", "-", "5", "17", "1700", "20261203", "٥", "soon", "someday", "whenever", "now"),
    *("may", "2027", "monday 9", "friday the 4th", "at", "on by at", "at the weekend", "half past"),
    *("tomorrow 25:00", "tomorrow 17:99", "at 24", "31.2.", "13/13", "2026-02-30", "0000-00-00"),
    *("next to the church", "tomorrow or friday", "ask me", "1/2/3/4", "a" * 61, "tomorrow " * 9),
]


def said(words: str, language: Language = EN, now: datetime = WEDNESDAY) -> SaidTime:
    return SaidTime(words, language, "Europe/Berlin", now.astimezone(UTC))


def there(at: datetime | None) -> str | None:
    """On the clocks of Berlin."""
    return None if at is None else f"{at.astimezone(BERLIN):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(("language", "words", "at"), UNDERSTOOD)
def test_a_time_is_what_it_means_there_and_a_day_is_its_end(language: Language, words: str, at: str) -> None:
    found = read(said(words, language))
    assert there(found) == at
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize("words", LEFT_ALONE)
@pytest.mark.parametrize("language", Language)
def test_what_could_mean_anything_is_left_alone(language: Language, words: str) -> None:
    assert read(said(words, language)) is None


@pytest.mark.parametrize("words", ["3/12", "03/12/2026", "3-12-2026", "1.2."])
def test_in_english_a_month_that_could_be_the_day_is_left_alone(words: str) -> None:
    assert read(said(words)) is None
    assert read(said(words, DE)) is not None


@pytest.mark.parametrize(
    ("language", "words"),
    [(EN, "yesterday"), (EN, "last Monday"), (EN, "today 9am"), (DE, "gestern"), (ES, "ayer"), (FR, "hier")],
)
def test_what_has_passed_is_told_as_it_is_and_refused_elsewhere(language: Language, words: str) -> None:
    found = read(said(words, language))
    assert found is not None
    assert found < WEDNESDAY


SPRING = datetime(2026, 3, 28, 12, 0, tzinfo=BERLIN)
AUTUMN = datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN)
"""The days before clocks change."""


@pytest.mark.parametrize(
    ("now", "words", "at"),
    [
        (SPRING, "tomorrow", datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
        (SPRING, "tomorrow 02:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (SPRING, "tomorrow noon", datetime(2026, 3, 29, 10, 0, tzinfo=UTC)),
        (SPRING, "in 24 hours", SPRING.astimezone(UTC) + timedelta(hours=24)),
        (AUTUMN, "tomorrow", datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
        (AUTUMN, "tomorrow 02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (AUTUMN, "tomorrow noon", datetime(2026, 10, 25, 11, 0, tzinfo=UTC)),
        (AUTUMN, "in 24 hours", AUTUMN.astimezone(UTC) + timedelta(hours=24)),
    ],
)
def test_when_clocks_change_a_day_still_ends_at_midnight_and_an_hour_is_an_hour(
    now: datetime, words: str, at: datetime
) -> None:
    assert read(said(words, now=now)) == at


async def test_it_is_read_outside_of_the_event_loop() -> None:
    assert there(await HumanTimes().read(said("tomorrow 5pm"))) == "2026-11-26 17:00"
