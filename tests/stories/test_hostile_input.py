"""Bad input is refused in words or shown as text, and nothing that was typed is lost."""

import pytest
from sqlalchemy import select

from bot.commands.values import FreeText, SaveDraft
from bot.usecases import answers, catalogue, forms
from storage.statements import Statement
from storage.tables import words
from tests.doubles.village import Village
from tests.people import DAY, actor

ALL_WORDS = Statement(select(words.c.id))
HOSTILE = [
    "",
    "x" * 5000,
    "🙂",
    "\u202eabc",
    "@everyone",
    "<script>alert(1)</script>",
    "**[x](http://y)**",
    "\x00\x1b[2J",
]


@pytest.mark.parametrize("field", ["kind", "what", "when", "by", "where", "naming", "wanted"])
@pytest.mark.parametrize("typed", HOSTILE)
async def test_every_field_takes_anything_or_says_in_words_what_it_needs(
    village: Village, field: str, typed: str
) -> None:
    form = {"kind": "practical", "what": "soup", "when": "by a date", "by": "2026-11-30", field: typed}
    outcome = await village.store.write(
        forms.save_draft, SaveDraft(actor("Ana"), village.community_id, village.origin(), form)
    )

    if outcome.form is None:
        assert outcome.wording is not None
        assert "\u202e" not in outcome.wording.text
        return
    (row,) = [row for row in outcome.form.fields if row.error]
    assert row.name == field
    assert row.value == typed


@pytest.mark.parametrize(
    "token",
    [
        "",
        "|",
        "claim|x|",
        "claim|99999999999999|",
        "post_draft|0|nope",
        "nonsense|1|",
        "kind|0|x",
        "claim|1|\ud800",
        "post_draft|0|\x00",
    ],
)
async def test_a_made_up_button_is_answered_kindly(village: Village, token: str) -> None:
    outcome = await village.press("Ben", token)

    assert outcome.result.startswith("refused")
    assert outcome.wording is not None


@pytest.mark.parametrize(
    "text",
    [
        "/claim",
        "/claim 99",
        "/claim -1",
        "/claim 1; drop table",
        "/nonsense",
        "!done #77",
        "/withdraw ²",
        "/helpmod",
        "/helpmod close 1",
    ],
)
async def test_a_mistyped_command_is_answered_in_words(village: Village, text: str) -> None:
    carried = catalogue.typed(actor("Ben"), village.community_id, village.origin(), text)
    assert carried is not None
    outcome = await village.store.write(*carried)

    assert outcome.result.startswith("refused")
    assert outcome.wording is not None


async def test_thanks_that_are_too_long_are_refused_whole_and_not_said_twice(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.do("Ben", "done", number)
    await village.do("Ana", "consent", number, "no names")
    long = "thank you " * 60
    outcome = await village.store.write(
        answers.hear, FreeText(actor("Ana"), village.community_id, village.origin(), long)
    )

    assert outcome.result == "refused: too_long"
    assert outcome.wording is not None
    assert outcome.wording.text.endswith("What you wrote stands above in full, so that you can take it from there.")
    assert (await village.say("Ana", "thank you")).result == "thanks preview"


async def test_moderators_need_a_role_a_reason_and_distance(village: Village) -> None:
    number = await village.ask("Mo")
    other = await village.ask("Ana")

    async def typed(text: str, moderator: bool) -> str:
        who = actor("Mo", moderator=moderator)
        carried = catalogue.typed(who, village.community_id, village.origin(), text)
        assert carried is not None
        return (await village.store.write(*carried)).result

    assert await typed(f"/helpmod close {other} spam", moderator=False) == "refused: moderators_only"
    assert await typed(f"/helpmod close {other}", moderator=True) == "refused: needs_a_reason"
    assert await typed(f"/helpmod close {number} mine", moderator=True) == "refused: part_of_it"
    assert await typed(f"/helpmod close {other} asked twice", moderator=True) == "close"
    assert await typed("/helpsetup", moderator=False) == "refused: moderators_only"


async def test_somebody_elses_draft_cannot_be_posted(village: Village) -> None:
    preview = await village.fill("Ana")
    assert preview.wording is not None
    token = next(choice.token for choice in preview.wording.choices if choice.move == "post_draft")

    assert (await village.press("Ben", token)).result == "refused: draft_gone"
    assert (await village.press("Ana", token)).result == "post"
    assert (await village.press("Ana", token)).result == "refused: draft_gone"


async def test_a_draft_is_forgotten_after_a_day(village: Village) -> None:
    preview = await village.fill("Ana")
    assert preview.wording is not None
    token = next(choice.token for choice in preview.wording.choices if choice.move == "post_draft")
    await village.pass_time(DAY)

    assert (await village.press("Ana", token)).result == "refused: draft_gone"
    assert await village.store.read(_count_words, None) == 0


def _count_words(tx, nothing, now):  # type: ignore[no-untyped-def]
    return len(tx.words._session.rows(ALL_WORDS, {}))
