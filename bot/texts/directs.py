"""Whether we write to somebody by ourselves. It is theirs to say, on every private message."""

from dataclasses import replace

from bot.model.ids import Number
from bot.model.language import Language
from bot.model.view import View
from bot.model.wording import Choice, Paragraph, Wording
from bot.texts.languages import words
from bot.texts.parts import choose, line, one

ABOUT_NOTHING = Number(0)


STOP = Choice("stop_writing", ABOUT_NOTHING, "")
"""Said in words where nothing can be pressed, whatever was offered last."""
_APOSTROPHE = str.maketrans("’", "'", ".!")


def how_to_stop(language: Language) -> str:
    """What can be typed to have no more messages that come by themselves."""
    return words(language, "Don't write to me")


def means_stop(language: Language, text: str) -> bool:
    """In English, or in the language of whoever typed it."""
    said = {_plain(how_to_stop(each)) for each in (Language.ENGLISH, language)}
    return _plain(text) in said


def _plain(text: str) -> str:
    return " ".join(text.translate(_APOSTROPHE).casefold().split())


def with_stop(wording: Wording) -> Wording:
    """A private message that came by itself, with the way to have no more of them."""
    label = words(wording.language, "Please don't write to me unasked")
    stop = Paragraph((), (Choice("stop_writing", ABOUT_NOTHING, label),))
    return replace(wording, paragraphs=(*wording.paragraphs, stop))


def with_way_back(view: View, wording: Wording) -> Wording:
    back = line(
        view,
        "You asked me not to write to you unasked, so I keep what I have for you until you come by.",
        _again(view),
    )
    return replace(wording, paragraphs=(*wording.paragraphs, back))


def _again(view: View) -> Choice:
    return choose(view, "write_again", "Write to me again")


def stopped(view: View) -> Wording:
    return one(
        view,
        "All right, I won't write to you unasked any more, in any community. What I would have said is shown to you "
        "the next time you come by. /myhelp shows what is yours.",
        _again(view),
    )


def written_again(view: View) -> Wording:
    return one(view, "Gladly. From now on I write to you again, and what waited for you comes now.")
