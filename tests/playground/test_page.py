"""The page by itself: its forms, commands and places, for every window, light and way of using it."""

import re
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.playground.browser import DESK, PHONE, someone_at
from tests.playground.house import open_house, visit
from tests.playground.test_story import ask, claim

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOSTILE = (
    "<script>document.title = 'broken'</script>",
    "<img src=x onerror=alert(1)>",
    "@everyone @here <!channel> **not bold** [link](javascript:alert(1))",
    "\u202eright to left\u202c and مرحبا بكم",
    "long " * 1000,
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_axe_finds_nothing_anywhere(
    browser: Browser, tmp_path: Path, scheme: Literal["light", "dark"], size: ViewportSize
) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url, scheme=scheme, size=size) as someone:
        await someone.check_access("the empty page")
        await someone.press("Ask for help")
        await someone.press("Show me how it looks")
        await expect(someone.page.get_by_role("dialog").locator(".error")).to_be_visible()
        await someone.check_access("the form with an error")
        await someone.press("Not now")
        await ask(someone)
        await someone.check_access("a request")
        await claim(someone)
        await someone.box("Message as Ben to Barnraiser").fill("/")
        await expect(someone.page.get_by_role("option").first).to_be_visible()
        await someone.check_access("the commands")
        await someone.box("Message as Ben to Barnraiser").fill("")
        await someone.press("Behind the curtain")
        await someone.check_access("behind the curtain")


async def test_axe_finds_nothing_when_four_people_are_side_by_side(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await ask(someone)
        for view in ("Two, side by side", "All four"):
            await someone.press(view)
            await someone.check_access(view)


@pytest.mark.parametrize("text", HOSTILE, ids=["script", "image", "mentions", "right-to-left", "long"])
async def test_hostile_text_is_shown_as_the_text_it_is(browser: Browser, tmp_path: Path, text: str) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url, size=PHONE) as someone:
        await someone.write("Message as Ana in #help", text, then="Enter")
        said = someone.page.get_by_role("article").locator(".said")
        await expect(said).to_have_text(text.strip(), use_inner_text=False)
        assert await said.text_content() == text.strip()
        assert await someone.page.title() == "Barnraiser playground"
        assert await someone.page.evaluate("document.querySelectorAll('[role=log] :is(script, img, a)').length") == 0
        assert await someone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        log = await someone.page.get_by_role("log").evaluate("log => log.scrollWidth - log.clientWidth")
        assert log <= 0


async def test_hostile_text_in_the_form_is_shown_as_the_text_it_is(browser: Browser, tmp_path: Path) -> None:
    text = "<b>bold</b> @everyone <script>document.title = 'broken'</script> مرحبا"
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await someone.press("Ask for help")
        await someone.write("What would help?", text)
        await someone.press("Show me how it looks")
        await expect(someone.article("This is all that others will see")).to_contain_text(text)
        await someone.press("Post it")
        await expect(someone.article("Practical help wanted")).to_contain_text(text)
        assert await someone.page.title() == "Barnraiser playground"


async def test_a_field_that_is_wrong_says_so_and_nothing_typed_is_lost(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await someone.press("Ask for help")
        await someone.write("Roughly where? (optional)", "the east side")
        await someone.write("How many people?", "NaN")
        await someone.write("What would help?", "x" * 501)
        await expect(someone.page.get_by_role("dialog")).to_contain_text("1 characters too many")
        await someone.press("Show me how it looks")
        what = someone.box("What would help?")
        await expect(what).to_have_attribute("aria-invalid", "true")
        await expect(what).to_be_focused()
        described = await what.evaluate(
            "box => box.getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id).className)"
        )
        assert described == ["hint", "left over", "error"]
        assert await what.input_value() == "x" * 501
        assert await someone.box("Roughly where? (optional)").input_value() == "the east side"
        await someone.write("What would help?", "A ride")
        await someone.press("Show me how it looks")
        await expect(someone.box("How many people?")).to_be_focused()


async def test_a_form_that_was_closed_by_mistake_still_holds_what_was_typed(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await someone.press("Ask for help")
        await someone.write("What would help?", "A ride")
        await someone.page.keyboard.press("Escape")
        await expect(someone.page.get_by_role("dialog")).to_have_count(0)
        await expect(someone.button("Ask for help")).to_be_focused()
        await someone.press("Ask for help")
        await expect(someone.box("What would help?")).to_have_value("A ride")


async def test_what_one_person_typed_is_never_shown_to_another(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await someone.be("Ben")
        await someone.write("Message as Ben in #help", "/needhelp private words", then="Enter")
        await expect(someone.box("What would help?")).to_have_value("private words")
        await someone.page.keyboard.press("Escape")
        await someone.be("Ana")
        await someone.press("Ask for help")
        await expect(someone.box("What would help?")).to_have_value("")


async def test_words_typed_just_now_count_more_than_older_ones(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await someone.press("Ask for help")
        await someone.write("What would help?", "an old idea")
        await someone.page.keyboard.press("Escape")
        await someone.write("Message as Ana in #help", "/needhelp a new idea", then="Enter")
        await expect(someone.box("What would help?")).to_have_value("a new idea")


async def test_after_the_form_the_keyboard_is_on_the_preview(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await someone.press("Ask for help")
        await someone.write("What would help?", "A ride")
        await someone.press("Show me how it looks")
        await expect(someone.article("This is all that others will see")).to_be_focused()


@pytest.mark.parametrize("size", [(844, 390), (780, 437)], ids=str)
async def test_a_phone_held_sideways_needs_no_sideways_scrolling(
    browser: Browser, tmp_path: Path, size: tuple[int, int]
) -> None:
    lying = ViewportSize(width=size[0], height=size[1])
    async with open_house(tmp_path) as house, someone_at(browser, house.url, size=lying) as someone:
        await ask(someone)
        width = await someone.page.evaluate("document.documentElement.scrollWidth")
        height = await someone.page.evaluate("document.querySelector('.log').clientHeight")
        assert width <= size[0]
        assert height >= 200


async def test_a_command_is_completed_with_the_keyboard(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url, by_keyboard=True) as someone:
        box = someone.box("Message as Ana in #help")
        await someone.write("Message as Ana in #help", "/help")
        options = someone.page.get_by_role("option")
        await expect(options).to_have_count(3)
        await expect(someone.page.locator("#announcer")).to_have_text("3 commands. Choose with the arrow keys.")
        await someone.page.keyboard.press("ArrowUp")
        await expect(options.last).to_have_attribute("aria-selected", "true")
        assert await box.get_attribute("aria-activedescendant") == await options.last.get_attribute("id")
        await someone.page.keyboard.press("Enter")
        await expect(box).to_have_value("/help")
        await someone.page.keyboard.press("Enter")
        await expect(someone.article("Here is what is possible")).to_contain_text("Only you can see this")


async def test_moderators_commands_are_offered_to_the_moderator_only(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await someone.box("Message as Ana in #help").fill("/helpm")
        await expect(someone.page.get_by_role("option")).to_have_count(0)
        await someone.be("Mo")
        await someone.box("Message as Mo in #help").fill("/helpm")
        await expect(someone.page.get_by_role("option")).to_have_count(1)


async def test_only_mo_sees_the_care_team(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        care = someone.page.get_by_role("button", name="#care-team")
        await expect(someone.button("#thanks")).to_be_visible()
        await expect(care).to_have_count(0)
        await someone.be("Mo")
        await someone.go("#care-team")
        await someone.be("Ana")
        await expect(care).to_have_count(0)
        await expect(someone.box("Message as Ana in #help")).to_be_visible()


async def test_new_messages_are_announced_to_the_person_one_is(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone, visit(house.url) as other:
        log = someone.page.get_by_role("log", name="#help")
        await expect(log).to_have_attribute("aria-live", "polite")
        handle = await log.element_handle()
        await other.do("say", "k1", "ben", place="help", text="Hello neighbours")
        await expect(log).to_contain_text("Hello neighbours")
        same = await log.evaluate("(log, first) => log === first", handle)
        assert same, "a log that is replaced announces nothing"
        await other.do("say", "k2", "chi", place="thanks", text="Thank you all")
        await expect(someone.page.locator("#announcer")).to_have_text("Chi wrote in #thanks.")
        unread = someone.page.get_by_role("button", name=re.compile("^#thanks 1 new$"))
        await expect(unread).to_be_visible()
        await someone.press("Two, side by side")
        assert await someone.page.locator("[role=log][aria-live=polite]").count() == 1


async def test_the_keyboard_stays_where_it_was_when_a_card_changes(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone, visit(house.url) as other:
        await ask(someone)
        hand = someone.button(re.compile("^Raise a hand"))
        await hand.focus()
        card = await someone.article("#1 · Practical help wanted").get_attribute("data-id")
        await other.do("react", "k", "chi", message=card, symbol="✋", isPresent=True)
        await expect(someone.article("#1 · Somebody is on it")).to_be_visible()
        await expect(someone.button(re.compile("^Raise a hand 1"))).to_be_focused()


async def test_many_tabs_at_once_all_hear_the_news(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone, AsyncExitStack():
        tabs = [await someone.page.context.new_page() for _ in range(8)]
        for tab in tabs:
            await tab.goto(house.url)
            await expect(tab.get_by_role("log")).to_be_visible()
        await someone.write("Message as Ana in #help", "Hello everybody", then="Enter")
        for tab in tabs:
            await expect(tab.get_by_role("article")).to_contain_text("Hello everybody")


async def test_a_reload_keeps_who_one_is_and_the_key_is_not_left_in_the_address(
    browser: Browser, tmp_path: Path
) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await someone.be("Chi")
        await someone.go("#thanks")
        assert "key" not in someone.page.url
        await someone.page.reload()
        await expect(someone.box("Message as Chi in #thanks")).to_be_visible()


async def test_the_guide_can_be_put_away_and_brought_back(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        guide = someone.page.get_by_role("region", name="First story")
        await someone.press("Hide the guide")
        await expect(guide).to_have_count(0)
        await someone.page.reload()
        await expect(someone.box("Message as Ana in #help")).to_be_visible()
        await expect(guide).to_have_count(0)
        await someone.press("Show the guide")
        await expect(guide).to_be_visible()


async def test_behind_the_curtain_tells_what_was_decided_without_names_or_typed_text(
    browser: Browser, tmp_path: Path
) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await ask(someone)
        await someone.press("Behind the curtain")
        curtain = someone.page.get_by_role("complementary", name="Behind the curtain")
        await expect(curtain).to_contain_text("#1: A request was posted.")
        await expect(curtain).to_contain_text("Looks again:")
        told = await curtain.text_content() or ""
        assert not any(word in told for word in ("Ana", "clinic", "east"))


async def test_what_is_too_long_for_one_message_is_handed_back_whole(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await someone.write("Message as Ana in #help", "x" * 9000, then="Enter")
        await expect(someone.page.get_by_role("alert").filter(has_text="9000 characters")).to_be_visible()
        assert await someone.box("Message as Ana in #help").input_value() == "x" * 9000


@pytest.mark.parametrize("size", [PHONE, ViewportSize(width=320, height=640), DESK], ids=["phone", "small", "desk"])
async def test_everything_fits_into_the_window(browser: Browser, tmp_path: Path, size: ViewportSize) -> None:
    async with open_house(tmp_path) as house, someone_at(browser, house.url, size=size) as someone:
        await ask(someone)
        await claim(someone)
        assert await someone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert await someone.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        for name in ("Ask for help", "Send", "+1 hour", "+1 day", "Behind the curtain"):
            await expect(someone.button(name)).to_be_in_viewport(ratio=1)
        log = await someone.page.get_by_role("log").bounding_box()
        assert log is not None
        assert log["height"] > 120


async def test_a_community_that_reads_german_does_so_on_the_page_too(browser: Browser, tmp_path: Path) -> None:
    """The page itself stays English, so what is German says that it is: a screen reader has to know."""
    async with open_house(tmp_path) as house, someone_at(browser, house.url) as someone:
        await ask(someone)
        await someone.be("Mo")
        await someone.write("Message as Mo in #help", "/helpsetup", then="Enter")
        await someone.press("Language, time zone and look")
        await someone.press("Deutsch")
        card = someone.article("#1 · Praktische Hilfe gesucht")
        await expect(card).to_be_visible()
        await expect(card.locator(".bubble")).to_have_attribute("lang", "de")
        await expect(card.locator("time.moment")).to_contain_text(re.compile(r"\(in \d+ Tagen\)"))
        await someone.check_access("a German card")
