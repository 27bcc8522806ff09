"""A line of thanks from one person to another, in private."""

from bot.model.ids import PersonId
from bot.model.outcome import FieldKind, FormField, FormView
from bot.model.view import View
from bot.model.wording import Accent, Typed, Wording
from bot.rules.forms import THANKS_LIMIT
from bot.texts.parts import Facts, line, one, who

_HINT = "A sentence is plenty. They read it in private, with your name, and nobody else does."


def form() -> FormView:
    said = FormField("thanks", "What would you like to say?", FieldKind.LONG_TEXT, _HINT, THANKS_LIMIT)
    return FormView("A line of thanks", "", (said,), "Send it")


def thanks_sent(view: View, facts: Facts) -> Wording:
    """The same for everybody, so that it does not tell who uses us."""
    return one(
        "Thank you, that is kindly said. If they know me, they read it from me in private. I never write to people "
        "who have not used me; then it is up to you to say it, and that is just as good.",
        accent=Accent.WARM,
    )


def thanks_note(view: View, facts: Facts) -> Wording:
    """To the person who is thanked."""
    sender = who(view, PersonId(view.thanks.get("by")), "A neighbour")
    said = line("“", Typed(view.thanks.get("thanks")), "”")
    return Wording((line("A line of thanks for you, from ", sender, ":"), said), Accent.WARM)


MESSAGES = {"thanks_sent": thanks_sent, "thanks_note": thanks_note}
