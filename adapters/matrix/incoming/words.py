"""What we say about things that only exist on Matrix, with the choices for them."""

from collections.abc import Sequence

from adapters.matrix import texts
from adapters.matrix.texts import say
from bot.model.ids import CommunityId, Number
from bot.model.language import Language
from bot.model.wording import Choice, Paragraph, Plain, Wording

REMOVE, WHICH = "m:remove", "m:which"
"""The moves that are ours alone. All of them begin in the same way, so that nobody else takes them for theirs."""


def offer_to_remove(language: Language, english: str, room_id: str, event_id: str) -> Wording:
    remove = Choice(REMOVE, Number(0), say(language, texts.REMOVE_IT), f"{room_id} {event_id}")
    return plain(language, english, remove)


def how_to_remove(language: Language, english: str) -> Wording:
    """Where we may not do it."""
    return plain(language, english)


def which_community(language: Language, known: Sequence[tuple[CommunityId, str]], event_id: str) -> Wording:
    """The choices only say where it stands what is meant, not what it is."""
    choices = [Choice(WHICH, Number(0), name, f"{community_id} {event_id}") for community_id, name in known]
    return plain(language, texts.WHICH_COMMUNITY, *choices)


def plain(language: Language, english: str, *choices: Choice) -> Wording:
    return Wording((Paragraph((Plain(say(language, english)),), choices),))


def unformatted(wording: Wording) -> str:
    """Of plain sentences only what they say."""
    said = ("".join(span.text for span in each.spans if isinstance(span, Plain)) for each in wording.paragraphs)
    return "\n\n".join(said)


def unreadable(language: Language, code: str) -> str:
    """`code` is why we were not given the key, if we know that."""
    return say(language, texts.UNREADABLE.get(code, texts.UNREADABLE[""]))
