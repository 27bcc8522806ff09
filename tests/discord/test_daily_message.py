"""The one daily message: everything that waits for somebody, each with a row of buttons of its own."""

from datetime import datetime

from bot.model.ids import CommunityId, Number
from bot.model.requests import Status
from bot.ports import Tx
from tests.discord.house import House
from tests.discord.test_setup import NUMBERS, community
from tests.doubles.discord.bits import Part
from tests.doubles.discord.board import walk
from tests.doubles.discord.wire import Json
from tests.people import DAY, HOUR


def rows(message: Json) -> list[list[str]]:
    """What each row of buttons says."""
    found = [each for _, each in walk(message["components"]) if each["type"] == Part.ROW]
    return [[button["label"] for button in row["components"]] for row in found]


def asks_about(number: int) -> list[str]:
    return [f"I'm on #{number}", f"2 more days for #{number}", f"Hand #{number} back", f"#{number} is done"]


async def test_three_claims_are_one_message_in_which_one_is_kept_one_handed_back_and_one_done(house: House) -> None:
    await house.mo.fill(await house.mo.press(await house.mo.slash("helpsetup"), "Change the numbers"), **NUMBERS)
    for what in ("a ride to the clinic", "a ladder", "a loaf of bread"):
        await house.ask(house.ana, what=what, when="No rush")
    for number in (1, 2, 3):
        await house.ben.slash("claim", number=number)
    await house.settle()
    before = len(house.private(house.ben))

    await house.pass_time(2 * DAY + 8 * HOUR)
    [nudge] = house.discord.messages(house.ben.direct())[before:]
    assert "A few things in one message, so that I disturb you only once." in house.private(house.ben)[-1]
    assert rows(nudge)[:3] == [asks_about(1), asks_about(2), asks_about(3)]

    kept = await house.ben.press(nudge, "I'm on #1")
    handed_back = await house.ben.press(nudge, "Hand #2 back")
    done = await house.ben.press(nudge, "#3 is done")
    await house.settle()

    said = [house.read(each, house.ben) for each in (kept, handed_back, done)]
    assert ["Thank you" in said[0], "that is help too" in said[1], "#3 is noted as done" in said[2]] == [True] * 3
    assert "thank you, you're on it" in house.private(house.ben)[before]
    assert await states(house) == [Status.CLAIMED, Status.OPEN, Status.DONE]


async def test_three_days_off_end_in_one_message_each_check_ins_included(house: House) -> None:
    for number in (1, 2):
        await house.ask(house.ana, what=f"thing {number}", when="Today")
        await house.ben.slash("claim", number=number)
    await house.settle()
    before = [len(house.private(person)) for person in (house.ana, house.ben)]

    await house.stop()
    house.clock.forward(3 * DAY)
    await house.start()
    await house.pass_time(DAY - HOUR)

    said = [house.private(person)[known:] for person, known in zip((house.ana, house.ben), before, strict=True)]
    asked = [
        [each.count(words) for each in said[who]] for who, words in enumerate(("Did help arrive", "How is it going"))
    ]
    assert asked == [[2], [2]]


async def states(house: House) -> list[Status]:
    return await house.store.read(_states, (await community(house)).id)


def _states(tx: Tx, community_id: CommunityId, now: datetime) -> list[Status]:
    found = [tx.requests.find(community_id, Number(number)) for number in (1, 2, 3)]
    return [request.status for request in found if request is not None]
