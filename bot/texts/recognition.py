"""Two words by which an asker and a helper know each other at the door. Said to these two alone, in private."""

import hashlib

from bot.model.claims import Claim
from bot.model.language import Language
from bot.model.view import View
from bot.model.wording import Span, Strong
from bot.texts.languages import words
from bot.texts.parts import of, said, who

FIRST = (
    "amber, autumn, birch, cedar, clover, copper, fern, garden, harbour, hazel, lantern, maple, meadow, morning, "
    "olive, pebble, river, robin, saffron, silver, summer, thistle, velvet, willow"
)
SECOND = (
    "anchor, apple, basket, bell, blanket, bridge, button, candle, chair, compass, cup, kettle, ladder, lamp, orchard, "
    "pencil, pillow, spoon, table, teapot, ticket, umbrella, wheel, window"
)


def drawn(language: Language, secret: str) -> str:
    """In the language of the community, so that both read the same. `secret` is random: nothing that is seen tells
    them."""
    lot = hashlib.sha256(secret.encode()).digest()
    lists = (words(language, FIRST).split(", "), words(language, SECOND).split(", "))
    return " ".join(each[lot[place] % len(each)] for place, each in enumerate(lists))


def known_by(view: View, claim: Claim | None) -> tuple[Span, ...]:
    """Nothing for anybody but the two, and where they need not meet."""
    if claim is None or not claim.is_active or claim.recognition is None:
        return ()
    if view.reader_id not in (claim.helper_id, of(view).asker_id):
        return ()
    both = Strong(claim.recognition)
    helper = who(view, claim.helper_id) if view.reader_id != claim.helper_id else None
    if helper is not None:
        return said(view, "If you meet {helper}: only you two know the words “{words}”.", helper=helper, words=both)
    return said(view, "If you meet: only you two know the words “{words}”.", words=both)
