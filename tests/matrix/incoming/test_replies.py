"""Replies in rooms: what names a choice of a message of ours is meant for us, and nothing else is."""

from typing import Any

import pytest

from adapters.matrix.incoming.typed import Heard, in_reply
from bot.model.requests import Status
from tests.doubles.matrix.seen import Message
from tests.matrix.house import House
from tests.matrix.incoming.test_reactions import card, is_on_it
from tests.matrix.incoming.test_typed import said
from tests.matrix.presence.test_leaving import asks


@pytest.fixture
async def asked(house: House) -> Message:
    """The card of Ana's request."""
    await asks(house)
    return await card(house, house.ben)


@pytest.mark.parametrize("words", ["1", "1.", "#1", "I can help with #1", "i can help with"])
async def test_a_reply_to_a_card_chooses_and_is_answered_in_private(house: House, asked: Message, words: str) -> None:
    before = len(await house.heard(house.ben, house.help))

    await house.ben.reply(house.help, asked.id, words)

    await house.until(lambda: is_on_it(house))
    assert await house.hears(house.ben, await house.direct(house.ben), "You're on #1")
    assert len(await house.heard(house.ben, house.help)) == before


async def test_the_number_that_a_card_asks_for_offers_a_backup(house: House, asked: Message) -> None:
    await house.ben.reply(house.help, asked.id, "1")
    await house.until(lambda: is_on_it(house))
    await house.hears(house.mo, house.help, "1. Be the backup for #1")

    await house.mo.reply(house.help, asked.id, "1")

    assert await house.hears(house.mo, await house.direct(house.mo), "backup")


async def test_what_people_say_to_each_other_about_a_card_is_not_heard(house: House, asked: Message) -> None:
    theirs = await house.ana.say(house.help, "How many of you can come?")
    for text in ("I", "I can", "I can help with the driving", "2", "1 of us can", "yes", "✋"):
        await house.ben.reply(house.help, asked.id, text)
    for text in ("1", "#1", "I can help with #1"):
        await house.ben.reply(house.help, theirs, text)
        await house.ben.say(house.help, text)
        await house.ben.say_in_thread(house.help, asked.id, text)
    before = len(house.listening.heard)
    await house.ana.say(house.help, "!myhelp")
    await house.until(lambda: _has_heard(house, before + 1))

    request = await house.request()
    assert request is not None
    assert request.status is Status.OPEN
    assert await house.ben.invitations() == frozenset()


async def _has_heard(house: House, count: int) -> bool:
    return len(house.listening.heard) >= count


@pytest.mark.parametrize(
    ("body", "meant"), [(" 1 ", "1"), ("> <@b:elm.test> #4: eggs\n\n2", "2"), ("I can help", "I can help")]
)
def test_a_reply_in_a_room_may_name_a_choice_of_what_it_replies_to(body: str, meant: str) -> None:
    assert in_reply(said(body, **{"m.relates_to": {"m.in_reply_to": {"event_id": "$card"}}})) == Heard(meant, "$card")


@pytest.mark.parametrize("body", ["", " ", "1" * 201, None])
def test_a_reply_that_is_too_long_for_a_choice_names_none(body: Any) -> None:
    assert in_reply(said(body, **{"m.relates_to": {"m.in_reply_to": {"event_id": "$card"}}})) is None


def test_what_is_no_reply_names_no_choice() -> None:
    pretended = {"rel_type": "m.thread", "event_id": "$card", "is_falling_back": True}
    thread = {"m.relates_to": {**pretended, "m.in_reply_to": {"event_id": "$card"}}}
    notice = {"m.relates_to": {"m.in_reply_to": {"event_id": "$card"}}, "msgtype": "m.notice"}
    assert [in_reply(each) for each in (said("1"), said("1", **thread), said("1", **notice))] == [None] * 3
