"""Somebody who left their private room, and says something where others read."""

from adapters.matrix.people import actor
from bot.commands.seen import Pressed
from bot.usecases import spoken
from tests.matrix.house import House

WORDS = "I can't reach you in private"


async def test_whoever_left_their_private_room_hears_where_the_answer_waits(house: House) -> None:
    await house.ana.say(house.help, "!help")
    room = await house.direct(house.ana)
    await house.hears(house.ana, room, "Here is what is possible")
    await house.ana.leave(room)
    await house.ana.say(house.help, "!myhelp")
    assert "invite me to a room of our own" in await house.hears(house.mo, house.help, WORDS)

    back = await house.ana.create_room(invite=[house.user_id], is_direct=True)

    await house.hears(house.ana, back, "Nothing of yours is open")
    assert [each for each in await house.heard(house.mo, house.help) if WORDS not in each] == []


async def test_whoever_asked_not_to_be_written_to_is_answered_in_private(house: House) -> None:
    await house.ana.say(house.help, "!help")
    room = await house.direct(house.ana)
    await house.hears(house.ana, room, "Here is what is possible")
    community_id = await house.community_at(house.space)
    assert community_id is not None
    pressed = Pressed(actor(house.ana.user_id, "Ana"), community_id, "matrix:$stop", "stop_writing|0|")
    await house.store.write(spoken.press, pressed)
    await house.ana.say(house.help, "!myhelp")

    await house.hears(house.ana, room, "Nothing of yours is open")
    assert await house.heard(house.mo, house.help) == []
