"""What is said to whoever was not understood: never a guess, always what they may have meant."""

from dataclasses import replace

from bot.model.view import View
from bot.model.wording import Choice, Paragraph, Wording
from bot.rules import replies
from bot.texts.parts import below, line


def with_choices(view: View, wording: Wording, choices: tuple[Choice, ...]) -> Wording:
    """With what could be chosen before, request by request. Its reactions stay where they are."""
    bare = tuple(replace(choice, symbol="") for choice in choices)
    first, *others = replies.lines(bare)
    asked: tuple[Paragraph, ...] = (
        line(view, "Or did you mean one of these?", *first),
        *(below(*each) for each in others),
    )
    return replace(wording, paragraphs=(*wording.paragraphs, *asked))
