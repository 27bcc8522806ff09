"""Messages without a key, on the shelf and in its file."""

import os
from pathlib import Path

import pytest

from adapters.matrix.incoming.events import Event
from adapters.matrix.incoming.shelf import AT_MOST, GRACE, LIFE, Shelf, ShelfFile


def secret(name: str, session: str = "s1", room: str = "!room") -> Event:
    content = {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AwgA", "session_id": session, "device_id": "D"}
    return Event(room, name, "m.room.encrypted", "@ana:elm.test", content, 5)


def ids(shelf: Shelf) -> list[str]:
    return [each.raw["event_id"] for each in shelf.kept]


def test_the_same_message_is_kept_once() -> None:
    shelf = Shelf().add(secret("$a"), 1.0).add(secret("$a"), 2.0)
    assert [(each.event, each.since) for each in shelf.kept] == [(secret("$a"), 1.0)]


def test_a_message_that_was_read_is_gone() -> None:
    shelf = Shelf().add(secret("$a"), 1.0).add(secret("$b"), 1.0)
    assert ids(shelf.without(["$a", "$c"])) == ["$b"]


def test_after_a_day_nothing_is_expected_any_more() -> None:
    shelf = Shelf().add(secret("$a"), 0.0).add(secret("$b"), 1.0)
    assert ids(shelf.at(LIFE)) == ["$b"]


def test_of_a_room_we_have_left_nothing_is_kept() -> None:
    shelf = Shelf().add(secret("$a"), 0.0).add(secret("$b", room="!other"), 1.0)
    assert ids(shelf.forgetting("!room")) == ["$b"]


def test_too_many_fall_off_at_the_old_end() -> None:
    shelf = Shelf()
    for number in range(AT_MOST + 2):
        shelf = shelf.add(secret(f"${number}"), 0.0)
    assert (len(shelf.kept), ids(shelf)[0]) == (AT_MOST, "$2")


def test_each_session_is_spoken_of_once_after_a_grace() -> None:
    shelf = Shelf()
    for name, session, room in [("$a", "s1", "!r"), ("$b", "s1", "!r"), ("$c", "s2", "!r"), ("$d", "s1", "!q")]:
        shelf = shelf.add(secret(name, session, room), 0.0)
    shelf = shelf.add(secret("$e", "s3"), 1.0)

    assert shelf.unspoken(GRACE - 0.1) == ()
    first = shelf.unspoken(GRACE)
    assert [each.raw["event_id"] for each in first] == ["$a", "$c", "$d"]
    for each in first:
        shelf = shelf.speak(each)
    assert shelf.add(secret("$f", "s1", "!r"), 0.0).unspoken(GRACE) == ()


def test_the_file_holds_what_was_on_the_shelf(tmp_path: Path) -> None:
    shelf = Shelf().add(secret("$a"), 1.5).add(secret("$b", "s2"), 2.0)
    shelf = shelf.speak(shelf.kept[0])
    ShelfFile(tmp_path / "undecrypted.json").write(shelf)

    assert ShelfFile(tmp_path / "undecrypted.json").read() == shelf


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "undecrypted.json"
    os.umask(0o022)
    ShelfFile(path).write(Shelf().add(secret("$a"), 1.0))
    assert [(each.name, each.stat().st_mode & 0o777) for each in tmp_path.iterdir()] == [(path.name, 0o600)]


def test_what_has_not_changed_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "undecrypted.json"
    file = ShelfFile(path)
    file.write(file.read())
    assert not path.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"kept": 5}', '{"kept": [{"room_id": 1}], "spoken": []}', "5"])
def test_a_file_that_cannot_be_understood_is_an_empty_shelf(tmp_path: Path, content: str) -> None:
    path = tmp_path / "undecrypted.json"
    path.write_text(content)
    assert ShelfFile(path).read() == Shelf()
