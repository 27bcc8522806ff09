"""Whatever a person types is made harmless and bounded, or refused whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadText
from bot.rules.typed import clean, require


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a ride  ", "a ride"),
        ("one\r\ntwo", "one\ntwo"),
        ("bell\x07 and\x1b[31m red", "bell and [31m red"),
        ("turned \u202earound", "turned around"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("@everyone <script>alert(1)</script> **bold** [x](http://y)",) * 2,
        ("שלום, אפשר עזרה?",) * 2,
        ("e\u0301", "é"),
        ("I'm 👩‍👩‍👧 here",) * 2,
    ],
)
def test_text_is_kept_without_what_could_harm(typed: str, kept: str) -> None:
    assert clean("what", typed, 100) == kept


def test_a_tower_of_marks_keeps_to_its_own_line() -> None:
    assert len(clean("what", "H" + "\u0335" * 500 + "ello", 100)) < 12


@pytest.mark.parametrize("typed", ["🙂🙂", "...", "—", "\u0335\u0335"])
def test_signs_alone_are_refused_in_words(typed: str) -> None:
    with pytest.raises(BadText) as caught:
        clean("what", typed, 100)
    assert (caught.value.message, caught.value.typed) == ("needs_words", typed)


def test_too_long_text_is_handed_back_whole() -> None:
    with pytest.raises(BadText) as caught:
        clean("what", "a" * 101, 100)
    assert caught.value.facts == {"field": "what", "limit": "100", "length": "101"}
    assert caught.value.typed == "a" * 101


@pytest.mark.parametrize("typed", ["", "   ", "\n\n", "\u200b", "\x00"])
def test_an_empty_field_that_is_needed_is_refused(typed: str) -> None:
    with pytest.raises(BadText) as caught:
        require("what", typed, 100)
    assert caught.value.message == "is_empty"


@given(st.text(max_size=300))
def test_any_text_is_either_refused_or_printable_and_bounded(typed: str) -> None:
    try:
        kept = clean("what", typed, 200)
    except BadText:
        return
    assert len(kept) <= 200
    assert all(character == "\n" or character >= " " for character in kept)
    assert clean("what", kept, 200) == kept
