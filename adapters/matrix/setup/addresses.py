"""How people write which room they mean."""

import re
from urllib.parse import unquote

_ADDRESS = re.compile(r"[#!][^\s:]+(:[^\s]+)?")
_LINK = re.compile(r"https://matrix\.to/#/([^?\s]+)(?:\?\S*)?|matrix:(r|roomid)/([^?\s]+)(?:\?\S*)?")
_LONGEST = 255


def address_in(text: str) -> str | None:
    """#alias:server or !id, written as it is or as a link; None if it is neither."""
    text = text.strip().strip("<>")
    link = _LINK.fullmatch(text)
    if link is not None:
        text = _named_by(link)
    return text if len(text) <= _LONGEST and text.isprintable() and _is_whole(text) else None


def _named_by(link: re.Match[str]) -> str:
    if link[1] is not None:
        return unquote(link[1])
    return ("#" if link[2] == "r" else "!") + unquote(link[3])


def _is_whole(text: str) -> bool:
    """Since room version 12 the id of a room has no server in it; an alias always has one."""
    found = _ADDRESS.fullmatch(text)
    return found is not None and (text.startswith("!") or found[1] is not None)
