"""The digest of open needs, kept up to date in place, and the week in counts."""

from bot.commands.seen import Pressed
from bot.model.digests import DigestKind
from bot.model.outcome import Outcome
from bot.model.places import PlaceRef
from bot.model.wording import Mention
from bot.ports import Tx
from bot.usecases import answers, places
from tests.doubles.village import PLATFORM, Said, Village
from tests.people import DAY, HOUR, MINUTE, actor
from tests.stories.test_languages import choose
from tests.stories.test_set_up import set_place

TITLE = "Where a hand is wanted"
WEEK, WEEKS = "The week among neighbours", "The last weeks among neighbours"


async def switch(village: Village, value: str, *, moderator: bool = True, origin: str = "") -> Outcome:
    who = actor("Mo", moderator=moderator)
    pressed = Pressed(who, village.community_id, origin or village.origin(), f"digest|0|{value}")
    outcome = await village.store.write(answers.press, pressed)
    await village.settle()
    return outcome


def shown(village: Village, place: str = "help") -> list[Said]:
    return [said for said in village.chat.at(place) if said.text.startswith(TITLE)]


def the(village: Village, place: str = "help") -> Said:
    (only,) = shown(village, place)
    return only


def lines(said: Said) -> list[str]:
    return said.text.split("\n")


def weeks(village: Village) -> list[str]:
    return [said.text for said in village.chat.at("thanks") if said.text.startswith((WEEK, WEEKS))]


async def soon(village: Village) -> None:
    await village.pass_time(2 * MINUTE)


async def test_there_is_none_until_moderators_want_one(village: Village) -> None:
    await village.ask("Ana")
    await village.pass_time(9 * DAY)
    assert (shown(village), weeks(village)) == ([], [])
    assert (await switch(village, "open on", moderator=False)).result == "refused: moderators_only"
    assert (await switch(village, "open maybe")).result == "refused: not_a_choice"
    assert shown(village) == []


async def test_it_says_what_is_open_the_soonest_first_and_how_to_take_it_on(village: Village) -> None:
    await village.ask("Ana", what="a listening ear\nfor an hour", when="no rush")
    await village.ask("Ben", what="a ride to the clinic", when="today")
    outcome = await switch(village, "open on")

    assert outcome.wording is not None
    assert "Overview of what is open: on." in outcome.wording.text
    assert lines(the(village)) == [
        TITLE,
        "#2 Practical help: a ride to the clinic · by Mon 23 Nov 23:59 UTC · asked today",
        "#1 Practical help: a listening ear · no rush · asked today",
        "To take one on: /claim and its number.",
    ]
    assert the(village).wording.choices == ()


async def test_it_is_replaced_in_place_when_what_it_says_changes(village: Village) -> None:
    number = await village.ask("Ana")
    await switch(village, "open on")
    await village.do("Ben", "claim", number)
    await soon(village)

    assert lines(the(village))[1:] == [
        "Nobody is waiting at the moment. If a hand would help you, /needhelp asks for one."
    ]
    assert the(village).edits == 1
    await village.do("Ben", "release", number)
    await soon(village)
    assert lines(the(village))[1].startswith("#1 Practical help: a ride to the clinic")


async def test_fifty_changes_in_a_minute_are_one_edit(village: Village) -> None:
    await switch(village, "open on")
    for turn in range(50):
        await village.ask(f"Neighbour {turn}", what=f"thing {turn}")
        await village.settle()
    assert the(village).edits == 0
    await soon(village)

    assert the(village).edits == 1
    said = lines(the(village))
    assert len(said) == 15
    assert said[-2:] == ["And 38 more: /helpboard", "To take one on: /claim and its number."]


async def test_what_it_does_not_say_does_not_draw_it_again(village: Village) -> None:
    """Nudges, check-ins, thanks, and a request that came and went in the meantime."""
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await switch(village, "open on")
    other = await village.ask("Chi")
    await village.do("Chi", "withdraw", other)
    await village.pass_time(3 * HOUR)
    await village.do("Ben", "done", number)
    await village.pass_time(3 * DAY)
    assert the(village).edits == 0


async def test_it_grows_older_by_itself_and_is_drawn_only_when_the_words_change(village: Village) -> None:
    await village.ask("Ana", when="no rush")
    await switch(village, "open on")
    ages = []
    for _ in range(9):
        ages.append(lines(the(village))[1].rpartition(" · ")[2])
        await village.pass_time(DAY)
    assert list(dict.fromkeys(ages)) == [
        "asked today",
        "asked yesterday",
        "asked a few days ago",
        "asked over a week ago",
    ]
    assert the(village).edits == 3


async def test_it_is_taken_away_and_comes_back_as_moderators_wish(village: Village) -> None:
    await village.ask("Ana")
    await switch(village, "open on")
    await switch(village, "open on")
    assert len(shown(village)) == 1
    await switch(village, "open off")
    assert shown(village) == []
    await village.ask("Ben")
    await soon(village)
    assert shown(village) == []

    await switch(village, "open on")
    assert [row[:2] for row in lines(the(village))[1:3]] == ["#1", "#2"]


async def test_a_switch_that_arrives_twice_is_one(village: Village) -> None:
    await switch(village, "open on", origin="test:once")
    await switch(village, "open off")
    await switch(village, "open on", origin="test:once")
    assert shown(village) == []


async def test_it_follows_the_place_the_language_and_the_zone(village: Village) -> None:
    await village.ask("Ana")
    await switch(village, "open on")
    await set_place(village, "help", "elsewhere")
    await soon(village)
    assert lines(the(village, "elsewhere"))[1].startswith("#1 ")

    await choose(village, "de")
    await village.settle()
    assert village.chat.at("elsewhere")[-1].text.startswith("Wo eine Hand gesucht wird")


async def test_one_that_somebody_deleted_is_back_with_the_next_news(village: Village) -> None:
    await switch(village, "open on")
    the(village).is_removed = True
    await village.ask("Ana")
    await soon(village)
    assert lines(the(village))[1].startswith("#1 ")


async def test_a_lost_place_costs_nothing_and_shows_it_again_when_it_is_back(village: Village) -> None:
    await switch(village, "open on")
    await village.ask("Ana")
    village.chat.lost = {"help"}
    await village.pass_time(2 * DAY)
    village.chat.lost = set()
    await set_place(village, "help", "help")
    await soon(village)
    assert lines(the(village))[1].startswith("#1 ")


async def test_nobody_is_named_in_it_not_even_with_their_yes(village: Village) -> None:
    await village.ask("Ana", naming="all")
    await switch(village, "open on")
    assert "Ana" not in the(village).text
    assert [each for row in the(village).wording.paragraphs for each in row.spans if isinstance(each, Mention)] == []


async def help_given(village: Village, count: int) -> None:
    for turn in range(count):
        number = await village.ask(f"Asker {turn}")
        await village.do(f"Helper {turn}", "claim", number)
        await village.do(f"Asker {turn}", "done", number)


async def test_the_week_is_told_on_monday_evening_in_counts_that_show_nobody(village: Village) -> None:
    await switch(village, "week on")
    await village.pass_time(DAY)
    await help_given(village, 5)
    await village.ask("Ana", when="no rush")
    await village.pass_time(7 * DAY)

    assert weeks(village) == [
        f"{WEEK}\n6 times a hand was asked for. 5 times help was given. Thank you.\n"
        "A few requests could still use a hand: /helpboard"
    ]
    await village.pass_time(6 * DAY)
    assert len(weeks(village)) == 1


async def test_what_found_nobody_is_told_as_something_that_can_still_be_done(village: Village) -> None:
    await switch(village, "week on")
    await village.ask("Ana", when="no rush")
    await village.pass_time(22 * DAY)
    assert weeks(village) == [
        f"{WEEK}\nA few times a hand was asked for.\nA few requests could still use a hand: /helpboard",
        f"{WEEK}\n\nA few came to rest before anybody was free. If they are asked again, perhaps you have a moment.",
    ]


async def test_a_quiet_week_is_not_told(village: Village) -> None:
    await switch(village, "week on")
    await village.pass_time(30 * DAY)
    assert weeks(village) == []


async def test_after_three_weeks_off_one_summary_tells_them_all_and_not_at_night(village: Village) -> None:
    await switch(village, "week on")
    await village.pass_time(8 * DAY)
    await help_given(village, 5)
    await village.sleep(20 * DAY + 16 * HOUR)
    assert village.clock.now().hour == 4
    assert weeks(village) == []

    await village.pass_time(6 * HOUR)
    [told] = weeks(village)
    assert told.startswith("The last weeks among neighbours\n5 times a hand was asked for. 5 times help was given.")
    await village.pass_time(6 * DAY)
    assert len(weeks(village)) == 1


async def test_weeks_end_when_they_are_turned_off(village: Village) -> None:
    await switch(village, "week on")
    await help_given(village, 1)
    await switch(village, "week off")
    await village.pass_time(9 * DAY)
    assert weeks(village) == []
    assert await due(village) == [None]


async def due(village: Village) -> list[object]:
    def look(tx: Tx, nothing: None, now: object) -> list[object]:
        found = [tx.digests.get(village.community_id, kind) for kind in DigestKind]
        return [digest.due_at for digest in found if digest is not None]

    return await village.store.read(look, None)


async def test_without_a_place_for_thanks_the_week_stays_untold(village: Village) -> None:
    await switch(village, "week on")
    await help_given(village, 1)
    await village.store.write(places.vanish, PlaceRef(PLATFORM, "thanks"))
    await village.pass_time(9 * DAY)
    assert weeks(village) == []
