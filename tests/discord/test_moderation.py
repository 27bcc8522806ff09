"""What moderators do with requests on Discord: by their commands, and answered by buttons in private."""

from tests.discord.house import HAND, House
from tests.people import DAY, HOUR


async def test_whoever_is_assigned_is_asked_in_private_and_says_yes_by_a_button(house: House) -> None:
    await house.ask(house.ana)
    await house.ben.slash("helpboard")
    before = house.card()

    noted = await house.mo.slash("helpmod assign", number=1, person=house.ben, reason="drives that way")
    await house.settle()

    assert noted.is_ephemeral
    assert "Nobody is named or bound before they say yes" in house.read(noted, house.mo)
    [asked] = house.private(house.ben)
    assert "The moderators thought of you for #1 (a ride to the clinic). Could you help?" in asked
    assert "Please don't write to me unasked" in asked
    assert (house.card(), house.private(house.ana)) == (before, [])
    yes = await house.ben.press(house.newest(house.ben), "I can help with #1")
    await house.settle()
    assert "You're on #1" in house.read(yes, house.ben)
    assert "Somebody is on it" in house.card()


async def test_not_this_time_is_told_to_nobody(house: House) -> None:
    await house.ask(house.ana)
    await house.ben.slash("helpboard")
    await house.mo.slash("helpmod assign", number=1, person=house.ben, reason="drives that way")
    await house.settle()

    no = await house.ben.press(house.newest(house.ben), "Not this time")
    await house.settle()

    assert "Nobody hears of it" in house.read(no, house.ben)
    assert "Practical help wanted" in house.card()
    history = house.read(await house.mo.slash("helpmod history", number=1), house.mo)
    assert "Reason: drives that way" in history
    assert [word in history for word in (house.ben.id, "ben", "stepped back")] == [False] * 3
    why = await house.mo.slash("helpmod why", number=1)
    assert why.is_ephemeral
    assert "How helpers are sought for #1" in house.read(why, house.mo)
    assert house.told_care() == []


async def test_nobody_is_written_to_who_never_used_the_bot_or_asked_it_not_to_write(house: House) -> None:
    await house.ask(house.ana)
    strangers = await house.mo.slash("helpmod assign", number=1, person=house.chi, reason="drives that way")
    asker = await house.mo.slash("helpmod assign", number=1, person=house.ana, reason="drives that way")

    await house.pass_time(3 * HOUR)

    assert house.read(strangers, house.mo) == house.read(asker, house.mo)
    assert "ask them yourself: /claim 1" in house.read(strangers, house.mo)
    assert (house.private(house.chi), house.private(house.ana)) == ([], [])
    assert not house.discord.calls("POST", "/users/@me/channels")


async def test_a_request_is_merged_and_whoever_asked_says_that_it_is_something_else(house: House) -> None:
    first = await house.ask(house.ana)
    await house.ask(house.chi, what="a lift to the clinic")
    await house.ben.press(first, "✋ I can help with #1")

    noted = await house.mo.slash("helpmod merge", number=1, into=2, reason="the same ride")
    await house.settle()

    assert "Noted for #1" in house.read(noted, house.mo)
    told, free = house.private(house.ana)[-1], house.private(house.ben)[-1]
    assert "seems to be the same as #2" in told
    assert "They write: the same ride" in told
    assert "you are off the hook" in free
    assert not [said for said in house.private(house.chi) if "#1" in said]
    assert not [name for name in (house.chi.id, "lift") if name in told + free]
    await house.ana.press(house.newest(house.ana), "#1 is something else")
    await house.settle()
    assert "#1 is something else after all" in house.told_care()[-1]
    assert "✋ I can help with #1" in str([each["components"] for each in house.cards()])


async def test_on_hold_a_hand_takes_nothing_on_until_it_goes_on(house: House) -> None:
    card = await house.ask(house.ana)

    await house.mo.slash("helpmod pause", number=1, days=3, reason="the street is closed")
    await house.settle()

    assert "On hold for now" in house.card()
    assert "They write: the street is closed" in house.private(house.ana)[-1]
    await house.ben.react(card, HAND)
    await house.until(lambda: any("on hold for now" in said for said in house.private(house.ben)))
    assert "Nothing is open" in house.read(await house.ben.slash("helpboard"), house.ben)
    await house.pass_time(3 * DAY)
    assert "Practical help wanted" in house.card()


async def test_out_of_sight_the_card_is_gone_until_it_is_shown_again(house: House) -> None:
    await house.ask(house.ana)

    noted = await house.mo.slash("helpmod hide", number=1, reason="there is an address in it")
    await house.settle()

    assert "#1 is out of sight now" in house.read(noted, house.mo)
    assert house.cards() == []
    assert "They write: there is an address in it" in house.private(house.ana)[-1]
    assert "This one is not up" in house.read(await house.ben.slash("claim", number=1), house.ben)
    await house.mo.slash("helpmod show", number=1, reason="it is gone from it")
    await house.settle()
    assert "Practical help wanted" in house.card()
    assert "They write: it is gone from it" in house.private(house.ana)[-1]


async def test_moderators_let_a_request_go_on_earlier(house: House) -> None:
    await house.ask(house.ana)
    await house.mo.slash("helpmod pause", number=1, days=3, reason="the street is closed")
    await house.mo.slash("helpmod resume", number=1, reason="it is open again")
    await house.settle()

    assert "Practical help wanted" in house.card()
    assert "They write: it is open again" in house.private(house.ana)[-1]
