"""Offering help on Discord: the form, a break, keeping two people apart, what fits. Only they see any of it."""

from bot.model.people import Account
from tests.discord.house import House
from tests.discord.test_volunteers import choose_role
from tests.people import DAY

NEUTRAL = "For this one I look among other neighbours."


async def test_the_form_of_five_rows_becomes_an_offer_with_heavy_topics_below(house: House) -> None:
    opened = await house.ben.slash("volunteer")
    assert opened.modal is not None
    assert len(opened.modal["components"]) == 5

    shown = await house.ben.fill(
        opened,
        kinds=["Practical help", "Information or advice"],
        languages=["English", "Deutsch"],
        area="near the mill",
        quiet="22-8",
        most="1",
    )

    assert shown.is_ephemeral
    read = house.read(shown, house.ben)
    assert "You help with: Practical help, Information or advice. Languages: English, Deutsch." in read
    assert "Left alone from 22:00 to 8:00. No heavy topics." in read
    await house.ben.press(shown, "Heavy topics are all right")
    assert "Heavy topics are all right." in house.read(shown, house.ben)
    assert house.private(house.ben) == []

    again = await house.ben.press(await house.ben.slash("volunteer"), "Change what I offer")
    kept = await house.ben.fill(again, most="2")
    assert "near the mill" in house.read(kept, house.ben)
    assert "Heavy topics are all right." in house.read(kept, house.ben)
    await house.ben.press(kept, "Stop being a volunteer")
    assert "no longer a volunteer" in house.read(kept, house.ben)


async def test_what_cannot_be_used_comes_back_behind_a_button_with_every_word(house: House) -> None:
    opened = await house.ben.slash("volunteer", at=None)
    back = await house.ben.fill(opened, kinds=["Practical help"], area="near the mill", quiet="always")
    assert "please write two whole hours, like 22-8" in house.read(back, house.ben)
    assert "near the mill" in house.read(back, house.ben)
    again = await house.ben.press(back, "Open the form again")
    assert "near the mill" in house.read(await house.ben.fill(again, quiet=""), house.ben)


async def test_the_form_works_in_private_too(house: House) -> None:
    await house.ben.slash("help")
    opened = await house.ben.slash("volunteer", at=house.ben.direct())
    shown = await house.ben.fill(opened, kinds=["Practical help"])
    assert "You help with: Practical help. Languages: English." in house.read(shown, house.ben)


async def test_where_a_role_takes_requests_on_only_its_members_offer(house: House) -> None:
    await choose_role(house)
    refused = await house.ben.slash("volunteer")
    assert refused.modal is None
    assert "members of the volunteer team" in house.read(refused, house.ben)


async def test_the_daily_message_asks_once_and_its_button_goes_on(house: House) -> None:
    await house.ben.fill(await house.ben.slash("volunteer"), kinds=["Practical help"])
    await house.pass_time(84 * DAY)
    [asked] = house.private(house.ben)
    assert "Your time as a volunteer ends by itself" in asked

    renewed = await house.ben.press(house.newest(house.ben), "Yes, I go on")
    await house.settle()

    assert "How good that you go on" in house.read(renewed, house.ben)
    assert "You go on as a volunteer until" in house.private(house.ben)[0]


async def test_a_break_ends_by_itself_or_at_once(house: House) -> None:
    shown = await house.ben.slash("pause", time="10d")
    assert shown.is_ephemeral
    assert "Enjoy the break." in house.read(shown, house.ben)
    await house.ben.press(shown, "End the break now")
    assert "Your break is over." in house.read(await house.ben.slash("pause", time="off"), house.ben)
    assert "like 10d or 2 weeks" in house.read(await house.ben.slash("pause", time="10"), house.ben)


async def test_whoever_is_kept_apart_hears_nothing_and_cannot_claim(house: House) -> None:
    await house.ben.slash("help")
    kept = await house.ana.slash("avoid", person=house.ben)
    assert kept.is_ephemeral
    card = await house.ask(house.ana)

    refused = await house.ben.press(card, "✋ I can help with #1")
    await house.settle()

    assert NEUTRAL in house.read(refused, house.ben)
    assert house.private(house.ben) == []
    shown = await house.ana.press(await house.ana.slash("helpprivacy"), "Show me everything")
    assert f"You asked me to keep {house.ben.user['global_name']} apart from you." in house.read(shown, house.ana)
    back = await house.ana.slash("avoid", person=house.ben, off=True)
    assert "no longer keep the two of you apart" in house.read(back, house.ana)
    assert "You're on #1" in house.read(await house.ben.press(card, "✋ I can help with #1"), house.ben)


async def test_a_stranger_can_be_kept_apart_and_stays_one(house: House) -> None:
    await house.ana.slash("avoid", person=house.ben)
    known = await house.store.read(
        lambda tx, account, now: tx.people.person_of(account), Account("discord", house.ben.id)
    )
    assert known is None
    await house.ask(house.ana)
    assert NEUTRAL in house.read(await house.ben.slash("claim", number=1), house.ben)


async def test_in_private_a_mention_names_somebody_and_a_bare_word_nobody(house: House) -> None:
    await house.ana.slash("help")
    for text, heard in ((f"!avoid {house.ben.mention}", "All right: from now on"), ("!avoid <ben>", "whom you mean")):
        await house.ana.say(text, at=house.ana.direct())
        await house.until(lambda heard=heard: any(heard in said for said in house.private(house.ana)))


async def test_what_fits_is_taken_on_from_the_list(house: House) -> None:
    await house.ask(house.ana)
    shown = await house.ben.slash("canhelp")
    assert shown.is_ephemeral
    assert "#1 Practical help: a ride to the clinic" in house.read(shown, house.ben)
    await house.ben.press(shown, "I can help with #1")
    await house.until(lambda: "Somebody is on it" in house.card())
    assert "Nothing that fits you" in house.read(await house.ana.slash("canhelp"), house.ana)
