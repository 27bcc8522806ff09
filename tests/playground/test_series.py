"""What is needed every week, on the page."""

from pathlib import Path

from tests.playground.house import open_house, visit
from tests.playground.test_following_up import Evening
from tests.playground.test_moderation import ask, read, said


async def test_every_week_is_chosen_after_posting_and_asked_again_by_one_button(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        evening = Evening(page)
        await ask(page, "a", "ana")
        await evening.choose("ana", await evening.hears("ana", "up for others to see"), "#1 is needed more than once")
        await evening.choose("ana", await read(page, "direct:ana", "How often"), "Every week, 2 times")
        await read(page, "direct:ana", "needed once more after this")
        for who, text in (("ben", "/claim 1"), ("ana", "/done 1")):
            await page.do("say", text, who, place=f"direct:{who}", text=text)

        await evening.choose("ana", await evening.hears("ana", "is needed again"), "Ask again for #1")

        card = await read(page, "help", "#2 · Practical help wanted")
        assert "A ride to the clinic" in said(card)
        await evening.hears("ben", "You helped the last time, and it is needed again: #2")
