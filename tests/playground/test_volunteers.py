"""Offering help on the page: boxes to tick, a break, and somebody who is kept apart by name."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from adapters.playground.residents import naming
from tests.playground.browser import someone_at
from tests.playground.house import Visitor, open_house, visit
from tests.playground.test_alerts import OFFER
from tests.playground.test_following_up import Evening
from tests.playground.test_moderation import ask as posts
from tests.playground.test_moderation import read, said
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


async def offers(page: Visitor, account: str, **values: str) -> None:
    facts = {"place": f"direct:{account}", "values": OFFER | values, "number": None, "about": "volunteer"}
    await page.do("submit", f"{account} offers", account, **facts)


async def card(page: Visitor, number: int) -> str:
    """The id of the message where others read it, which may have come already."""
    while True:
        told = [each["message"] for each in page.seen if each["type"] == "message"]
        if found := [each["id"] for each in told if each["place"] == "help" and f"#{number} · " in said(each)]:
            return str(found[-1])
        await page.until_message("help")


async def test_whoever_carries_enough_raises_a_hand_in_vain_and_reads_kindly_why(tmp_path: Path) -> None:
    """First by what they said they carry, then by what the community lets anybody carry."""
    async with open_house(tmp_path) as house, visit(house.url) as page:
        for number in (1, 2, 3):
            await posts(page, f"a{number}", "ana")
        await offers(page, "ben", most="1")

        async def raises(number: int) -> None:
            facts = {"message": await card(page, number), "symbol": "✋", "isPresent": True}
            await page.act("react", f"hand {number}", "ben", **facts)

        await raises(1)
        await read(page, "direct:ben", "You're on #1")
        await raises(2)
        no = await read(page, "help", "You carry a request already, and that is plenty.")
        assert no["readers"] == ["ben"]

        for text in ("/volunteer off", "/claim 2"):
            await page.do("say", text, "ben", place="direct:ben", text=text)
        await raises(3)
        await read(page, "help", "You carry 2 requests already, and that is plenty.")


async def test_who_speaks_the_language_that_was_chosen_for_everybody_is_told_first(tmp_path: Path) -> None:
    """The page tells nobody's own language, so whoever asks reads the community's."""
    async with open_house(tmp_path) as house, visit(house.url) as page:
        evening = Evening(page)
        await offers(page, "ben", languages="en")
        await offers(page, "chi", languages="de")
        await posts(page, "a", "ana")
        await page.act("say", "setup", "mo", place="direct:mo", text="/helpsetup")
        await evening.choose("mo", await read(page, "direct:mo", "is set up"), "Language, time zone and look")
        await evening.choose("mo", await read(page, "direct:mo", "What everybody reads here"), "Deutsch")
        await page.act("advance", "a day", "mo", hours=24)

        first, later = [await evening.hears(who, "sucht jemanden") for who in ("chi", "ben")]

        assert first["at"] < later["at"]
