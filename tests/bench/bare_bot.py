"""The least that a bot can do: the quickstart of discord.py, answering every press with the same words.

    python -m tests.bench.bare_bot API_BASE GATEWAY_URL TOKEN CHANNEL CARDS

Its cards and its answer are drawn once and are as large as ours; nothing is decided and nothing is written down.
"""

import sys

import discord
from discord import ui
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

LABEL = "✋ I can help with #1"
CARD = (
    "**#1 · Practical help wanted**",
    "a ride to the clinic on Thursday morning, there and back; the appointment is at ten and takes an hour",
    "When: by <t:1796428740:f> (<t:1796428740:R>) · Where: Old Town, near the square",
    "0 of 8 people found.",
)
ANSWER = ("You're on \\#1. Thank you. The details come to you in private; if they do not, /myhelp brings them.",)


class BareBot(discord.Client):
    def __init__(self, channel_id: int, cards: int) -> None:
        super().__init__(intents=discord.Intents.default())
        self._channel_id = channel_id
        self._cards = cards
        self._answer = view_of(ANSWER, "Hand #1 back")

    async def on_ready(self) -> None:
        for _ in range(self._cards):
            await self.get_partial_messageable(self._channel_id).send(view=view_of(CARD, LABEL))

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=self._answer, ephemeral=True)


def view_of(texts: tuple[str, ...], label: str) -> ui.LayoutView:
    button: ui.Button[ui.LayoutView] = ui.Button(label=label, custom_id="c:0:0123456789abcdefghij:claim|1|")
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*map(ui.TextDisplay, texts), ui.ActionRow(button), accent_colour=0xD9B866))
    view.stop()
    return view


if __name__ == "__main__":
    api_base, gateway_url, token, channel_id, cards = sys.argv[1:]
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api_base, URL(gateway_url)
    BareBot(int(channel_id), int(cards)).run(token, log_handler=None)
