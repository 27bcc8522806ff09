"""Somebody else, please, on a real Synapse: in words or numbers, in the asker's private room."""

from tests.matrix.house import House
from tests.matrix.neighbours import Neighbour, until_card
from tests.matrix.presence.test_leaving import asks
from tests.matrix.test_moderation import meets


async def test_an_asker_has_somebody_else_by_two_answers_and_the_helper_reads_no_reason(house: House) -> None:
    ana, ben = Neighbour(house, house.ana, await asks(house)), Neighbour(house, house.ben)
    await meets(house, ben)
    await ben.says("!claim 1")
    words = (await ana.hears("only you two know the words")).body.split("“")[1].split("”")[0]
    assert words in (await ben.hears("only you two know the words")).body
    assert "No reason is needed" in await ana.says("somebody else for #1, please")
    await until_card(house, "Somebody is on it")
    assert "goes on to others" in await ana.says("1")

    await until_card(house, "Practical help wanted")
    told = await ben.hears("goes on with somebody else. Thank you for having been ready to help.")
    assert house.ana.user_id not in str(told.content)
    assert "I look among other neighbours" in await ben.says("!claim 1")
