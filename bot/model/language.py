"""The languages the bot speaks."""

from enum import StrEnum


class Language(StrEnum):
    """A new one is a line here, its own name in `texts/policy.py`, and a file of sentences in each folder of them."""

    ENGLISH = "en"
    GERMAN = "de"
    SPANISH = "es"
    FRENCH = "fr"

    def chooses_one(self, count: int) -> bool:
        """Whether so many are counted in the singular: zero is, in French."""
        return count == 1 or (count == 0 and self is Language.FRENCH)


def language_of(tag: str | None) -> Language | None:
    """Of "de", "de-AT" or "de_AT" German; None for a language that we do not speak."""
    if not tag:
        return None
    primary = tag.replace("_", "-").partition("-")[0].lower()
    return Language(primary) if primary in list(Language) else None
