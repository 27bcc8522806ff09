"""Whom somebody means: by a user id that was typed, by a link, or by a mention alone."""

import re
from urllib.parse import unquote

from adapters.matrix.incoming.events import Event, mentioned, text

_ID = re.compile(r"@[^\s:<>()\[\]\"'?]+:[^\s<>()\[\]\"'?]+")


def named(event: Event, rest: str, us: str) -> str:
    """The one person who is named behind a command; "" if nobody is, or more than one."""
    links = unquote(text(event.content, "formatted_body"))
    found = _others(_ID.findall(rest), us) or _others(_ID.findall(links), us) or _others(mentioned(event), us)
    return next(iter(found)) if len(found) == 1 else ""


def spelled(command: str, user_id: str, rest: str) -> str:
    """As the core names somebody whom the platform knows, with the last word if that is a wish."""
    wish = rest.split()[-1:]
    is_off = bool(wish) and wish[0].casefold() == "off"
    return f"/{command} <{user_id}>{' off' if is_off else ''}" if user_id else f"/{command}"


def _others(found: "list[str] | tuple[str, ...]", us: str) -> frozenset[str]:
    return frozenset(each.rstrip(".,;:!") for each in found) - {us}
