"""Cards as classic embeds, for servers that prefer them. Whoever switched link previews off does not see any."""

from typing import Any

import discord
from discord import ui

from adapters.discord.cards import ACCENTS, choice_button, texts_of
from adapters.discord.outgoing.marks import address_of
from bot.model.ids import CommunityId
from bot.model.wording import Wording

BUTTONS = 25


def fits(wording: Wording) -> bool:
    return len(wording.choices) <= BUTTONS


def draw_embed(wording: Wording, community_id: CommunityId, mark: int) -> dict[str, Any]:
    """What to send it with. The address belongs to a title that there is not, so nobody sees it."""
    said = "\n\n".join(text for text in texts_of(wording) if text)
    embed = discord.Embed(description=said, colour=ACCENTS[wording.accent], url=address_of(mark))
    view = ui.View(timeout=None)
    for index, choice in enumerate(wording.choices):
        view.add_item(choice_button(index, community_id, choice))
    view.stop()  # or the library keeps it in memory for ever
    return {"embed": embed, "view": view}
