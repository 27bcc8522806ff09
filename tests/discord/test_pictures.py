"""The pictures of docs/discord.md: what the bot really sends, drawn as people see it."""

import re
from collections.abc import Sequence

from tests.discord.house import HAND, House
from tests.discord.pictures import Pictures
from tests.doubles.discord import Shown
from tests.doubles.discord.wire import Json
from tests.people import DAY
from tests.pictures.page import FOLDER, keep
from tests.playground.browser import REPOSITORY

HELP, DIRECT = "# help", "@ Barnraiser"
ASKED = {
    "what": "A ride to the market and back on Thursday morning, with two heavy bags.",
    "when": "This week",
    "where": "East side, near the library",
}


async def draw(house: House, name: str, title: str, seen: Sequence[Json | Shown], **filled: str) -> str:
    """All the words of it."""
    page = Pictures(house.discord, house.clock.now()).page(title, seen, filled)
    return await keep(f"discord-{name}", page)


async def test_the_pictures_of_the_guide_show_the_way_to_the_first_announcement(house: House) -> None:
    ana, ben, mo = house.ana, house.ben, house.mo
    setup = await draw(house, "setup", "# care", [await mo.slash("helpsetup")])
    assert "Only you can see this" in setup
    assert "# help" in setup

    opened = await ana.slash("needhelp")
    form = await draw(house, "form", HELP, [opened], **ASKED)
    assert ASKED["what"] in form
    preview = await ana.fill(opened, **ASKED)
    seen = await draw(house, "preview", HELP, [preview])
    assert "This is all that others will see" in seen
    assert "Post it" in seen

    await ana.press(preview, "Post it")
    await house.settle()
    card = house.cards()[-1]
    assert "✋ I can help with #1" in await draw(house, "card", HELP, [card])
    await ben.react(card, HAND)
    await house.until(lambda: "Somebody is on it" in house.card() and len(house.private(ben)) > 0)
    claimed = await draw(house, "claimed", DIRECT, [house.newest(ben)])
    assert "You're on #1" in claimed
    assert "@Ana" in claimed

    await house.pass_time(3 * DAY)
    nudge = await draw(house, "nudge", DIRECT, [house.newest(ben)])
    assert "How is it going" in nudge

    await ben.press(house.newest(ben), "#1 is done")
    await ana.slash("done", number=1)
    await house.pass_time(2 * DAY)
    await ana.press(house.newest(ana), "Yes, both of us may be named (#1)")
    await ana.say("Two heavy bags, one good talk. Thank you!", at=ana.direct())
    await house.until(lambda: "This is what others will read" in house.private(ana)[-1])
    await ana.press(house.newest(ana), "Yes, say it like this")
    await ben.press(house.newest(ben), "Yes, my name may be said (#1)")
    await house.settle()
    thanks = await draw(house, "announcement", "# thanks", house.discord.messages(house.thanks))
    assert "With thanks to @Ben , from @Ana ." in thanks


def test_the_guide_shows_every_picture_there_is() -> None:
    guide = (REPOSITORY / "docs/discord.md").read_text(encoding="utf-8")

    shown = re.findall(r"!\[[^\]]+\]\(pictures/(discord-[a-z]+\.png)\)", guide)

    assert sorted(shown) == sorted(picture.name for picture in FOLDER.glob("discord-*.png"))
