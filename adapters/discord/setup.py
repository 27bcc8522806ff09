"""The setup on one private view: where things are read, and whether we may do there what we have to."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import ui

from adapters.discord import permissions, texts
from adapters.discord.cards import Item
from adapters.discord.ids import PlaceId
from adapters.discord.markup import escaped
from adapters.discord.people import PLATFORM
from adapters.discord.preferences import Preferences
from bot.model.places import PlaceKind, PlaceRef

KINDS = (PlaceKind.HELP, PlaceKind.THANKS, PlaceKind.CARE)


def lacking(guild: discord.Guild | None, channel_id: int, kind: PlaceKind) -> tuple[str, ...] | None:
    """What we may not do there, in Discord's words; None if there is no such place for us."""
    channel = guild.get_channel(channel_id) if guild is not None else None
    if guild is None or channel is None:
        return None
    return permissions.lacking(channel, guild.me, kind, Preferences())


def refusal(guild: discord.Guild | None, channel_id: int, kind: PlaceKind) -> str | None:
    """Why this place cannot be chosen; None if it can."""
    lacks = lacking(guild, channel_id, kind)
    return None if lacks == () else _sentence(texts.LACKING, guild, channel_id, lacks)


def rows(guild: discord.Guild | None, at: Mapping[PlaceKind, PlaceRef]) -> Iterator[Item]:
    """What is wrong with the places that are set, and a select for each."""
    ours = {kind: int(place.ref) for kind, place in at.items() if place.platform == PLATFORM}
    checked = ((channel_id, lacking(guild, channel_id, kind)) for kind, channel_id in ours.items())
    wrong = [_sentence(texts.LACKS, guild, channel_id, lacks) for channel_id, lacks in checked if lacks != ()]
    yield ui.TextDisplay("\n".join([texts.CHOOSE_PLACES, *wrong]))
    for kind in KINDS:
        yield ui.ActionRow(_select(kind, ours.get(kind)))


def _select(kind: PlaceKind, chosen: int | None) -> ui.ChannelSelect[ui.LayoutView]:
    return ui.ChannelSelect(
        custom_id=str(PlaceId(kind.value)),
        placeholder=texts.PLACES[kind.value],
        channel_types=[discord.ChannelType.text, discord.ChannelType.news],
        default_values=[] if chosen is None else [_Chosen(id=chosen, type=discord.SelectDefaultValueType.channel)],
    )


class _Chosen(discord.SelectDefaultValue):
    """Discord writes ids as text; the library sends a number here."""

    def to_dict(self) -> Any:
        return {"id": str(self.id), "type": self.type.value}


def _sentence(said: str, guild: discord.Guild | None, channel_id: int, lacks: tuple[str, ...] | None) -> str:
    place = f"<#{channel_id}>"
    if lacks is None or guild is None:
        return texts.GONE.format(place=place)
    return said.format(place=place, permissions=", ".join(lacks), role=escaped(guild.me.display_name))
