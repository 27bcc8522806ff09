"""What follows up by itself on Matrix: silence gives back, the backup is asked first, and nothing is open for ever."""

from tests.matrix.house import House
from tests.matrix.neighbours import Neighbour, until_card
from tests.matrix.presence.test_leaving import asks
from tests.matrix.test_alerts import offers
from tests.people import DAY, HOUR

AT_MOST = 20 * 8
"""Three hours each."""


async def hears(who: Neighbour, words: str) -> str:
    """Time passes until they read this in private."""
    for _ in range(AT_MOST):
        found = [each.body for each in await who.heard() if words in each.body]
        if found:
            return found[-1]
        await who.house.pass_time(3 * HOUR)
    raise AssertionError(f"nobody said “{words}”, only:\n{await who.all_read()}")


async def test_two_silences_give_it_back_to_the_backup_and_the_asker_says_that_nobody_came(house: House) -> None:
    ana = Neighbour(house, house.ana, await asks(house))
    ben, mo = Neighbour(house, house.ben), Neighbour(house, house.mo)
    for each in (ben, mo):
        await each.person.say(house.help, "!helpboard")
        await each.comes_in()
        await each.hears("Where a hand is wanted")
    await ben.says("!claim 1")
    assert "Thank you" in await ben.says("tomorrow")
    assert "Someone was a blink faster" in await mo.says("!claim 1")
    assert "backup" in await mo.says("yes, be the backup")

    await hears(ana, "Did help arrive for #1")
    assert "ask once more later" in await ana.says("we are in touch")
    await hears(ben, "How is it going with #1")
    await hears(mo, "you offered to step in. Could you?")
    assert "You're on #1" in await mo.says("1")
    await hears(ben, "I have given #1")
    told = [said for said in await house.heard(house.mo, house.care) if "reminding brought no answer" in said]
    assert len(told) == 1
    assert house.ben.user_id not in told[0]

    before = len(await ana.heard())
    await house.until(lambda: asked_again(ana, before))
    assert "#1" in await ana.says("nobody came")
    await until_card(house, "Practical help wanted")


async def asked_again(ana: Neighbour, before: int) -> bool:
    await ana.house.pass_time(3 * HOUR)
    return any("Did help arrive for #1" in each.body for each in (await ana.heard())[before:])


async def test_what_nobody_takes_on_gets_a_gentle_note_then_a_warning_and_then_rests(house: House) -> None:
    ana = Neighbour(house, house.ana, await asks(house))

    await hears(ana, "That says nothing about you")
    assert "#1" in await ana.says("keep up")
    await hears(ana, "unless you'd like to keep it open")
    assert "#1" in await ana.says("keep open")
    await hears(ana, "has come to the end of its time")

    await house.hears(house.mo, house.help, "Resting for now")


async def test_the_busy_are_passed_over_then_the_place_is_reminded_and_the_care_team_hears(house: House) -> None:
    ana, ben, mo = Neighbour(house, house.ana), Neighbour(house, house.ben), Neighbour(house, house.mo)
    await offers(house, ben)
    await offers(house, mo)
    await ana.person.say(house.help, "!help")
    await ana.comes_in()
    await ana.hears("Here is what is possible")
    for number in (1, 2):
        for answer in (f"!needhelp thing {number}", "1", "no rush", "skip", "1", "post it"):
            await ana.says(answer)
        said = await ben.says(f"!claim {number}")
        assert ("You carry a request already, and that is plenty." in said) == (number == 2)

    await hears(mo, "#2 (thing 2) looks for somebody")
    await house.pass_time(DAY)

    assert "#2 (thing 2)" not in await ben.all_read()
    for room in (house.help, house.care):
        assert "Nobody" not in await house.hears(house.mo, room, "#2 still looks for somebody")
