"""What is typed behind !helpsetup means the same as a choice."""

import pytest

from adapters.matrix.setup.moves import token_for


@pytest.mark.parametrize(
    ("words", "token"),
    [
        ("", "m:setup|0|"),
        ("  nonsense ", "m:setup|0|"),
        ("check", "m:check|0|"),
        (" Check ", "m:check|0|"),
        ("requests", "m:place|0|help"),
        ("help #a:elm.example", "m:place|0|help #a:elm.example"),
        ("Thanks   #A:elm.example", "m:place|0|thanks #A:elm.example"),
        ("care", "m:place|0|care"),
        ("volunteers", "m:volunteers|0|"),
        ("volunteers everybody", "m:volunteers|0|everybody"),
        ("threads on", "m:threads|0|public"),
        ("threads OFF", "m:threads|0|none"),
        ("threads maybe", "m:setup|0|"),
    ],
)
def test_words_are_read_as_a_choice(words: str, token: str) -> None:
    assert token_for(words) == token
