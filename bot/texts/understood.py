"""Short words that mean the same whatever was asked: thanks, agreement, and that there is nothing to say."""

import re

from bot.model.language import Language
from bot.texts.languages import translated

_WORDS = re.compile(r"[^\W\d_]+")
_MARKS = str.maketrans("", "", ".!,…")


_THANKS = (
    "thanks; thank you; many thanks; thx; thanks a lot; thank you so much; thank you very much; thanks so much; "
    "ok thanks; ok thank you"
)


def is_thanks(text: str) -> bool:
    return any(_is_among(text, translated(each, _THANKS)) for each in Language)


def is_about_help(text: str) -> bool:
    """They may need some. A word of it is enough, in whatever language."""
    said = set(_WORDS.findall(text.casefold()))
    return any(said & set(translated(each, "help; need; needs; needed").split("; ")) for each in Language)


def is_agreement(text: str) -> bool:
    return any(_is_among(text, translated(each, "ok; okay; all right; fine; good")) for each in Language)


def is_nothing(text: str) -> bool:
    return any(_is_among(text, translated(each, "no; nope; none; nothing; no note; no thanks")) for each in Language)


def _is_among(text: str, listed: str) -> bool:
    """In whatever language: people thank in their own."""
    return " ".join(text.translate(_MARKS).casefold().split()) in listed.split("; ")
