"""What Discord shows of the commands before anything is said, in each language besides English.

The names of commands stay as they are everywhere, because our sentences call them so. What a person typed arrives
under the English names whatever language they read.
"""

from collections.abc import Mapping
from types import MappingProxyType

from adapters.discord.texts import say
from bot.model.language import Language
from bot.texts.languages import words

LOCALES: Mapping[Language, tuple[str, ...]] = MappingProxyType(
    {
        Language.ENGLISH: ("en-US", "en-GB"),
        Language.GERMAN: ("de",),
        Language.SPANISH: ("es-ES", "es-419"),
        Language.FRENCH: ("fr",),
    }
)
"""Our own language has its own keys too: Discord otherwise shows a related one that is there instead of the default.
Who reads the Spanish of Latin America reads the same words."""


def translated(english: str) -> dict[str, str]:
    """Words of Discord's own, by locale."""
    return {locale: say(language, english) for language, locales in LOCALES.items() for locale in locales}


def of_the_core(english: str) -> dict[str, str]:
    return {locale: words(language, english) for language, locales in LOCALES.items() for locale in locales}


def untranslated(name: str) -> dict[str, str]:
    """The name of a command, which is the same for everybody."""
    return {locale: name for locales in LOCALES.values() for locale in locales}
