"""Spans as text and as the little HTML that clients show. What people typed stays text: it formats nothing.

Times are said in the zone of the reader or else of the community, because no client translates them, and a "in two
hours" would stay as it was.
https://spec.matrix.org/latest/client-server-api/#mroommessage-msgtypes has the HTML that clients understand.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import assert_never
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.model.language import Language
from bot.model.wording import Mention, Plain, Span, Strong, Time, Typed
from bot.texts.commands import COMMANDS
from bot.texts.times import moment_of

_COMMAND = re.compile(rf"(?<![\w/.])/(?=(?:{'|'.join(command.name for command in COMMANDS)})\b)")
_EVERYBODY = re.compile("@(?=room)", re.IGNORECASE)
_USER_ID = re.compile(r"@[^:\s]+:\S+")
_WORD_JOINER = "\u2060"


@dataclass(frozen=True, slots=True)
class Look:
    """How one community reads: its time zone, with what commands begin here, and in which language it is spoken to."""

    zone: ZoneInfo
    prefix: str = "!"
    language: Language = Language.ENGLISH


@dataclass(frozen=True, slots=True)
class Text:
    """The same twice: `plain` says everything on its own."""

    plain: str
    html: str

    def __add__(self, other: "Text") -> "Text":
        return Text(self.plain + other.plain, self.html + other.html)


def text_of(spans: tuple[Span, ...], look: Look) -> Text:
    return sum((_marked_up(span, look) for span in spans), start=Text("", ""))


def escaped(text: str) -> Text:
    """An @room is parted, because older clients call everybody wherever they find it."""
    harmless = _EVERYBODY.sub(f"@{_WORD_JOINER}", text)
    return Text(harmless, escape(harmless).replace("\n", "<br>"))


def spelled(text: str, prefix: str) -> str:
    """Our own words with commands as they are typed here: clients keep those that begin with "/" for themselves."""
    return _COMMAND.sub(prefix, text)


def moment(at: datetime, look: Look) -> str:
    return f"{moment_of(look.language, at, look.zone)} {at.astimezone(look.zone).tzname()}"


def _marked_up(span: Span, look: Look) -> Text:
    match span:
        case Plain(text):
            return escaped(spelled(text, look.prefix))
        case Strong(text):
            said = escaped(spelled(text, look.prefix))
            return Text(said.plain, f"<strong>{said.html}</strong>")
        case Typed(text):
            return escaped(text)
        case Mention(account_id, display):
            return _mentioned(account_id, escaped(" ".join(display.split())))
        case Time(at):
            return escaped(moment(at, look))
        case _:
            assert_never(span)


def _mentioned(account_id: str, name: Text) -> Text:
    """A link to somebody's profile. Who is called is told apart from it, so this calls nobody."""
    if _USER_ID.fullmatch(account_id) is None:
        return name
    return Text(name.plain, f'<a href="https://matrix.to/#/{quote(account_id, safe="@:")}">{name.html}</a>')
