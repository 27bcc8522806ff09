"""The digest of open needs and the week in counts, in a server."""

from tests.discord.arranging import have_forum, threads
from tests.discord.house import House
from tests.discord.traces import plain
from tests.doubles.discord.board import words
from tests.doubles.discord.wire import Json
from tests.people import DAY, MINUTE

TITLE = "Where a hand is wanted"


def overviews(house: House) -> list[Json]:
    return [each for each in house.cards() if TITLE in plain(words(each))]


async def turn_on(house: House, what: str) -> None:
    shown = await house.mo.slash("helpsetup")
    await house.mo.press(shown, "Language, time zone and look")
    await house.mo.press(shown, f"Turn on: {what}")
    assert f"{what}: on." in house.read(shown, house.mo)
    await house.settle()


async def test_one_message_says_what_is_open_and_is_changed_in_place_without_calling_anybody(house: House) -> None:
    await turn_on(house, "Overview of what is open")
    [empty] = overviews(house)
    assert "Nobody is waiting at the moment." in plain(words(empty))

    await house.ask(house.ana, what="a ride, @everyone", naming="all")
    await house.pass_time(2 * MINUTE)
    [one] = overviews(house)
    said = plain(words(one))
    assert one["id"] == empty["id"]
    assert "#1 Practical help: a ride, " in said
    assert "asked today" in said
    assert "To take one on: /claim and its number." in said
    assert house.ana.mention not in said
    assert (one["mentions"], one["mention_everyone"]) == ([], False)

    await house.ben.slash("claim", number=1)
    await house.pass_time(2 * MINUTE)
    [one] = overviews(house)
    assert "Nobody is waiting at the moment." in plain(words(one))


async def test_it_has_no_thread_even_where_cards_have_one(house: House) -> None:
    await house.look(await house.mo.slash("helpsetup"), "s:threads", "public")
    await turn_on(house, "Overview of what is open")
    assert [each.get("thread") for each in overviews(house)] == [None]


async def test_in_a_forum_it_is_a_post_that_is_kept_up_to_date(house: House) -> None:
    await turn_on(house, "Overview of what is open")
    await have_forum(house)
    await house.pass_time(2 * MINUTE)
    await house.ask(house.ana)
    await house.pass_time(2 * MINUTE)
    [post] = [each for each in threads(house) if each["name"] == "News"]
    [said] = house.discord.messages(post)
    assert "#1 Practical help: a ride to the clinic" in plain(words(said))


async def test_the_week_is_told_where_thanks_are_read(house: House) -> None:
    await turn_on(house, "The week in counts")
    await house.ask(house.ana)
    await house.pass_time(DAY)
    [said] = house.announced()
    assert "A few times a hand was asked for." in said
    assert "A few requests could still use a hand: /helpboard" in said
    await house.pass_time(5 * DAY)
    assert len(house.announced()) == 1
