"""One request through its whole life, on both databases."""

from sqlalchemy import select

from bot.model.requests import Reason, Status
from storage.statements import Statement
from storage.tables import words
from tests.doubles.village import Village
from tests.people import DAY, HOUR

ALL_WORDS = Statement(select(words.c.id))


async def test_from_asking_to_the_announcement(village: Village) -> None:
    number = await village.ask("Ana", what="a ride to the clinic", where="Old Town")
    await village.settle()
    (card,) = village.chat.at("help")
    assert "Practical help wanted" in card.text
    assert "a ride to the clinic" in card.text
    assert "Ana" not in card.text

    await village.do("Ben", "claim", number)
    await village.settle()
    assert "Somebody is on it" in card.text
    assert "Ben" not in card.text
    (details,) = village.direct("Ben")
    assert "Ana" in details.text
    assert "Ben is on #1" in village.direct("Ana")[-1].text

    await village.do("Ben", "contact", number, "tomorrow")
    await village.pass_time(2 * DAY + 7 * HOUR)
    nudge = village.direct("Ben")[-1]
    assert nudge.offers("on_it")
    assert village.direct("Ana")[-1].offers("check_in")

    await village.do("Ben", "done", number)
    await village.settle()
    assert "Help was given" in card.text
    assert village.direct("Ana")[-1].offers("object")

    await village.pass_time(2 * DAY)
    assert village.direct("Ana")[-1].offers("consent")
    await village.do("Ana", "consent", number, "helper named")
    await village.settle()
    assert village.chat.at("thanks") == []

    preview = await village.say("Ana", "I got there on time, thank you!")
    await village.do("Ben", "consent", number, "helper named")
    await village.settle()
    assert "on time" not in village.chat.at("thanks")[0].text
    assert preview.wording is not None
    await village.press("Ana", preview.wording.choices[0].token)
    await village.settle()
    (announced,) = village.chat.at("thanks")
    assert "I got there on time, thank you!" in announced.text
    assert "Ben" in announced.text
    assert "Ana" not in announced.text
    assert (await village.request(number)).reason is Reason.MET

    await village.do("Ben", "consent", number, "nothing")
    await village.settle()
    assert village.chat.at("thanks") == []


async def test_a_redelivered_claim_does_nothing_twice_not_even_when_it_was_refused(village: Village) -> None:
    number = await village.ask("Ana")
    first, second = village.command("Ben", number), village.command("Chi", number)
    from bot.usecases.claims import claim

    assert (await village.store.write(claim, first)).result == "claim"
    assert (await village.store.write(claim, second)).result == "refused: someone_was_faster"
    await village.do("Ben", "release", number)

    assert (await village.store.write(claim, second)).is_silent
    assert (await village.store.write(claim, first)).is_silent
    assert (await village.request(number)).status is Status.OPEN


async def test_the_same_answer_given_twice_is_one_answer(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    first = await village.do("Ben", "contact", number, "tomorrow")
    await village.settle()
    before, edits = await village.request(number), [said.edits for said in village.chat.messages.values()]

    again = await village.do("Ben", "contact", number, "tomorrow")
    await village.settle()

    assert again == first
    assert await village.request(number) == before
    assert [said.edits for said in village.chat.messages.values()] == edits


async def test_two_unanswered_nudges_give_the_request_back_without_blame(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.do("Chi", "backup", number)
    await village.pass_time(2 * DAY)
    await village.pass_time(2 * DAY + 6 * HOUR)

    request = await village.request(number)
    assert [claim.helper_id for claim in request.active] == []
    assert "as reminding brought no answer" in village.chat.at("care")[-1].text
    assert "Ben" not in village.chat.at("care")[-1].text
    assert any("you offered to step in" in said.text for said in village.direct("Chi"))


async def test_a_private_remark_is_never_published_as_thanks(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.do("Ben", "done", number)
    await village.do("Ben", "consent", number, "no names")
    await village.do("Ana", "consent", number, "no names")
    await village.do("Ana", "consent", number, "nothing")
    assert (await village.say("Ana", "can we talk about my rent?")).result == "unheard"
    await village.do("Ana", "consent", number, "no names")
    assert (await village.say("Ana", "can we talk about my rent?")).result == "thanks preview"
    await village.settle()

    assert "rent" not in village.chat.at("thanks")[0].text


async def test_replaced_words_are_deleted(village: Village) -> None:
    number = await village.ask("Ana")
    for helper in ("Ben", "Chi"):
        await village.do(helper, "claim", number)
        await village.do(helper, "release", number)
        await village.say(helper, f"a note of {helper}")
    await village.pass_time(HOUR)
    assert await village.store.read(_all_words, None) == 2

    await village.do("Ana", "withdraw", number)
    await village.pass_time(15 * DAY)
    assert await village.store.read(_all_words, None) == 0


async def test_an_announcement_that_was_sent_but_not_recorded_can_still_be_taken_down(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.do("Ben", "done", number)
    await village.do("Ben", "consent", number, "helper named")
    await village.settle()
    await village.do("Ana", "consent", number, "helper named")
    village.chat.loses_answers = 1
    await village.delivery.deliver_all()
    assert "Ben" in village.chat.at("thanks")[0].text

    await village.do("Ben", "consent", number, "nothing")
    await village.pass_time(HOUR)

    assert village.chat.at("thanks") == []


async def test_withdrawing_takes_the_announcement_down_and_undoing_it_puts_it_back(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.do("Ben", "done", number)
    for person in ("Ana", "Ben"):
        await village.do(person, "consent", number, "helper named")
    await village.settle()
    assert "Ben" in village.chat.at("thanks")[0].text

    await village.do("Ana", "withdraw", number)
    await village.settle()
    assert village.chat.at("thanks") == []

    await village.do("Ana", "undo", number)
    await village.settle()
    assert "Ben" in village.chat.at("thanks")[0].text


async def test_a_newer_message_about_one_request_leaves_the_questions_about_another(village: Village) -> None:
    first = await village.ask("Ana")
    await village.pass_time(DAY)
    second = await village.ask("Ana")
    await village.pass_time(2 * DAY + 7 * HOUR)
    asked = [(said.offers("keep_open"), f"#{first}" in said.text) for said in village.direct("Ana")]
    assert asked.count((True, True)) == 1
    assert any(said.offers("keep_open") and f"#{second}" in said.text for said in village.direct("Ana"))


async def test_nobody_is_written_to_more_than_once_a_day_unasked(village: Village) -> None:
    for what in ("milk", "bread", "a lamp"):
        number = await village.ask("Ana", what=what)
        if what != "a lamp":
            await village.do("Ben", "claim", number)
    await village.settle()
    before = len(village.direct("Ben")), len(village.direct("Ana"))
    await village.pass_time(3 * DAY)

    assert len(village.direct("Ben")) - before[0] <= 3
    assert len(village.direct("Ana")) - before[1] <= 3
    assert "A few things in one message" in village.direct("Ben")[-1].text


async def test_only_the_newest_daily_message_asks(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.pass_time(4 * DAY)

    asking = [said for said in village.direct("Ana") if said.offers("check_in")]
    assert len(asking) == 1
    assert asking == village.direct("Ana")[-1:]
    edits = [said.edits for said in village.direct("Ana")[:-1]]
    await village.do("Ben", "on_it", number)
    await village.settle()
    assert [said.edits for said in village.direct("Ana")[:-1]] == edits


async def test_a_daily_message_is_not_edited_only_because_it_arrived(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.pass_time(2 * DAY + 7 * HOUR)

    assert village.direct("Ben")[-1].offers("on_it")
    assert village.direct("Ben")[-1].edits == 0


async def test_after_a_withdrawal_only_the_card_and_one_private_note_each(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.do("Ana", "withdraw", number)
    await village.settle()
    await village.pass_time(20 * DAY)

    (card,) = village.chat.at("help")
    assert "No longer needed" in card.text
    assert [said.text for said in village.direct("Ben")] == [
        "#1 is no longer needed. Thank you for having been ready; you need do nothing."
    ]
    assert village.direct("Ana") == []


async def test_a_hand_raised_before_the_send_was_recorded_is_a_claim(village: Village) -> None:
    number = await village.ask("Ana")
    early = await village.react("Ben", "m1")
    assert early.result == "waiting"

    await village.settle()

    request = await village.request(number)
    assert [claim.helper_id for claim in request.active] != []


async def test_taking_the_hand_down_hands_it_back(village: Village) -> None:
    number = await village.ask("Ana")
    await village.settle()
    await village.react("Ben", "m1", "✋🏽")
    assert (await village.request(number)).status is Status.CLAIMED
    assert (await village.react("Ben", "m1", "✋🏽")).is_silent

    await village.react("Ben", "m1", "✋🏽", present=False)

    assert (await village.request(number)).status is Status.OPEN


async def test_what_was_typed_is_deleted_two_weeks_after_closing(village: Village) -> None:
    number = await village.ask("Ana", what="a very particular wish")
    await village.do("Ana", "withdraw", number)
    await village.pass_time(13 * DAY)
    assert await village.store.read(_words, (village.community_id, number)) == "a very particular wish"

    await village.pass_time(DAY + HOUR)

    assert await village.store.read(_words, (village.community_id, number)) == ""


def _all_words(tx, nothing, now):  # type: ignore[no-untyped-def]
    return len(tx.words._session.rows(ALL_WORDS, {}))


def _words(tx, key, now):  # type: ignore[no-untyped-def]
    return tx.words.get(key[0], tx.requests.find(*key).words_id).get("what")
