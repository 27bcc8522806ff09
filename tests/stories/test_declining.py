"""An asker would rather have somebody else: on both databases, and nobody learns more than they need."""

from bot.model.ids import Number
from bot.model.requests import Status
from bot.rules.rooms import token_of
from bot.usecases.catalogue import typed
from tests.doubles.village import Village
from tests.people import DAY, HOUR, actor


async def history(village: Village, number: Number) -> str:
    carried = typed(actor("Mo", moderator=True), village.community_id, village.origin(), f"/helpmod history {number}")
    assert carried is not None
    outcome = await village.store.write(*carried)
    assert outcome.wording is not None
    return outcome.wording.text


async def test_without_a_reason_and_the_helper_reads_only_that_it_goes_on(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.do("Chi", "backup", number)
    await village.settle()
    note = village.direct("Ana")[-1]
    assert note.offers("decline")

    sure = await village.do("Ana", "decline", number)
    assert (await village.request(number)).status is Status.CLAIMED
    assert sure.wording is not None
    (yes,) = sure.wording.choices
    said = await village.press("Ana", yes.token)
    await village.settle()

    assert said.wording is not None
    assert said.wording.text == "All right. #1 goes on to others; you need do nothing."
    told = village.direct("Ben")[-1]
    assert told.text == (
        "#1 (a ride to the clinic) goes on with somebody else. Thank you for having been ready to help."
    )
    assert told.wording.choices == ()
    assert any("you offered to step in" in each.text for each in village.direct("Chi"))
    assert village.chat.at("care") == []
    assert "needs somebody else" in await history(village, number)


async def test_it_is_no_strike_and_the_helper_is_not_asked_or_let_on_again(village: Village) -> None:
    number = await village.ask("Ana")
    await village.settle()
    await village.do("Ben", "claim", number)
    token = token_of((await village.request(number)).active[0])
    await village.do("Ana", "decline_yes", number, token)
    await village.settle()
    before = len(village.direct("Ben"))

    again = await village.react("Ben", "m1")
    assert again.result == "refused: looked_after_otherwise"
    assert (await village.do("Ana", "decline_yes", number, token)).result == "refused: nobody_on_it"
    await village.pass_time(DAY + HOUR)
    assert len(village.direct("Ben")) == before
    other = await village.ask("Ana", what="a letter to post")
    assert (await village.do("Ben", "claim", other)).result == "claim"


async def test_with_several_helpers_each_is_named_to_the_asker_with_a_choice_of_its_own(village: Village) -> None:
    number = await village.ask("Ana", wanted="2")
    for helper in ("Ben", "Chi"):
        await village.do(helper, "claim", number)
        await village.pass_time(HOUR)

    which = await village.do("Ana", "decline", number)
    assert which.wording is not None
    assert [paragraph.choices != () for paragraph in which.wording.paragraphs] == [False, True, True]
    assert ["Ben" in which.wording.text, "Chi" in which.wording.text] == [True, True]
    await village.press("Ana", which.wording.choices[1].token)

    left = [claim.helper_id for claim in (await village.request(number)).active]
    assert left == [await village.person("Ben")]
    assert (await village.do("Chi", "decline", number)).result == "refused: not_your_request"
