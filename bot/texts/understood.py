"""Short words that mean the same whatever was asked: thanks, agreement, and that there is nothing to say."""

from bot.model.language import Language
from bot.texts.languages import translated

_MARKS = str.maketrans("", "", ".!,…")


def is_thanks(text: str) -> bool:
    return any(_is_among(text, translated(each, "thanks; thank you; many thanks; thx")) for each in Language)


def is_agreement(text: str) -> bool:
    return any(_is_among(text, translated(each, "ok; okay; all right; fine; good")) for each in Language)


def is_nothing(text: str) -> bool:
    return any(_is_among(text, translated(each, "no; nope; none; nothing; no note; no thanks")) for each in Language)


def _is_among(text: str, listed: str) -> bool:
    """In whatever language: people thank in their own."""
    return " ".join(text.translate(_MARKS).casefold().split()) in listed.split("; ")
