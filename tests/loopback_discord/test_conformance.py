"""What travels is compared with Discord's own documents, and what is wrong is found."""

from pathlib import Path

import pytest

from tests.doubles.discord import Discord, loopback
from tests.doubles.discord.conformance.documents import NO_DOCUMENTS, Documents, Missing, folder, load
from tests.doubles.discord.conformance.overlays import OVERLAYS
from tests.doubles.discord.wire import Json


@pytest.fixture
def documents() -> Documents:
    """Skipped without them, unless everything is required: then `load` has raised."""
    found = load()
    if found is None:
        pytest.skip(NO_DOCUMENTS)
    return found


def check(documents: Documents, method: str, path: str, body: Json) -> list[str]:
    found = documents.rest.find(method, path)
    assert found is not None
    return [str(each) for each in documents.rest.check_body(found[0], body)]


def test_a_wrong_field_deep_in_a_message_is_named(documents: Documents) -> None:
    row = {"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "c" * 101}]}
    (found,) = check(documents, "POST", "/channels/1/messages", {"components": [row]})
    assert "/components/0/components/0/custom_id" in found
    assert "longer than 100" in found


def test_a_mistyped_field_is_found(documents: Documents) -> None:
    (found,) = check(documents, "POST", "/channels/1/messages", {"contnet": "hello"})
    assert "unknown field" in found


def test_what_discord_takes_is_taken(documents: Documents) -> None:
    allowed = {"parse": [], "users": [123]}
    assert check(documents, "POST", "/channels/1/messages", {"content": "x", "allowed_mentions": allowed}) == []


def test_frames_are_compared_both_ways(documents: Documents) -> None:
    assert documents.gateway.check_in({"op": 1, "d": 5}) == []
    assert documents.gateway.check_in({"op": 1, "d": "five"}) != []
    assert documents.gateway.check_out({"op": 0, "t": "MESSAGE_DELETE", "s": 1, "d": {"id": 1}}) != []
    assert documents.gateway.check_out({"op": 0, "t": "SOMETHING_ELSE", "s": 1, "d": {}}) != []


async def test_a_violation_fails_the_test_it_happens_in(documents: Documents) -> None:
    with pytest.raises(AssertionError, match="MessageDelete"):
        async with loopback() as discord:
            discord.gateway.check_out({"op": 0, "t": "MESSAGE_DELETE", "s": 1, "d": {"id": 1}})


async def test_taken_violations_fail_nothing(documents: Documents) -> None:
    discord = Discord()
    discord.gateway.check_out({"op": 0, "t": "MESSAGE_DELETE", "s": 1, "d": {"id": 1}})
    assert discord.take_violations()
    assert discord.violations() == []


def test_every_overlay_says_why() -> None:
    assert all(each.name and each.reason for each in OVERLAYS)


def test_a_folder_that_is_named_and_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BARNRAISER_DISCORD_SPEC", str(tmp_path))
    with pytest.raises(Missing, match="fetch_spec"):
        folder()
