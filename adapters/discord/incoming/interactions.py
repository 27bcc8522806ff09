"""What people do with commands, buttons and forms, as use cases of the core.

Everything is read from the event itself, so that it makes no difference whether we were restarted in between.
"""

from dataclasses import replace
from typing import Any

import discord
from discord import ui

from adapters.discord import texts
from adapters.discord.cards import view_of
from adapters.discord.communities import Communities
from adapters.discord.ids import (
    LIMIT,
    ChoiceId,
    CustomId,
    FillId,
    FormId,
    KeptId,
    PlaceId,
    SetupId,
    ThanksId,
    WhichId,
    parse,
)
from adapters.discord.incoming import commands
from adapters.discord.incoming.drawing import Drawing
from adapters.discord.incoming.forms import filled_in, given
from adapters.discord.incoming.kept import KeptForms
from adapters.discord.incoming.menus import Menus
from adapters.discord.incoming.replies import Reply, reply, saying
from adapters.discord.people import PLATFORM, actor_in, language_in
from adapters.discord.setup.choices import Setup
from adapters.discord.volunteers import Volunteers
from bot.commands.seen import Chosen, Pressed
from bot.commands.values import Ask
from bot.model.ids import CommunityId, Number
from bot.model.outcome import FormAbout, Outcome
from bot.model.people import Actor
from bot.model.places import Community, PlaceRef
from bot.ports import Store
from bot.usecases import answers, catalogue

IN_PLACE = (
    *("post_draft", "edit_draft", "discard_draft", "draft_wanted", "draft_heavy"),
    *("helpsetup", "kind", "digest", "numbers", "zone", "language"),
    *("helpboard", "helpprivacy", "show_mine", "forget_me"),
    *("volunteer", "volunteer_heavy", "volunteer_renew", "volunteer_leave"),
    *("own_hours", "own_hours_off"),
)
"""Choices whose answer takes the place of the private message they stand on."""

Json = dict[str, Any]


class Interactions:
    def __init__(self, store: Store, communities: Communities, volunteers: Volunteers) -> None:
        self._store = store
        self._communities = communities
        self._volunteers = volunteers
        self._kept = KeptForms()
        self._drawing = Drawing(communities, self._kept)
        self._menus = Menus(store, self._drawing)
        self._setup = Setup(store, communities, self._drawing)

    @property
    def drawing(self) -> Drawing:
        return self._drawing

    async def handle(self, interaction: discord.Interaction) -> None:
        data: Json = dict(interaction.data or {})
        match interaction.type:
            case discord.InteractionType.application_command:
                await reply(interaction, self._commanded(interaction, data))
            case discord.InteractionType.component:
                values = [str(value) for value in data.get("values") or ()]
                await self._pressed(interaction, parse(data["custom_id"]), values)
            case discord.InteractionType.modal_submit:
                in_place = _is_private_answer(interaction)
                await reply(interaction, self._submitted(interaction, data), is_in_place=in_place)

    async def _commanded(self, interaction: discord.Interaction, data: Json) -> Reply:
        if data["type"] == commands.TYPED:
            return await self._typed(interaction, commands.as_typed(data), by=commands.asked_by(data))
        where = await self._where(interaction, None, "")
        return where if isinstance(where, Reply) else await self._menus.chosen(interaction, where, data)

    async def _typed(
        self, interaction: discord.Interaction, text: str, named: CommunityId | None = None, by: str = ""
    ) -> Reply:
        where = await self._where(interaction, named, text)
        if isinstance(where, Reply):
            return where
        actor = await self._acting(interaction, where, text)
        carried = catalogue.typed(actor, where, _origin(interaction), text)
        if carried is None:
            return Reply(saying(interaction, texts.OLD_BUTTON))
        usecase, command = carried
        asked = replace(command, by=by) if by and isinstance(command, Ask) else command
        return await self._drawing.reply(interaction, where, await self._store.write(usecase, asked))

    async def _pressed(self, interaction: discord.Interaction, pressed: CustomId | None, values: list[str]) -> None:
        is_private = _is_private_answer(interaction)
        match pressed:
            case ChoiceId():
                token = "|".join([part for part in (pressed.token, *values[:1]) if part])
                work = self._chosen(interaction, pressed.community_id, token)
                await reply(interaction, work, is_in_place=is_private and token.partition("|")[0] in IN_PLACE)
            case KeptId():
                await reply(interaction, self._open_again(interaction, pressed))
            case PlaceId() | SetupId():
                work = self._set_up(interaction, pressed, "".join(values[:1]))
                await reply(interaction, work, is_in_place=is_private)
            case WhichId() if values:
                typed = self._typed(interaction, pressed.text, CommunityId(values[0]))
                await reply(interaction, typed, is_in_place=is_private)
            case _:
                await interaction.response.send_message(view=saying(interaction, texts.OLD_BUTTON), ephemeral=True)

    async def _chosen(self, interaction: discord.Interaction, named: CommunityId, token: str) -> Reply:
        where = await self._where(interaction, named, "")
        if isinstance(where, Reply):
            return where
        actor = await self._acting(interaction, where, token)
        outcome = await self._choose(interaction, actor, token)
        if outcome == answers.SILENT:
            pressed = Pressed(actor, where, _origin(interaction), token)
            outcome = await self._store.write(answers.press, pressed)
        return await self._drawing.reply(interaction, where, outcome)

    async def _acting(self, interaction: discord.Interaction, where: CommunityId, said: str) -> Actor:
        """With what has to be known of them for what they want to do."""
        actor = actor_in(interaction)
        if not catalogue.takes_on(said):
            return actor
        return await self._volunteers.vouched(actor, where, interaction.user)

    async def _choose(self, interaction: discord.Interaction, actor: Actor, token: str) -> Outcome:
        """On a message that delivery sent, which knows its community. Private answers are not recorded.

        In private only the button says which community it is about: who they are was looked up there.
        """
        if interaction.message is None or interaction.guild_id is None or _is_private_answer(interaction):
            return answers.SILENT
        place, ref = PlaceRef(PLATFORM, str(interaction.channel_id)), str(interaction.message.id)
        chosen = Chosen(actor, place, ref, token, _origin(interaction))
        return await self._store.write(answers.choose, chosen)

    async def _submitted(self, interaction: discord.Interaction, data: Json) -> Reply:
        form_id = parse(data["custom_id"])
        named = form_id.community_id if isinstance(form_id, FormId | FillId) else None
        where = await self._where(interaction, named, "")
        if isinstance(where, Reply):
            return where
        match form_id:
            case FormId():
                values, number = filled_in(data["components"], form_id), form_id.number
                return await self._filled(interaction, where, FormAbout.REQUEST, values, number)
            case FillId():
                return await self._filled(interaction, where, form_id.about, given(data["components"]))
            case ThanksId():
                return await self._menus.send_note(interaction, where, data)
            case _:
                return Reply(saying(interaction, texts.OLD_BUTTON))

    async def _filled(
        self,
        interaction: discord.Interaction,
        where: CommunityId,
        about: str,
        values: dict[str, str],
        number: int | None = None,
    ) -> Reply:
        changes = None if number is None else Number(number)
        carried = catalogue.filled(actor_in(interaction), where, _origin(interaction), about, values, changes)
        return await self._drawing.reply(interaction, where, await self._store.write(*carried))

    async def _set_up(self, interaction: discord.Interaction, part: PlaceId | SetupId, value: str) -> Reply:
        where = await self._where(interaction, None, "")
        return where if isinstance(where, Reply) else await self._setup.chosen(interaction, where, part, value)

    async def _open_again(self, interaction: discord.Interaction, kept: KeptId) -> Reply:
        where = await self._where(interaction, kept.community_id, "")
        if isinstance(where, Reply):
            return where
        form = self._kept.find(interaction.user.id, kept.key)
        if form is None:
            return await self._typed(interaction, "/needhelp", where)
        return await self._drawing.form(interaction, where, form)

    async def _where(
        self, interaction: discord.Interaction, named: CommunityId | None, text: str
    ) -> CommunityId | Reply:
        """The server's community; in private the one that was named, if the person is in it, or their only one."""
        if interaction.guild_id is not None:
            if not self._communities.serves(interaction.guild_id):
                return Reply(saying(interaction, texts.NOT_HERE))
            return await self._communities.at(interaction.guild_id, interaction.guild)
        mine = await self._communities.of(interaction.user.id)
        found = [one.id for one in mine if named in (None, one.id)]
        if len(found) == 1:
            return found[0]
        return Reply(_which(interaction, mine, text) if found else saying(interaction, texts.NO_COMMUNITY))


def _which(interaction: discord.Interaction, mine: tuple[Community, ...], text: str) -> ui.LayoutView:
    custom_id = str(WhichId(text))
    if len(custom_id) > LIMIT:
        return saying(interaction, texts.TOO_LONG_HERE)
    options = [discord.SelectOption(label=one.name[:LIMIT], value=one.id) for one in mine[:25]]
    language = language_in(interaction)
    placeholder = texts.say(language, texts.CHOOSE_COMMUNITY)
    select: ui.Select[ui.LayoutView] = ui.Select(custom_id=custom_id, placeholder=placeholder, options=options)
    return view_of([ui.TextDisplay(texts.say(language, texts.WHICH_COMMUNITY)), ui.ActionRow(select)])


def _origin(interaction: discord.Interaction) -> str:
    return f"{PLATFORM}:{interaction.id}"


def _is_private_answer(interaction: discord.Interaction) -> bool:
    """An answer that we gave to this person, and nobody else sees."""
    message = interaction.message
    if message is None or not message.flags.ephemeral:
        return False
    asked = message.interaction_metadata
    return asked is not None and asked.user.id == interaction.user.id
