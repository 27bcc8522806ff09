"""What is needed every week, on a real Synapse."""

from tests.matrix.house import House
from tests.matrix.neighbours import Neighbour
from tests.matrix.presence.test_leaving import asks
from tests.matrix.test_moderation import meets
from tests.people import DAY


async def test_every_week_is_chosen_after_posting_and_asked_again_by_an_answer(house: House) -> None:
    ana, ben = Neighbour(house, house.ana, await asks(house)), Neighbour(house, house.ben)
    await meets(house, ben)
    assert "How often" in await ana.says("is needed more than once")
    assert "needed once more after this" in await ana.says("every week, 2 times")
    await ben.says("!claim 1")
    await ana.hears("Good news")
    await ana.says("!done 1")
    await house.pass_time(DAY)
    await ana.hears("is needed again")

    assert "up for others to see" in await ana.says("ask again")
    await house.pass_time(DAY / 24)
    await ben.hears("You helped the last time, and it is needed again: #2")
