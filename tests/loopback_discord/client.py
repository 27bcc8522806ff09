"""A small bot on the real discord.py, which does one of everything."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
import discord.gateway
import discord.http
import yarl
from discord import app_commands, ui

from tests.doubles.discord import Discord
from tests.doubles.discord.process import RemoteDiscord

HAND = "✋"
KINDS = ("food", "ride")


class NeedForm(ui.Modal, title="Ask for help"):
    kind: ui.Label[ui.LayoutView] = ui.Label(
        text="Kind",
        component=ui.Select(
            custom_id="kind", options=[discord.SelectOption(label=kind.title(), value=kind) for kind in KINDS]
        ),
    )
    what: ui.Label[ui.LayoutView] = ui.Label(
        text="What do you need?", component=ui.TextInput(custom_id="what", max_length=100)
    )
    how: ui.Label[ui.LayoutView] = ui.Label(
        text="How soon?",
        component=ui.RadioGroup(
            custom_id="how",
            required=False,
            options=[discord.RadioGroupOption(label=each, value=each) for each in ("today", "later")],
        ),
    )
    name: ui.Label[ui.LayoutView] = ui.Label(text="Name me", component=ui.Checkbox(custom_id="name", default=True))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        said = {each.component.custom_id: _value(each.component) for each in self.children}  # type: ignore[attr-defined]
        assert isinstance(interaction.client, SmallBot)
        interaction.client.forms.append(said)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(content=f"You need: {said['what']}")


def _value(component: object) -> object:
    return component.values if isinstance(component, ui.Select) else component.value  # type: ignore[attr-defined]


class ClaimButton(ui.DynamicItem[ui.Button[ui.View]], template=r"claim:(?P<number>\d+)"):
    def __init__(self, number: int) -> None:
        super().__init__(ui.Button(label="I can help", custom_id=f"claim:{number}"))
        self.number = number

    @classmethod
    async def from_custom_id(cls, _: object, __: object, match: object) -> "ClaimButton":
        return cls(int(match["number"]))  # type: ignore[index]

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(content=f"Claimed by {interaction.user.name}", view=None)
        await interaction.followup.send("Thank you!", ephemeral=True)


class SmallBot(discord.AutoShardedClient):
    def __init__(self, **how: object) -> None:
        wanted = discord.Intents(guilds=True, guild_reactions=True, guild_messages=True, dm_messages=True)
        how.setdefault("intents", wanted)
        super().__init__(guild_ready_timeout=0.05, **how)  # type: ignore[arg-type]
        self.tree = app_commands.CommandTree(self)
        self.forms: list[dict[str, object]] = []
        self.reactions: list[tuple[str, int]] = []
        self.resumed = 0
        self.late: list[int] = []
        self.may_answer = asyncio.Event()
        self.is_logged_in = asyncio.Event()

    async def setup_hook(self) -> None:
        self.is_logged_in.set()
        self.add_dynamic_items(ClaimButton)
        self.tree.add_command(ping)
        self.tree.add_command(needhelp)
        self.tree.add_command(slow)
        self.tree.add_command(tell)
        self.tree.add_command(group)
        self.tree.add_command(echo)
        self.tree.add_command(thank)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Nobody waits five seconds between two identifications here."""

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        self.reactions.append((str(payload.emoji), payload.user_id))

    async def on_shard_resumed(self, _: int) -> None:
        self.resumed += 1


@app_commands.command()
async def ping(interaction: discord.Interaction) -> None:
    """Answers."""
    await interaction.response.send_message("pong", ephemeral=True)


@app_commands.command()
async def needhelp(interaction: discord.Interaction) -> None:
    """Opens the form."""
    await interaction.response.send_modal(NeedForm(custom_id=f"form:{interaction.id}", timeout=60))


@app_commands.command()
async def slow(interaction: discord.Interaction) -> None:
    """Answers when it is let."""
    assert isinstance(interaction.client, SmallBot)
    await interaction.client.may_answer.wait()
    try:
        await interaction.response.send_message("late")
    except discord.HTTPException as refusal:
        interaction.client.late.append(refusal.code)


@app_commands.command()
async def tell(interaction: discord.Interaction, who: discord.Member) -> None:
    """Writes to somebody in private."""
    await interaction.response.defer(ephemeral=True)
    try:
        await who.send("hello")
        await interaction.edit_original_response(content="told")
    except discord.Forbidden as refusal:
        await interaction.edit_original_response(content=f"refused: {refusal.code}")


group = app_commands.Group(name="board", description="Looks at requests.")


@group.command()
async def find(interaction: discord.Interaction, request: str) -> None:
    """Finds one."""
    await interaction.response.send_message(f"found {request}", ephemeral=True)


@find.autocomplete("request")
async def _offer(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=f"{typed} {number}", value=str(number)) for number in range(3)]


@app_commands.context_menu(name="Echo")
async def echo(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"it says: {message.content}", ephemeral=True)


@app_commands.context_menu(name="Thank")
async def thank(interaction: discord.Interaction, user: discord.Member) -> None:
    await interaction.response.send_message(f"thanks to {user.name}", ephemeral=True)


@asynccontextmanager
async def connected(server: Discord | RemoteDiscord, **how: object) -> AsyncIterator[SmallBot]:
    """A running bot that is pointed at the double, as the settings of the product do it."""
    base, address = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    discord.http.Route.BASE = server.api_base
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway_url)
    bot = SmallBot(**how)
    running = asyncio.ensure_future(bot.start(server.token))
    try:
        await asyncio.wait([running, asyncio.ensure_future(_ready(bot))], return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        yield bot
    finally:
        await bot.close()
        await asyncio.wait([running], timeout=5)
        discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = base, address


async def _ready(bot: SmallBot) -> None:
    await bot.is_logged_in.wait()
    await bot.wait_until_ready()
