"""How a server arranges its requests: cards in a channel, cards with a thread each, or posts of a forum."""

from typing import Final

from tests.doubles.discord import Place
from tests.doubles.discord.wire import Json

CARDS, THREADS, FORUM = "cards", "threads", "forum"
TAGS: Final = [
    {"id": str(900 + index), "name": name, "moderated": False, "emoji_id": None, "emoji_name": None}
    for index, name in enumerate(("Open", "Claimed", "Done"))
]
OF_FORUM: Final = {
    "available_tags": TAGS,
    "default_reaction_emoji": None,
    "default_sort_order": None,
    "default_forum_layout": 0,
}


def place_for_requests(arrangement: str) -> tuple[int, Json]:
    """The kind of the channel, and what it has besides."""
    return (int(Place.FORUM), dict(OF_FORUM)) if arrangement == FORUM else (int(Place.TEXT), {})
