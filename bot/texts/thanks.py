"""A line of thanks from one person to another, in private."""

from bot.model.ids import PersonId
from bot.model.outcome import FieldKind, FormField, FormView
from bot.model.view import View
from bot.model.wording import Accent, Choice, Wording
from bot.rules.forms import THANKS_LIMIT
from bot.texts.cards import quoted
from bot.texts.parts import Facts, choose, line, message, of, one, phrase, who


def form(view: View) -> FormView:
    label = phrase(view, "What would you like to say?")
    hint = phrase(view, "A sentence is plenty. They read it in private, with your name, and nobody else does.")
    said = FormField("thanks", label, FieldKind.LONG_TEXT, hint, THANKS_LIMIT)
    return FormView(phrase(view, "A line of thanks"), "", (said,), phrase(view, "Send it"), language=view.language)


def thanks_sent(view: View, facts: Facts) -> Wording:
    """The same for everybody, so that it does not tell who uses us."""
    return one(
        view,
        "Thank you, that is kindly said. If they know me, they read it from me in private. I never write to people "
        "who have not used me; then it is up to you to say it, and that is just as good.",
        accent=Accent.WARM,
    )


def thanks_note(view: View, facts: Facts) -> Wording:
    """To the person who is thanked."""
    sender = who(view, PersonId(view.thanks.get("by")))
    told = line(
        view,
        "A line of thanks for you, from {name}:" if sender else "A line of thanks for you, from a neighbour:",
        name=sender,
    )
    return message(view, told, quoted(view, view.thanks.get("thanks")), accent=Accent.WARM)


def word(view: View) -> tuple[Choice, ...]:
    """For the asker, where somebody helped."""
    request = of(view)
    if view.reader_id != request.asker_id or not request.finishers:
        return ()
    if len(request.finishers) > 1:
        return (choose(view, "word", "A line that only your helpers read"),)
    return (choose(view, "word", "A line that only your helper reads"),)


def word_asked(view: View, facts: Facts) -> Wording:
    return one(
        view,
        "What would you like to say? Just write it to me here, or leave it. Only whoever helped you with #{number} "
        "reads it, with your name.",
    )


def word_sent(view: View, facts: Facts) -> Wording:
    return one(
        view,
        "Thank you, that is kindly said. Whoever helped you reads it from me in private, and nobody else does.",
        accent=Accent.WARM,
    )


MESSAGES = {
    "thanks_sent": thanks_sent,
    "thanks_note": thanks_note,
    "word_asked": word_asked,
    "word_sent": word_sent,
}
