"""In which style a message is drawn: a new one as its server prefers, an existing one as it was sent.

The newer style never comes off a message again, and a card that changed its looks halfway would confuse people.
"""

from typing import Any

import discord

from adapters.discord.cards import draw
from adapters.discord.communities import Communities
from adapters.discord.outgoing.embeds import draw_embed, fits
from adapters.discord.outgoing.marks import mark_of
from adapters.discord.preferences import CardStyle, Preferences
from bot.model.posts import Parcel
from bot.model.wording import Wording
from bot.texts.directs import with_stop


class Styles:
    def __init__(self, communities: Communities) -> None:
        self._communities = communities

    async def new(self, parcel: Parcel, wording: Wording, guild: discord.Guild | None) -> dict[str, Any]:
        """What to send it with. In private everything is drawn so that nobody can miss it."""
        if parcel.reader_account_id is not None:
            return _drawn(parcel, with_stop(wording), CardStyle.LAYOUT)
        return _drawn(parcel, wording, (await self._preferences(guild)).card_style)

    async def existing(
        self, parcel: Parcel, wording: Wording, guild: discord.Guild | None, message: discord.PartialMessage
    ) -> dict[str, Any]:
        """Only where a style was ever chosen has the message to be looked at."""
        if parcel.reader_account_id is not None:
            return _drawn(parcel, with_stop(wording), CardStyle.LAYOUT)
        if not (await self._preferences(guild)).has_chosen_style:
            return _drawn(parcel, wording, CardStyle.LAYOUT)
        is_layout = (await message.fetch()).flags.components_v2
        return _drawn(parcel, wording, CardStyle.LAYOUT if is_layout else CardStyle.EMBED)

    async def _preferences(self, guild: discord.Guild | None) -> Preferences:
        return Preferences() if guild is None else await self._communities.preferences(guild.id)


def _drawn(parcel: Parcel, wording: Wording, style: CardStyle) -> dict[str, Any]:
    mark, speaking = mark_of(parcel.key), {"allowed_mentions": _spoken_to(parcel)}
    if style is CardStyle.EMBED and fits(wording):
        return draw_embed(wording, parcel.community_id, mark) | speaking
    return {"view": draw(wording, parcel.community_id, mark=mark)} | speaking


def _spoken_to(parcel: Parcel) -> discord.AllowedMentions:
    """In private the one person spoken to; in a place that others read nobody is called."""
    if parcel.reader_account_id is None:
        return discord.AllowedMentions.none()
    return discord.AllowedMentions(
        everyone=False, roles=False, replied_user=False, users=[discord.Object(int(parcel.reader_account_id))]
    )
