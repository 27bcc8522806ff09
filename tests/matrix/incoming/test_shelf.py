"""Messages without a key, on the shelf and in its file."""

import os
from pathlib import Path

import pytest

from adapters.matrix.incoming.events import Event
from adapters.matrix.incoming.shelf import AT_MOST, GRACE, LIFE, OF_ONE_AT_MOST, QUIET, Shelf, ShelfFile


def secret(name: str, session: str = "s1", room: str = "!room", sender: str = "@ana:elm.test") -> Event:
    content = {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AwgA", "session_id": session, "device_id": "D"}
    return Event(room, name, "m.room.encrypted", sender, content, 5)


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
        shelf = shelf.add(secret(f"${number}", sender=f"@{number}:elm.test"), 0.0)
    assert (len(shelf.kept), ids(shelf)[0]) == (AT_MOST, "$2")


def test_nobody_pushes_out_what_others_said() -> None:
    shelf = Shelf().add(secret("$ben", sender="@ben:elm.test"), 0.0)
    for number in range(AT_MOST):
        shelf = shelf.add(secret(f"${number}"), 0.0)
    assert ids(shelf) == ["$ben", *(f"${number}" for number in range(AT_MOST - OF_ONE_AT_MOST, AT_MOST))]


def unspoken(shelf: Shelf, now: float) -> list[str]:
    return [each.raw["event_id"] for each in shelf.unspoken(now)]


def test_each_sender_is_told_once_in_each_room_after_a_grace() -> None:
    shelf = Shelf()
    for name, session, room in [("$a", "s1", "!r"), ("$b", "s1", "!r"), ("$c", "s2", "!r"), ("$d", "s1", "!q")]:
        shelf = shelf.add(secret(name, session, room), 0.0)
    shelf = shelf.add(secret("$e", "s3", "!r", "@ben:elm.test"), 0.0).add(secret("$f", "s3", "!p"), 1.0)

    assert unspoken(shelf, GRACE - 0.1) == []
    assert unspoken(shelf, GRACE) == ["$a", "$d", "$e"]
    for each in shelf.unspoken(GRACE):
        shelf = shelf.speak(each, GRACE)
    assert shelf.add(secret("$g", "s1", "!r"), 0.0).unspoken(GRACE) == ()


def test_new_sessions_are_spoken_of_an_hour_later_and_old_ones_never_again() -> None:
    shelf = Shelf().add(secret("$a", "s1"), 0.0)
    shelf = shelf.speak(shelf.kept[0], GRACE)
    shelf = shelf.add(secret("$b", "s2"), GRACE).add(secret("$c", "s1"), GRACE)

    assert unspoken(shelf, GRACE + QUIET - 0.1) == []
    assert unspoken(shelf, GRACE + QUIET) == ["$b"]


def test_the_file_holds_what_was_on_the_shelf(tmp_path: Path) -> None:
    shelf = Shelf().add(secret("$a"), 1.5).add(secret("$b", "s2"), 2.0)
    shelf = shelf.speak(shelf.kept[0], 70.5)
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
