"""Offering help on the page: boxes to tick, a break, and somebody who is kept apart by name."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from adapters.playground.residents import naming
from tests.playground.browser import someone_at
from tests.playground.house import open_house
from tests.playground.test_story import ask

pytestmark = pytest.mark.asyncio(loop_scope="session")
TO_BARNRAISER = "Message as Ben to Barnraiser"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/avoid Ben", "/avoid <ben>"),
        ("/avoid ben off", "/avoid <ben> off"),
        ("/avoid <ben>", "/avoid <ben>"),
        ("/avoid Bne", "/avoid"),
        ("/avoid", "/avoid"),
        ("/avoid <nobody>", "/avoid"),
    ],
)
async def test_whoever_lives_here_is_named_by_their_name(typed: str, meant: str) -> None:
    assert naming(typed) == meant


async def test_a_volunteer_ticks_what_they_like_to_give(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await someone.be("Ben")
        await someone.go("Direct message")
        await someone.write(TO_BARNRAISER, "/volunteer", then="Enter")
        dialog = someone.page.get_by_role("dialog")
        await dialog.get_by_role("checkbox", name="Practical help").check()
        await dialog.get_by_role("checkbox", name="Information or advice").check()
        await dialog.get_by_role("textbox", name="Roughly where?").fill("near the mill")
        await someone.check_access("the form of a volunteer")
        await someone.press("Save")
        offered = someone.article("You help with: Practical help, Information or advice.")
        await expect(offered).to_contain_text("near the mill")
        await someone.press("Heavy topics are all right")
        await expect(someone.article("Heavy topics are all right.")).to_be_visible()

        await someone.write(TO_BARNRAISER, "/pause 10d", then="Enter")
        await someone.press("End the break now")
        await expect(someone.article("Your break is over.")).to_be_visible()


async def test_whoever_is_kept_apart_is_offered_nothing_of_the_other(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await ask(someone)
        await someone.be("Ben")
        await someone.go("Direct message")
        await someone.write(TO_BARNRAISER, "/canhelp", then="Enter")
        await expect(someone.article("What fits you now")).to_contain_text("I can help with #1")
        await someone.write(TO_BARNRAISER, "/avoid Ana", then="Enter")
        await expect(someone.article("from now on neither of you")).to_be_visible()
        await someone.write(TO_BARNRAISER, "/canhelp", then="Enter")
        await expect(someone.article("Nothing that fits you is open now.")).to_be_visible()
