"""A time that is typed after the command, as people say it."""

from datetime import UTC, datetime

from tests.discord.house import FORM, House

FIVE = int(datetime(2026, 11, 24, 17, 0, tzinfo=UTC).timestamp())


async def test_a_typed_time_is_chosen_in_the_form_and_said_in_the_preview_and_on_the_card(house: House) -> None:
    opened = await house.ana.slash("needhelp", what="a ride to the clinic", by="tomorrow 5pm")
    preview = await house.ana.fill(opened)
    assert f"<t:{FIVE}:" in house.ana.reads(preview)
    await house.ana.press(preview, "Post it")
    await house.settle()
    assert f"<t:{FIVE}:" in house.card()


async def test_a_time_that_cannot_be_read_is_said_so_where_days_are_chosen(house: House) -> None:
    opened = await house.ana.slash("needhelp", what="a ride to the clinic", by="soon")
    assert opened.modal is not None
    hints = [row.get("description") or "" for row in opened.modal["components"]]
    assert [hint for hint in hints if hint.startswith("The date: I can't read that as a day.")] != []
    assert "This is all that others will see" in house.read(await house.ana.fill(opened, **FORM), house.ana)
