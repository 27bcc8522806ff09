"""A line of thanks from one person to another, in private."""

from bot.model.ids import PersonId
from bot.model.outcome import FieldKind, FormField, FormView
from bot.model.view import View
from bot.model.wording import Accent, Wording
from bot.rules.forms import THANKS_LIMIT
from bot.texts.cards import quoted
from bot.texts.parts import Facts, line, message, one, phrase, who


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


MESSAGES = {"thanks_sent": thanks_sent, "thanks_note": thanks_note}
