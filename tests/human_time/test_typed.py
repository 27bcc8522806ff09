"""Whoever types a time reads in the preview what it was taken for, or in words why it cannot be used."""

from datetime import UTC, datetime

import pytest

from adapters.human_time import HumanTimes
from bot.commands.values import Ask, OnDraft, SaveDraft, Spoken
from bot.model.ids import DraftId
from bot.model.outcome import Outcome
from bot.model.people import Actor
from bot.model.places import PlaceRef
from bot.model.wording import Time, Wording
from bot.reading import ReadingStore
from bot.usecases import forms, spoken
from tests.doubles.village import PLATFORM, Village
from tests.people import actor

FORM = {"kind": "practical", "what": "soup", "when": "by a date"}
FIVE = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
NOT_A_DAY = "The date: I can't read that as a day. Please write it like “tomorrow 5pm”, “Friday” or 2026-11-27."


@pytest.fixture
def heard(village: Village) -> ReadingStore:
    return ReadingStore(village.store, HumanTimes())


async def fill(village: Village, heard: ReadingStore, by: str, who: Actor | None = None) -> Outcome:
    command = SaveDraft(who or actor("Ana"), village.community_id, village.origin(), FORM | {"by": by})
    return await heard.write(forms.save_draft, command)


def times(wording: Wording | None) -> list[datetime]:
    assert wording is not None
    return [span.at for each in wording.paragraphs for span in each.spans if isinstance(span, Time)]


def error(outcome: Outcome) -> str:
    assert outcome.form is not None
    return next(field.error for field in outcome.form.fields if field.name == "by")


async def test_the_preview_and_the_card_say_the_moment(village: Village, heard: ReadingStore) -> None:
    preview = await fill(village, heard, "tomorrow 5pm")
    assert times(preview.wording) == [FIVE]
    assert preview.wording is not None
    draft = DraftId(next(choice.value for choice in preview.wording.choices if choice.move == "post_draft"))
    await heard.write(forms.post_draft, OnDraft(actor("Ana"), village.community_id, village.origin(), draft))
    await village.settle()
    (card,) = village.chat.at("help")
    assert times(card.wording) == [FIVE]


async def test_a_day_alone_is_until_its_last_minute(village: Village, heard: ReadingStore) -> None:
    assert times((await fill(village, heard, "tomorrow")).wording) == [datetime(2026, 11, 24, 23, 59, tzinfo=UTC)]


async def test_changing_a_draft_shows_the_moment_as_it_can_be_typed(village: Village, heard: ReadingStore) -> None:
    preview = await fill(village, heard, "tomorrow 5pm")
    assert preview.wording is not None
    draft = DraftId(preview.wording.choices[0].value)
    again = await heard.write(forms.edit_draft, OnDraft(actor("Ana"), village.community_id, village.origin(), draft))
    assert again.form is not None
    assert {field.name: field.value for field in again.form.fields}["by"] == "2026-11-24 17:00"


async def test_the_readers_language_comes_first(village: Village, heard: ReadingStore) -> None:
    german = Actor(actor("Ana").account, "Ana", language="de-AT")
    assert times((await fill(village, heard, "3.12. 17 Uhr", german)).wording) == [
        datetime(2026, 12, 3, 17, 0, tzinfo=UTC)
    ]
    assert error(await fill(village, heard, "17", german)).startswith("Das Datum: Das kann ich nicht als Tag lesen.")


@pytest.mark.parametrize(
    ("by", "why"),
    [
        ("soon", NOT_A_DAY),
        ("17", NOT_A_DAY),
        ("", NOT_A_DAY),
        ("yesterday", "The date has passed already. Please choose a time that is still to come."),
        ("today 9am", "The date has passed already. Please choose a time that is still to come."),
        ("3 December 2028", "The date: please choose a date within a year."),
        (
            "3/12",
            "The date: I can't tell the day from the month. Please write the month as a word, or all of it like "
            "2026-11-27.",
        ),
    ],
)
async def test_what_cannot_be_used_is_refused_in_words(
    village: Village, heard: ReadingStore, by: str, why: str
) -> None:
    assert error(await fill(village, heard, by)) == why


async def test_what_was_typed_is_handed_back_if_nobody_can_read_it(village: Village, heard: ReadingStore) -> None:
    refused = await fill(village, heard, "when the cows come home")
    assert refused.form is not None
    assert {field.name: field.value for field in refused.form.fields}["by"] == "when the cows come home"


async def test_after_the_command_a_time_is_in_the_form_already(village: Village, heard: ReadingStore) -> None:
    async def opened(by: str) -> dict[str, tuple[str, str]]:
        ask = Ask(actor("Ana"), village.community_id, village.origin(), "soup", by)
        outcome = await heard.write(forms.open_form, ask)
        assert outcome.form is not None
        return {field.name: (field.value, field.error) for field in outcome.form.fields}

    form = await opened("tomorrow 5pm")
    assert (form["when"], form["by"]) == (("by a date", ""), ("2026-11-24 17:00", ""))
    form = await opened("soon")
    assert (form["when"], form["by"]) == (("this week", ""), ("", NOT_A_DAY))


async def test_a_time_is_understood_where_only_a_few_answers_are_offered(village: Village, heard: ReadingStore) -> None:
    async def hears(*texts: str) -> str:
        for text in texts:
            said = Spoken(actor("Ana"), village.community_id, village.origin(), text, PlaceRef(PLATFORM, "direct:ana"))
            await heard.write(spoken.hear, said)
            await village.settle()
        return village.direct("Ana")[-1].text

    assert "When?" in await hears("/needhelp soup", "1")
    assert "please choose one of the possibilities" in await hears("as soon as you like")
    assert "Roughly where?" in await hears("tomorrow 5pm")
    await hears("skip", "1")
    assert times(village.direct("Ana")[-1].wording) == [FIVE]

    assert "Roughly where?" in await hears("/needhelp soup", "1", "tomorrow")
    await hears("skip", "1")
    assert times(village.direct("Ana")[-1].wording) != [FIVE], "that is the choice of the same name"


async def test_only_the_answer_to_the_question_for_a_date_is_read_as_one(village: Village, heard: ReadingStore) -> None:
    place = PlaceRef(PLATFORM, "direct:ana")

    async def hears(text: str) -> str:
        said = Spoken(actor("Ana"), village.community_id, village.origin(), text, place)
        await heard.write(spoken.hear, said)
        await village.settle()
        return village.direct("Ana")[-1].text

    await hears("/needhelp")
    await hears("1")
    assert "When?" in await hears("tomorrow 5pm")
    assert "Which date?" in await hears("by a date")
    assert "has passed already" in await hears("yesterday")
    assert "Roughly where?" in await hears("tomorrow 5pm")
    await hears("skip")
    preview = await hears("1")
    assert "tomorrow 5pm" in preview
    assert times(village.direct("Ana")[-1].wording) == [FIVE]
