"""What people say in rooms and in private, and who is told what."""

import re

import pytest

from adapters.matrix.people import actor
from bot.commands.values import Tell
from bot.model.ids import CommunityId, Number
from bot.model.wording import Choice, Paragraph, Plain, Wording
from bot.usecases import spoken
from tests.doubles.matrix.person import Newcomers, Person
from tests.matrix.house import House


@pytest.fixture
async def direct(house: House) -> str:
    """Ana's private room."""
    await house.ana.say(house.help, "!help")
    return await house.direct(house.ana)


async def chooses(house: House, person: Person, room: str, message: str, label: str) -> None:
    """Answer a message of the bot with the number of a choice."""

    async def look() -> str:
        said = [each for each in await person.see(room) if each.sender == house.user_id and message in each.body]
        return said[-1].id if said else ""

    event_id = await house.until(look)
    body = next(each.body for each in await person.see(room) if each.id == event_id)
    number = re.search(rf"(\d+)[.)]\s*{re.escape(label)}", body)
    assert number is not None, body
    await person.reply(room, event_id, number[1])


async def test_talk_in_a_room_is_not_listened_to(house: House) -> None:
    for text in ("hello", "I could use some help", "claim 4", "barnraiser is nice", "!nosuchcommand", "/me waves"):
        await house.ana.say(house.help, text)
    await house.ana.send(house.help, "m.room.message", {"msgtype": "m.notice", "body": "!help"})
    said = await house.ana.say(house.help, "hello")
    await house.ana.edit(house.help, said, "hello again")

    await house.ben.say(house.help, "!help")
    await house.direct(house.ben)

    assert len(house.listening.heard) == 1
    assert await house.heard(house.ana, house.help) == []


async def test_who_calls_us_by_name_is_answered_in_private_and_a_stranger_learns_that_nothing_is_held(
    house: House,
) -> None:
    await house.ana.say(house.help, "!helpprivacy")
    assert await house.hears(house.ana, house.help, "I hold nothing about you")
    await house.ben.say(house.help, f"{house.user_id} I need a ride tomorrow")

    ben = await house.direct(house.ben)
    assert await house.hears(house.ben, ben, "You called me. If you need help")
    await house.ben.say(ben, "1")
    assert await house.hears(house.ben, ben, "Kind of help?")
    assert await house.ana.invitations() == frozenset()


async def test_what_is_changed_afterwards_is_not_acted_on_and_they_are_told_so(house: House, direct: str) -> None:
    said = await house.ben.say(house.help, "needhelp")
    await house.ben.edit(house.help, said, "!needhelp")
    ben = await house.direct(house.ben)
    assert await house.hears(house.ben, ben, "I read each message once")
    typed = await house.ana.say(direct, "!needhelp")
    await house.hears(house.ana, direct, "Kind of help?")

    await house.ana.edit(direct, typed, "!helpboard")

    assert await house.hears(house.ana, direct, "I read each message once")
    assert len(house.listening.heard) == 2
    assert not any("Kind of help?" in each for each in await house.heard(house.ben, ben))


@pytest.mark.parametrize("text", ["!help", "/help", "//help", "!HELP", "**!help**", "@{us}: help"])
async def test_a_command_is_heard_in_many_ways(house: House, text: str) -> None:
    await house.ana.say(house.help, text.format(us=house.user_id[1:]))

    direct = await house.direct(house.ana)

    assert "Here is what is possible" in (await house.heard(house.ana, direct))[0]


async def test_a_need_in_a_room_is_talked_about_in_private_and_can_be_taken_away_there(house: House) -> None:
    await house.mo.set_level(house.help, house.user_id, 50)
    said = await house.ana.say(house.help, "!needhelp a ride to the clinic")
    direct = await house.direct(house.ana)
    await house.hears(house.ana, direct, "Kind of help")
    offer, question = (await house.heard(house.ana, direct))[:2]
    assert "where everybody can read it" in offer
    assert "Kind of help" in question

    await chooses(house, house.ana, direct, "where everybody can read it", "Take it away there")

    await house.hears(house.ana, direct, "I took it away there")
    assert said not in {message.id for message in await house.ben.see(house.help)}
    for answer, asked in [("1", "When?"), ("tomorrow", "where?"), ("the mill", "your name?"), ("1", "a ride to the")]:
        await house.ana.say(direct, answer)
        await house.hears(house.ana, direct, asked)


async def test_what_they_changed_of_it_is_taken_away_too(house: House) -> None:
    await house.mo.set_level(house.help, house.user_id, 50)
    said = await house.ana.say(house.help, "!needhelp my rent is due")
    await house.ana.edit(house.help, said, "!needhelp my rent is due on Friday")
    direct = await house.direct(house.ana)

    await chooses(house, house.ana, direct, "where everybody can read it", "Take it away there")

    await house.hears(house.ana, direct, "I took it away there")
    assert not any("rent" in str(event["content"]) for event in await house.ben.read(house.help))


async def test_what_is_offered_beside_a_form_can_be_chosen_as_it_says(house: House) -> None:
    await house.mo.set_level(house.help, house.user_id, 50)
    said = await house.ana.say(house.help, "!needhelp a ride to the clinic")
    direct = await house.direct(house.ana)
    await house.hears(house.ana, direct, "Kind of help")
    offer = await house.hears(house.ana, direct, "where everybody can read it")
    assert "reply to this message with 1, or react to it with 1️⃣" in offer
    shown = next(each for each in await house.ana.see(direct) if each.body == offer)

    await house.ana.react(direct, shown.id, "1️⃣")

    await house.hears(house.ana, direct, "I took it away there")
    assert said not in {message.id for message in await house.ben.see(house.help)}


async def test_without_the_level_it_is_not_offered_but_said_how_they_can_do_it_themselves(house: House) -> None:
    await house.ana.say(house.help, "!needhelp a ride to the clinic")
    direct = await house.direct(house.ana)

    told = await house.hears(house.ana, direct, "where everybody can read it")
    assert "you can take that message away: open its menu there" in told
    assert "Take it away there" not in told
    await house.hears(house.ana, direct, "Kind of help")


async def test_whose_level_was_lowered_meanwhile_says_how_they_can_take_it_away_themselves(house: House) -> None:
    await house.mo.set_level(house.help, house.user_id, 50)
    said = await house.ana.say(house.help, "!needhelp a ride to the clinic")
    direct = await house.direct(house.ana)
    await house.hears(house.ana, direct, "where everybody can read it")
    await house.mo.set_levels(house.help, events={"m.room.redaction": 60})

    await chooses(house, house.ana, direct, "where everybody can read it", "Take it away there")

    assert "open the menu of your message" in await house.hears(house.ana, direct, "I may not take messages away")
    assert said in {message.id for message in await house.ben.see(house.help)}


async def test_what_is_gone_already_is_not_taken_away(house: House) -> None:
    await house.mo.set_level(house.help, house.user_id, 50)
    said = await house.ana.say(house.help, "!needhelp a ride to the clinic")
    direct = await house.direct(house.ana)
    await house.ana.redact(house.help, said)

    await chooses(house, house.ana, direct, "where everybody can read it", "Take it away there")

    await house.hears(house.ana, direct, "away there")


async def test_a_need_told_in_private_is_not_offered_to_be_taken_away(house: House, direct: str) -> None:
    await house.ana.say(direct, "!needhelp a ride to the clinic")
    await house.hears(house.ana, direct, "Kind of help")
    assert not any("where everybody can read it" in each for each in await house.heard(house.ana, direct))


async def test_whoever_belongs_to_several_communities_is_asked_which_one_is_meant(
    house: House, direct: str, newcomer: Newcomers
) -> None:
    oak = await _join_oak_street(house, newcomer)

    await house.ana.say(direct, "!needhelp a ride")
    await chooses(house, house.ana, direct, "Which one is this about?", "Oak Street")

    answer = await house.hears(house.ana, direct, "not set up")
    assert answer
    assert oak != await house.community_at(house.space)


@pytest.mark.parametrize("text", ["1", "I can", "hello"])
async def test_an_answer_to_a_message_of_a_community_they_have_left_does_nothing_in_another(
    house: House, direct: str, newcomer: Newcomers, text: str
) -> None:
    oak = await _join_oak_street(house, newcomer)
    mower = Wording((Paragraph((Plain("#1: a lawnmower"),), (Choice("withdraw", Number(1), "I can", ""),)),))
    ana = actor(house.ana.user_id, "Ana")
    await house.store.write(spoken.tell, Tell(ana, oak, "told", mower))
    await house.hears(house.ana, direct, "a lawnmower")
    told = [each.id for each in await house.ana.see(direct) if "a lawnmower" in each.body][-1]
    homes = await house.homes()
    await house.ana.leave(next(ref for ref in homes if homes[ref].community_id == oak))
    await house.until(lambda: _belongs_to_one(house))

    await house.ana.reply(direct, told, text)

    await house.hears(house.ana, direct, "a community that you don't share with me any more")
    assert len(house.listening.heard) == 1


async def test_what_answers_a_question_needs_no_community(house: House, direct: str, newcomer: Newcomers) -> None:
    await house.ana.say(house.help, "!needhelp a ride")
    await house.hears(house.ana, direct, "Kind of help")
    await _join_oak_street(house, newcomer)

    await house.ana.say(direct, "1")

    await house.hears(house.ana, direct, "When?")
    assert not any("Which one" in each for each in await house.heard(house.ana, direct))


async def test_a_picture_in_private_is_answered_once(house: House, direct: str) -> None:
    for _ in range(3):
        await house.ana.send(direct, "m.room.message", {"msgtype": "m.image", "body": "photo.jpg", "url": "mxc://a/b"})
    await house.ana.say(direct, "!help")
    await house.hears(house.ana, direct, "I can only read text")
    await house.until(lambda: _has_heard(house, 2))

    said = await house.heard(house.ana, direct)
    assert len([each for each in said if "I can only read text" in each]) == 1


async def test_where_somebody_else_is_nothing_is_said_about_anybody(house: House, direct: str) -> None:
    """Only we could let somebody in; so this is a room that the person made, and then let another one in."""
    room = await house.ana.create_room(invite=[house.user_id], is_direct=True)
    await house.until(lambda: house.is_with(house.ana, room))
    await house.ana.say(room, "!help")
    await house.hears(house.ana, room, "Here is what is possible")
    await house.stop()
    await house.start(inviters=())
    await house.ana.invite(room, house.ben.user_id)
    await house.ben.join(room)
    before = len(await house.heard(house.ana, room))

    await house.ana.say(room, "!myhelp")
    await house.ana.say(room, "2")

    assert "not at home in this room" in await house.hears(house.ana, room, "not at home")
    assert len(await house.heard(house.ana, room)) == before + 1


async def test_where_anybody_may_come_in_nothing_is_said_about_anybody(house: House) -> None:
    room = await house.ana.create_room(invite=[house.user_id], is_direct=True, preset="public_chat")
    await house.until(lambda: house.is_with(house.ana, room))

    await house.ana.say(room, "!myhelp")

    await house.hears(house.ana, room, "Anybody can come into this room")
    assert len(await house.heard(house.ana, room)) == 1
    assert await house.community_at(room) is None


async def _has_heard(house: House, count: int) -> bool:
    return len(house.listening.heard) >= count


async def _join_oak_street(house: House, newcomer: Newcomers) -> CommunityId:
    dee = await newcomer("dee")
    space = await dee.create_space("Oak Street", invite=[house.user_id, house.ana.user_id])
    await house.ana.join(space)
    oak: CommunityId = await house.until(lambda: house.community_at(space))
    await house.until(lambda: _knows(house, space))
    return oak


async def _belongs_to_one(house: House) -> bool:
    hearing = house.bot.platform._hearing
    assert hearing is not None
    return len(await hearing.homes.communities_with(house.ana.user_id)) == 1


async def _knows(house: House, space: str) -> bool:
    hearing, oak = house.bot.platform._hearing, await house.community_at(space)
    assert hearing is not None
    return oak is not None and await hearing.homes.is_with(oak, house.ana.user_id)
