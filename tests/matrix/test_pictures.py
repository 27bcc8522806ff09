"""The pictures of docs/matrix.md: what the bot really sends, drawn as people see it."""

import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from urllib.parse import quote

import pytest

from storage.store import OpenStore
from tests.doubles.clock import HandClock
from tests.doubles.matrix.person import Newcomers, Person
from tests.doubles.matrix.seen import Message
from tests.doubles.matrix.synapse import Synapse
from tests.matrix.house import HAND, House
from tests.matrix.neighbours import Neighbour, newest_card, until_card
from tests.matrix.pictures import Pictures
from tests.people import DAY
from tests.pictures.page import FOLDER, keep
from tests.playground.browser import REPOSITORY

PRIVATE = "Barnraiser, in private"
US = "@barnraiser:example.org"


@pytest.fixture
async def house(
    synapse: Synapse, newcomer: Newcomers, store: OpenStore, clock: HandClock, tmp_path: Path
) -> AsyncIterator[House]:
    house = House(synapse, store, clock, tmp_path / "matrix", await synapse.register("bot"))
    people = {name: await newcomer(name.lower()) for name in ("Mo", "Ana", "Ben")}
    for name, person in people.items():
        await be_called(person, name)
    await house.start()
    try:
        await house.move_in(*people.values())
        yield house
    finally:
        await house.stop()


async def be_called(person: Person, name: str) -> None:
    await person.call("PUT", f"/profile/{quote(person.user_id, '')}/displayname", {"displayname": name})


class Drawing:
    def __init__(self, house: House) -> None:
        people = {house.mo: "Mo", house.ana: "Ana", house.ben: "Ben"}
        self._names = {person.user_id: name for person, name in people.items()} | {house.user_id: "Barnraiser"}
        self._house = house

    async def of(self, name: str, room: str, seen: Sequence[Message]) -> str:
        """All the words of it. A room without a name is one's private conversation."""
        drawing = Pictures(self._names, {self._house.user_id: US}, self._house.clock.now())
        return await keep(f"matrix-{name}", drawing.page(room or PRIVATE, seen))

    async def private(self, name: str, neighbour: Neighbour, count: int = 1) -> str:
        """The newest messages of their private conversation, what they typed themselves among them."""
        return await self.of(name, "", (await neighbour.person.see(neighbour.room))[-count:])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_pictures_of_the_guide_show_the_way_to_the_first_announcement(house: House) -> None:
    ana, ben, mo = (Neighbour(house, each) for each in (house.ana, house.ben, house.mo))
    draw = Drawing(house)
    await mo.person.say(house.help, "!helpsetup")
    await mo.comes_in()
    await mo.hears("How Elm Street is set up")
    setup = await draw.private("setup", mo)
    assert "Requests are read in “help”." in setup
    await mo.says("!helpsetup check")
    check = await draw.private("check", mo, 2)
    assert "“help”: I lack “Remove messages sent by others”." in check
    assert f"Add privileged users: {US}, Moderator." in check

    await ana.person.say(house.help, "!needhelp")
    await ana.comes_in()
    await ana.hears("Kind of help?")
    await ana.says("1")
    await ana.says("A ride to the market and back, with two heavy bags.")
    form = await draw.private("form", ana, 4)
    assert "When?" in form
    for answer in ("This week", "East side, near the library", "1"):
        await ana.says(answer)
    preview = await draw.private("preview", ana)
    assert "This is all that others will see" in preview

    await ana.says("post it")
    card = await newest_card(house)
    assert "Practical help wanted" in await draw.of("card", "help", [card])
    await ben.person.react(house.help, card.id, HAND)
    await until_card(house, "Somebody is on it")
    await ben.comes_in()
    await ben.hears("You're on #1")
    claimed = await draw.private("claimed", ben)
    assert "Ana" in claimed

    await house.pass_time(3 * DAY)
    await ben.hears("How is it going")
    nudge = await draw.private("nudge", ben)
    assert "How is it going" in nudge

    await ben.says("#1 is done")
    await ana.hears("is done. If that is so")
    await ana.says("yes, is done")
    await house.pass_time(2 * DAY)
    await ana.hears("public")
    await ana.says("yes, both of us may be named")
    await ana.says("Two heavy bags, one good talk. Thank you!")
    await ana.says("yes, say it like this")
    await ben.says("yes, my name may be said")
    await house.hears(house.mo, house.thanks, "With thanks to")
    thanks = await house.mo.see(house.thanks)
    assert "With thanks to Ben , from Ana" in await draw.of("announcement", "thanks", thanks[-1:])


def test_the_guide_shows_every_picture_there_is() -> None:
    guide = (REPOSITORY / "docs/matrix.md").read_text(encoding="utf-8")

    shown = re.findall(r"!\[[^\]]+\]\(pictures/(matrix-[a-z]+\.png)\)", guide)

    assert sorted(shown) == sorted(picture.name for picture in FOLDER.glob("matrix-*.png"))
