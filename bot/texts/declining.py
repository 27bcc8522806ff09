"""Somebody else, please: what the asker reads before and after, and the little that the helper reads."""

from bot.model.claims import Claim
from bot.model.view import View
from bot.model.wording import Choice, Paragraph, Plain, Wording
from bot.rules.rooms import token_of
from bot.texts.parts import Facts, choose, line, message, of, one, phrase, who


def somebody_else(view: View) -> Choice:
    """Asks once more before anything happens."""
    return choose(view, "decline", "Somebody else for #{number}, please")


def decline_explained(view: View, facts: Facts) -> Wording:
    """To the asker alone, who reads first what the helper will read."""
    active = of(view).active
    why = "No reason is needed. Whoever is on it only reads that {request} goes on with somebody else, not why."
    if len(active) == 1:
        return one(view, why, choose(view, "decline_yes", "Yes, somebody else for #{number}", token_of(active[0])))
    return message(view, line(view, why), *(_of_several(view, place, claim) for place, claim in enumerate(active, 1)))


def _of_several(view: View, place: int, claim: Claim) -> Paragraph:
    name = who(view, claim.helper_id) or Plain(phrase(view, "Your helper"))
    instead = choose(view, "decline_yes", "Somebody else instead of {place}", token_of(claim), place=str(place))
    return Paragraph((Plain(f"{place}. "), name), (instead,))


def helper_declined(view: View, facts: Facts) -> Wording:
    return one(view, "All right. #{number} goes on to others; you need do nothing.")


def let_go_told(view: View, facts: Facts) -> Wording:
    """To the helper. It says nothing about why, and reads the same whatever came in between."""
    return one(view, "{request} goes on with somebody else. Thank you for having been ready to help.")


MESSAGES = {
    "decline_explained": decline_explained,
    "helper_declined": helper_declined,
    "let_go_told": let_go_told,
}
