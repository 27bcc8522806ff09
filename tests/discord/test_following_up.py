"""What follows up by itself on Discord: silence gives back, the backup is asked first, and nothing is open for ever."""

from tests.discord.house import House
from tests.discord.test_alerts import offers
from tests.doubles.discord import Person
from tests.doubles.discord.wire import Json
from tests.people import DAY, HOUR

AT_MOST = 20 * 8
"""Three hours each."""


async def hears(house: House, person: Person, words: str) -> Json:
    """Time passes until somebody reads this in private."""
    for _ in range(AT_MOST):
        found = [each for each in house.discord.messages(person.direct()) if words in house.read(each, person)]
        if found:
            return found[-1]
        await house.pass_time(3 * HOUR)
    raise AssertionError(f"nobody said “{words}”, only:\n{house.private(person)}")


async def test_two_silences_give_it_back_to_the_backup_and_the_asker_says_that_nobody_came(house: House) -> None:
    card = await house.ask(house.ana, when="No rush")
    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()
    agreed = await house.ben.press(house.newest(house.ben), "Tomorrow")
    assert "Thank you" in house.read(agreed, house.ben)
    late = await house.chi.press(card, "Be the backup for #1")
    assert "backup" in house.read(late, house.chi)

    await house.ana.press(await hears(house, house.ana, "Did help arrive for #1"), "We are in touch (#1)")
    await hears(house, house.ben, "How is it going with #1")
    asked = await hears(house, house.chi, "you offered to step in. Could you?")
    await hears(house, house.ben, "I have given #1")
    assert ["reminding brought no answer" in said for said in house.told_care()] == [True]
    assert house.ben.id not in "".join(house.told_care())

    await house.chi.press(asked, "I can help with #1")
    await house.settle()
    assert "Somebody is on it" in house.card()
    nobody = await house.ana.press(await hears(house, house.ana, "Did help arrive for #1"), "Nobody came (#1)")
    assert "#1" in house.read(nobody, house.ana)
    await house.settle()
    assert "#1 · Practical help wanted" in house.card()


async def test_what_nobody_takes_on_gets_a_gentle_note_then_a_warning_and_then_rests(house: House) -> None:
    await house.ask(house.ana, when="No rush")

    await house.ana.press(await hears(house, house.ana, "That says nothing about you"), "Keep #1 up")
    await house.ana.press(await hears(house, house.ana, "unless you'd like to keep it open"), "Keep #1 open")
    await hears(house, house.ana, "has come to the end of its time")

    assert "Resting for now" in house.card()


async def test_the_busy_are_passed_over_then_the_place_is_reminded_and_the_care_team_hears(house: House) -> None:
    await offers(house.ben, house.mo)
    for number in (1, 2):
        await house.ask(house.ana, what=f"thing {number}")
        await house.ben.slash("claim", number=number)
    await house.ask(house.ana, what="a ladder")
    full = await house.ben.slash("claim", number=3)
    assert "You carry 2 requests already, and that is plenty." in house.read(full, house.ben)

    await hears(house, house.mo, "#3 (a ladder) looks for somebody")
    await house.pass_time(DAY)

    assert [said for said in house.private(house.ben) if "#3" in said] == []
    reminders = [each for each in house.cards() if "#3 still looks for somebody" in house.read(each, house.chi)]
    assert [(each["mentions"], each["mention_everyone"]) for each in reminders] == [([], False)]
    assert ["#3 still looks for somebody" in said for said in house.told_care()] == [True]
