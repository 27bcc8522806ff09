"""What moderators choose on the view of the setup. Every press is checked anew."""

import discord

from adapters.discord import texts
from adapters.discord.cards import said
from adapters.discord.communities import Communities
from adapters.discord.ids import PlaceId, SetupId
from adapters.discord.incoming.drawing import Drawing
from adapters.discord.incoming.replies import Reply
from adapters.discord.people import PLATFORM, actor_in
from adapters.discord.preferences import CARD_STYLE, THREADS, VOLUNTEER_ROLE, Preferences, Threads
from adapters.discord.setup import trial
from adapters.discord.setup import view as setup_view
from bot.commands.values import Ask, Prefer, SetPlace
from bot.model.ids import CommunityId
from bot.model.outcome import Outcome
from bot.model.places import PlaceKind, PlaceRef
from bot.ports import Store
from bot.usecases import policy

_PREFERRED = {CARD_STYLE: texts.CARD_STYLES, THREADS: texts.THREADS}


class Setup:
    def __init__(self, store: Store, communities: Communities, drawing: Drawing) -> None:
        self._store = store
        self._communities = communities
        self._drawing = drawing

    async def chosen(
        self, interaction: discord.Interaction, community_id: CommunityId, part: PlaceId | SetupId, value: str
    ) -> Reply:
        """`value` is empty for a button."""
        if interaction.guild is None:
            return Reply(said(texts.OLD_BUTTON))
        ask = Ask(actor_in(interaction), community_id, f"{PLATFORM}:{interaction.id}")
        outcome, notice = await self._carried_out(interaction.guild, ask, part, value)
        return await self._drawing.reply(interaction, community_id, outcome, notice)

    async def _carried_out(
        self, guild: discord.Guild, ask: Ask, part: PlaceId | SetupId, value: str
    ) -> tuple[Outcome, str]:
        """What the core says to it, and what we have to add."""
        match part:
            case PlaceId(kind) if kind in setup_view.KINDS and _is_id(value):
                return await self._place(guild, ask, kind, value)
            case SetupId(name) if value in _PREFERRED.get(name, ()):
                return await self._preferred(guild, ask, name, value), ""
            case SetupId(name) if name in (VOLUNTEER_ROLE, setup_view.EVERYBODY) and _is_role(guild, value):
                chosen = "" if value == str(guild.default_role.id) else value
                return await self._preferred(guild, ask, VOLUNTEER_ROLE, chosen), ""
            case SetupId(setup_view.ZONE) if value:
                zone = Ask(ask.actor, ask.community_id, ask.origin, value)
                return await self._store.write(policy.choose_zone, zone), ""
            case SetupId(setup_view.TEST):
                return await self._shown(ask), await self._tried(guild, ask)
        return await self._shown(ask), texts.OLD_BUTTON

    async def _preferred(self, guild: discord.Guild, ask: Ask, name: str, value: str) -> Outcome:
        home = PlaceRef(PLATFORM, str(guild.id))
        offers_rooms = Threads(value).are_private if name == THREADS else None
        prefer = Prefer(ask.actor, ask.community_id, ask.origin, home, name, value, offers_rooms)
        outcome = await self._store.write(policy.prefer, prefer)
        self._communities.forget_role(guild.id)
        return outcome

    async def _shown(self, ask: Ask) -> Outcome:
        return await self._store.write(policy.show_setup, ask)

    async def _place(self, guild: discord.Guild, ask: Ask, kind: str, channel_id: str) -> tuple[Outcome, str]:
        """Set only where we may do what we have to; otherwise the view says what is missing."""
        preferences = await self._communities.preferences(guild.id)
        no = (
            setup_view.refusal(guild, int(channel_id), PlaceKind(kind), preferences) if ask.actor.is_moderator else None
        )
        if no is not None:
            return await self._shown(ask), no
        at = SetPlace(ask.actor, ask.community_id, ask.origin, kind, PlaceRef(PLATFORM, channel_id))
        return await self._store.write(policy.set_place, at), ""

    async def _tried(self, guild: discord.Guild, ask: Ask) -> str:
        """One line for each place."""
        if not ask.actor.is_moderator:
            return ""
        preferences = await self._communities.preferences(guild.id)
        places = await self._communities.places(ask.community_id)
        ours = {kind: int(place.ref) for kind, place in places.items() if place.platform == PLATFORM}
        if not ours:
            return texts.NOTHING_TO_TEST
        return "\n".join([await _tried_in(guild, channel_id, kind, preferences) for kind, channel_id in ours.items()])


async def _tried_in(guild: discord.Guild, channel_id: int, kind: PlaceKind, chosen: Preferences) -> str:
    room = guild.get_channel(channel_id)
    if room is None:
        return setup_view.sentence(texts.GONE, guild, channel_id, None) or ""
    missing = await trial.missing_in(room, kind, chosen)
    works = trial.outcome(room, kind, chosen).format(place=f"<#{channel_id}>")
    wrong = setup_view.sentence(texts.FAILED, guild, channel_id, missing)
    return wrong or setup_view.untagged(guild, channel_id) or works


def _is_role(guild: discord.Guild, value: str) -> bool:
    """No role at all is everybody, and so is the one that everybody has."""
    return not value or (_is_id(value) and guild.get_role(int(value)) is not None)


def _is_id(value: str) -> bool:
    """What comes from a client may be anything."""
    return value.isascii() and value.isdecimal() and len(value) <= 20
