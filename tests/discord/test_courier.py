"""Carrying messages to Discord: once each, and every no understood."""

from dataclasses import replace

import pytest

from adapters.discord.outgoing.marks import mark_of
from bot.errors import DeliveryFailed, MessageGone, PlaceLost, RateLimited
from bot.model.ids import CommunityId, Number, PlaceId
from bot.model.places import PlaceRef
from bot.model.posts import Parcel
from bot.model.wording import Choice, Paragraph, Plain, Wording
from bot.ports import Receipt
from bot.usecases import places
from tests.discord.house import HAND, House
from tests.doubles.discord import Permission, board
from tests.doubles.discord.wire import Json

CLAIM = Choice("claim", Number(1), "I can help", symbol=HAND)
HELLO = Wording((Paragraph((Plain("Hello."),), (CLAIM,)),))
CHANGED = Wording((Paragraph((Plain("Changed."),), (CLAIM,)),))


def parcel(place: str, key: str = "key") -> Parcel:
    return Parcel(
        is_card=True,
        community_id=CommunityId("c"),
        id="1",
        place_id=PlaceId("p"),
        place=PlaceRef("discord", place),
        lane="lane",
        key=key,
        wording=HELLO,
        ref=None,
        wanted=1,
        epoch=1,
        attempts=0,
    )


def direct(account_id: str) -> Parcel:
    return replace(parcel(""), reader_account_id=account_id)


async def send(house: House, sent: Parcel) -> Receipt:
    return await house.bot.platform.courier.send(sent)


def hands(house: House, message: Json) -> list[str]:
    return house.discord.world.reactions[message["id"]].get(HAND, [])


async def test_a_parcel_sent_twice_arrives_once_with_one_hand(house: House) -> None:
    receipts = [await send(house, parcel(house.help["id"])) for _ in range(2)]

    [message] = house.cards()
    assert receipts == [Receipt(PlaceRef("discord", house.help["id"]), message["id"])] * 2
    assert hands(house, message) == [house.discord.world.bot["id"]]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_card_whose_hand_discord_would_not_take_at_first_has_it_without_being_asked(
    house: House, when: str
) -> None:
    house.discord.faults.add("PUT", "*/reactions/*", when=when, status=503)

    card = await house.ask(house.ana)

    assert hands(house, card) == [house.discord.world.bot["id"]]


async def test_a_lost_answer_does_not_make_a_second_message(house: House) -> None:
    house.discord.faults.add("POST", f"/channels/{house.help['id']}/messages", when="after", status=502)

    await send(house, parcel(house.help["id"]))

    assert len(house.cards()) == 1


async def test_what_an_earlier_attempt_sent_is_found_again_when_discord_has_forgotten_its_nonce(house: House) -> None:
    sent = [await send(house, each) for each in (parcel(house.help["id"]), direct(house.ben.id))]
    house.discord.world.nonces.clear()

    again = [await send(house, replace(each, epoch=2)) for each in (parcel(house.help["id"]), direct(house.ben.id))]

    assert again == sent
    assert (len(house.cards()), len(house.private(house.ben))) == (1, 1)


async def test_another_message_of_ours_that_reads_the_same_is_not_taken_for_it(house: House) -> None:
    await send(house, parcel(house.help["id"], "another key"))

    await send(house, replace(parcel(house.help["id"]), epoch=2))

    assert len(house.cards()) == 2


async def test_a_message_is_known_again_by_any_part_of_it_that_carries_its_number(house: House) -> None:
    button = {"type": 2, "style": 2, "label": "I can help", "custom_id": "c", "id": mark_of("key")}
    body = {"embeds": [{"title": "#1"}], "components": [{"type": 1, "components": [button]}]}
    earlier = board.post(house.discord.world, house.help["id"], house.discord.world.bot["id"], body)

    assert (await send(house, replace(parcel(house.help["id"]), epoch=2))).ref == earlier["id"]


async def test_a_card_whose_answer_was_lost_for_longer_than_a_nonce_lives_is_there_once(house: House) -> None:
    house.discord.faults.add("POST", f"/channels/{house.help['id']}/messages", when="after", is_lost=True)
    card = await house.ask(house.ana)
    house.discord.world.nonces.clear()

    house.clock.machine_forward(60)
    await house.settle()

    assert [each["id"] for each in house.cards()] == [card["id"]]
    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()
    assert "Somebody is on it" in house.card()


async def test_a_private_place_is_opened_the_first_time_and_told_of(house: House) -> None:
    receipt = await send(house, direct(house.ben.id))

    assert receipt.place == PlaceRef("discord", house.ben.direct()["id"])
    assert house.private(house.ben) == ["Hello.\n✋ I can help\nPlease don't write to me unasked"]


async def test_many_new_private_conversations_are_spaced_out(house: House) -> None:
    people = [house.discord.add_person(f"p{index}", house.guild) for index in range(11)]
    for person in people[:10]:
        await send(house, direct(person.id))

    with pytest.raises(RateLimited) as wait:
        await send(house, direct(people[10].id))

    assert wait.value.retry_after == 30
    house.clock.machine_forward(30)
    await send(house, direct(people[10].id))


async def test_whoever_waits_for_a_new_private_conversation_costs_no_call_meanwhile(house: House) -> None:
    community = await house.store.read(places.at_home, PlaceRef("discord", house.guild["id"]))
    assert community is not None
    people = [house.discord.add_person(f"n{number}", house.guild, at=house.help) for number in range(12)]
    messages = [replace(direct(each.id), key=each.id, community_id=community.id) for each in people]
    for each in messages[:10]:
        await send(house, each)
    before = len(house.discord.record)

    for each in messages[10:]:
        with pytest.raises(RateLimited):
            await send(house, each)

    assert [call.path for call in house.discord.record[before:]] == []
    assert len(house.discord.calls("GET", f"/members/{people[0].id}")) == 1


async def test_an_edit_keeps_the_message_and_its_hand(house: House) -> None:
    sent = await send(house, parcel(house.help["id"]))

    edited = await house.bot.platform.courier.edit(replace(parcel(house.help["id"]), ref=sent.ref, wording=CHANGED))

    assert edited == sent
    assert house.card() == "Changed.\n✋ I can help"


async def test_a_hand_that_could_not_be_placed_is_placed_with_the_next_edit_by_whoever_makes_it(house: House) -> None:
    house.discord.moderation.deny(house.help, Permission.ADD_REACTIONS)
    sent = await send(house, parcel(house.help["id"]))
    assert house.discord.world.reactions.get(sent.ref, {}).get(HAND, []) == []

    house.discord.moderation.allow(house.help, Permission.ADD_REACTIONS)
    await house.restart()
    await house.bot.platform.courier.edit(replace(parcel(house.help["id"]), ref=sent.ref))

    assert hands(house, house.cards()[0]) == [house.discord.world.bot["id"]]


async def test_a_hand_that_is_there_is_not_asked_for_again(house: House) -> None:
    sent = await send(house, parcel(house.help["id"]))

    await house.bot.platform.courier.edit(replace(parcel(house.help["id"]), ref=sent.ref))

    assert len([each for each in house.discord.record if each.method == "PUT" and "/reactions/" in each.path]) == 1


async def test_a_message_that_is_gone_cannot_be_edited_and_removing_it_again_is_fine(house: House) -> None:
    sent = await send(house, parcel(house.help["id"]))
    gone = replace(parcel(house.help["id"]), ref=sent.ref)

    await house.bot.platform.courier.remove(gone)
    await house.bot.platform.courier.remove(gone)

    assert house.cards() == []
    with pytest.raises(MessageGone):
        await house.bot.platform.courier.edit(gone)


@pytest.mark.parametrize("permission", [Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES])
async def test_a_place_that_is_closed_to_us_is_lost(house: House, permission: Permission) -> None:
    house.discord.moderation.deny(house.help, permission)
    with pytest.raises(PlaceLost):
        await send(house, parcel(house.help["id"]))


async def test_a_place_that_was_deleted_is_lost(house: House) -> None:
    house.discord.moderation.delete_channel(house.help)
    with pytest.raises(PlaceLost):
        await send(house, parcel(house.help["id"]))


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (403, 40003, RateLimited),
        (403, 50007, PlaceLost),
        (403, 50278, PlaceLost),
        (404, 10013, PlaceLost),
        (401, 0, DeliveryFailed),
        (501, 0, DeliveryFailed),
    ],
)
async def test_every_no_is_understood(house: House, status: int, code: int, expected: type[DeliveryFailed]) -> None:
    house.discord.faults.add("POST", "/channels/*/messages", status=status, code=code)
    with pytest.raises(DeliveryFailed) as no:
        await send(house, parcel(house.help["id"]))
    assert type(no.value) is expected


async def test_after_the_stop_a_parcel_waits_for_the_next_start(house: House) -> None:
    courier = house.bot.platform.courier
    await house.stop()
    with pytest.raises(DeliveryFailed):
        await courier.send(parcel(house.help["id"]))
