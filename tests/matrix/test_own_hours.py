"""A time zone of one's own on Matrix, where no client translates times: they are said by the reader's clocks."""

from tests.matrix.house import House
from tests.matrix.neighbours import Neighbour
from tests.matrix.presence.test_leaving import asks


async def test_who_says_where_they_live_reads_times_by_their_own_clocks(house: House) -> None:
    await asks(house)
    ben = Neighbour(house, house.ben)
    await ben.person.say(house.help, "!helpprivacy times")
    await ben.comes_in()
    assert "18:00 UTC at the earliest" in (await ben.hears("You live by the clocks of this community")).body
    assert "Time zone?" in await ben.says("Change my hours")
    assert "Europe/Berlin" in await ben.says("berlin")
    assert "Hour of the daily message?" in await ben.says("europe/berlin")
    assert "20:00 CET at the earliest" in await ben.says("20 Uhr")

    assert "by Tue 24 Nov, 18:00 CET" in await ben.says("!claim 1")
    assert "by Wed 25 Nov, 00:59 CET" in await ben.all_read(), "the day of whoever asked ends in UTC"
