"""The whole help cycle on a real Synapse: in plain and in encrypted rooms, of versions 11 and 12, on both databases."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from storage.store import OpenStore
from tests.conftest import DATABASES
from tests.doubles.clock import HandClock
from tests.doubles.matrix.encrypted import EncryptedNewcomers
from tests.doubles.matrix.person import Newcomers
from tests.doubles.matrix.synapse import Synapse
from tests.matrix.house import HAND, House
from tests.matrix.neighbours import Neighbour, newest_card, until_card
from tests.people import DAY

ROOMS = {
    "plain 11": {"version": "11"},
    "plain 12": {"version": "12"},
    "encrypted 11": {"version": "11", "encrypted": True},
    "encrypted 12": {"version": "12", "encrypted": True},
}
USUALLY = {("plain 11", "sqlite"), ("plain 12", "postgres"), ("encrypted 11", "postgres"), ("encrypted 12", "sqlite")}
"""Each kind of room, version and database with each other kind. All eight: `-m exhaustive`."""
EVERYWHERE = [
    pytest.param(rooms, database, marks=() if (rooms, database) in USUALLY else pytest.mark.exhaustive)
    for rooms in ROOMS
    for database in DATABASES
]


@pytest.fixture
async def house(
    request: pytest.FixtureRequest, synapse: Synapse, store: OpenStore, clock: HandClock, tmp_path: Path
) -> AsyncIterator[House]:
    rooms: dict[str, Any] = ROOMS[request.param]
    is_encrypted = bool(rooms.get("encrypted"))
    newcomer = EncryptedNewcomers(synapse, tmp_path / "people") if is_encrypted else Newcomers(synapse)
    house = House(synapse, store, clock, tmp_path / "matrix", await synapse.register("bot"))
    await house.start(encryption=is_encrypted)
    try:
        people = [await newcomer(name) for name in ("mo", "ana", "ben", "chi")]
        await house.move_in(*people, **rooms)
        yield house
    finally:
        await house.stop()
        await newcomer.close()


@pytest.mark.parametrize(("house", "database_url"), EVERYWHERE, indirect=True)
async def test_the_whole_story_from_asking_to_the_announcement(house: House) -> None:
    chi_person = house.others[0]
    ana, ben, chi = (Neighbour(house, each) for each in (house.ana, house.ben, chi_person))

    await house.ana.say(house.help, "!needhelp")
    await ana.comes_in()
    await ana.hears("Kind of help?")
    assert "What would help?" in await ana.says("1")
    assert "When?" in await ana.says("a ride to the clinic")
    assert "Roughly where?" in await ana.says("tomorrow")
    assert "Who may see your name?" in await ana.says("the east side")
    assert "This is all that others will see" in await ana.says("1")
    assert "#1 is up for others to see" in await ana.says("post it")
    card = await newest_card(house)
    assert "a ride to the clinic" in card.body
    assert house.ana.user_id not in str(card.content)
    assert card.reactions == {HAND: {house.user_id}}

    await ben.person.say(house.help, "!help")
    await ben.comes_in()
    await ben.hears("Here is what is possible")
    await asyncio.gather(ben.person.say(ben.room, "!claim 1"), chi_person.react(house.help, card.id, HAND))
    await chi.comes_in()
    await until_card(house, "Somebody is on it")
    await house.until(lambda: both_know(ben, chi))
    won = [each for each in (ben, chi) if "Here is what you need" in await each.all_read()]
    assert len(won) == 1
    [helper] = won
    other = chi if helper is ben else ben
    assert "Someone was a blink faster" in await other.all_read()
    assert house.ana.user_id not in str([each.content for each in await other.heard()])

    await house.pass_time(3 * DAY)
    nudge = await helper.hears("How is it going")
    assert nudge.kind == "m.text"
    assert nudge.mentions == {helper.person.user_id}
    assert "that is help too" in await helper.says("hand back")
    await until_card(house, "Practical help wanted")
    await ana.hears("can't do")
    assert "The next person will read it" in await helper.says("The ramp is at the back.")

    await other.says("!claim 1")
    await other.hears("The ramp is at the back.")
    assert "noted as done" in await other.says("!done 1")
    await ana.hears("is done. If that is so")
    await ana.says("yes, is done")

    await house.pass_time(2 * DAY)
    await ana.hears("public")
    assert "write a line" in await ana.says("yes, both of us may be named")
    assert "This is what others will read" in await ana.says("I was so much calmer for it.")
    await ana.says("yes, say it like this")
    assert await announced(house) == []
    await other.says("yes, my name may be said")
    [said] = await house.until(lambda: announced(house))
    assert "“I was so much calmer for it.”" in said
    assert "With thanks to" in said

    await ana.says("!myhelp")
    consent = await ana.hears("Would you like to write a line")
    await ana.person.reply(ana.room, consent.id, "nothing in public after all")
    await ana.hears("Nothing is said in public")
    await house.until(lambda: is_empty(house))


async def announced(house: House) -> list[str]:
    return [each.body for each in await house.mo.see(house.thanks) if each.sender == house.user_id]


async def is_empty(house: House) -> bool:
    return not await announced(house)


async def both_know(*people: Neighbour) -> bool:
    return all(["#1" in await each.all_read() for each in people])
