"""Everything the bot may want to send or fetch is something Discord's documents know, and so is every answer."""

import asyncio
import io
from collections.abc import Callable, Coroutine

import discord
from discord import ui

from tests.doubles.discord.bits import Place
from tests.loopback_discord.client import HAND
from tests.loopback_discord.conftest import Live

HEARD = (
    "on_raw_reaction_clear_emoji",
    "on_raw_reaction_clear",
    "on_raw_message_delete",
    "on_guild_channel_delete",
    "on_guild_unavailable",
    "on_guild_remove",
)


def room_of(live: Live) -> discord.TextChannel:
    found = live.bot.get_channel(int(live.room["id"]))
    assert isinstance(found, discord.TextChannel)
    return found


def card() -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    button: ui.Button[ui.LayoutView] = ui.Button(label="I can help", custom_id="claim:1")
    more: ui.Button[ui.LayoutView] = ui.Button(label="More", custom_id="more:1")
    section: ui.Section[ui.LayoutView] = ui.Section("Soup for two", accessory=more)
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(button)
    view.add_item(ui.Container(ui.TextDisplay("# Open"), ui.Separator(), section, row, accent_colour=0x00AA00))
    return view


async def test_a_card_of_components_is_drawn_changed_and_read(live: Live) -> None:
    message = await room_of(live).send(view=card())
    drawn = live.discord.world.message(live.room["id"], str(message.id))
    assert live.ana.reads(drawn) == "# Open\nSoup for two\nMore\nI can help"
    await room_of(live).get_partial_message(message.id).edit(view=card())
    assert [each.id async for each in room_of(live).history()] == [message.id]
    await message.delete()
    assert live.ana.sees() == []


async def test_embeds_files_and_answers_are_taken(live: Live) -> None:
    embed = discord.Embed(title="Soup", description="for two").add_field(name="State", value="Open")
    message = await room_of(live).send("look", embed=embed, file=discord.File(io.BytesIO(b"x"), "list.txt"))
    assert message.attachments[0].filename == "list.txt"
    await message.reply("mine", mention_author=False)
    await message.edit(content="done", embed=None)
    async with room_of(live).typing():
        pass


async def test_only_those_are_pinged_who_may_be(live: Live) -> None:
    text = f"{live.ana.mention} {live.ben.mention} @everyone"
    ana = discord.Object(int(live.ana.id))
    message = await room_of(live).send(text, allowed_mentions=discord.AllowedMentions(users=[ana], everyone=False))
    sent = live.discord.world.message(live.room["id"], str(message.id))
    assert ([each["id"] for each in sent["mentions"]], sent["mention_everyone"]) == ([live.ana.id], False)


async def test_a_forum_takes_posts_with_tags_and_finds_them_again(live: Live) -> None:
    tag = {"id": "5", "name": "Open", "moderated": False, "emoji_id": None, "emoji_name": None}
    extra = {"available_tags": [tag], "default_reaction_emoji": None, "default_sort_order": None}
    made = live.discord.add_channel(live.guild, "requests", Place.FORUM, default_forum_layout=0, **extra)
    await live.ana.slash("ping")
    forum = live.bot.get_channel(int(made["id"]))
    assert isinstance(forum, discord.ForumChannel)
    post = await forum.create_thread(name="Soup", view=card(), applied_tags=forum.available_tags)
    assert post.thread.id == post.message.id
    assert [each.id for each in await forum.guild.active_threads()] == [post.thread.id]
    await post.thread.edit(archived=True, name="Soup, done")
    assert [each.name async for each in forum.archived_threads()] == ["Soup, done"]


async def test_what_a_doctor_asks_is_answered(live: Live) -> None:
    (guild,) = [each async for each in live.bot.fetch_guilds()]
    whole = await live.bot.fetch_guild(guild.id)
    assert [each.name for each in await whole.fetch_channels()] == ["help-wanted"]
    assert len(await whole.fetch_roles()) == 2
    assert (await whole.fetch_member(int(live.ana.id))).name == "ana"
    assert {each.name for each in await live.bot.tree.fetch_commands()} >= {"ping", "needhelp"}
    assert (await live.bot.application_info()).name == "Barnraiser"


async def test_what_moderators_do_is_told(live: Live) -> None:
    act = live.discord.moderation
    heard: list[str] = []
    for name in (*HEARD, "on_guild_join"):
        live.bot.event(listener(name, heard))
    message = await room_of(live).send("card")
    thread = await message.create_thread(name="Request 1")
    act.archive(live.discord.world.channel(str(thread.id)))
    told = live.discord.world.message(live.room["id"], str(message.id))
    await live.ana.react(told, HAND)
    act.clear_reactions(told, HAND)
    act.clear_reactions(told)
    assert live.discord.world.reactions[told["id"]] == {HAND: []}
    act.delete_message(told)
    act.give_role(live.ben, live.guild, live.discord.world.add_role(live.guild["id"], "helper"))
    act.remove(live.ben, live.guild)
    act.delete_channel(live.room)
    act.lose_guild(live.guild)
    act.remove_bot(live.guild)
    await settle(heard, len(HEARD))
    assert tuple(heard) == HEARD
    assert live.ana.sees() == []
    act.invite_bot(live.guild)
    await settle(heard, len(HEARD) + 1)
    assert heard[-1] == "on_guild_join"


def listener(name: str, heard: list[str]) -> Callable[..., Coroutine[None, None, None]]:
    async def hear(*_: object) -> None:
        heard.append(name)

    hear.__name__ = name
    return hear


async def settle(heard: list[str], count: int) -> None:
    """The bot hears in its own time."""
    async with asyncio.timeout(3):
        while len(heard) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
