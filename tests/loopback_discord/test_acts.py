"""The real client answers what people do, and people see what it answered."""

from collections.abc import Coroutine
from typing import Any

import discord
import pytest
from discord import ui

from tests.doubles.discord import Permission, Refused
from tests.doubles.discord.bits import Reply
from tests.doubles.discord.wire import Json
from tests.loopback_discord.client import HAND, ClaimButton
from tests.loopback_discord.conftest import Live


def button(number: int = 1) -> ui.View:
    view = ui.View(timeout=None)
    view.add_item(ClaimButton(number))
    return view


async def sent(live: Live, text: str = "a card", **how: object) -> Json:
    channel = live.bot.get_channel(int(live.room["id"]))
    assert isinstance(channel, discord.TextChannel)
    message = await channel.send(text, **how)  # type: ignore[call-overload]
    return live.discord.world.message(live.room["id"], str(message.id))


async def test_a_command_is_answered_to_one_person_alone(live: Live) -> None:
    shown = await live.ana.slash("ping")
    assert live.ana.reads(shown) == "pong"
    assert live.ben.sees() == []
    with pytest.raises(Refused, match="cannot see"):
        live.ben.reads(shown)


async def test_a_form_comes_back_as_it_was_filled_in(live: Live) -> None:
    opened = await live.ana.slash("needhelp")
    assert opened.reply == Reply.MODAL
    done = await live.ana.fill(opened, kind="Food", what="soup", how="today")
    await live.ana.wait_for("You need: soup")
    assert live.bot.forms == [{"kind": ["food"], "what": "soup", "how": "today", "name": True}]
    assert done.is_ephemeral


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"what": "soup"}, "choose 1 to 1"),
        ({"kind": "food"}, "is required"),
        ({"kind": "food", "what": "s" * 101}, "do not fit"),
        ({"kind": "gold", "what": "soup"}, "not offered"),
        ({"kind": "food", "what": "soup", "when": "now"}, "has no"),
    ],
)
async def test_a_client_does_not_send_a_form_that_is_wrong(live: Live, wrong: dict[str, str], why: str) -> None:
    opened = await live.ana.slash("needhelp")
    with pytest.raises(Refused, match=why):
        await live.ana.fill(opened, **wrong)
    assert live.bot.forms == []


async def test_a_button_changes_its_message_and_thanks_in_private(live: Live) -> None:
    card = await sent(live, view=button())
    await live.ben.press(card, "I can help")
    assert live.ana.reads(card) == "Claimed by ben"
    await live.ben.wait_for("Thank you!")
    assert [each["content"] for each in live.ana.sees()] == ["Claimed by ben"]
    with pytest.raises(Refused, match="nothing to use"):
        await live.ana.press(card, "I can help")


async def test_a_subcommand_is_completed_and_answered(live: Live) -> None:
    offered = await live.ana.complete("board find", "request", "soup")
    assert [each["name"] for each in offered] == ["soup 0", "soup 1", "soup 2"]
    assert live.ana.reads(await live.ana.slash("board find", request="1")) == "found 1"
    with pytest.raises(Refused, match="is required"):
        await live.ana.slash("board find")


async def test_things_are_chosen_from_a_menu(live: Live) -> None:
    class Choose(ui.View):
        @ui.select(cls=ui.UserSelect, placeholder="Whom?", max_values=2)
        async def chosen(self, interaction: discord.Interaction, select: ui.UserSelect["Choose"]) -> None:
            names = sorted(each.name for each in select.values)
            await interaction.response.send_message(f"you chose {names}", ephemeral=True)

    card = await sent(live, view=Choose())
    assert live.ana.reads(await live.ana.choose(card, "Whom?", [live.ana, live.ben])) == "you chose ['ana', 'ben']"
    with pytest.raises(Refused, match="choose 1 to 2"):
        await live.ana.choose(card, "Whom?", [])


async def test_menus_of_messages_and_people_are_answered(live: Live) -> None:
    said = await live.ben.say("who has a ladder?")
    assert live.ana.reads(await live.ana.message_menu("Echo", said)) == "it says: who has a ladder?"
    assert live.ana.reads(await live.ana.user_menu("Thank", live.ben)) == "thanks to ben"


async def test_a_reaction_is_told_and_listed_by_person(live: Live) -> None:
    card = await sent(live)
    await live.ben.react(card, HAND)
    await live.ana.react(card, HAND)
    await live.ana.slash("ping")
    assert live.bot.reactions == [(HAND, int(live.ben.id)), (HAND, int(live.ana.id))]
    fetched = await live.bot.get_channel(int(live.room["id"])).fetch_message(int(card["id"]))  # type: ignore[union-attr]
    assert [user.name async for user in fetched.reactions[0].users(limit=1)] == ["ana"]
    assert {user.name async for user in fetched.reactions[0].users()} == {"ana", "ben"}


async def test_a_new_reaction_needs_the_permission_and_joining_one_does_not(live: Live) -> None:
    card = await sent(live)
    live.discord.moderation.deny(live.room, Permission.ADD_REACTIONS, to=live.ben.id)
    with pytest.raises(Refused, match="ADD_REACTIONS"):
        await live.ben.react(card, HAND)
    await live.ana.react(card, HAND)
    await live.ben.react(card, HAND)


async def test_closed_doors_are_told_to_the_bot(live: Live) -> None:
    shown = await live.ana.slash("tell", who=live.ben)
    await live.ana.wait_for("told")
    assert [each["content"] for each in live.ben.sees(live.ben.direct())] == ["hello"]
    live.ben.close_directs()
    shown = await live.ana.slash("tell", who=live.ben)
    await live.ana.wait_for("refused: 50007")
    assert live.ana.reads(shown) == "refused: 50007"


async def test_the_bot_needs_its_permissions(live: Live) -> None:
    live.discord.moderation.deny(live.room, Permission.SEND_MESSAGES)
    with pytest.raises(discord.Forbidden) as refusal:
        await sent(live)
    assert refusal.value.code == 50013
    live.discord.moderation.deny(live.room, Permission.VIEW_CHANNEL)
    with pytest.raises(discord.Forbidden) as refusal:
        await live.bot.http.send_message(int(live.room["id"]), params=discord.http.handle_message_parameters("x"))
    assert refusal.value.code == 50001


async def test_roles_are_made_given_and_deleted(live: Live) -> None:
    guild, moderation = live.bot.get_guild(int(live.guild["id"])), live.discord.moderation
    assert guild is not None
    role = moderation.make_role(live.guild, "helpers")
    moderation.give_role(live.ana, live.guild, role)
    await live.ana.slash("ping")  # what was told before is known by now
    assert [known.name for known in guild.roles if str(known.id) == role["id"]] == ["helpers"]
    assert (await guild.fetch_member(int(live.ana.id))).get_role(int(role["id"])) is not None
    moderation.delete_role(live.guild, role)
    await live.ana.slash("ping")
    assert guild.get_role(int(role["id"])) is None
    assert (await live.bot.http.get_member(guild.id, live.ana.id))["roles"] == []


async def test_commands_are_offered_where_they_belong(live: Live) -> None:
    with pytest.raises(Refused, match="no command"):
        await live.ana.slash("pong")
    assert live.ana.reads(await live.ana.slash("ping", at=live.ana.direct())) == "pong"


async def test_a_message_over_the_limit_is_refused_by_its_field(live: Live) -> None:
    with pytest.raises(discord.HTTPException, match="2000 or fewer") as refusal:
        await sent(live, "x" * 2001)
    assert refusal.value.code == 50035


async def test_threads_are_made_once_and_private_ones_are_private(live: Live) -> None:
    card = await sent(live)
    message = live.bot.get_channel(int(live.room["id"])).get_partial_message(int(card["id"]))  # type: ignore[union-attr]
    thread = await message.create_thread(name="Request 1")
    await thread.send("here we talk")
    with pytest.raises(discord.HTTPException) as refusal:
        await message.create_thread(name="Request 1 again")
    assert refusal.value.code == 160004
    room = live.bot.get_channel(int(live.room["id"]))
    assert isinstance(room, discord.TextChannel)
    hidden = await room.create_thread(name="Request 2", type=discord.ChannelType.private_thread, invitable=False)
    await hidden.add_user(discord.Object(int(live.ana.id)))
    await hidden.send("just us")
    assert [each["content"] for each in live.ben.sees()] == ["a card", "here we talk"]
    assert [each["content"] for each in live.ana.sees()] == ["a card", "here we talk", "just us"]
    live.discord.moderation.archive(live.discord.world.channel(str(hidden.id)), is_locked=False)
    await hidden.send("awake again")
    assert live.ana.sees()[-1]["content"] == "awake again"


async def test_a_thread_is_changed_awake_and_unlocked_only_by_who_looks_after_threads(live: Live) -> None:
    card = await sent(live)
    message = live.bot.get_channel(int(live.room["id"])).get_partial_message(int(card["id"]))  # type: ignore[union-attr]
    thread = await message.create_thread(name="Request 1")
    inside = await thread.send("here we talk")
    live.discord.moderation.archive(live.discord.world.channel(str(thread.id)))
    assert [await refusal(thread.edit(name="Mine")), await refusal(inside.edit(content="?"))] == [50083, 50083]
    await thread.edit(archived=False, name="Mine")
    await inside.edit(content="here we talked")
    live.discord.moderation.archive(live.discord.world.channel(str(thread.id)), is_locked=True)
    assert [await refusal(thread.edit(archived=False)), await refusal(inside.edit(content="?"))] == [50013, 50083]
    live.discord.moderation.allow(live.room, Permission.MANAGE_THREADS)
    await thread.edit(archived=False, locked=False)
    await inside.edit(content="open again")
    assert live.ana.sees()[-1]["content"] == "open again"


async def refusal(attempt: Coroutine[Any, Any, object]) -> int:
    with pytest.raises(discord.HTTPException) as refused:
        await attempt
    return refused.value.code
