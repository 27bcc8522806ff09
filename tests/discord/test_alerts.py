"""Volunteers are told of a request on Discord: in private, with buttons, and let off where they were told."""

from tests.discord.house import House
from tests.doubles.discord.board import walk
from tests.doubles.discord.person import Person
from tests.people import DAY, MINUTE

TOLD = "#1 (a ride to the clinic) looks for somebody, and you said that you like to help. Could you?"


async def offers(*people: Person) -> None:
    for person in people:
        await person.fill(await person.slash("volunteer"), kinds=["Practical help"])


def labels(house: House, person: Person) -> list[str]:
    return [str(part["label"]) for _, part in walk(house.newest(person)["components"]) if "label" in part]


def unasked(house: House, person: Person) -> int:
    """How often they were written to without having pressed anything."""
    return len([said for said in house.private(person) if said.startswith("Hello.")])


async def test_whoever_is_told_answers_by_a_button_and_the_others_are_let_off_where_they_read_it(house: House) -> None:
    await offers(house.ben, house.chi, house.mo)
    await house.ask(house.ana)
    assert house.private(house.ben) == [], "first there is time to change it"
    await house.pass_time(10 * MINUTE)
    told = [house.private(person) for person in (house.ben, house.chi, house.mo)]
    assert [[TOLD in said for said in each] for each in told] == [[True]] * 3
    assert labels(house, house.ben)[:3] == ["I can help with #1", "Not this time", "Pause me a week"]

    no = await house.chi.press(house.newest(house.chi), "Not this time")
    assert "That is fine. I ask others." in house.read(no, house.chi)
    yes = await house.ben.press(house.newest(house.ben), "I can help with #1")
    await house.settle()

    assert "You're on #1" in house.read(yes, house.ben)
    assert "Somebody is on it" in house.card()
    assert "is in good hands" in house.private(house.chi)[0]
    assert "looked after by now, so you need do nothing" in house.private(house.mo)[-1]
    assert "I can help with #1" not in labels(house, house.mo)
    await house.pass_time(2 * DAY)
    assert [unasked(house, person) for person in (house.chi, house.mo)] == [1, 1], "nobody is written to again"
    history = house.read(await house.mo.slash("helpmod history", number=1), house.mo)
    assert "A few volunteers were told of it in private." in history
    assert [word in history for word in ("Not this time", "chi", house.chi.id)] == [False] * 3


async def test_a_week_of_rest_is_one_button_and_ends_by_another(house: House) -> None:
    await offers(house.ben)
    await house.ask(house.ana)
    await house.pass_time(10 * MINUTE)

    rest = await house.ben.press(house.newest(house.ben), "Pause me a week")
    await house.settle()

    assert "Enjoy the break. Until" in house.read(rest, house.ben)
    assert "#1 (a ride to the clinic) looks for somebody. You need do nothing." in house.private(house.ben)[0]
    await house.ask(house.ana)
    await house.pass_time(DAY)
    assert unasked(house, house.ben) == 1
    over = await house.ben.press(rest, "End the break now")
    assert "Your break is over." in house.read(over, house.ben)
    await house.ask(house.ana)
    await house.pass_time(DAY)
    assert "#3 (a ride to the clinic) looks for somebody" in house.private(house.ben)[-1]


async def test_a_heavy_topic_is_said_on_the_preview_and_told_to_nobody_who_would_not_hear_of_it(house: House) -> None:
    await offers(house.ben)
    shown = await house.ana.fill(await house.ana.slash("needhelp"), what="a ride to the clinic")
    await house.ana.press(shown, "It is a heavy topic")
    assert "I tell only volunteers who said that heavy topics are all right." in house.read(shown, house.ana)
    await house.ana.press(shown, "Post it")
    await house.settle()

    await house.pass_time(DAY)

    assert (house.private(house.ben), "eavy" in house.card()) == ([], False)
    assert "Nothing that fits you" in house.read(await house.ben.slash("canhelp"), house.ben)
