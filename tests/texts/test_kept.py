"""A finished message as text, and back."""

from datetime import UTC, datetime

import pytest

from bot.model.ids import Number
from bot.model.wording import (
    Accent,
    Choice,
    Mention,
    Paragraph,
    Plain,
    Room,
    Stage,
    Strong,
    Time,
    Topic,
    Typed,
    Wording,
)
from bot.texts import kept

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
ALL = Wording(
    (
        Paragraph(
            (Plain("a"), Strong("b"), Typed("<b>"), Mention("@ben", "Ben"), Time(datetime(2026, 11, 27, tzinfo=UTC)))
        ),
        Paragraph((Plain("Well?"),), (Choice("claim", Number(4), "I can", "x|y", "✋"),)),
    ),
    Accent.WARM,
)


def test_a_message_comes_back_as_it_was() -> None:
    assert kept.from_text(kept.to_text(ALL)) == ALL


@pytest.mark.parametrize("more", [{"topic": Topic("#1", Stage.OPEN)}, {"room": Room(("a", "b"))}])
def test_what_begins_a_place_of_its_own_is_not_kept(more: dict[str, Topic | Room]) -> None:
    with pytest.raises(ValueError, match="plain"):
        kept.to_text(Wording(ALL.paragraphs, **more))  # type: ignore[arg-type]
