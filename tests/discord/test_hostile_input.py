"""People who try what was not meant. Refused in words; nothing leaks, nobody is pinged."""

import asyncio

import pytest

from tests.discord.house import FORM, House, custom_ids
from tests.doubles.discord import Refused, Shown
from tests.doubles.discord.acting import begin, carry_out, resolved
from tests.doubles.discord.bits import Act, Part
from tests.doubles.discord.person import Person
from tests.doubles.discord.wire import Json

LOUD = "@everyone <@{victim}> [free cake](https://evil.example) <t:0:R> **wow** https://evil.example"


async def spoof(house: House, person: Person, message: Json, custom_id: str, **more: object) -> Shown:
    """A press that no client would send."""
    channel = house.discord.world.channel(message["channel_id"])
    stage = house.discord.stage
    data: Json = {"custom_id": custom_id, "component_type": int(Part.BUTTON), "id": 1} | more
    return await carry_out(stage, begin(stage, Act.PRESS, person.id, channel, message["id"]), "en-US", data)


async def test_what_is_typed_pings_nobody_and_links_nowhere(house: House) -> None:
    preview = await house.ana.fill(
        await house.ana.slash("needhelp"), what=LOUD.format(victim=house.chi.id), where="<@&1> #care", when="Today"
    )
    await house.ana.press(preview, "Post it")
    await house.settle()
    card = house.cards()[-1]

    assert (card["mentions"], card["mention_roles"], card["mention_everyone"]) == ([], [], False)
    assert "](" not in str(card["components"])
    assert "https:/" not in str(card["components"])
    assert "@everyone" not in str(card["components"])
    assert "<t:0" not in str(card["components"])
    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()
    told = [each for person in (house.ana, house.ben) for each in house.discord.messages(person.direct())]
    assert told
    assert [each["mentions"] for each in told if house.chi.id in str(each["mentions"])] == []


async def test_who_is_named_is_not_called(house: House) -> None:
    form = {"what": "a ladder", "when": "Today", "naming": "My name to everybody here"}
    preview = await house.ana.fill(await house.ana.slash("needhelp"), **form)
    shown = house.discord.world.message(preview.channel_id, preview.message_id or "")
    assert (house.ana.mention in str(shown["components"]), shown["mentions"]) == (True, [])

    await house.ana.press(preview, "Post it")
    await house.settle()
    card = house.cards()[-1]
    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()

    told = house.newest(house.ana)
    assert house.ana.mention in str(card["components"])
    assert house.ben.mention in str(told["components"])
    assert (card["mentions"], told["mentions"]) == ([], [])


@pytest.mark.parametrize(
    "custom_id",
    ["c:0:{community}:post_draft|0|{draft}", "c:0:{community}:discard_draft|0|{draft}", "c:0:x:edit_draft|0|{draft}"],
)
async def test_somebody_elses_preview_does_nothing_for_others(house: House, custom_id: str) -> None:
    preview = await house.ana.fill(await house.ana.slash("needhelp"), **FORM)
    message = house.discord.world.message(preview.channel_id, preview.message_id or "")
    [own] = [each for each in custom_ids(message) if "post_draft" in each]
    _, _, community, token = own.split(":", 3)
    with pytest.raises(Refused):
        await house.ben.press(preview, "Post it")

    tried = await spoof(house, house.ben, message, custom_id.format(community=community, draft=token.split("|")[2]))
    await house.settle()

    assert tried.reply != 9
    assert house.cards() == []
    await house.ana.press(preview, "Post it")
    await house.settle()
    assert len(house.cards()) == 1


@pytest.mark.parametrize(
    "custom_id",
    [
        "",
        "nonsense",
        "c:0::claim|-1|",
        "c:0::claim|1e9|",
        "c:0::done|1|x\u0000",
        "c:0::helpmod|1|close",
        "c:0::kind|0|emotional on",
        "c:0::object|999999999|",
        "f:1:2:3:4",
        "k:nothing:x",
        "c:0:" + "9" * 80,
    ],
)
async def test_a_spoofed_button_is_answered_and_changes_nothing(house: House, custom_id: str) -> None:
    card = await house.ask(house.ana)
    before = house.card()

    answered = await spoof(house, house.ben, card, custom_id)
    await house.settle()

    assert answered.is_ephemeral or answered.reply == 9
    assert house.card() == before
    assert house.private(house.ana) == []


async def test_a_moderators_select_is_nothing_for_others(house: House) -> None:
    card = await house.ask(house.ana)

    seen = resolved(house.discord.stage, house.help, house.ben.id, [house.care["id"]])
    select = {"component_type": int(Part.CHANNEL_SELECT), "values": [house.care["id"]], "resolved": seen}
    await spoof(house, house.ben, card, "p:help", **select)
    await house.ask(house.ana)

    assert len(house.cards()) == 2


async def test_a_number_of_another_server_is_not_found(house: House) -> None:
    await house.ask(house.ana)
    elsewhere = house.discord.add_guild("Oak Street")
    room = house.discord.add_channel(elsewhere, "help")
    eve = house.discord.add_person("eve", elsewhere, at=room)

    for command in ("claim", "done", "withdraw", "release"):
        shown = await eve.slash(command, number=1)
        assert "There is no request with that number here" in house.read(shown, eve)
    board = await eve.slash("helpboard")

    assert "clinic" not in house.read(board, eve)
    assert house.card().startswith("#1 · Practical help wanted")


async def test_another_community_cannot_be_named_in_private(house: House) -> None:
    preview = await house.ana.fill(await house.ana.slash("needhelp"), **FORM)
    await house.ana.press(preview, "Post it")
    message = house.discord.world.message(preview.channel_id, preview.message_id or "")
    community = custom_ids(message)[0].split(":")[2]
    elsewhere = house.discord.add_guild("Oak Street")
    eve = house.discord.add_person("eve", elsewhere, at=house.discord.add_channel(elsewhere, "help"))
    shown = await eve.slash("myhelp")
    in_private = await eve.slash("helpboard", at=eve.direct())
    message = house.discord.world.message(in_private.channel_id, in_private.message_id or "")

    tried = await spoof(house, eve, message, f"c:0:{community}:claim|1|")

    assert "which community you belong to" in house.read(tried, eve), shown
    await house.settle()
    assert "Practical help wanted" in house.card()


async def test_two_people_who_fill_in_the_form_at_once_keep_their_own_words(house: House) -> None:
    people = (house.ana, house.ben, house.chi)
    opened = [await person.slash("needhelp") for person in people]
    previews = await asyncio.gather(
        *(
            p.fill(form, what=f"words of {p.user['username']}", when="Today")
            for p, form in zip(people, opened, strict=True)
        )
    )

    for person, preview in zip(people, previews, strict=True):
        assert f"words of {person.user['username']}" in house.read(preview, person)
    assert len({form.modal["custom_id"] for form in opened if form.modal}) == 3


async def test_a_form_that_is_refused_comes_back_whole(house: House) -> None:
    sent_back = await house.ana.fill(await house.ana.slash("needhelp"), what="!!!", where="the old mill", when="Today")
    assert "please use a few words too" in house.read(sent_back, house.ana)
    assert "the old mill" in house.read(sent_back, house.ana)

    again = await house.ana.press(sent_back, "Open the form again")
    preview = await house.ana.fill(again, what="some flour")

    assert "Where: the old mill" in house.read(preview, house.ana)


async def test_bots_never_claim(house: House) -> None:
    card = await house.ask(house.ana)
    robot = house.discord.add_person("robot", house.guild, at=house.help)
    robot.user["bot"] = True
    await robot.react(card, "✋")
    await house.ben.react(card, "🎉")
    await house.settle()

    await house.ben.react(card, "✋🏾")
    await house.until(lambda: "Somebody is on it" in house.card())
    assert house.private(robot) == []
    assert "Here is what you need" in house.private(house.ben)[0]


async def test_only_the_servers_that_were_named_are_looked_after(house: House) -> None:
    await house.stop()
    await house.start(guild_ids=(1,))

    shown = await house.ana.slash("needhelp")

    assert shown.modal is None
    assert "I don't look after this server" in house.read(shown, house.ana)
