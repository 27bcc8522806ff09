"""What moderators choose on the view of the setup. Every press is checked anew."""

import discord

from adapters.discord import texts
from adapters.discord.communities import Communities
from adapters.discord.ids import PlaceId, SetupId
from adapters.discord.incoming.drawing import Drawing
from adapters.discord.incoming.replies import Reply, saying
from adapters.discord.people import PLATFORM, actor_in, language_in
from adapters.discord.preferences import CARD_STYLE, THREADS, VOLUNTEER_ROLE, Preferences, Threads
from adapters.discord.setup import trial
from adapters.discord.setup import view as setup_view
from bot.commands.homes import Prefer, SetPlace
from bot.commands.values import Ask
from bot.model.ids import CommunityId
from bot.model.language import Language
from bot.model.outcome import Outcome
from bot.model.places import PlaceKind, PlaceRef
from bot.ports import Store
from bot.texts.policy import LOOK
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
            return Reply(saying(interaction, texts.OLD_BUTTON))
        ask = Ask(actor_in(interaction), community_id, f"{PLATFORM}:{interaction.id}")
        outcome, notice = await self._carried_out(interaction.guild, ask, part, value, language_in(interaction))
        return await self._drawing.reply(interaction, community_id, outcome, notice)

    async def _carried_out(
        self, guild: discord.Guild, ask: Ask, part: PlaceId | SetupId, value: str, language: Language
    ) -> tuple[Outcome, str]:
        """What the core says to it, and what we have to add."""
        match part:
            case PlaceId(kind) if kind in setup_view.KINDS and _is_id(value):
                return await self._place(guild, ask, kind, value, language)
            case SetupId(name) if value in _PREFERRED.get(name, ()):
                return await self._preferred(guild, ask, name, value, LOOK), ""
            case SetupId(name) if name in (VOLUNTEER_ROLE, setup_view.EVERYBODY) and _is_role(guild, value):
                chosen = "" if value == str(guild.default_role.id) else value
                return await self._preferred(guild, ask, VOLUNTEER_ROLE, chosen), ""
            case SetupId(setup_view.ZONE) if value:
                zone = Ask(ask.actor, ask.community_id, ask.origin, value)
                return await self._store.write(policy.choose_zone, zone), ""
            case SetupId(setup_view.TEST):
                return await self._shown(ask), await self._tried(guild, ask, language)
        return await self._shown(ask), texts.say(language, texts.OLD_BUTTON)

    async def _preferred(self, guild: discord.Guild, ask: Ask, name: str, value: str, page: str = "") -> Outcome:
        home = PlaceRef(PLATFORM, str(guild.id))
        offers_rooms = Threads(value).are_private if name == THREADS else None
        prefer = Prefer(ask.actor, ask.community_id, ask.origin, home, name, value, offers_rooms, page)
        outcome = await self._store.write(policy.prefer, prefer)
        self._communities.forget_role(guild.id)
        return outcome

    async def _shown(self, ask: Ask) -> Outcome:
        return await self._store.write(policy.show_setup, ask)

    async def _place(
        self, guild: discord.Guild, ask: Ask, kind: str, channel_id: str, language: Language
    ) -> tuple[Outcome, str]:
        """Set only where we may do what we have to; otherwise the view says what is missing."""
        preferences = await self._communities.preferences(guild.id)
        checked = setup_view.Checked(guild, int(channel_id), language)
        no = checked.refusal(PlaceKind(kind), preferences) if ask.actor.is_moderator else None
        if no is not None:
            return await self._shown(ask), no
        at = SetPlace(ask.actor, ask.community_id, ask.origin, kind, PlaceRef(PLATFORM, channel_id))
        return await self._store.write(policy.set_place, at), ""

    async def _tried(self, guild: discord.Guild, ask: Ask, language: Language) -> str:
        """One line for each place."""
        if not ask.actor.is_moderator:
            return ""
        preferences = await self._communities.preferences(guild.id)
        places = await self._communities.places(ask.community_id)
        ours = {kind: int(place.ref) for kind, place in places.items() if place.platform == PLATFORM}
        if not ours:
            return texts.say(language, texts.NOTHING_TO_TEST)
        checked = {kind: setup_view.Checked(guild, channel_id, language) for kind, channel_id in ours.items()}
        return "\n".join([await _tried_in(guild, each, kind, preferences) for kind, each in checked.items()])


async def _tried_in(guild: discord.Guild, checked: setup_view.Checked, kind: PlaceKind, chosen: Preferences) -> str:
    room = guild.get_channel(checked.channel_id)
    if room is None:
        return checked.said(texts.GONE)
    missing = await trial.missing_in(room, kind, chosen, checked.language)
    wrong = checked.sentence(texts.FAILED, missing) or checked.untagged()
    return wrong or checked.said(trial.outcome(room, kind, chosen))


def _is_role(guild: discord.Guild, value: str) -> bool:
    """No role at all is everybody, and so is the one that everybody has."""
    return not value or (_is_id(value) and guild.get_role(int(value)) is not None)


def _is_id(value: str) -> bool:
    """What comes from a client may be anything."""
    return value.isascii() and value.isdecimal() and len(value) <= 20
