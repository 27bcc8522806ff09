"""How it ended, in one tap, on both databases: only the counts learn of it."""

from bot.model.requests import Reason
from bot.usecases.catalogue import choice, typed
from bot.usecases.privacy import forget_me
from tests.doubles.village import Village
from tests.people import DAY, HOUR, actor


async def test_whoever_asked_says_how_it_ended_and_the_card_blames_nobody(village: Village) -> None:
    number = await village.ask("Ana")
    said = await village.do("Ana", "withdraw", number)
    assert said.wording is not None
    (elsewhere,) = [each for each in said.wording.choices if each.value == "signposted"]

    told = await village.press("Ana", elsewhere.token)
    await village.settle()

    assert told.wording is not None
    assert told.wording.text == "Thank you for telling. It is only counted."
    assert (await village.request(number)).reason is Reason.SIGNPOSTED
    assert "Looked after elsewhere" in village.chat.at("help")[0].text
    assert village.direct("Ana") == []


async def test_moderators_say_how_it_ended_right_after_closing_and_nobody_else_may(village: Village) -> None:
    number = await village.ask("Ana")
    close = typed(
        actor("Mo", moderator=True), village.community_id, village.origin(), f"/helpmod close {number} at the food bank"
    )
    assert close is not None
    closed = await village.store.write(*close)
    assert closed.wording is not None
    (met,) = [each for each in closed.wording.choices if each.value == "met"]
    assert (await village.press("Chi", met.token)).result == "refused: moderators_only"

    carried = choice(actor("Mo", moderator=True), village.community_id, village.origin(), met.token)
    assert (await village.store.write(*carried)).result == "how_ended"
    await village.settle()
    assert (await village.request(number)).reason is Reason.MET
    assert "Done. Thank you, neighbours." in village.chat.at("help")[0].text


async def test_thanks_that_moderators_took_down_stay_down_whatever_they_say_afterwards(village: Village) -> None:
    await village.enlist("Chi")
    number = await village.ask("Ana")
    await village.pass_time(HOUR)
    await village.do("Ben", "claim", number)
    await village.do("Ana", "done", number)
    for person, level in (("Ana", "both named"), ("Ben", "helper named")):
        await village.do(person, "consent", number, level)
    await village.settle()
    assert len(village.chat.at("thanks")) == 1

    mo = actor("Mo", moderator=True)
    close = typed(mo, village.community_id, village.origin(), f"/helpmod close {number} the words are rude")
    assert close is not None
    await village.store.write(*close)
    await village.store.write(*choice(mo, village.community_id, village.origin(), f"how_closed|{number}|met"))
    await village.store.write(forget_me, village.ask_about("Chi", "yes"))
    await village.settle()

    assert village.chat.at("thanks") == []


async def test_what_moderators_closed_is_not_asked_again_whatever_they_say_afterwards(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ana", "series", number, "7 4")
    mo = actor("Mo", moderator=True)
    close = typed(mo, village.community_id, village.origin(), f"/helpmod close {number} the words are rude")
    assert close is not None
    await village.store.write(*close)
    await village.store.write(*choice(mo, village.community_id, village.origin(), f"how_closed|{number}|met"))

    assert (await village.do("Ana", "again", number)).result == "refused: not_asked_again"


async def test_the_week_tells_what_was_met_elsewhere_and_not_only_in_part(village: Village) -> None:
    for index, how in enumerate(("signposted", "signposted", "unmet")):
        number = await village.ask("Ana", what=f"thing {index}")
        await village.do("Ana", "withdraw", number)
        await village.do("Ana", "how_ended", number, how)
    number = await village.ask("Ana", what="two crates")
    await village.do("Ben", "claim", number)
    await village.do("Ana", "check_in", number, "someone new")
    await village.do("Ana", "done", number)
    since = village.clock.now() - DAY
    week = await village.store.read(_week, (village.community_id, since, since + 2 * DAY))

    assert (week.asked, week.helped, week.rested, week.elsewhere) == (4, 1, 1, 2)


def _week(tx, when, now):  # type: ignore[no-untyped-def]
    return tx.digests.week(*when)
