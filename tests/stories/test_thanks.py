"""A line of thanks, from one person to another."""

from bot.commands.values import Thank
from bot.usecases import privacy, thanks
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


def note(village: Village) -> Thank:
    return Thank(actor("Ana"), village.community_id, village.origin(), actor("Ben").account, False, "Thank you!")
