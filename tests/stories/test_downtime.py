"""Three days off: whoever is owed something hears of all of it in one message, and everything goes on from there."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.model.ids import Number
from bot.model.requests import Reason, Status
from tests.doubles import days
from tests.doubles.village import Village
from tests.people import DAY, HOUR, MINUTE

EVERYBODY = ("Ana", "Ben", "Chi", "Dee", "Eve", "Fay", "Gus", "Hal", "Ivo")
OFF = {"back at night": 3 * DAY, "back in the morning": 3 * DAY + 12 * HOUR}


class Letters:
    """What the bot writes to people from now on: when it came, and what it said then."""

    def __init__(self, village: Village) -> None:
        self._village = village
        self._known = {said.ref for name in EVERYBODY for said in village.direct(name)}
        self.to: dict[str, list[tuple[datetime, str]]] = {name: [] for name in EVERYBODY}

    async def look(self) -> None:
        await self._village.settle()
        for name in EVERYBODY:
            new = [said for said in self._village.direct(name) if said.ref not in self._known]
            self._known |= {said.ref for said in new}
            self.to[name] += [(self._village.clock.now(), said.text) for said in new]

    async def pass_time(self, length: timedelta) -> None:
        await days.live_through(length, self._village.store, self._village.clock, self.look)

    def all(self, name: str) -> list[str]:
        return [text for _, text in self.to[name]]

    def gaps(self) -> list[timedelta]:
        times = [[at for at, _ in letters] for letters in self.to.values()]
        return [later - at for each in times for at, later in pairwise(each)]


async def much_is_going_on(village: Village) -> dict[str, Number]:
    """Half an hour after the evening's last message: requests in every state, and all of them owe somebody a word."""
    for volunteer in ("Gus", "Hal", "Ivo"):
        await village.enlist(volunteer)
    asked = {"bed": await village.ask("Fay", what="a bed")}
    await village.pass_time(11 * DAY + 10 * HOUR + 30 * MINUTE)
    asked |= {what: await village.ask("Ana", what=what, when="today") for what in ("ride",)}
    asked |= {what: await village.ask("Ana", what=what) for what in ("ladder", "bread")}
    asked |= {what: await village.ask("Eve", what=what) for what in ("milk", "lamp", "chair")}
    for helper, what in (("Ben", "ride"), ("Chi", "ladder"), ("Dee", "bread"), ("Ben", "milk")):
        await village.do(helper, "claim", asked[what])
    await village.do("Dee", "done", asked["bread"])
    await village.do("Gus", "backup", asked["milk"])
    await village.do("Ben", "release", asked["milk"])
    await village.settle()
    return asked


@pytest.mark.parametrize("off", list(OFF))
async def test_three_days_off_end_in_one_message_each_and_every_series_goes_on(village: Village, off: str) -> None:
    asked = await much_is_going_on(village)
    letters = Letters(village)

    await village.sleep(OFF[off])
    back_at = village.clock.now()
    await letters.look()
    await letters.pass_time(DAY - MINUTE)

    assert {name: len(each) for name, each in letters.to.items()} == dict.fromkeys(EVERYBODY, 1)
    assert {9 <= at.hour < 22 for each in letters.to.values() for at, _ in each} == {True}
    first = {name: letters.all(name)[0] for name in EVERYBODY}
    assert [f"Did help arrive for #{asked[what]}" in first["Ana"] for what in ("ride", "ladder")] == [True, True]
    assert [f"How is it going with #{asked['ride']}" in first["Ben"], "How is it" in first["Chi"]] == [True, True]
    assert [first["Eve"].count("Nobody was free for"), "rests from" in first["Fay"]] == [3, True]
    assert "you offered to step in. Could you?" in first["Gus"]
    alerts = [first[name].count("you said that you like to help") for name in ("Gus", "Hal", "Ivo")]
    assert alerts == [2, 2, 2], "the lamp and the chair; the milk is kept for Gus"
    assert (await village.request(asked["bread"])).status is Status.DONE, "there is still time to object"

    await letters.pass_time(6 * DAY)

    assert min(letters.gaps()) >= 23 * HOUR
    for helper in ("Ben", "Chi"):
        nudges = ["How is it going" in text for text in letters.all(helper)]
        assert (nudges, "I have given" in letters.all(helper)[2]) == ([True, True, False], True)
    assert ["Did help arrive" in text for text in letters.all("Ana")[:3]] == [True, True, False]
    assert "Your helper can't do" in letters.all("Ana")[2]
    assert "has come to the end of its time" in letters.all("Fay")[1]
    assert letters.to["Fay"][1][0] >= letters.to["Fay"][0][0] + 2 * DAY
    assert [f"#{asked['milk']}" in text for text in letters.all("Hal")[:2]] == [False, True]
    await is_never_silent(village, asked, back_at)


async def is_never_silent(village: Village, asked: dict[str, Number], back_at: datetime) -> None:
    found = {what: await village.request(number) for what, number in asked.items()}
    assert (found["bread"].reason, found["bed"].reason) == (Reason.MET, Reason.EXPIRED)
    assert [request.closed_at >= back_at + 2 * DAY for request in found.values() if request.closed_at] == [True] * 2
    looked_at = [request.follow_up_at for request in found.values() if request.status is not Status.CLOSED]
    assert [at is not None and at > village.clock.now() for at in looked_at] == [True] * 5
