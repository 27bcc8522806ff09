"""A time as people say it, in the form of the page."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, expect

from adapters.playground.zone import local_zone
from tests.playground.browser import someone_at
from tests.playground.house import open_house

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_time_as_people_say_it_is_shown_as_a_moment_before_others_read_it(
    browser: Browser, tmp_path: Path
) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await someone.press("Ask for help")
        await someone.write("What would help?", "a ride")
        await someone.page.get_by_label("When?").select_option("By a date")
        await someone.write("Which date? (optional)", "in 2 days at 5pm")
        await someone.press("Show me how it looks")
        said = someone.article("This is all that others will see").locator("time.moment").first
        at = datetime.fromisoformat(await said.get_attribute("datetime") or "")
        there = at.astimezone(ZoneInfo(local_zone()))
        assert f"{there:%H:%M:%S}" == "17:00:00"
        await someone.press("Change it")
        await expect(someone.box("Which date? (optional)")).to_have_value(f"{there:%Y-%m-%d} 17:00")
