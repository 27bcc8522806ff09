"""The digest of open needs and the week in counts, in real rooms."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import OpenStore
from tests.doubles.clock import HandClock
from tests.doubles.matrix.person import Newcomers
from tests.doubles.matrix.seen import Message
from tests.doubles.matrix.synapse import Synapse
from tests.matrix.house import House, open_house
from tests.matrix.neighbours import Neighbour
from tests.people import DAY, MINUTE

TITLE = "Where a hand is wanted"


@pytest.fixture
async def house(
    synapse: Synapse, newcomer: Newcomers, store: OpenStore, clock: HandClock, tmp_path: Path
) -> AsyncIterator[House]:
    async with open_house(synapse, newcomer, store, clock, tmp_path / "matrix") as house:
        yield house


async def overviews(house: House) -> list[Message]:
    seen = await house.ben.see(house.help)
    return [each for each in seen if each.sender == house.user_id and each.body.startswith(TITLE)]


async def until_overview(house: House, words: str) -> Message:
    async def look() -> list[Message]:
        await house.pass_time(2 * MINUTE)
        return [each for each in await overviews(house) if words in each.body]

    found: list[Message] = await house.until(look)
    return found[0]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_one_message_is_kept_up_to_date_and_the_week_is_told_once(house: House) -> None:
    ana, mo = Neighbour(house, house.ana), Neighbour(house, house.mo)
    await mo.person.say(house.help, "!helpsetup")
    await mo.comes_in()
    await mo.hears("How Elm Street is set up")
    assert "Overview of what is open: off." in await mo.says("Language, time zone and look")
    assert "Overview of what is open: on." in await mo.says("Turn on: Overview of what is open")
    assert "The week in counts: on." in await mo.says("Turn on: The week in counts")
    empty = await until_overview(house, "Nobody is waiting at the moment. If a hand would help you, !needhelp")

    await ana.person.say(house.help, "!needhelp")
    await ana.comes_in()
    await ana.hears("Kind of help?")
    for answer in ("1", "a ride to the clinic", "tomorrow", "the east side", "1", "post it"):
        await ana.says(answer)
    one = await until_overview(house, "#1 Practical help: a ride to the clinic")

    assert one.id == empty.id
    assert "To take one on: !claim and its number." in one.body
    assert (one.mentions, one.reactions) == (set(), {})
    assert house.ana.user_id not in str(one.content)
    assert len(await overviews(house)) == 1

    await house.pass_time(DAY)
    week = await house.hears(house.ben, house.thanks, "The week among neighbours")
    assert "A few requests could still use a hand: !helpboard" in week
    await house.pass_time(3 * DAY)
    assert len(await house.heard(house.ben, house.thanks)) == 1
