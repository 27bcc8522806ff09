"""Hands on cards, keys of choices, and what is taken back: while we are there, and while we are not."""

import pytest

from bot.model.claims import Hold
from bot.model.requests import Status
from tests.doubles.matrix.person import Person
from tests.doubles.matrix.seen import Message
from tests.matrix.house import HAND, House
from tests.matrix.presence.test_leaving import asks

AWAY = pytest.mark.parametrize("is_away", [False, True], ids=["while we are there", "while we are away"])


async def card(house: House, person: Person) -> Message:
    async def look() -> Message | None:
        shown = [each for each in await person.see(house.help) if each.sender == house.user_id and "#1" in each.body]
        return shown[-1] if shown else None

    found: Message = await house.until(look)
    return found


@pytest.fixture
async def asked(house: House) -> Message:
    """The card of Ana's request."""
    await asks(house)
    return await card(house, house.ben)


async def is_on_it(house: House, *, wanted: bool = True) -> bool:
    request = await house.request()
    assert request is not None
    return (request.status is Status.CLAIMED) is wanted


@AWAY
@pytest.mark.parametrize("hand", ["✋", "✋\ufe0f", "✋🏽"])
async def test_a_raised_hand_takes_the_request_on(house: House, asked: Message, hand: str, is_away: bool) -> None:
    if is_away:
        await house.stop()
    await house.ben.react(house.help, asked.id, hand)
    if is_away:
        await house.start()

    await house.until(lambda: is_on_it(house))
    direct = await house.direct(house.ben)
    assert await house.hears(house.ben, direct, "You're on #1")


@AWAY
async def test_a_hand_that_is_taken_down_hands_it_back(house: House, asked: Message, is_away: bool) -> None:
    reaction = await house.ben.react(house.help, asked.id, HAND)
    await house.until(lambda: is_on_it(house))
    if is_away:
        await house.stop()
    await house.ben.redact(house.help, reaction)
    if is_away:
        await house.start()

    await house.until(lambda: is_on_it(house, wanted=False))


async def test_a_hand_that_somebody_else_takes_away_releases_nobody(house: House, asked: Message) -> None:
    reaction = await house.ben.react(house.help, asked.id, HAND)
    await house.until(lambda: is_on_it(house))
    await house.mo.redact(house.help, reaction)
    await house.ana.say(house.help, "!myhelp")
    await house.until(lambda: _has_heard(house, 7))

    assert await is_on_it(house)


async def test_after_a_moderator_took_a_hand_away_its_owner_may_raise_it_again(house: House, asked: Message) -> None:
    reaction = await house.ben.react(house.help, asked.id, HAND)
    await house.until(lambda: is_on_it(house))
    await house.mo.redact(house.help, reaction)
    await house.ben.say(house.help, "!release 1")
    await house.until(lambda: is_on_it(house, wanted=False))

    await house.ben.react(house.help, asked.id, HAND)

    await house.until(lambda: is_on_it(house))


async def test_of_two_hands_of_one_person_one_may_go(house: House, asked: Message) -> None:
    reaction = await house.ben.react(house.help, asked.id, "✋")
    await house.ben.react(house.help, asked.id, "✋🏽")
    await house.until(lambda: is_on_it(house))
    await house.ben.redact(house.help, reaction)
    await house.ana.say(house.help, "!myhelp")
    await house.until(lambda: _has_heard(house, 7))

    assert await is_on_it(house)


async def test_other_reactions_and_hands_on_what_others_said_mean_nothing(house: House, asked: Message) -> None:
    said = await house.ana.say(house.help, "who can drive?")
    for about, key in [(said, HAND), (asked.id, "👍"), (asked.id, "yes"), (asked.id, "mxc://hs.test/hand")]:
        await house.ben.react(house.help, about, key)
    await house.ana.say(house.help, "!myhelp")
    await house.until(lambda: _has_heard(house, 7))

    assert await is_on_it(house, wanted=False)


async def test_the_number_of_a_choice_can_be_put_on_as_a_key(house: House, asked: Message) -> None:
    await house.ben.react(house.help, asked.id, HAND)
    direct = await house.direct(house.ben)
    await house.hears(house.ben, direct, "You're on #1")

    async def look() -> Message | None:
        said = [each for each in await house.ben.see(direct) if "get in touch" in each.body and "1. " in each.body]
        return said[-1] if said else None

    question = await house.until(look)
    await house.ben.react(direct, question.id, "1\ufe0f\u20e3")

    await house.until(lambda: _will_be_in_touch(house))


async def test_what_was_said_to_somebody_in_private_is_over_when_they_are_banned(house: House, asked: Message) -> None:
    await house.ben.say(house.help, "!helpboard")
    direct = await house.direct(house.ben)
    await house.hears(house.ben, direct, "#1")
    board = [each for each in await house.ben.see(direct) if each.sender == house.user_id][-1]
    for room in (house.space, house.help, house.thanks, house.care):
        await house.mo.ban(room, house.ben.user_id)

    for key in ("1\ufe0f\u20e3", HAND):
        await house.ben.react(direct, board.id, key)

    await house.hears(house.ben, direct, "a community that you don't share with me any more")
    await house.ana.say(house.help, "!myhelp")
    await house.until(lambda: _has_heard(house, 8))
    assert await is_on_it(house, wanted=False)


async def test_a_card_that_somebody_deleted_is_made_anew(house: House, asked: Message) -> None:
    await house.mo.redact(house.help, asked.id)

    async def look() -> bool:
        return (await card(house, house.ben)).id != asked.id

    await house.until(look)


async def test_a_message_of_ones_own_that_is_taken_back_takes_nothing_back(house: House, asked: Message) -> None:
    said = await house.ben.say(house.help, "!claim 1")
    await house.until(lambda: is_on_it(house))
    await house.ben.redact(house.help, said)
    await house.ana.say(house.help, "!myhelp")
    await house.until(lambda: _has_heard(house, 8))

    assert await is_on_it(house)


async def _has_heard(house: House, count: int) -> bool:
    return len(house.listening.heard) >= count


async def _will_be_in_touch(house: House) -> bool:
    request = await house.request()
    return request is not None and any(
        claim.hold is Hold.ACTIVE and claim.contact_at is not None for claim in request.claims
    )
