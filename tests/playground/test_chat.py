from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.playground.chat import Chat, Event, Message
from bot.errors import StorageUnusable
from tests.people import NOON


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    opened = Chat(tmp_path / "chat.db")
    opened.open()
    yield opened
    opened.close()


def write(chat: Chat, text: str, key: str = "", place: str = "help") -> Message:
    return chat.post(key=key or text, place=place, author="ana", at=NOON, body={"text": text})


def record(chat: Chat, key: str) -> Event | None:
    return chat.record(key=key, account="ana", place="help", kind="say", body={"text": "hello"})


def test_the_same_key_twice_is_one_message(chat: Chat) -> None:
    heard: list[Message] = []
    chat.on_change(heard.append)

    first = write(chat, "hello", key="k")
    again = write(chat, "something else", key="k")

    assert again == first
    assert chat.since(0) == [first]
    assert heard == [first]


def test_whoever_was_away_is_told_the_present_state_of_what_changed(chat: Chat) -> None:
    first, second = write(chat, "first"), write(chat, "second")

    chat.edit(first, {"text": "first, edited"})
    chat.edit(first, {"text": "first, edited twice"})

    assert [(message.id, message.body["text"]) for message in chat.since(second.seq)] == [
        (first.id, "first, edited twice")
    ]
    assert chat.since(chat.message(first.id).seq) == []


def test_a_removed_message_keeps_nothing_of_what_it_said(chat: Chat, tmp_path: Path) -> None:
    message = write(chat, "a secret")

    removed = chat.remove(message)

    assert removed.is_removed
    assert removed.body == {}
    assert removed.seq > message.seq


def test_a_reaction_put_on_twice_counts_once_and_can_be_taken_away(chat: Chat) -> None:
    message = write(chat, "hello")

    chat.react(message, "ben", "✋", is_present=True)
    twice = chat.react(message, "ben", "✋", is_present=True)
    both = chat.react(message, "chi", "✋", is_present=True)
    gone = chat.react(message, "ben", "✋", is_present=False)

    assert twice.reactions == {"✋": ["ben"]}
    assert both.reactions == {"✋": ["ben", "chi"]}
    assert gone.reactions == {"✋": ["chi"]}
    assert gone.seq > both.seq > twice.seq


def test_an_event_waits_over_a_restart_until_it_was_dispatched(chat: Chat, tmp_path: Path) -> None:
    first, second = record(chat, "1"), record(chat, "2")
    assert first is not None

    chat.dispatched(first)
    reopened = Chat(tmp_path / "chat.db")
    reopened.open()

    assert reopened.waiting() == [second]
    reopened.close()


def test_what_was_typed_is_not_kept_twice(chat: Chat, tmp_path: Path) -> None:
    event = record(chat, "1")
    assert event is not None

    chat.dispatched(event)

    rows = chat._db.execute("select body from events").fetchall()
    assert [row["body"] for row in rows] == ["{}"]


def test_the_same_action_is_recorded_once(chat: Chat) -> None:
    assert record(chat, "same") is not None
    assert record(chat, "same") is None
    assert len(chat.waiting()) == 1


def test_origins_of_two_chats_never_meet(chat: Chat, tmp_path: Path) -> None:
    other = Chat(tmp_path / "other.db")
    other.open()

    one, two = record(chat, "1"), record(other, "1")

    assert one is not None
    assert two is not None
    assert one.origin != two.origin
    assert chat.id != other.id
    other.close()


def test_a_ref_that_is_no_ref_finds_nothing(chat: Chat) -> None:
    write(chat, "hello")

    found = [chat.find(ref) for ref in ("", "x", "-1", "1; drop table messages", "9" * 30, None, "²")]

    assert found == [None] * 7


def test_a_file_that_is_no_chat_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    path.write_text("this is a shopping list, and quite a long one at that" * 50)

    with pytest.raises(StorageUnusable, match=r"^The playground cannot use its chat file .*chat\.db: .*\.$"):
        Chat(path).open()
