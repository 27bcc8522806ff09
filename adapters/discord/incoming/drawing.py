"""From an outcome of the core to what the person sees: a message, a form, or a form that was sent back."""

import discord
from discord import ui

from adapters.discord import texts
from adapters.discord.cards import Item, button, draw, view_of
from adapters.discord.communities import Communities
from adapters.discord.ids import FillId, FormId, KeptId
from adapters.discord.incoming.forms import modal, plain_modal, wanted_in
from adapters.discord.incoming.kept import KeptForms
from adapters.discord.incoming.replies import Reply
from adapters.discord.markup import escaped
from adapters.discord.setup.view import Arrangement, look_rows, place_rows
from bot.model.ids import CommunityId
from bot.model.language import Language
from bot.model.outcome import FieldKind, FormAbout, FormView, Outcome
from bot.texts.forms import KEPT_WORDS
from bot.texts.languages import translated
from bot.usecases.policy import SETUP, SETUP_LOOK
from bot.usecases.privacy import FORGOTTEN

_PAGES = {SETUP: place_rows, SETUP_LOOK: look_rows}
"""What can be chosen on Discord only, by the page of the setup that the core shows."""


class Drawing:
    def __init__(self, communities: Communities, kept: KeptForms) -> None:
        self._communities = communities
        self._kept = kept

    async def reply(
        self, interaction: discord.Interaction, community_id: CommunityId, outcome: Outcome, notice: str = ""
    ) -> Reply:
        """A modal cannot answer a modal: a form that was sent back becomes a message with a button."""
        if outcome.result == FORGOTTEN:
            self._kept.forget(interaction.user.id)
        if outcome.form is not None and interaction.type is discord.InteractionType.modal_submit:
            return Reply(self._sent_back(interaction.user.id, community_id, outcome.form))
        if outcome.form is not None:
            return await self.form(interaction, community_id, outcome.form)
        if outcome.wording is None:
            return Reply()
        extra = await self._extra(interaction, community_id, outcome)
        noticed = [ui.TextDisplay[ui.LayoutView](notice)] if notice else []
        return Reply(draw(outcome.wording, community_id, [*extra, *noticed]))

    async def form(self, interaction: discord.Interaction, community_id: CommunityId, form: FormView) -> Reply:
        opening = str(interaction.id)
        if form.about is FormAbout.REQUEST:
            form_id = FormId(opening, community_id, form.number, wanted_in(form))
            opened = modal(form, form_id, await self._communities.today(community_id, interaction.user.id))
        else:
            opened = plain_modal(form, FillId(opening, form.about, community_id))
        return Reply(self.behind_a_button(interaction.user.id, community_id, form), opened)

    def behind_a_button(self, user_id: int, community_id: CommunityId, form: FormView) -> ui.LayoutView:
        """Where no form can open: too late, or in answer to a message."""
        label, here = (texts.say(form.language, english) for english in (texts.OPEN_FORM, texts.HERE_IS_FORM))
        row = button(label, self._kept_id(user_id, community_id, form), discord.ButtonStyle.primary)
        return view_of([ui.TextDisplay(here), row])

    async def _extra(
        self, interaction: discord.Interaction, community_id: CommunityId, outcome: Outcome
    ) -> tuple[Item, ...]:
        if outcome.result not in _PAGES or outcome.wording is None or interaction.guild_id is None:
            return ()
        arranged = await self._arrangement(community_id, interaction.guild_id, outcome.wording.language)
        return tuple(_PAGES[outcome.result](interaction.guild, arranged))

    async def _arrangement(self, community_id: CommunityId, guild_id: int, language: Language) -> Arrangement:
        places = await self._communities.places(community_id)
        preferences = await self._communities.preferences(guild_id)
        return Arrangement(language, places, preferences, *await self._communities.clock(community_id))

    def _sent_back(self, user_id: int, community_id: CommunityId, form: FormView) -> ui.LayoutView:
        """With every word, so that nothing is lost even if the button can no longer fill them in."""
        wrong = [f"- {escaped(field.error)}" for field in form.fields if field.error]
        typed = [field for field in form.fields if field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT) and field.value]
        words = [f"**{escaped(field.label)}** {escaped(field.value)}" for field in typed]
        back, kept = texts.say(form.language, texts.SENT_BACK), translated(form.language, KEPT_WORDS)
        texts_shown = ["\n".join([back, *wrong]), *([kept, *words] if words else [])]
        row = button(
            texts.say(form.language, texts.OPEN_AGAIN),
            self._kept_id(user_id, community_id, form),
            discord.ButtonStyle.primary,
        )
        return view_of([*(ui.TextDisplay(text[:1990]) for text in texts_shown), row])

    def _kept_id(self, user_id: int, community_id: CommunityId, form: FormView) -> str:
        return str(KeptId(self._kept.keep(user_id, form), community_id))
