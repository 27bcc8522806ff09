"""A big need in parts, on a real Synapse."""

from tests.matrix.house import House
from tests.matrix.neighbours import Neighbour
from tests.matrix.presence.test_leaving import asks
from tests.matrix.test_moderation import meets


async def test_parts_are_made_on_the_preview_and_taken_by_number(house: House) -> None:
    ana, ben = Neighbour(house, house.ana, await asks(house)), Neighbour(house, house.ben)
    await meets(house, ben)
    await ana.says("!withdraw 1")
    await ana.says("!needhelp")
    for said in ("1", "soup\n- Monday noon\n- Wednesday noon", "tomorrow", "the mill", "1"):
        await ana.says(said)
    assert "Each takes one of the parts" in await ana.says("one person for each of the 2 parts")
    assert "#2 is up for others to see" in await ana.says("post it")

    await ben.says("!claim 2 2")
    await ben.hears("The part: Wednesday noon")
    await ana.hears("The part: Wednesday noon")
