"""Soup on Monday and on Wednesday: one person each, on both databases."""

from bot.commands.values import SaveDraft
from bot.model.ids import Number
from bot.usecases.forms import save_draft
from tests.doubles.village import Village
from tests.people import HOUR

SOUP = "soup for two days\n- Monday noon\n- Wednesday noon\n- Friday noon"


async def ask(village: Village) -> Number:
    """One tap on the preview makes one place of each line."""
    preview = await village.fill("Ana", what=SOUP)
    assert preview.wording is not None
    (each,) = [choice for choice in preview.wording.choices if choice.move == "draft_wanted"]
    again = await village.press("Ana", each.token)
    assert again.wording is not None
    assert "For 3 people. Each takes one of the parts in your list." in again.wording.text
    assert not [choice for choice in again.wording.choices if choice.move == "draft_wanted"]
    posted = await village.press("Ana", again.wording.choices[0].token)
    assert posted.wording is not None
    await village.settle()
    return posted.wording.choices[0].number


async def test_a_part_is_chosen_on_the_card_and_the_card_shows_what_is_open(village: Village) -> None:
    number = await ask(village)
    (card,) = village.chat.at("help")
    assert "Still open: 1. Monday noon · 2. Wednesday noon · 3. Friday noon" in card.text
    (second,) = [each for each in card.wording.choices if each.value == "2"]

    await village.press("Ben", second.token)
    await village.settle()
    assert "Still open: 1. Monday noon · 3. Friday noon" in card.text
    assert "Ben" not in card.text
    assert "The part: Wednesday noon" in village.direct("Ben")[-1].text
    assert "The part: Wednesday noon" in village.direct("Ana")[-1].text
    assert (await village.press("Chi", second.token)).result == "refused: part_is_taken"

    await village.pass_time(HOUR)
    await village.react("Chi", card.ref)
    await village.settle()
    assert "The part: Monday noon" in village.direct("Chi")[-1].text
    assert "sees your name. Still open: 3. Friday noon" in card.text
    (other,) = [each for each in village.direct("Chi")[-1].wording.choices if each.move == "part"]
    taken = await village.press("Chi", other.token)
    await village.settle()
    assert taken.wording is not None
    assert taken.wording.text == f"All right, part 3 of #{number} is yours."
    assert "another part" in village.direct("Ana")[-1].text
    assert "Friday noon" in village.direct("Ana")[-1].text
    assert "Still open: 1. Monday noon" in card.text


async def test_a_changed_list_asks_whoever_lost_their_part(village: Village) -> None:
    number = await ask(village)
    await village.do("Ben", "claim", number, "1")
    await village.pass_time(HOUR)
    await village.do("Chi", "claim", number, "2")
    changed = await village.store.write(
        *_edit(village, number, "soup\n- Tuesday noon\n- Wednesday noon\n- Friday noon")
    )
    assert changed.wording is not None
    await village.press("Ana", changed.wording.choices[0].token)
    await village.settle()

    (card,) = village.chat.at("help")
    assert "Still open: 3. Friday noon" in card.text
    assert "Does it still suit you?" in village.direct("Ben")[-1].text


async def test_a_list_for_another_number_of_people_is_only_a_list(village: Village) -> None:
    number = await village.ask("Ana", what=SOUP, wanted="2")
    await village.do("Ben", "claim", number, "3")
    await village.settle()

    assert "Still open" not in village.chat.at("help")[0].text
    assert (await village.request(number)).claims[0].part is None


def _edit(village: Village, number: Number, what: str):  # type: ignore[no-untyped-def]
    form = {"kind": "practical", "what": what, "when": "this week", "wanted": "3"}
    return save_draft, SaveDraft(village.actor("Ana"), village.community_id, village.origin(), form, number)
