from typing import Any

import pytest

from adapters.matrix.incoming.events import Event, event_of, events_of, is_new_join, membership, since_join

BOT = "@barnraiser:elm.test"
SAID = {
    "event_id": "$said",
    "type": "m.room.message",
    "sender": "@ana:elm.test",
    "content": {"msgtype": "m.text", "body": "hello"},
    "origin_server_ts": 5,
}


def came(event_id: str, before: str | None = None, *, who: str = BOT, now: str = "join") -> Event:
    unsigned = {} if before is None else {"prev_content": {"membership": before}}
    event = event_of(
        "!room",
        {
            "event_id": event_id,
            "type": "m.room.member",
            "sender": who,
            "state_key": who,
            "content": {"membership": now},
            "unsigned": unsigned,
        },
    )
    assert event is not None
    return event


def test_an_event_is_what_was_sent() -> None:
    assert event_of("!room", SAID) == Event("!room", "$said", "m.room.message", "@ana:elm.test", SAID["content"], 5)


@pytest.mark.parametrize(
    "raw",
    [None, 5, [], "text", {}, SAID | {"event_id": 5}, SAID | {"type": None}, SAID | {"sender": {}}, {"type": "x"}],
)
def test_what_is_no_event_is_passed_over(raw: Any) -> None:
    assert events_of("!room", [raw, SAID, raw]) == [event_of("!room", SAID)]


@pytest.mark.parametrize("raws", [None, 5, {}, "events"])
def test_what_is_no_list_holds_no_events(raws: Any) -> None:
    assert events_of("!room", raws) == []


@pytest.mark.parametrize("odd", [{"content": 5}, {"content": None}, {"origin_server_ts": "now"}, {"unsigned": []}])
def test_odd_parts_of_an_event_are_left_out(odd: dict[str, Any]) -> None:
    event = event_of("!room", SAID | odd)
    assert event is not None
    assert (event.id, event.content in ({}, SAID["content"]), event.at in (0, 5), event.unsigned) == (
        "$said",
        True,
        True,
        {},
    )


def test_what_came_out_of_decryption_is_never_state() -> None:
    state = {**SAID, "type": "m.room.member", "state_key": "@ana:elm.test", "content": {"membership": "leave"}}
    clear, secret = event_of("!room", state), event_of("!room", state, is_encrypted=True)
    assert clear is not None
    assert secret is not None
    assert (membership(clear), membership(secret)) == ("leave", "")


@pytest.mark.parametrize("raw", [{"redacts": "$gone"}, {"content": {"redacts": "$gone"}}])
def test_a_redaction_says_what_is_gone_in_old_rooms_and_in_new_ones(raw: dict[str, Any]) -> None:
    event = event_of("!room", {**SAID, "type": "m.room.redaction", "content": {}, **raw})
    assert event is not None
    assert event.redacts == "$gone"


@pytest.mark.parametrize(
    ("event", "is_one"),
    [
        (came("$1"), True),
        (came("$1", "invite"), True),
        (came("$1", "leave"), True),
        (came("$1", "join"), False),
        (came("$1", now="leave"), False),
        (came("$1", who="@ana:elm.test"), False),
    ],
)
def test_coming_in_is_told_from_a_new_name(event: Event, is_one: bool) -> None:
    assert is_new_join(event, BOT) is is_one


def test_nothing_from_before_we_came_in_counts() -> None:
    before, after = (event_of("!room", SAID | {"event_id": name}) for name in ("$before", "$after"))
    assert before is not None
    assert after is not None
    joined, renamed = came("$join", "invite"), came("$name", "join")

    assert since_join([before, joined, after, renamed], BOT) == [joined, after, renamed]
    assert since_join([before, renamed, after], BOT) == [before, renamed, after]
    assert since_join([before, joined, after, came("$again", "leave")], BOT) == [came("$again", "leave")]
