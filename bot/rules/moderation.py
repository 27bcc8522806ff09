"""What moderators type after a number: what their move is about, and why."""

import re

from bot.errors import BadText, Refused
from bot.rules import forms, typed
from bot.rules.pauses import USUAL_DAYS

_INTO = re.compile(r"^(?:(?:into|with)\s+)?#?([0-9]{1,9})\b[:,]?\s*(.*)$", re.IGNORECASE | re.DOTALL)
_DAYS = re.compile(r"^([0-9]{1,9})\s*(?:d|days?)?(?![\w.,-])\s*(.*)$", re.IGNORECASE | re.DOTALL)
_WHOM = re.compile(r"^<?(\S+?)>?[,:;]?(?:\s+(.*)|)$", re.DOTALL)
"""In angles, where it was chosen from those whom the platform knows."""
_TAKE_MORE = {"assign": _WHOM, "merge": _INTO}
VERBS = ("close", "release", "assign", "merge", "pause", "resume", "hide", "show")


def split(verb: str, rest: str) -> tuple[str, str]:
    """What else the verb takes ("" if nothing), and the reason: refused if one of them is missing."""
    if verb not in VERBS:
        raise Refused("helpmod_usage")
    about, why = "", rest
    if verb in _TAKE_MORE:
        found = _TAKE_MORE[verb].match(rest)
        if found is None:
            raise Refused("helpmod_usage")
        about, why = found.groups()
    elif verb == "pause":
        found = _DAYS.match(rest)
        about, why = found.groups() if found is not None else (str(USUAL_DAYS), rest)
    return about, _reason(why or "")


def _reason(why: str) -> str:
    try:
        return typed.require("reason", why, forms.NOTE_LIMIT)
    except BadText as no:
        raise Refused("needs_a_reason") from no
