"""A real Chromium for the page, and a person in front of it who finds things by role and name."""

import asyncio
import contextlib
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright, expect

CHROMIUM = Path(os.environ.get("BARNRAISER_CHROMIUM", "/usr/bin/chromium"))
REPOSITORY = Path(__file__).parents[2]
AXE = Path(os.environ.get("BARNRAISER_AXE", REPOSITORY / ".ci/node/node_modules/axe-core/axe.min.js"))
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-lcd-text",
)
DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
PATIENCE = 10_000
"""Milliseconds until an element that does not come fails a test."""
TABS_AT_MOST = 120


def require(path: Path, how: str) -> None:
    """Skips where something is not installed, or fails where everything must be."""
    if path.exists():
        return
    said = f"{path} is not there: {how}"
    if os.environ.get("BARNRAISER_REQUIRE_ALL") == "1":
        pytest.fail(said)
    pytest.skip(said)


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    require(CHROMIUM, "install the Debian package chromium, or name another one in BARNRAISER_CHROMIUM")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()


class Someone:
    """The person in front of the page. With `by_keyboard` the mouse is never touched."""

    def __init__(self, page: Page, *, by_keyboard: bool = False) -> None:
        self.page = page
        self.by_keyboard = by_keyboard
        self.troubles: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda line: self._hear(line.type, line.text))
        page.on("dialog", lambda dialog: self.troubles.append(f"a dialog opened: {dialog.message}"))

    def _hear(self, kind: str, text: str) -> None:
        """A connection that is refused while the server restarts is no trouble of the page."""
        if kind in ("error", "warning") and "WebSocket connection" not in text:
            self.troubles.append(text)

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name, exact=isinstance(name, str)).last

    def box(self, name: str) -> Locator:
        return self.page.get_by_role("textbox", name=name, exact=True)

    def article(self, text: str) -> Locator:
        return self.page.get_by_role("article").filter(has_text=text).last

    async def press(self, name: str | re.Pattern[str]) -> None:
        await self.use(self.button(name))

    async def use(self, target: Locator) -> None:
        await expect(target).to_be_visible()
        if not self.by_keyboard:
            await target.click()
            return
        await self.reach(target)
        await self.page.keyboard.press("Enter")

    async def write(self, name: str, text: str, *, then: str = "") -> None:
        box = self.box(name)
        await expect(box).to_be_visible()
        if self.by_keyboard:
            await self.reach(box)
            await self.page.keyboard.insert_text(text)
        else:
            await box.fill(text)
        if then:
            await self.page.keyboard.press(then)

    async def reach(self, target: Locator) -> None:
        """Tab until the focus is there. Fails when it never is, or when it cannot be seen."""
        for _ in range(TABS_AT_MOST):
            if await target.evaluate("element => element === document.activeElement"):
                outline = await target.evaluate("element => getComputedStyle(element).outlineStyle")
                assert outline != "none", f"the focus on {target} cannot be seen"
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"{TABS_AT_MOST} times Tab never reached {target}")

    async def be(self, name: str) -> None:
        people = self.page.get_by_role("navigation", name="Who you are")
        await self.use(people.get_by_role("button", name=re.compile(rf"^{name}\b")))

    async def go(self, place: str) -> None:
        places = self.page.get_by_role("navigation", name=re.compile("^Places "))
        await self.use(places.get_by_role("button", name=re.compile(f"^{place}")))

    async def wait_a_day(self, by: Locator | None = None) -> None:
        """Moves time with the clock bar, or with the same button elsewhere."""
        clock = self.page.get_by_role("region", name="Community time")
        time = clock.get_by_role("time")
        before = await time.text_content() or ""
        await self.use((by or clock).get_by_role("button", name="+1 day"))
        await expect(time).not_to_have_text(before)
        await expect(clock.get_by_role("button", name="+1 day")).to_have_attribute("aria-disabled", "false")

    async def wait_until_offered(self, name: str) -> None:
        """Days go by until we can choose this where we are."""
        for _ in range(5):
            if await self.button(name).count():
                return
            await self.wait_a_day()
        await expect(self.button(name)).to_be_visible()

    async def check_access(self, what: str) -> None:
        """axe-core finds nothing to complain about."""
        require(AXE, "npm install --prefix .ci/node axe-core, or name the file in BARNRAISER_AXE")
        await self.page.evaluate(await asyncio.to_thread(AXE.read_text, "utf-8"))
        found: list[dict[str, Any]] = await self.page.evaluate("axe.run().then(result => result.violations)")
        told = [f"{each['id']}: {[node['html'][:160] for node in each['nodes']]}" for each in found]
        assert told == [], f"{what}: {told}"


@contextlib.asynccontextmanager
async def someone_at(
    browser: Browser,
    url: str,
    *,
    by_keyboard: bool = False,
    size: ViewportSize = DESK,
    scheme: Literal["light", "dark"] = "light",
    scale: float = 1,
) -> AsyncIterator[Someone]:
    """A person who opened the page. Errors on the page fail the test in the end."""
    async with await browser.new_context(
        viewport=size, color_scheme=scheme, reduced_motion="reduce", device_scale_factor=scale
    ) as context:
        someone = Someone(await context.new_page(), by_keyboard=by_keyboard)
        await someone.page.goto(url)
        yield someone
        assert someone.troubles == []
