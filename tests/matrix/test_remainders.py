"""Help that arrived partly, on a real Synapse."""

from tests.matrix.house import House
from tests.matrix.neighbours import Neighbour, until_card
from tests.matrix.presence.test_leaving import asks
from tests.matrix.test_moderation import meets
from tests.people import DAY


async def test_what_is_left_is_said_in_a_line_and_asked_of_others(house: House) -> None:
    ana, ben = Neighbour(house, house.ana, await asks(house)), Neighbour(house, house.ben)
    await meets(house, ben)
    await ben.says("!claim 1")
    await ana.hears("Good news")
    await house.pass_time(2 * DAY)
    await ana.hears("Did help arrive")

    assert "What would be good now?" in await ana.says("partly")
    assert "What is left?" in await ana.says("someone new for the rest")
    await ben.hears("thanks to you")
    assert "This is all that others will see" in await ana.says("only the way back")
    await ana.says("post it")
    await until_card(house, "only the way back")
    await until_card(house, "Practical help wanted")
