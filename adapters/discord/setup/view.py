"""How a server is set up, on one private view: what is wrong, and a select for everything that can be chosen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import discord
from discord import ui

from adapters.discord import texts
from adapters.discord.cards import OPTIONS, Item, button
from adapters.discord.ids import PlaceId, SetupId
from adapters.discord.markup import escaped
from adapters.discord.outgoing.tags import lacks_tags
from adapters.discord.people import PLATFORM
from adapters.discord.preferences import CARD_STYLE, THREADS, VOLUNTEER_ROLE, Preferences
from adapters.discord.setup.permissions import lacking
from bot.model.places import PlaceKind, PlaceRef

KINDS = (PlaceKind.HELP, PlaceKind.THANKS, PlaceKind.CARE)
ZONE, TEST, EVERYBODY = "zone", "test", "everybody"
CHANNELS = {
    PlaceKind.HELP: [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum],
    PlaceKind.THANKS: [discord.ChannelType.text, discord.ChannelType.news],
    PlaceKind.CARE: [discord.ChannelType.text, discord.ChannelType.news],
}
"""A forum has a post for each request; thanks and notes are messages."""
ZONES = (
    *("UTC", "Europe/London", "Europe/Lisbon", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome"),
    *("Europe/Warsaw", "Europe/Athens", "Europe/Istanbul", "Africa/Lagos", "Africa/Nairobi", "Africa/Johannesburg"),
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Mexico_City"),
    *("America/Sao_Paulo", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland"),
)
"""Where many people live. Any other one can be typed."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is chosen now."""

    places: Mapping[PlaceKind, PlaceRef]
    preferences: Preferences
    zone: str
    now: datetime


def refusal(guild: discord.Guild | None, channel_id: int, kind: PlaceKind, chosen: Preferences) -> str | None:
    """Why this place cannot be chosen; None if it can."""
    lacks = _lacking(guild, channel_id, kind, chosen)
    return sentence(texts.LACKING, guild, channel_id, lacks) or untagged(guild, channel_id)


def rows(guild: discord.Guild | None, chosen: Arrangement) -> Iterator[Item]:
    ours = {kind: int(place.ref) for kind, place in chosen.places.items() if place.platform == PLATFORM}
    checked = ((room, _lacking(guild, room, kind, chosen.preferences)) for kind, room in ours.items())
    found = (sentence(texts.LACKS, guild, room, lacks) or untagged(guild, room) for room, lacks in checked)
    wrong = [said for said in found if said is not None]
    role_id, is_role_lost = chosen.preferences.volunteer_role, _is_role_lost(guild, chosen.preferences)
    yield ui.TextDisplay("\n".join([texts.CHOOSE_PLACES, *wrong, *_who_takes_on(role_id, is_role_lost)]))
    for kind in KINDS:
        yield ui.ActionRow(_place_select(kind, ours.get(kind)))
    yield ui.ActionRow(_role_select(None if is_role_lost else role_id))
    yield _select(ZONE, _zones(chosen.zone, chosen.now), chosen.zone)
    yield _select(CARD_STYLE, texts.CARD_STYLES, chosen.preferences.card_style)
    yield _select(THREADS, texts.THREADS, chosen.preferences.threads)
    yield _last_row(is_role_lost)


def _lacking(
    guild: discord.Guild | None, channel_id: int, kind: PlaceKind, chosen: Preferences
) -> tuple[str, ...] | None:
    """None if there is no such place for us."""
    room = guild.get_channel(channel_id) if guild is not None else None
    if guild is None or room is None or room.type not in CHANNELS[kind]:
        return None
    return lacking(room, guild.me, kind, chosen)


def sentence(said: str, guild: discord.Guild | None, channel_id: int, lacks: tuple[str, ...] | None) -> str | None:
    place = f"<#{channel_id}>"
    if lacks is None or guild is None:
        return texts.GONE.format(place=place)
    return said.format(place=place, permissions=", ".join(lacks), us=escaped(guild.me.display_name)) if lacks else None


def untagged(guild: discord.Guild | None, channel_id: int) -> str | None:
    """What a forum that asks for a tag lacks; None if nothing, or if it is no forum."""
    room = guild.get_channel(channel_id) if guild is not None else None
    is_lacking = isinstance(room, discord.ForumChannel) and lacks_tags(room)
    return texts.NEEDS_TAGS.format(place=f"<#{channel_id}>") if is_lacking else None


def _place_select(kind: PlaceKind, chosen: int | None) -> ui.ChannelSelect[ui.LayoutView]:
    return ui.ChannelSelect(
        custom_id=str(PlaceId(kind.value)),
        placeholder=texts.PLACES[kind.value],
        channel_types=CHANNELS[kind],
        default_values=[] if chosen is None else [_Chosen(id=chosen, type=discord.SelectDefaultValueType.channel)],
    )


def _is_role_lost(guild: discord.Guild | None, chosen: Preferences) -> bool:
    """The role was deleted: whoever takes requests on has to have it, so nobody does."""
    return chosen.volunteer_role is not None and guild is not None and guild.get_role(chosen.volunteer_role) is None


def _who_takes_on(role_id: int | None, is_role_lost: bool) -> Iterator[str]:
    """The select says it itself while everybody may."""
    if role_id is not None:
        yield texts.NO_VOLUNTEERS if is_role_lost else texts.ONLY_VOLUNTEERS.format(role=f"<@&{role_id}>")


def _role_select(role_id: int | None) -> ui.RoleSelect[ui.LayoutView]:
    return ui.RoleSelect(
        custom_id=str(SetupId(VOLUNTEER_ROLE)),
        placeholder=texts.VOLUNTEERS,
        min_values=0,
        required=False,
        default_values=[] if role_id is None else [_Chosen(id=role_id, type=discord.SelectDefaultValueType.role)],
    )


def _last_row(is_role_lost: bool) -> ui.ActionRow[ui.LayoutView]:
    """A select that shows nothing cannot be emptied, so for a role that is gone there is a button."""
    row = button(texts.TEST_POST, str(SetupId(TEST)))
    if is_role_lost:
        row.add_item(ui.Button(label=texts.LET_EVERYBODY, custom_id=str(SetupId(EVERYBODY))))
    return row


class _Chosen(discord.SelectDefaultValue):
    """Discord writes ids as text; the library sends a number here."""

    def to_dict(self) -> Any:
        return {"id": str(self.id), "type": self.type.value}


def _select(part: str, labels: Mapping[str, str], chosen: str) -> ui.ActionRow[ui.LayoutView]:
    options = [
        discord.SelectOption(label=label, value=value, default=value == chosen) for value, label in labels.items()
    ]
    return ui.ActionRow(ui.Select(custom_id=str(SetupId(part)), options=options))


def _zones(chosen: str, now: datetime) -> dict[str, str]:
    """Each with what its clocks say, so that nobody has to know its name."""
    names = [chosen, *(name for name in ZONES if name != chosen)][:OPTIONS]
    return {name: texts.ZONE.format(name=name, now=now.astimezone(ZoneInfo(name))) for name in names}
