"""Words that only make sense on Matrix, in English. Everything else the bot says is in bot/texts."""

from pathlib import Path

from bot.model.language import Language
from bot.texts.languages import translated

_TRANSLATIONS = Path(__file__).parent / "languages"


def say(language: Language, english: str, **values: object) -> str:
    """One of the sentences below in the reader's language."""
    return translated(language, english, _TRANSLATIONS).format_map(values)


# Below a message with choices: how they are made here.
ANSWER_WITH_ONE = "To choose it, answer with 1."
ANSWER_WITH_NUMBER = "Answer with the number of what you choose."
ANSWER_WITH_WORDS = "Answer with a number and what you choose, like “{number} {words}”."
REPLY_WITH_NUMBER = "To choose, reply to this message with the number."
REACT_OR_REPLY = "React with {symbol}, or reply to this message with the number."
REACT_OR_WRITE = "React with {symbol}, or write {command}."

# In the thread of a request.
THREAD_BEGINS = "Here is room to talk about it. Everybody can read along, so please no addresses or phone numbers."
THREAD_ENDS = "This is over now. Thank you for thinking along."
