"""What people type: which of it is a command, and what they meant, in the core's spelling ("/claim 104").

In a room nothing is a command that does not look like one: people talk to each other there, and all else that can be
meant for us is a reply to a message of ours. What a person writes to us in private is all meant for us.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from adapters.matrix.incoming.called import with_ids
from adapters.matrix.incoming.events import MESSAGE, Event, about, is_edit, is_reply, mentioned, text
from adapters.matrix.incoming.structured import structured
from bot.texts.commands import COMMANDS, nearest

NAMES = frozenset(info.name for info in COMMANDS)
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
BLANKS = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""All that Python takes for a blank."""
LONGEST_CHOICE = 200
_MARKS = r"(?P<marks>[*_~`]{0,4})\s*"
_NAME = r"\s*(?P<name>[a-z]+)(?P<rest>.*)"
_ENDS = re.compile(rf"[:,.!?{INVISIBLE}]*(?:\s|$)")
_CALLING_PEOPLE = ("helpmod",)
_NOT_OURS = ("m.notice",)
_SPOKEN = ("m.text", "m.emote")


@dataclass(frozen=True, slots=True)
class Us:
    """How we are called, and what our commands begin with."""

    user_id: str
    name: str = ""
    prefix: str = "!"

    @property
    def localpart(self) -> str:
        return self.user_id[1:].partition(":")[0]


@dataclass(frozen=True, slots=True)
class Heard:
    """`text` is a command as the core spells it, or in private whatever was typed."""

    text: str
    about: str | None = None
    """The message that it answers, or that its thread hangs on."""

    @property
    def command(self) -> str:
        """Its name, if it is one."""
        return self.text[1:].split(maxsplit=1)[0] if self.text.startswith("/") and len(self.text) > 1 else ""

    @property
    def rest(self) -> str:
        """What was typed behind it."""
        return "".join(self.text.split(maxsplit=1)[1:]) if self.command else ""


def in_room(event: Event, us: Us) -> Heard | None:
    """Where others read too: a command of ours, or what is nearly one; else None."""
    if not _is_said(event, ("m.text",)):
        return None
    said = structured(event, us.user_id) or _command(_body(event), us.prefix, "//", "/") or _addressed(event, us)
    return Heard(_spelled(event, *said), about(event)) if said is not None and _is_ours(*said) else None


def calling(event: Event, us: Us) -> Heard | None:
    """Where others read too: what is said to us by name, and is no command."""
    rest = _bare(_behind_our_name(event, us) or "") if _is_said(event, ("m.text",)) and not is_reply(event) else ""
    return Heard(rest, about(event)) if any(sign.isalnum() for sign in rest) else None


def in_reply(event: Event) -> Heard | None:
    """Where others read too: what may name a choice of the message it replies to; None for all that is no reply."""
    if not _is_said(event, ("m.text",)) or not is_reply(event):
        return None
    body = _body(event)
    return Heard(body, about(event)) if 0 < len(body) <= LONGEST_CHOICE else None


def in_private(event: Event, us: Us) -> Heard | None:
    """Whatever is said to us alone; None if it is no text, or none that is said anew."""
    if not _is_said(event, _SPOKEN):
        return None
    body = _body(event)
    said = structured(event, us.user_id) or _command(body, us.prefix, "!", "//", "/") or _addressed(event, us)
    return Heard(body if said is None else _spelled(event, *said), about(event)) if body or said else None


def is_unreadable(event: Event) -> bool:
    """A voice message, a picture, a file: nothing that we could answer to."""
    kind = text(event.content, "msgtype")
    return event.type == MESSAGE and bool(kind) and kind not in (*_SPOKEN, *_NOT_OURS) and not is_edit(event)


def _is_said(event: Event, kinds: tuple[str, ...]) -> bool:
    return event.type == MESSAGE and text(event.content, "msgtype") in kinds and not is_edit(event)


def _spelled(event: Event, name: str, rest: str) -> str:
    return f"/{name} {with_ids(event, rest) if name in _CALLING_PEOPLE else rest}".strip()


def _body(event: Event) -> str:
    """Without the quote that older clients put before an answer."""
    body = text(event.content, "body")
    if is_reply(event) and body.startswith(">"):
        lines = body.split("\n")
        quoted = next((at for at, line in enumerate(lines) if not line.startswith(">")), len(lines))
        body = "\n".join(lines[quoted:])
    return _bare(body)


def _bare(body: str) -> str:
    """Without blanks around it, those that nobody sees too. A pattern would begin again at each blank within."""
    return body.strip(BLANKS + INVISIBLE)


def _command(body: str, *leads: str) -> tuple[str, str] | None:
    found = _leading(leads).match(body)
    return None if found is None else _parts(found)


@lru_cache(maxsize=16)
def _leading(leads: tuple[str, ...]) -> re.Pattern[str]:
    """The longest one first, so that "//" is not "/" and something else. A word needs a blank after it."""
    written = sorted((lead.strip() for lead in leads if lead.strip()), key=len, reverse=True)
    choices = "|".join(re.escape(lead) + (r"(?=\s)" if lead[-1].isalnum() else "") for lead in written)
    return re.compile(rf"{_MARKS}(?:{choices}){_NAME}", re.IGNORECASE | re.DOTALL)


def _parts(found: re.Match[str]) -> tuple[str, str] | None:
    """Name and rest. "/home/ana" is none, and neither is the address of a room, like "!abc:elm.test"."""
    marks, name, rest = found["marks"], found["name"].lower(), found["rest"]
    if marks:
        rest = rest.replace(marks[::-1], "", 1)
    known = name in NAMES and (rest[:1].isdigit() or rest[:1] in f"#:,.!?{INVISIBLE}")
    if not known and _ENDS.match(rest) is None:
        return None
    rest = _bare(re.sub(r"^[:,.!?]+(?=\s|$)", "", rest))
    return name, rest


def _addressed(event: Event, us: Us) -> tuple[str, str] | None:
    """ "@barnraiser: needhelp two eggs": our name at the beginning, and meant as such.

    Whoever answers a message of ours mentions us as well, so that a mention alone says nothing.
    """
    rest = _behind_our_name(event, us)
    named = None if rest is None else _command(rest, us.prefix, "!", "//", "/") or _named(rest)
    return named if named is not None and _is_ours(*named) else None


def _behind_our_name(event: Event, us: Us) -> str | None:
    found = _calling(us).match(_body(event))
    if found is None:
        return None
    is_meant = bool(found["colon"]) or found["called"].startswith(("@", "[")) or _is_mentioned(event, us)
    return found["said"] if is_meant else None


def _is_ours(name: str, rest: str) -> bool:
    return name in NAMES or nearest(name, rest) is not None


def _is_mentioned(event: Event, us: Us) -> bool:
    return us.user_id in mentioned(event) or any(
        f"matrix.to/#/{written}" in text(event.content, "formatted_body") for written in _written(us.user_id)
    )


def _written(user_id: str) -> Iterator[str]:
    """As it stands in a link."""
    yield from (user_id, quote(user_id, safe="@:"), quote(user_id, safe="@"), quote(user_id, safe=""))


@lru_cache(maxsize=16)
def _calling(us: Us) -> re.Pattern[str]:
    names = sorted({us.user_id, us.localpart, us.name.strip()} - {""}, key=len, reverse=True)
    links = "|".join(re.escape(written) for written in _written(us.user_id))
    called = "|".join(
        [rf"\[[^\]\n]*\]\(https://matrix\.to/#/(?:{links})\)", *(f"@?{re.escape(name)}" for name in names)]
    )
    between = rf"[\s{INVISIBLE}]*(?P<colon>[:,]?)(?:(?<=[:,])|(?=\s))[\s{INVISIBLE}]*"
    return re.compile(rf"(?P<called>{called}){between}(?P<said>.+)", re.IGNORECASE | re.DOTALL)


def _named(said: str) -> tuple[str, str] | None:
    found = re.compile(rf"{_MARKS}{_NAME}", re.IGNORECASE | re.DOTALL).match(said)
    return None if found is None else _parts(found)
