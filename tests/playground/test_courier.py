from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.playground.chat import Chat
from adapters.playground.courier import PlaygroundCourier
from adapters.playground.drawing import body_of
from bot.errors import DeliveryFailed, MessageGone, PlaceLost
from bot.model.ids import CommunityId, Number, PlaceId
from bot.model.places import PlaceRef
from bot.model.posts import Parcel
from bot.model.wording import Accent, Choice, Mention, Paragraph, Plain, Strong, Time, Typed, Wording
from bot.ports import Receipt
from tests.doubles.clock import HandClock

HELLO = Wording((Paragraph((Plain("Hello."),)),))
CHANGED = Wording((Paragraph((Plain("Changed."),)),))
PARCEL = Parcel(
    is_card=True,
    community_id=CommunityId("c"),
    id="1",
    place_id=PlaceId("p"),
    place=PlaceRef("playground", "help"),
    lane="lane",
    key="key",
    wording=HELLO,
    ref=None,
    wanted=1,
    epoch=1,
    attempts=0,
)


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    opened = Chat(tmp_path / "chat.db")
    opened.open()
    yield opened
    opened.close()


@pytest.fixture
def courier(chat: Chat) -> PlaygroundCourier:
    return PlaygroundCourier(chat, HandClock())


async def test_a_parcel_sent_twice_arrives_once(chat: Chat, courier: PlaygroundCourier) -> None:
    receipts = [await courier.send(PARCEL), await courier.send(replace(PARCEL, attempts=1))]

    assert receipts == [Receipt(PlaceRef("playground", "help"), "1")] * 2
    assert [message.body for message in chat.since(0)] == [body_of(HELLO)]


async def test_a_private_place_that_was_never_opened_is_named_by_its_reader(courier: PlaygroundCourier) -> None:
    parcel = replace(PARCEL, place=PlaceRef("playground", ""), reader_account_id="ben")

    receipt = await courier.send(parcel)

    assert receipt.place == PlaceRef("playground", "direct:ben")


@pytest.mark.parametrize("ref", ["cellar", "direct:nobody", "direct:", ""])
async def test_a_place_that_does_not_exist_is_lost(courier: PlaygroundCourier, ref: str) -> None:
    with pytest.raises(PlaceLost):
        await courier.send(replace(PARCEL, place=PlaceRef("playground", ref)))


async def test_an_edit_keeps_the_message(chat: Chat, courier: PlaygroundCourier) -> None:
    sent = await courier.send(PARCEL)

    edited = await courier.edit(replace(PARCEL, ref=sent.ref, wording=CHANGED))

    assert edited == sent
    assert [(message.is_edited, message.body) for message in chat.since(0)] == [(True, body_of(CHANGED))]


async def test_a_removed_message_cannot_be_edited_and_removing_it_again_is_fine(
    chat: Chat, courier: PlaygroundCourier
) -> None:
    sent = await courier.send(PARCEL)
    gone = replace(PARCEL, ref=sent.ref, wording=None)

    await courier.remove(gone)
    await courier.remove(gone)
    await courier.remove(replace(gone, ref="999"))

    with pytest.raises(MessageGone):
        await courier.edit(replace(PARCEL, ref=sent.ref))
    assert [message.is_removed for message in chat.since(0)] == [True]


async def test_after_the_stop_a_parcel_waits_for_the_next_start(chat: Chat, courier: PlaygroundCourier) -> None:
    chat.close()

    with pytest.raises(DeliveryFailed):
        await courier.send(PARCEL)


def test_every_span_stays_apart_and_nothing_becomes_markup() -> None:
    at = datetime(2026, 1, 5, 12, tzinfo=UTC)
    spans = (Plain("a"), Strong("b"), Typed("<script>"), Mention("ana", "Ana"), Time(at))
    choice = Choice("claim", Number(1), "I can help with #1", symbol="✋")

    drawn = body_of(Wording((Paragraph(spans, (choice,)),), Accent.OPEN))

    assert drawn == {
        "accent": "open",
        "language": "en",
        "paragraphs": [
            {
                "spans": [
                    {"kind": "plain", "text": "a"},
                    {"kind": "strong", "text": "b"},
                    {"kind": "typed", "text": "<script>"},
                    {"kind": "mention", "account": "ana", "text": "Ana"},
                    {"kind": "time", "at": "2026-01-05T12:00:00+00:00"},
                ],
                "choices": [{"token": "claim|1|", "move": "claim", "label": "I can help with #1", "symbol": "✋"}],
            }
        ],
    }
