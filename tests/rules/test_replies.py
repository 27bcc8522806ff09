"""Answers that stand for a choice."""

import pytest

from bot.model.ids import Number
from bot.model.wording import Choice
from bot.rules import replies

ONE = (
    Choice("contact", Number(4), "Today", "today"),
    Choice("contact", Number(4), "Tomorrow", "tomorrow"),
    Choice("release", Number(4), "Hand #4 back"),
)
SEVERAL = (
    Choice("on_it", Number(4), "I'm on #4"),
    Choice("release", Number(4), "Hand #4 back"),
    Choice("claim", Number(7), "I can help with #7"),
)
ANSWERED = (
    Choice("", Number(4), ""),
    *(Choice(move, Number(7), label) for move, label in (("on_it", "I'm on #7"), ("release", "Hand #7 back"))),
    *(Choice(move, Number(8), label) for move, label in (("on_it", "I'm on #8"), ("release", "Hand #8 back"))),
)


@pytest.mark.parametrize(
    ("choices", "text", "move"),
    [
        (ONE, "1", "contact|4|today"),
        (ONE, " 2. ", "contact|4|tomorrow"),
        (ONE, "3)", "release|4|"),
        (ONE, "hand back", "release|4|"),
        (ONE, "Hand back!", "release|4|"),
        (ONE, "hand #4 back", "release|4|"),
        (ONE, "tomorrow", "contact|4|tomorrow"),
        (ONE, "tom", None),
        (ONE, "tomorrow maybe", None),
        (ONE, "4", None),
        (ONE, "0", None),
        (ONE, "1 today", None),
        (ONE, "", None),
        (ONE, "#4 hand back", "release|4|"),
        (ONE, "#5 hand back", None),
        (ONE, "back", "release|4|"),
        (ONE, "hand it back", "release|4|"),
        (ONE, "!", None),
        (ONE[2:], "!", None),
        (ONE[2:], "👍?", None),
        (ONE[2:], "1", "release|4|"),
        (SEVERAL, "I'm on it", "on_it|4|"),
        (SEVERAL, "1 hand back", "release|4|"),
        (SEVERAL, "1 I'm on", "on_it|4|"),
        (SEVERAL, "1 I'm on #4", "on_it|4|"),
        (SEVERAL, "1 hand #7 back", None),
        (SEVERAL, "1", None),
        (SEVERAL, "2", "claim|7|"),
        (SEVERAL, "3", None),
        (SEVERAL, "#7", "claim|7|"),
        (SEVERAL, "hand back", "release|4|"),
        (ANSWERED, "1", None),
        (ANSWERED, "1 hand back", None),
        (ANSWERED, "2 hand back", "release|7|"),
        (ANSWERED, "3 hand back", "release|8|"),
        (ANSWERED[:3], "2 hand back", "release|7|"),
        (ANSWERED[:3], "2", None),
        (ANSWERED[:3], "hand back", "release|7|"),
        (ANSWERED, "#4", None),
        ((), "1", None),
    ],
)
def test_what_was_typed_stands_for_one_choice_or_none(choices: tuple[Choice, ...], text: str, move: str | None) -> None:
    found = replies.meant(choices, text)
    assert (None if found is None else found.token) == move


@pytest.mark.parametrize(("text", "position"), [("1", 0), ("Today!", 0), ("hand back", 2), ("hand", None)])
def test_where_other_words_are_waited_for_only_all_the_words_of_a_choice_count(text: str, position: int | None) -> None:
    assert replies.meant(ONE, text, whole=True) == (None if position is None else ONE[position])


@pytest.mark.parametrize(
    ("words", "move"),
    [
        ("hand back", "release|4|"),
        ("Back.", "release|4|"),
        ("hand", None),
        ("", None),
        ("with", "claim|7|"),
    ],
)
def test_the_last_words_of_a_choice_stand_for_it_too(words: str, move: str | None) -> None:
    found = replies.worded(SEVERAL, words)
    assert (None if found is None else found.token) == move


@pytest.mark.parametrize(
    ("symbol", "position"), [("1\ufe0f\u20e3", 0), ("2\u20e3", 1), ("4\u20e3", None), ("✋", None), ("🔟", None)]
)
def test_a_numbered_key_stands_for_the_choice_with_its_number(symbol: str, position: int | None) -> None:
    assert replies.keyed(ONE, symbol) == (None if position is None else ONE[position])
