"""What a person typed: made harmless and bounded, or refused whole. Never cut."""

import unicodedata

from bot.errors import BadText

_INVISIBLE = frozenset("\u200b\u2060\ufeff\u00ad")
_TURNS_TEXT_AROUND = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MARKS_IN_A_ROW = 4
"""No script stacks more combining marks on one letter; a tower of them covers other people's lines."""


def clean(field: str, typed: str, limit: int) -> str:
    """The text without control characters, or "" if there is none. `limit` is in characters.

    Raises BadText if it is longer than the limit, or holds neither a letter nor a digit.
    """
    text = _tidy(typed)
    if not text:
        return ""
    if len(text) > limit:
        raise BadText("too_long", field, typed, limit=str(limit), length=str(len(text)))
    if not any(character.isalnum() for character in text):
        raise BadText("needs_words", field, typed)
    return text


def require(field: str, typed: str, limit: int) -> str:
    """Like `clean`, for a field that cannot stay empty."""
    text = clean(field, typed, limit)
    if not text:
        raise BadText("is_empty", field, typed)
    return text


def _tidy(typed: str) -> str:
    if typed.isascii() and typed.isprintable():  # most of what people type, and it holds nothing harmful
        return " ".join(typed.split())
    composed = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))
    visible = "".join(_harmless(character) for character in composed)
    lines = [" ".join(line.split()) for line in _unstacked(visible).split("\n")]
    return "\n".join(lines).replace("\n\n\n", "\n\n").strip()


def _harmless(character: str) -> str:
    if character == "\n":
        return character
    if character in _INVISIBLE or character in _TURNS_TEXT_AROUND:
        return ""
    return " " if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") else character


def _unstacked(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)
