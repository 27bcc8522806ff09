"""What our sentences are in other languages. The code says them in English; what nobody translated stays English."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.model.language import Language

HERE = Path(__file__).parent


@cache
def sentences(folder: Path, language: Language) -> Mapping[str, str]:
    """From each English sentence to the same in this language. Read once, when somebody first speaks it."""
    return tomllib.loads((folder / f"{language}.toml").read_text("utf-8"))


def translated(language: Language, english: str, folder: Path = HERE) -> str:
    """The template in this language, with the same placeholders in whatever order is right there."""
    return english if language is Language.ENGLISH else sentences(folder, language).get(english, english)


def words(language: Language, english: str, **values: object) -> str:
    """A sentence of ours that holds nothing typed and nobody's name."""
    return translated(language, english).format_map(values)


def by_count(language: Language, count: int, one: str, other: str) -> str:
    """Which of two English templates is translated for so many."""
    return one if language.chooses_one(count) else other
