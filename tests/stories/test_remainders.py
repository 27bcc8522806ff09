"""Help that arrived partly, on both databases: what is left is asked for in the asker's words."""

from bot.model.ids import Number
from bot.model.requests import Request, Status
from tests.doubles.village import Village
from tests.people import DAY, HOUR


async def partly(village: Village) -> Number:
    number = await village.ask("Ana", what="two crates to the cellar", when="no rush", where="Old Town")
    await village.do("Ben", "claim", number)
    await village.pass_time(2 * DAY + 7 * HOUR)
    assert village.direct("Ana")[-1].offers("check_in")
    which = await village.do("Ana", "check_in", number, "partly")
    assert which.wording is not None
    said = await village.press("Ana", which.wording.choices[2].token)
    assert said.result == "leave_rest"
    await village.settle()
    return number


async def said_of(village: Village, number: Number) -> str:
    return await village.store.read(_words, await village.request(number))


async def test_what_is_left_is_read_once_more_and_then_reads_so_for_all(village: Village) -> None:
    number = await partly(village)
    (card,) = village.chat.at("help")
    assert "Practical help wanted" in card.text
    assert "two crates" in card.text
    assert "thanks to you" in village.direct("Ben")[-1].text

    preview = await village.say("Ana", "one more crate")
    await village.settle()
    assert "two crates" in card.text
    assert preview.wording is not None
    assert "one more crate" in preview.wording.text
    await village.press("Ana", preview.wording.choices[0].token)
    await village.settle()

    assert "one more crate" in card.text
    assert ["two crates" in card.text, "Old Town" in card.text] == [False, True]
    assert (await village.say("Ana", "and a lamp")).result == "unheard"
    assert (await village.do("Chi", "claim", number)).result == "claim"
    await village.do("Chi", "done", number)
    await village.pass_time(3 * DAY)
    assert [village.direct(person)[-1].offers("consent") for person in ("Ana", "Ben", "Chi")] == [True] * 3


async def test_a_no_leaves_the_words_as_they_are(village: Village) -> None:
    number = await partly(village)

    assert (await village.say("Ana", "no")).result == "as before"
    assert await said_of(village, number) == "two crates to the cellar"


async def test_words_that_come_after_the_end_are_handed_back(village: Village) -> None:
    number = await partly(village)
    await village.do("Ana", "withdraw", number)

    late = await village.say("Ana", "one more crate")

    assert late.wording is not None
    assert "one more crate" in late.wording.text
    assert (await village.request(number)).status is Status.CLOSED


async def test_a_date_that_has_passed_is_left_behind(village: Village) -> None:
    number = await village.ask("Ana", what="two crates", when="by a date", by="2026-11-24")
    await village.do("Ben", "claim", number)
    await village.pass_time(2 * DAY)
    await village.do("Ana", "check_in", number, "someone new")

    assert (await village.say("Ana", "one crate")).result == "preview"


def _words(tx, request: Request, now):  # type: ignore[no-untyped-def]
    return tx.words.get(request.community_id, request.words_id).get("what")
