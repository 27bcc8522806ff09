"""A line of thanks, from one person to another."""

from bot.commands.values import Thank
from bot.model.ids import Number
from bot.usecases import catalogue, privacy, thanks
from tests.doubles.village import Village
from tests.people import DAY, actor


async def test_a_line_of_thanks_that_could_not_be_sent_in_time_is_gone_with_its_words(village: Village) -> None:
    await village.ask("Ben")
    await village.store.write(thanks.send_note, note(village))
    village.clock.move_to(village.clock.now() + 15 * DAY)

    await village.settle()

    assert village.direct("Ben") == []


async def test_the_same_submission_is_passed_on_once(village: Village) -> None:
    await village.ask("Ben")
    sent = note(village)
    results = [(await village.store.write(thanks.send_note, sent)).result for _ in range(2)]
    await village.settle()

    assert results == ["thanks sent", "repeated"]
    assert ["“Thank you!”" in said.text for said in village.direct("Ben")] == [True]


async def test_thanks_of_somebody_who_was_forgotten_are_not_sent_without_words(village: Village) -> None:
    await village.ask("Ben")
    await village.store.write(thanks.send_note, note(village))
    await village.store.write(privacy.forget_me, village.ask_about("Ana", "yes"))

    await village.settle()

    assert village.direct("Ben") == []


async def helped(village: Village) -> Number:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.do("Ana", "done", number)
    return number


async def test_without_a_word_in_public_whoever_helped_still_reads_a_line_alone(village: Village) -> None:
    number = await helped(village)
    kept = await village.do("Ana", "consent", number, "nothing")
    assert kept.wording is not None
    (word,) = [each for each in kept.wording.choices if each.move == "word"]
    await village.press("Ana", word.token)
    sent = await village.say("Ana", "The soup was warm. Thank you!")
    again = await village.say("Ana", "And the bread!")
    await village.settle()

    assert (sent.result, again.result) == ("", "unheard")
    read = [said.text for said in village.direct("Ben") if "The soup was warm" in said.text]
    assert read == ["A line of thanks for you, from Ana:\n“The soup was warm. Thank you!”"]
    assert village.chat.at("thanks") == []
    assert "bread" not in str(village.chat.messages)


async def test_a_line_for_what_turned_out_not_to_be_done_is_handed_back(village: Village) -> None:
    number = await helped(village)
    await village.do("Ana", "word", number)
    await village.do("Ben", "object", number)
    told = await village.say("Ana", "The soup was warm.")
    await village.settle()
    assert told.result == "refused: not_done_yet"
    assert told.wording is not None
    assert "The soup was warm." in told.wording.text
    assert "A line of thanks" not in str(village.direct("Ben"))


async def test_one_line_a_day_about_one_request(village: Village) -> None:
    number = await helped(village)
    for _ in range(2):
        await village.do("Ana", "word", number)
        last = await village.say("Ana", "The soup was warm.")
    assert (await village.do("Ana", "word", number)).result == "refused: thanked_today"
    assert last.result == "unheard"
    await village.pass_time(DAY)
    assert (await village.do("Ana", "word", number)).wording is not None
    await village.say("Ana", "And for the bread!")
    await village.settle()
    assert str([each.text for each in village.direct("Ben")]).count("A line of thanks for you") == 2


async def test_nobody_writes_in_private_to_whom_they_are_kept_apart_from(village: Village) -> None:
    await village.ask("Ben")
    command = catalogue.typed(actor("Ben"), village.community_id, village.origin(), "/avoid <ana>")
    assert command is not None
    await village.store.write(*command)
    sent = await village.store.write(thanks.send_note, note(village))
    await village.settle()
    assert sent.result == "thanks sent"
    assert "A line of thanks" not in str(village.direct("Ben"))


async def test_only_who_asked_writes_such_a_line_and_only_when_it_was_done(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    assert (await village.do("Ana", "word", number)).result == "refused: not_done_yet"
    await village.do("Ana", "done", number)
    assert (await village.do("Chi", "word", number)).result == "refused: not_your_request"
    assert (await village.do("Ben", "word", number)).result == "refused: not_your_request"
    await village.do("Ana", "word", number)
    assert (await village.say("Ana", "no")).result == "no word"
    await village.settle()
    assert "A line of thanks" not in str(village.direct("Ben"))


async def test_who_is_kept_apart_meanwhile_gets_no_line_and_nobody_learns_of_it(village: Village) -> None:
    number = await helped(village)
    await village.do("Ana", "word", number)
    command = catalogue.typed(actor("Ben"), village.community_id, village.origin(), "/avoid <ana>")
    assert command is not None
    await village.store.write(*command)
    sent = await village.say("Ana", "Thank you!")
    await village.settle()

    assert sent.wording is not None
    assert "Whoever helped you reads it" in sent.wording.text
    assert "A line of thanks" not in str(village.direct("Ben"))


def note(village: Village) -> Thank:
    return Thank(actor("Ana"), village.community_id, village.origin(), actor("Ben").account, False, "Thank you!")
