"""Volunteers are told of a request on the page: where only they read, with every answer as a button."""

import re
from pathlib import Path

from tests.playground.house import Visitor, open_house, visit
from tests.playground.test_moderation import FORM, ask, read, said

OFFER = {"kinds": "practical", "languages": "en", "area": "", "quiet": "", "most": "2", "heavy": "no"}
TOLD = "looks for somebody, and you said that you like to help."


async def offers(page: Visitor, account: str) -> None:
    place = f"direct:{account}"
    await page.act("submit", f"{account} offers", account, place=place, values=OFFER, number=None, about="volunteer")
    await read(page, place, "You help with: Practical help.")


async def test_whoever_is_told_answers_by_a_button_or_rests_for_a_week(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, visit(house.url) as page:
        for account in ("ben", "chi", "mo"):
            await offers(page, account)
        await ask(page, "a", "ana")
        await page.act("advance", "k1", "ana", hours=24)  # whenever this runs, a morning comes
        told = {account: await read(page, f"direct:{account}", TOLD) for account in ("ben", "chi", "mo")}
        assert [message["readers"] for message in told.values()] == [["ben"], ["chi"], ["mo"]]

        await page.act("choose", "k2", "chi", message=told["chi"]["id"], token="pause_week|1|")
        await read(page, "direct:chi", "Enjoy the break.")
        await page.act("choose", "k3", "ben", message=told["ben"]["id"], token="claim|1|")
        await read(page, "help", "Somebody is on it")
        off = await read(page, "direct:mo", "looked after by now, so you need do nothing")
        assert "claim|1|" not in str(off["body"]), said(off)

        await page.act("submit", "k4", "ana", place="direct:ana", values=FORM, number=None)
        preview = await read(page, "direct:ana", "This is all that others will see")
        token = next(each for each in re.findall(r"draft_heavy\|[^'\"]+", str(preview["body"])))
        await page.act("choose", "k5", "ana", message=preview["id"], token=token)
        await read(page, "direct:ana", "I tell only volunteers who said that heavy topics are all right.")
