"""A time as people say it, in the conversation about a request."""

from tests.matrix.house import House
from tests.matrix.neighbours import Neighbour, newest_card


async def test_a_time_in_words_is_said_as_a_moment_before_others_read_it(house: House) -> None:
    ana = Neighbour(house, house.ana)
    await house.ana.say(house.help, "!needhelp a ride to the clinic")
    await ana.comes_in()
    await ana.hears("Kind of help?")
    assert "When?" in await ana.says("1")
    assert "Which date?" in await ana.says("by a date")
    assert "The date: I can't read that as a day." in await ana.says("soon")
    assert "Roughly where?" in await ana.says("morgen um 17 Uhr")
    await ana.says("the east side")
    preview = await ana.says("1")
    assert "by Tue 24 Nov, 17:00" in preview
    await ana.says("post it")
    assert "by Tue 24 Nov, 17:00" in (await newest_card(house)).body
