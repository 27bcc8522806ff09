"""One answer of the homeserver, taken apart: pure."""

from typing import Any

import pytest

from adapters.matrix.incoming.batches import Batch, batch_of, in_order
from adapters.matrix.incoming.events import Event
from adapters.matrix.presence.invitations import Invitation

BOT = "@bot:hs.test"


def said(name: str, at: int = 0) -> dict[str, Any]:
    return {
        "event_id": f"${name}",
        "type": "m.room.message",
        "sender": "@ana:hs.test",
        "content": {},
        "origin_server_ts": at,
    }


def event(name: str, at: int, room: str = "!a") -> Event:
    return Event(room, name, "m.room.message", "@ana:hs.test", {}, at)


def test_what_happened_is_told_room_by_room() -> None:
    invited = {"type": "m.room.member", "sender": "@mo:hs.test", "state_key": BOT, "content": {}}
    batch = batch_of(
        {
            "next_batch": "s2",
            "rooms": {
                "join": {
                    "!a": {
                        "state": {"events": [said("state")]},
                        "timeline": {"events": [said("1"), 5, said("2")], "limited": True, "prev_batch": "t1"},
                    }
                },
                "leave": {"!b": {"timeline": {"events": [said("3")], "limited": False, "prev_batch": "t2"}}},
                "invite": {"!c": {"invite_state": {"events": [invited]}}, "!d": {"invite_state": {}}},
            },
        },
        BOT,
    )
    told = [
        (each.room_id, [one.id for one in each.state], [one.id for one in each.timeline], each.gap, each.is_over)
        for each in batch.news
    ]
    assert told == [("!b", [], ["$3"], "", True), ("!a", ["$state"], ["$1", "$2"], "t1", False)]
    assert batch.invitations == (Invitation("!c", "@mo:hs.test"),)
    assert (batch.next, batch.is_empty) == ("s2", False)


@pytest.mark.parametrize(
    "rooms", [None, 5, [], {}, {"join": 5}, {"join": {"!a": 5}}, {"join": {"!a": {"timeline": []}}}, {"invite": []}]
)
def test_malformed_answers_hold_nothing(rooms: Any) -> None:
    batch = batch_of({"next_batch": "s2", "rooms": rooms}, BOT)
    assert [(each.state, each.timeline) for each in batch.news] in ([], [((), ())])


@pytest.mark.parametrize(
    ("said", "is_empty"),
    [
        ({}, True),
        ({"device_one_time_keys_count": {"signed_curve25519": 50}}, True),
        ({"rooms": {"join": {}, "invite": {}}, "to_device": {"events": []}}, True),
        ({"to_device": {"events": [{}]}}, False),
        ({"device_lists": {"changed": ["@ana:hs.test"]}}, False),
        ({"rooms": {"join": {"!a": {}}}}, False),
    ],
)
def test_an_answer_without_anything_in_it_is_known(said: dict[str, Any], is_empty: bool) -> None:
    assert batch_of({"next_batch": "s2"} | said, BOT) == Batch("s2", batch_of(said, BOT).news, (), is_empty)


def test_events_of_many_rooms_come_by_time_and_those_of_a_room_as_it_has_them() -> None:
    a = [event("a1", 1), event("a2", 9), event("a3", 4)]
    b = [event("b1", 3, "!b"), event("b2", 5, "!b"), event("b3", 12, "!b")]
    assert [each.id for each in in_order([a, b])] == ["a1", "b1", "b2", "a2", "a3", "b3"]
