"""What people typed stays text, in both of the ways in which a message is said."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.matrix.outgoing.markup import Look, Text, escaped, moment, spelled, text_of
from bot.model.wording import Mention, Plain, Strong, Time, Typed

LOOK = Look(ZoneInfo("Europe/Vienna"))
SIGNS = st.text(st.sampled_from("<>&\"'@room:!/# \n*_`[](){}ab💐é"), max_size=40)


class Reading(HTMLParser):
    """What a client shows, and the tags it was made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown, self.tags = "", []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.shown += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        self.shown += data


@given(SIGNS)
def test_whatever_is_typed_is_shown_as_it_was_typed(typed: str) -> None:
    said = text_of((Typed(typed),), LOOK)
    reading = Reading(said.html)
    assert reading.shown == said.plain
    assert said.plain.replace("\u2060", "") == typed
    assert {*reading.tags} <= {"br"}


@given(st.text(max_size=60), SIGNS)
def test_nobody_can_call_the_whole_room(before: str, after: str) -> None:
    said = text_of((Typed(f"{before}@room{after}"), Plain(f"{before}@ROOM"), Mention("@a:b", "@Room")), LOOK)
    assert "@room" not in said.plain.lower()
    assert "@room" not in said.html.lower()


def test_our_own_words_are_emphasised_and_escaped() -> None:
    assert text_of((Strong("#1 · <b>"), Plain(" & so on")), LOOK) == Text(
        "#1 · <b> & so on", "<strong>#1 · &lt;b&gt;</strong> &amp; so on"
    )


def test_lines_that_were_typed_stay_lines() -> None:
    assert escaped("one\ntwo\n\nthree") == Text("one\ntwo\n\nthree", "one<br>two<br><br>three")


def test_a_person_is_a_link_with_a_harmless_name() -> None:
    said = text_of((Mention("@ben:example.org", "Ben <i>\n the  Builder"),), LOOK)
    assert said == Text(
        "Ben <i> the Builder",
        '<a href="https://matrix.to/#/@ben:example.org">Ben &lt;i&gt; the Builder</a>',
    )


def test_an_odd_account_cannot_leave_its_link() -> None:
    said = text_of((Mention('@"><b>/?#:example.org', "Ben"),), LOOK)
    assert said.html == '<a href="https://matrix.to/#/@%22%3E%3Cb%3E%2F%3F%23:example.org">Ben</a>'


@pytest.mark.parametrize("account_id", ["4711", "ben", "@ben", ""])
def test_somebody_from_elsewhere_is_only_a_name(account_id: str) -> None:
    assert text_of((Mention(account_id, "Ben"),), LOOK) == Text("Ben", "Ben")


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", "Thu 26 Nov, 09:30 UTC"),
        ("Europe/Vienna", "Thu 26 Nov, 10:30 CET"),
        ("Asia/Kathmandu", "Thu 26 Nov, 15:15 +0545"),
        ("America/Los_Angeles", "Thu 26 Nov, 01:30 PST"),
    ],
)
def test_a_time_says_its_day_and_its_zone(zone: str, expected: str) -> None:
    at = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    assert moment(at, Look(ZoneInfo(zone))) == expected
    assert text_of((Time(at),), Look(ZoneInfo(zone))) == Text(expected, expected)


@pytest.mark.parametrize(
    ("ours", "here"),
    [
        ("/myhelp shows what is yours", "!myhelp shows what is yours"),
        ("use /helpmod close 12 or /help.", "use !helpmod close 12 or !help."),
        ("“/claim 12”", "“!claim 12”"),
        ("https://example.org/help", "https://example.org/help"),
        ("and/or, 1/2, /helpful, /etc", "and/or, 1/2, /helpful, /etc"),
    ],
)
def test_our_commands_are_spelled_as_they_are_typed_here(ours: str, here: str) -> None:
    assert spelled(ours, "!") == here


def test_what_people_typed_is_never_spelled_anew() -> None:
    assert text_of((Typed("try /help"),), LOOK) == Text("try /help", "try /help")
