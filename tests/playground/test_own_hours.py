"""A time zone of one's own on the page: times in their private messages are said by it."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.playground.browser import someone_at
from tests.playground.house import open_house

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_zone_that_was_typed_is_echoed_with_a_time_of_that_zone(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await someone.be("Ben")
        await someone.go("Direct message")
        for command in ("/help", "/helpprivacy"):
            await someone.write("Message as Ben to Barnraiser", command, then="Enter")
        await someone.press("My time zone and hours")
        await someone.press("Change my hours")
        dialog = someone.page.get_by_role("dialog")
        await dialog.get_by_role("textbox", name="Time zone").fill("asia/tokyo")
        await dialog.get_by_role("textbox", name="Hour of the daily message").fill("20")
        await someone.press("Save")

        said = someone.article("You live by your own clocks: Asia/Tokyo")
        await expect(said.locator("time.moment")).to_contain_text("20:00 GMT+9")
