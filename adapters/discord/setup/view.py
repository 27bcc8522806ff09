"""How a server is set up, on two pages of a private view: what is wrong, and a select for what can be chosen."""

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
from bot.model.language import Language
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
    """What is chosen now, for whoever reads `language`."""

    language: Language
    places: Mapping[PlaceKind, PlaceRef]
    preferences: Preferences
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """What can be said about one place, and to whom."""

    guild: discord.Guild | None
    channel_id: int
    language: Language

    def refusal(self, kind: PlaceKind, chosen: Preferences) -> str | None:
        """Why this place cannot be chosen; None if it can."""
        return self.sentence(texts.LACKING, self.lacking(kind, chosen)) or self.untagged()

    def wrong(self, kind: PlaceKind, chosen: Preferences) -> str | None:
        """What is not right any more with a place that was chosen."""
        return self.sentence(texts.LACKS, self.lacking(kind, chosen)) or self.untagged()

    def lacking(self, kind: PlaceKind, chosen: Preferences) -> tuple[str, ...] | None:
        """None if there is no such place for us."""
        room = self.guild.get_channel(self.channel_id) if self.guild is not None else None
        if self.guild is None or room is None or room.type not in CHANNELS[kind]:
            return None
        return lacking(room, self.guild.me, kind, chosen)

    def untagged(self) -> str | None:
        """What a forum that asks for a tag lacks; None if nothing, or if it is no forum."""
        room = self.guild.get_channel(self.channel_id) if self.guild is not None else None
        is_lacking = isinstance(room, discord.ForumChannel) and lacks_tags(room)
        return self.said(texts.NEEDS_TAGS) if is_lacking else None

    def sentence(self, english: str, lacks: tuple[str, ...] | None) -> str | None:
        if lacks is None or self.guild is None:
            return self.said(texts.GONE)
        names = ", ".join(texts.say(self.language, each) for each in lacks)
        return self.said(english, permissions=names, us=escaped(self.guild.me.display_name)) if lacks else None

    def said(self, english: str, **values: str) -> str:
        return texts.say(self.language, english, place=f"<#{self.channel_id}>", **values)


def place_rows(guild: discord.Guild | None, chosen: Arrangement) -> Iterator[Item]:
    """Where what is read, and who takes requests on."""
    language, preferences, ours = chosen.language, chosen.preferences, _ours(chosen)
    role_id, is_role_lost = preferences.volunteer_role, _is_role_lost(guild, preferences)
    top = texts.say(language, texts.CHOOSE_PLACES)
    yield ui.TextDisplay("\n".join([top, *_wrong(guild, chosen), *_who_takes_on(language, role_id, is_role_lost)]))
    for kind in KINDS:
        yield ui.ActionRow(_place_select(language, kind, ours.get(kind)))
    yield ui.ActionRow(_role_select(language, None if is_role_lost else role_id))
    yield _last_row(language, is_role_lost)


def _ours(chosen: Arrangement) -> dict[PlaceKind, int]:
    return {kind: int(place.ref) for kind, place in chosen.places.items() if place.platform == PLATFORM}


def _wrong(guild: discord.Guild | None, chosen: Arrangement) -> list[str]:
    checked = {kind: Checked(guild, room, chosen.language) for kind, room in _ours(chosen).items()}
    found = (each.wrong(kind, chosen.preferences) for kind, each in checked.items())
    return [said for said in found if said is not None]


def look_rows(guild: discord.Guild | None, chosen: Arrangement) -> Iterator[Item]:
    """Which clocks count, how cards look, and whether there are threads; and what is wrong now with that."""
    language, preferences = chosen.language, chosen.preferences
    if wrong := _wrong(guild, chosen):
        yield ui.TextDisplay("\n".join(wrong))
    yield _select(ZONE, _zones(language, chosen.zone, chosen.now), chosen.zone)
    yield _select(CARD_STYLE, _said_each(language, texts.CARD_STYLES), preferences.card_style)
    yield _select(THREADS, _said_each(language, texts.THREADS), preferences.threads)


def _said_each(language: Language, labels: Mapping[str, str]) -> dict[str, str]:
    return {value: texts.say(language, label) for value, label in labels.items()}


def _place_select(language: Language, kind: PlaceKind, chosen: int | None) -> ui.ChannelSelect[ui.LayoutView]:
    return ui.ChannelSelect(
        custom_id=str(PlaceId(kind.value)),
        placeholder=texts.say(language, texts.PLACES[kind.value]),
        channel_types=CHANNELS[kind],
        default_values=[] if chosen is None else [_Chosen(id=chosen, type=discord.SelectDefaultValueType.channel)],
    )


def _is_role_lost(guild: discord.Guild | None, chosen: Preferences) -> bool:
    """The role was deleted: whoever takes requests on has to have it, so nobody does."""
    return chosen.volunteer_role is not None and guild is not None and guild.get_role(chosen.volunteer_role) is None


def _who_takes_on(language: Language, role_id: int | None, is_role_lost: bool) -> Iterator[str]:
    """The select says it itself while everybody may."""
    if role_id is not None:
        said = texts.NO_VOLUNTEERS if is_role_lost else texts.ONLY_VOLUNTEERS
        yield texts.say(language, said, role=f"<@&{role_id}>")


def _role_select(language: Language, role_id: int | None) -> ui.RoleSelect[ui.LayoutView]:
    return ui.RoleSelect(
        custom_id=str(SetupId(VOLUNTEER_ROLE)),
        placeholder=texts.say(language, texts.VOLUNTEERS),
        min_values=0,
        required=False,
        default_values=[] if role_id is None else [_Chosen(id=role_id, type=discord.SelectDefaultValueType.role)],
    )


def _last_row(language: Language, is_role_lost: bool) -> ui.ActionRow[ui.LayoutView]:
    """A select that shows nothing cannot be emptied, so for a role that is gone there is a button."""
    row = button(texts.say(language, texts.TEST_POST), str(SetupId(TEST)))
    if is_role_lost:
        row.add_item(ui.Button(label=texts.say(language, texts.LET_EVERYBODY), custom_id=str(SetupId(EVERYBODY))))
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


def _zones(language: Language, chosen: str, now: datetime) -> dict[str, str]:
    """Each with what its clocks say, so that nobody has to know its name."""
    names = [chosen, *(name for name in ZONES if name != chosen)][:OPTIONS]
    times = {name: f"{now.astimezone(ZoneInfo(name)):%H:%M}" for name in names}
    return {name: texts.say(language, texts.ZONE, name=name, time=time) for name, time in times.items()}
