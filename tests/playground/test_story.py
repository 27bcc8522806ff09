"""The whole help cycle in a real browser: from the first click to the announcement."""

import os
import re
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.playground.browser import PHONE, REPOSITORY, Someone, someone_at
from tests.playground.house import open_house

pytestmark = pytest.mark.asyncio(loop_scope="session")

WHAT = "A ride to the clinic on Thursday morning, and back around noon."
THANKS = "Ben drove me there and waited with me. I was so much calmer for it."
PICTURE = REPOSITORY / "docs" / "pictures" / "playground.png"


async def ask(someone: Someone) -> None:
    await someone.press("Ask for help")
    await someone.write("What would help?", WHAT)
    await someone.write("Roughly where? (optional)", "the east side")
    await someone.press("Show me how it looks")
    await expect(someone.article("This is all that others will see")).to_contain_text(WHAT)
    await someone.press("Post it")
    await expect(someone.article("#1 · Practical help wanted")).to_contain_text(WHAT)


async def claim(someone: Someone) -> None:
    await someone.be("Ben")
    await someone.press(re.compile("^Raise a hand"))
    await expect(someone.article("#1 · Somebody is on it")).to_be_visible()
    await someone.go("Direct message")
    await expect(someone.article("Here is what you need")).to_contain_text("Please get in touch with Ana")
    await expect(someone.article("Here is what you need")).to_contain_text("only you two know the words")
    await someone.press("Today")
    await expect(someone.button("Today (chosen)")).to_be_visible()


async def finish(someone: Someone) -> None:
    await someone.wait_until_offered("#1 is done")
    await someone.press("#1 is done")
    await someone.be("Ana")
    await someone.go("Direct message")
    await someone.press("Yes, #1 is done")
    await expect(someone.button("Yes, #1 is done (chosen)")).to_be_visible()


async def celebrate(someone: Someone) -> None:
    await someone.wait_until_offered("Yes, both of us may be named (#1)")
    await someone.press("Yes, both of us may be named (#1)")
    await expect(someone.button("No words needed")).to_be_visible()
    await someone.write("Message as Ana to Barnraiser", THANKS, then="Enter")
    await expect(someone.article("This is what others will read")).to_contain_text(THANKS)
    await someone.press("Yes, say it like this")
    await someone.be("Ben")
    await someone.press("Yes, my name may be said (#1)")
    await someone.be("Chi")
    await someone.go("#thanks")
    await expect(someone.article("Help was given")).to_contain_text(f"“{THANKS}”")
    await expect(someone.article("Help was given")).to_contain_text("With thanks to Ben, from Ana.")


async def follow(someone: Someone, step: str) -> None:
    """Do what the guide says, and nothing else."""
    guide = someone.page.get_by_role("region", name="First story")
    offered = guide.get_by_role("button", name=re.compile(r"^(Be |Open )"))
    if await offered.count():
        await offered.click()
        return
    if "ove time ahead" in step:
        await someone.wait_a_day(guide)
        return
    if "Open the form" in step:
        await someone.press("Ask for help")
    elif "in your own words" in step:
        await someone.write("What would help?", WHAT)
        await someone.press("Show me how it looks")
    elif "line of thanks" in step:
        await someone.press("No words needed")
    elif "Have a look" in step:
        pass  # We are there, and what was agreed to is on its way.
    else:
        await someone.use(someone.page.locator("[data-token]").filter(has_text=wanted(step)).last)
    await expect(guide.get_by_role("status")).not_to_have_text(step)


def wanted(step: str) -> re.Pattern[str]:
    """The words on the button that each step of the guide speaks of."""
    for said, button in (
        ("Post it", "Post it"),
        ("Raise a hand", "Raise a hand"),
        ("get in touch", "Today"),
        ("Answer that it is done", "is done"),
        ("say that it is done", "Yes, .* is done"),
        ("Say yes", "Yes, without names"),
        ("stricter answer", "Yes, without my name"),
    ):
        if said in step:
            return re.compile(button)
    raise AssertionError(f"the guide says something new: {step}")


async def test_the_whole_story_is_lived_with_the_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url, by_keyboard=True) as someone:
        await ask(someone)
        await claim(someone)
        await finish(someone)
        await celebrate(someone)
        await expect(someone.page.get_by_role("region", name="First story")).to_contain_text("one whole round")


async def test_the_story_goes_on_after_a_restart_of_the_server(browser: Browser, tmp_path: Path) -> None:
    async with AsyncExitStack() as page:
        async with open_house(tmp_path) as house:
            port = urlsplit(house.url).port
            someone = await page.enter_async_context(someone_at(browser, house.url))
            await ask(someone)
            await claim(someone)
            await someone.box("Message as Ben to Barnraiser").fill("half a sentence")
        connection = someone.page.locator("#connection")
        await expect(connection).to_contain_text("Waiting for Barnraiser")
        async with open_house(tmp_path, fixed_port=port) as house:
            await expect(connection).to_contain_text("Back again")
            await expect(someone.box("Message as Ben to Barnraiser")).to_have_value("half a sentence")
            await finish(someone)
            await someone.page.reload()
            await celebrate(someone)


async def test_the_guide_leads_from_the_first_click_to_the_announcement(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url, size=PHONE) as someone:
        guide = someone.page.get_by_role("region", name="First story")
        said: list[str] = []
        for _ in range(40):
            await expect(guide.get_by_role("status")).not_to_be_empty()
            step = await guide.get_by_role("status").text_content() or ""
            said += [step] if step not in said else []
            if "one whole round" in step:
                break
            await follow(someone, step)
        assert "one whole round" in said[-1]
        assert len(said) >= 12
        await someone.go("#thanks")
        await expect(someone.article("Help was given")).to_be_visible()


async def test_a_no_is_a_good_end_of_the_story_too(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await ask(someone)
        await claim(someone)
        await finish(someone)
        await someone.wait_until_offered("Nothing in public (#1)")
        await someone.press("Nothing in public (#1)")
        guide = someone.page.get_by_role("region", name="First story")
        await expect(guide.get_by_role("status")).to_contain_text("that is perfectly fine")


async def test_the_picture_of_the_readme(browser: Browser, tmp_path: Path) -> None:
    wide = ViewportSize(width=1360, height=850)
    async with open_house(tmp_path) as house, someone_at(browser, house.url, size=wide, scale=1.5) as someone:
        await ask(someone)
        await claim(someone)
        await someone.wait_until_offered("#1 is done")
        await someone.be("Ana")
        await someone.go("#help")
        await someone.press("Two, side by side")
        await someone.page.get_by_role("navigation", name="Places Ben reads").get_by_text("Direct message").click()
        await expect(someone.button("#1 is done")).to_be_visible()
        picture = await someone.page.screenshot()
        assert len(picture) > 50_000
        if os.environ.get("BARNRAISER_PICTURES") == "1":
            PICTURE.parent.mkdir(parents=True, exist_ok=True)
            PICTURE.write_bytes(picture)
