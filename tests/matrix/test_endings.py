"""How it ended, on a real Synapse: one answer in private after it was withdrawn or closed."""

from tests.matrix.house import House
from tests.matrix.neighbours import Neighbour, until_card
from tests.matrix.presence.test_leaving import asks
from tests.matrix.test_moderation import moderates
from tests.people import DAY, HOUR


async def test_a_moderator_says_how_it_ended_and_whoever_asked_does_not_hear_of_it(house: House) -> None:
    ana, mo = Neighbour(house, house.ana, await asks(house)), Neighbour(house, house.mo)

    await moderates(house, mo, "close 1 driven there on Monday", "how it ended")
    assert "It is only counted" in await mo.says("it was met")
    await until_card(house, "Done. Thank you, neighbours.")
    assert "met" not in (await ana.hears("The care team closed")).body


async def test_whoever_asked_says_how_it_ended(house: House) -> None:
    ana = Neighbour(house, house.ana, await asks(house))

    await ana.says("!withdraw 1")
    assert "It is only counted" in await ana.says("2")
    await until_card(house, "Looked after elsewhere")


async def test_without_a_word_in_public_whoever_helped_reads_a_line_alone(house: House) -> None:
    ana, ben = Neighbour(house, house.ana, await asks(house)), Neighbour(house, house.ben)
    await house.ben.say(house.help, "!claim 1")
    await ben.comes_in()
    await ben.hears("You're on #1")
    await ana.says("!done 1")
    await house.pass_time(2 * DAY)
    asked = await ana.hears("Nothing in public")
    kept = await ana.replies(asked, "nothing in public")
    assert "A line that only your helper reads" in kept

    assert "Only whoever helped you" in await ana.says("a line that only your helper reads")
    await ana.says("The soup was warm.")
    await house.pass_time(HOUR)
    assert "from ana" in (await ben.hears("The soup was warm.")).body.casefold()
