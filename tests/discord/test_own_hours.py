"""A time zone and an hour of one's own on Discord: a page and a form that nobody else sees."""

from datetime import timedelta

from tests.discord.house import House
from tests.doubles.discord.board import walk
from tests.people import DAY, HOUR


async def test_who_says_where_they_live_is_written_to_and_asked_by_their_clocks(house: House) -> None:
    await house.ask(house.ana)
    await house.ben.slash("claim", number=1)
    shown = await house.ben.slash("helpprivacy")
    await house.ben.press(shown, "My time zone and hours")
    assert "You live by the clocks of this community: UTC" in house.read(shown, house.ben)

    opened = await house.ben.press(shown, "Change my hours")
    back = await house.ben.fill(opened, zone="Tokyo", daily_hour="20")
    assert "Asia/Tokyo" in house.read(back, house.ben)
    said = await house.ben.fill(await house.ben.press(back, "Open the form again"), zone="asia/tokyo")
    assert said.is_ephemeral
    assert "Asia/Tokyo, where it is 21:00 now." in house.read(said, house.ben)
    assert f"<t:{int(house.clock.now().timestamp())}:f>" in house.read(said, house.ben)

    house.clock.forward(3 * HOUR + timedelta(minutes=1))
    form = await house.ben.slash("needhelp")
    assert form.modal is not None
    days = [each["options"] for _, each in walk(form.modal["components"]) if each.get("custom_id") == "when"]
    dates = [option["value"] for option in days[0] if "2026" in option["value"]]
    assert dates[0] == "by a date 2026-11-25", "it is the 24th already where Ben lives"

    await house.settle()
    before = len(house.private(house.ben))
    await house.pass_time(2 * DAY - 4 * HOUR)
    assert "How is it going" in house.private(house.ben)[before]
