"""Whether we write to somebody by ourselves. It is theirs to say, on every private message."""

from dataclasses import replace

from bot.model.ids import Number
from bot.model.wording import Choice, Paragraph, Wording
from bot.texts.parts import choose, line, one

ABOUT_NOTHING = Number(0)
_AGAIN = Choice("write_again", ABOUT_NOTHING, "Write to me again")


def with_stop(wording: Wording) -> Wording:
    """A private message that came by itself, with the way to have no more of them."""
    stop = choose("stop_writing", ABOUT_NOTHING, "Please don't write to me unasked")
    return replace(wording, paragraphs=(*wording.paragraphs, Paragraph((), (stop,))))


def with_way_back(wording: Wording) -> Wording:
    back = line(
        "You asked me not to write to you unasked, so I keep what I have for you until you come by.", choices=(_AGAIN,)
    )
    return replace(wording, paragraphs=(*wording.paragraphs, back))


def stopped() -> Wording:
    said = (
        "All right, I won't write to you unasked any more, in any community. What I would have said is shown to you "
        "the next time you use a command or a button of mine. /myhelp shows what is yours."
    )
    return one(said, _AGAIN)


def written_again() -> Wording:
    return one("Gladly. From now on I write to you again, and what waited for you comes now.")
