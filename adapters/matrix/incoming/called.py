"""Whom a command is about: clients write a name, and say in a link whose it is."""

import re
from html import unescape
from urllib.parse import unquote

from adapters.matrix.incoming.events import Event, text

_WRITTEN = re.compile(r"\[[^\[\]\n]*\]\(https://matrix\.to/#/(?P<id>(?:@|%40)[^()\s?/]+)[^()\s]*\)")
_DRAWN = re.compile(
    r'<a\s[^<>]*?href="https://matrix\.to/#/(?P<id>(?:@|%40)[^"<>?/]+)[^"<>]*"[^<>]*>(?P<name>[^<>]+)</a>',
    re.IGNORECASE,
)


def with_ids(event: Event, said: str) -> str:
    """What was typed, with the address of everybody it calls in place of their name."""
    said = _WRITTEN.sub(lambda link: unquote(link["id"]), said)
    for link in _DRAWN.finditer(text(event.content, "formatted_body")):
        who, name = unquote(unescape(link["id"])), unescape(link["name"])
        if who not in said:
            said = said.replace(name, who, 1)
    return said
