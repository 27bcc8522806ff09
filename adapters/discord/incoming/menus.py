"""What stands in the menu of a message and of a person: asking with one's own words, and a line of thanks."""

import re
from typing import Any

import discord

from adapters.discord import texts
from adapters.discord.cards import said
from adapters.discord.ids import ThanksId
from adapters.discord.incoming.commands import OF_MESSAGE
from adapters.discord.incoming.drawing import Drawing
from adapters.discord.incoming.forms import given, thanks_modal
from adapters.discord.incoming.replies import Reply
from adapters.discord.people import PLATFORM, account, actor_in, language_in
from bot.commands.values import Ask, Thank
from bot.model.ids import CommunityId
from bot.ports import Store
from bot.usecases import forms, thanks

_CALLED = re.compile(r"<@[!&]?\d+>")

Json = dict[str, Any]


class Menus:
    def __init__(self, store: Store, drawing: Drawing) -> None:
        self._store = store
        self._drawing = drawing

    async def chosen(self, interaction: discord.Interaction, community_id: CommunityId, data: Json) -> Reply:
        if data["type"] == OF_MESSAGE:
            return await self._ask_with(interaction, community_id, data)
        return await self._open_note(interaction, community_id, data)

    async def _ask_with(self, interaction: discord.Interaction, community_id: CommunityId, data: Json) -> Reply:
        """Only one's own message: nobody is made to ask. It stays where it is, so nothing of it is lost."""
        message: Json = data["resolved"]["messages"][data["target_id"]]
        if message["author"]["id"] != str(interaction.user.id):
            return Reply(said(texts.say(language_in(interaction), texts.NOT_YOUR_MESSAGE)))
        # A card does not tell whom a message called.
        text = _CALLED.sub(texts.say(language_in(interaction), texts.SOMEBODY), message["content"])
        ask = Ask(actor_in(interaction), community_id, _origin(interaction), text)
        return await self._drawing.reply(interaction, community_id, await self._store.write(forms.open_form, ask))

    async def _open_note(self, interaction: discord.Interaction, community_id: CommunityId, data: Json) -> Reply:
        thank = _thank(interaction, community_id, data, str(data["target_id"]), "")
        outcome = await self._store.write(thanks.open_note, thank)
        if outcome.form is None:
            return await self._drawing.reply(interaction, community_id, outcome)
        opened = thanks_modal(outcome.form, ThanksId(str(interaction.id)), int(data["target_id"]))
        return Reply(said(texts.say(outcome.form.language, texts.TOO_LATE_FOR_FORM)), opened)

    async def send_note(self, interaction: discord.Interaction, community_id: CommunityId, data: Json) -> Reply:
        """Whom it is for is chosen in the form, so that no id of ours has to name anybody."""
        filled = given(data["components"])
        thank = _thank(interaction, community_id, data, filled.get("to", ""), filled.get("thanks", ""))
        return await self._drawing.reply(interaction, community_id, await self._store.write(thanks.send_note, thank))


def _thank(interaction: discord.Interaction, community_id: CommunityId, data: Json, to: str, text: str) -> Thank:
    """Who is no member of the server any more is nobody we know."""
    resolved = data.get("resolved") or {}
    user = resolved.get("users", {}).get(to, {})
    is_here = to in resolved.get("members", {})
    receiver = account(int(to)) if is_here else None
    return Thank(actor_in(interaction), community_id, _origin(interaction), receiver, bool(user.get("bot")), text)


def _origin(interaction: discord.Interaction) -> str:
    return f"{PLATFORM}:{interaction.id}"
