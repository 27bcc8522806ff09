"""What moderators do with requests on the page: typed by Mo, and read by each person where only they read."""

import re
from pathlib import Path
from typing import Any

from tests.playground.house import Visitor, open_house, visit

FORM = {"kind": "practical", "what": "A ride to the clinic", "when": "no rush", "wanted": "1"}


async def ask(page: Visitor, key: str, account: str) -> None:
    """Fill in the form and post it."""
    place = f"direct:{account}"
    await page.act("submit", f"{key} form", account, place=place, values=FORM, number=None)
    preview = await read(page, place, "This is all that others will see")
    token = next(each for each in re.findall(r"post_draft\|[^'\"]+", str(preview["body"])))
    await page.do("choose", f"{key} post", account, message=preview["id"], token=token)


async def read(page: Visitor, place: str, words: str) -> dict[str, Any]:
    """The next message there that says so."""
    while True:
        message = await page.until_message(place)
        if words in said(message):
            return message


def said(message: dict[str, Any]) -> str:
    spans = [span for paragraph in message["body"].get("paragraphs", []) for span in paragraph["spans"]]
    return "".join(str(span.get("text", "")) for span in spans)


async def test_whoever_is_assigned_is_asked_in_private_and_claims_like_anybody(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        await ask(page, "a", "ana")
        await page.do("say", "k1", "ben", place="direct:ben", text="/helpboard")
        await page.act("say", "k2", "mo", place="direct:mo", text="/helpmod assign 1 Ben drives that way")
        await read(page, "direct:mo", "Nobody is named or bound before they say yes")

        await page.act("advance", "k3", "ben", hours=24)
        asked = await read(page, "direct:ben", "The moderators thought of you for #1")
        assert asked["readers"] == ["ben"]
        assert "drives" not in said(asked)
        await page.act("choose", "k4", "ben", message=asked["id"], token="claim|1|")
        await read(page, "help", "Somebody is on it")


async def test_a_request_is_put_on_hold_goes_on_and_is_merged(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        await ask(page, "a", "ana")
        await ask(page, "c", "chi")
        await page.act("say", "k1", "mo", place="direct:mo", text="/helpmod pause 1 3 the street is closed")
        told = await read(page, "direct:ana", "on hold until")
        assert (told["readers"], "the street is closed" in said(told)) == (["ana"], True)
        await page.act("say", "k2", "ben", place="direct:ben", text="/claim 1")
        await read(page, "direct:ben", "This one is on hold for now")

        await page.act("say", "k3", "mo", place="direct:mo", text="/helpmod resume 1 it is open again")
        await read(page, "direct:ana", "it is open again")

        await page.act("say", "k3 hide", "mo", place="direct:mo", text="/helpmod hide 1 there is an address in it")
        assert "there is an address in it" in said(await read(page, "direct:ana", "out of sight for now"))
        await page.act("say", "k3 show", "mo", place="direct:mo", text="/helpmod show 1 it is gone from it")
        await read(page, "help", "Practical help wanted")

        await page.act("say", "k4", "mo", place="direct:mo", text="/helpmod merge 1 2 the same ride")
        merged = await read(page, "direct:ana", "seems to be the same as #2")
        await page.act("choose", "k5", "ana", message=merged["id"], token="undo|1|merge")
        await read(page, "direct:ana", "Taken back. #1 is as it was.")

        await page.act("say", "k6", "mo", place="direct:mo", text="/helpmod history 1")
        history = said(await read(page, "direct:mo", "What happened with #1"))
        await page.act("say", "k6 why", "mo", place="direct:mo", text="/helpmod why 1")
        assert "its card is all there is" in said(await read(page, "direct:mo", "How helpers are sought for #1"))
        for why in ("the street is closed", "it is open again", "the same ride"):
            assert f"Reason: {why}" in history
