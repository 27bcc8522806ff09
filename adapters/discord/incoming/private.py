"""What people write to the bot in private: an answer to a question it asked, or a command."""

import discord

from adapters.discord import texts
from adapters.discord.cards import draw, said
from adapters.discord.communities import Communities
from adapters.discord.incoming.commands import naming
from adapters.discord.incoming.drawing import Drawing
from adapters.discord.people import PLATFORM, account, member
from adapters.discord.volunteers import Volunteers
from bot.commands.values import FreeText
from bot.ports import Store
from bot.usecases import answers, catalogue, directs


class Private:
    def __init__(self, store: Store, communities: Communities, volunteers: Volunteers, drawing: Drawing) -> None:
        self._store = store
        self._communities = communities
        self._volunteers = volunteers
        self._drawing = drawing

    async def handle(self, message: discord.Message) -> bool:
        """False if there is nothing to say to it, as when it was heard before."""
        view = await self._answer(message)
        if view is None:
            return False
        await message.channel.send(view=view, nonce=str(message.id))
        await self._store.write(directs.open_direct, account(message.author.id))
        return True

    async def _answer(self, message: discord.Message) -> discord.ui.LayoutView | None:
        community_id = await self._communities.listening_to(message.author.id)
        if community_id is None:
            return said(texts.NO_COMMUNITY)
        actor, origin = member(message.author), f"{PLATFORM}:{message.id}"
        if catalogue.takes_on(message.content):
            actor = await self._volunteers.vouched(actor, community_id)
        heard = answers.hear, FreeText(actor, community_id, origin, message.content)
        text = naming(message.content) if catalogue.names_somebody(message.content) else message.content
        typed = catalogue.typed(actor, community_id, origin, text)
        outcome = await self._store.write(*(typed or heard))
        if outcome.form is not None:
            return self._drawing.behind_a_button(message.author.id, community_id, outcome.form)
        return None if outcome.wording is None else draw(outcome.wording, community_id)
