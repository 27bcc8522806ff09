"""The one daily message: everything that waits for somebody, each a line with a number to answer it by."""

from bot.model.requests import Status
from tests.matrix.house import House
from tests.matrix.neighbours import Neighbour
from tests.matrix.presence.test_leaving import asks
from tests.people import DAY, HOUR


async def test_three_claims_are_one_message_whose_lines_are_answered_by_their_numbers(house: House) -> None:
    ana, ben, mo = (Neighbour(house, each) for each in (house.ana, house.ben, house.mo))
    for each in (ana, ben, mo):
        await each.person.say(house.help, "!help")
        await each.comes_in()
        await each.hears("Here is what is possible")
    for answer in ("!helpsetup", "Change the numbers", "1", "3"):
        await mo.says(answer)
    for what in ("a ride to the clinic", "a ladder", "a loaf of bread"):
        for answer in (f"!needhelp {what}", "1", "no rush", "skip", "1", "post it"):
            await ana.says(answer)
    for number in (1, 2, 3):
        await ben.says(f"!claim {number}")
    before = len(await ben.heard())

    await house.pass_time(2 * DAY + 8 * HOUR)
    nudge = await ben.hears("How is it going")
    assert len(await ben.heard()) == before + 1
    assert "A few things in one message, so that I disturb you only once." in nudge.body
    assert [line[:14] for line in nudge.body.splitlines() if line[:1].isdigit()] == [
        f"{number}. I'm on #{number} ·" for number in (1, 2, 3)
    ]

    assert "Good to know" in await ben.replies(nudge, "1 I'm on")
    assert "that is help too. #2 goes to others" in await ben.replies(nudge, "2 hand back")
    left = await ben.hears("How is it going")
    assert left.id == nudge.id
    assert "3. I'm on #3 · 2 more days for #3 · Hand #3 back · #3 is done" in left.body
    assert "like “3 I'm on”" in left.body
    assert "#3 is noted as done" in await ben.replies(nudge, "3 is done")

    found = [await house.request(number) for number in (1, 2, 3)]
    assert [each.status for each in found if each is not None] == [Status.CLAIMED, Status.OPEN, Status.DONE]


async def test_three_days_off_end_in_one_message_each_check_ins_included(house: House) -> None:
    ana, ben = Neighbour(house, house.ana, await asks(house)), Neighbour(house, house.ben)
    await ben.person.say(house.help, "!claim 1")
    await ben.comes_in()
    await ben.hears("You're on #1")
    await ana.hears("is on #1")
    before = [len(await each.heard()) for each in (ana, ben)]

    await house.stop()
    house.clock.forward(3 * DAY)
    await house.start()
    await house.pass_time(DAY - HOUR)

    said = [[each.body for each in (await who.heard())[known:]] for who, known in zip((ana, ben), before, strict=True)]
    assert ["Did help arrive for #1" in each for each in said[0]] == [True]
    assert ["How is it going with #1" in each for each in said[1]] == [True]
