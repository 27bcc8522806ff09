"""How it ended, if somebody likes to say."""

from bot.model.requests import Reason
from bot.model.view import View
from bot.model.wording import Choice, Paragraph, Wording
from bot.texts.parts import Facts, choose, line, message, one

_BY_MODERATORS = {
    Reason.MET: "It was met (#{number})",
    Reason.PARTLY: "It was partly met (#{number})",
    Reason.SIGNPOSTED: "Pointed elsewhere (#{number})",
    Reason.WITHDRAWN: "No longer needed (#{number})",
    Reason.UNMET: "Nobody was free (#{number})",
}


def by_the_asker(view: View) -> tuple[Choice, ...]:
    return (
        choose(view, "how_ended", "I found help elsewhere (#{number})", Reason.SIGNPOSTED.value),
        choose(view, "how_ended", "Nobody was free (#{number})", Reason.UNMET.value),
    )


def asks_how(view: View, choices: tuple[Choice, ...]) -> Paragraph:
    return line(view, "If you like, one tap says how it ended. It is only counted, without names.", *choices)


def closed_noted(view: View, facts: Facts) -> Wording:
    """To the moderator who closed it."""
    choices = (choose(view, "how_closed", _BY_MODERATORS[reason], reason.value) for reason in _BY_MODERATORS)
    noted = line(view, "Noted for #{number}. Whoever is part of it hears so in private.")
    return message(view, noted, asks_how(view, tuple(choices)))


def how_ended(view: View, facts: Facts) -> Wording:
    return one(view, "Thank you for telling. It is only counted.")


MESSAGES = {"closed_noted": closed_noted, "how_ended": how_ended}
