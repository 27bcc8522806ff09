"""Out of sight means out of sight: nobody who has no part in a request reads of it by another way."""

from bot.usecases import boards
from tests.doubles.village import Village
from tests.people import DAY, HOUR
from tests.stories.test_moderation import meet, mod
from tests.stories.test_series import helped, weekly
from tests.stories.test_set_up import set_place


async def test_whoever_was_thought_of_and_has_not_read_of_it_yet_reads_nothing(village: Village) -> None:
    number = await village.ask("Ana")
    await meet(village, "Ben")
    await village.pass_time(11 * HOUR)
    await mod(village, f"assign {number} ben drives that way")
    await village.settle()

    await mod(village, f"hide {number} there is an address in it")
    board = await village.store.write(boards.my_help, village.ask_about("Ben", ""))
    await village.pass_time(11 * HOUR)

    assert village.direct("Ben") == []
    assert "#1" not in str(board.wording)
    assert (await village.do("Ben", "claim", number)).result == "refused: out_of_sight"


async def test_whoever_was_thought_of_before_has_no_words_left_and_cannot_take_it_on(village: Village) -> None:
    number = await village.ask("Ana")
    await meet(village, "Ben")
    await mod(village, f"assign {number} ben drives that way")
    await village.settle()
    (asked,) = village.direct("Ben")
    assert "a ride to the clinic" in asked.text

    await mod(village, f"hide {number} there is an address in it")
    await village.settle()

    assert asked.text == "Hello.\n#1 is out of sight for now. You need do nothing."
    assert (await village.do("Ben", "claim", number)).result == "refused: out_of_sight"
    await mod(village, f"show {number} it is gone")
    await village.settle()
    assert [asked.offers(move) for move in ("claim", "step_back")] == [True, True]


async def test_nobody_is_thought_of_for_what_is_out_of_sight(village: Village) -> None:
    number = await village.ask("Ana")
    await meet(village, "Ben")
    await mod(village, f"hide {number} there is an address in it")

    assert (await mod(village, f"assign {number} ben drives that way")).result == "refused: hidden_already"


async def test_whoever_helped_the_last_time_reads_nothing_of_the_next_time_while_it_is_out_of_sight(
    village: Village,
) -> None:
    number = await weekly(village)
    await helped(village, number)
    await village.pass_time(DAY)
    posted = await village.do("Ana", "again", number)
    assert posted.wording is not None
    second = posted.wording.choices[0].number

    await mod(village, f"hide {second} there is an address in it")
    board = await village.store.write(boards.my_help, village.ask_about("Ben", ""))
    await village.settle()

    assert not any(f"#{second} (" in said.text for said in village.direct("Ben"))
    assert f"#{second}" not in str(board.wording)
    assert (await village.do("Ben", "claim", second)).result == "refused: out_of_sight"


async def test_nothing_is_said_in_public_of_what_ends_out_of_sight_and_nobody_is_asked_about_it(
    village: Village,
) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await mod(village, f"hide {number} there is an address in it")
    await village.do("Ben", "done", number)
    await village.do("Ana", "done", number)

    await village.pass_time(3 * DAY)
    for person, level in (("Ana", "both named"), ("Ben", "helper named")):
        await village.do(person, "consent", number, level)
    await village.settle()

    asked = [said for person in ("Ana", "Ben") for said in village.direct(person) if said.offers("consent")]
    assert (asked, village.chat.at("thanks")) == ([], [])


async def test_nothing_goes_on_as_a_request_that_is_out_of_sight(village: Village) -> None:
    first, second = await village.ask("Ana"), await village.ask("Ana")
    await mod(village, f"hide {first} there is an address in it")

    assert (await mod(village, f"merge {second} {first} the same ride")).result == "refused: other_out_of_sight"


async def test_a_card_goes_out_of_sight_even_where_requests_were_read_before(village: Village) -> None:
    number = await village.ask("Ana")
    await village.settle()
    await set_place(village, "help", "the barn")
    await village.settle()

    await mod(village, f"hide {number} there is an address in it")
    await village.settle()
    assert [village.chat.at(place) for place in ("help", "the barn")] == [[], []]

    await mod(village, f"show {number} it is gone")
    await village.settle()
    assert [len(village.chat.at(place)) for place in ("help", "the barn")] == [0, 1]


async def test_a_yes_that_is_taken_back_counts_where_thanks_were_read_before(village: Village) -> None:
    number = await village.ask("Ana")
    for person, move in (("Ben", "claim"), ("Ben", "done"), ("Ana", "done")):
        await village.do(person, move, number)
    for person in ("Ana", "Ben"):
        await village.do(person, "consent", number, "helper named")
    await village.settle()
    (thanks,) = village.chat.at("thanks")
    await set_place(village, "thanks", "the barn")
    await village.settle()

    await village.do("Ben", "consent", number, "nothing")
    await village.settle()

    assert thanks.is_removed
    assert village.chat.at("the barn") == []
