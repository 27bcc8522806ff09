"""What is said while somebody is sought for a request."""

from bot.model.view import View
from bot.model.wording import Wording
from bot.texts.parts import Facts, one


def declined(view: View, facts: Facts) -> Wording:
    return one(view, "That is fine. I ask others.")


def still_wanted(view: View, facts: Facts) -> Wording:
    """Where requests are read; nobody is called."""
    return one(view, "{request} still looks for somebody. It is further up here, if one of you has a hand free.")


def care_unmatched(view: View, facts: Facts) -> Wording:
    """To the care team, once: nobody is named, and nobody has failed."""
    return one(view, "#{number} still looks for somebody. Everybody who volunteers here and was free has heard of it.")


MESSAGES = {"declined": declined, "still_wanted": still_wanted, "care_unmatched": care_unmatched}
