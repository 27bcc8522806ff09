"""What the bot is kept from, and how Discord shows it."""

import time
from email.utils import parsedate_to_datetime

import discord
import pytest

from tests.doubles.discord import Permission, Refused
from tests.loopback_discord.conftest import Live


async def test_a_channel_that_may_not_be_viewed_is_hardly_told_of(live: Live) -> None:
    hidden = live.discord.add_channel(live.guild, "hidden", topic="secret")
    live.discord.moderation.deny(hidden, Permission.VIEW_CHANNEL)
    await live.ana.slash("ping")

    guild = live.bot.get_guild(int(live.guild["id"]))
    assert guild is not None
    room = guild.get_channel(int(hidden["id"]))
    assert isinstance(room, discord.TextChannel)
    assert (room.name, room.topic, room.permissions_for(guild.me).view_channel) == ("___hidden___", None, False)
    assert [each.name for each in await guild.fetch_channels()] == ["help-wanted"]
    with pytest.raises(discord.Forbidden):
        await live.bot.fetch_channel(int(hidden["id"]))

    live.discord.moderation.allow(hidden, Permission.VIEW_CHANNEL)
    await live.ana.slash("ping")
    assert room.name == "hidden"


async def test_without_the_scope_there_are_no_commands(live: Live) -> None:
    live.discord.world.without_commands.add(live.guild["id"])
    with pytest.raises(discord.Forbidden) as refusal:
        await live.bot.tree.fetch_commands(guild=discord.Object(int(live.guild["id"])))
    assert refusal.value.code == 50001
    with pytest.raises(Refused, match=r"without applications\.commands"):
        await live.ana.slash("ping")


async def test_in_a_time_out_one_can_only_look(live: Live) -> None:
    world = live.discord.world
    world.members[live.guild["id"], live.ben.id]["communication_disabled_until"] = "2099-01-01T00:00:00+00:00"
    with pytest.raises(Refused, match="SEND_MESSAGES"):
        await live.ben.say("hello?")
    assert live.ben.sees(live.room) == []


async def test_every_answer_is_dated_by_discords_own_clock(live: Live) -> None:
    live.clock.forward(3600)
    await live.bot.fetch_channel(int(live.room["id"]))
    dated = parsedate_to_datetime(live.discord.record[-1].headers["Date"])
    assert 3590 < dated.timestamp() - time.time() < 3610
