"""Somebody lives by other clocks than their community: everything that is due to them follows."""

from datetime import UTC, datetime

from adapters.human_time import HumanTimes
from bot.commands.values import SaveDraft
from bot.model.outcome import FormAbout, Outcome
from bot.model.wording import Time
from bot.reading import ReadingStore
from bot.usecases import catalogue, forms, places
from tests.doubles.village import Village
from tests.people import DAY, HOUR, NOON
from tests.stories.test_talking import Talk
from tests.stories.test_volunteers import enlists, text, types

TOKYO = "Asia/Tokyo"
"""Nine hours ahead of the community: at noon it is nine in the evening there."""


async def lives(village: Village, person: str, zone: str = "", hour: str = "") -> Outcome:
    who = village.actor(person), village.community_id, village.origin()
    values = {"zone": zone, "daily_hour": hour}
    return await village.store.write(*catalogue.filled(*who, FormAbout.OWN_HOURS, values, None))


def times(outcome: Outcome) -> list[datetime]:
    assert outcome.wording is not None
    return [span.at for each in outcome.wording.paragraphs for span in each.spans if isinstance(span, Time)]


async def test_what_was_said_is_echoed_with_an_example_and_can_be_taken_back(village: Village) -> None:
    before = await types(village, "Ana", "/helpprivacy times")
    assert "You live by the clocks of this community: UTC, where it is 12:00 now." in text(before)
    assert times(before) == [NOON + 6 * HOUR]

    said = await lives(village, "Ana", "asia/tokyo", "20:00")
    assert "You live by your own clocks: Asia/Tokyo, where it is 21:00 now." in text(said)
    assert "between 9:00 and 22:00, what waits for you in one message from 20:00 on" in text(said)
    assert times(said) == [NOON], "it is past eight there, and not yet ten"
    assert said.wording is not None
    assert said.wording.timezone == TOKYO
    shown = await village.press("Ana", "show_mine|0|1")
    assert "You live by the clocks of Asia/Tokyo. Your daily message comes from 20:00 on." in text(shown)

    usual = await village.press("Ana", "own_hours_off|0|")
    assert "You live by the clocks of this community: UTC" in text(usual)
    assert usual.wording is not None
    assert usual.wording.timezone == ""


async def test_the_daily_message_comes_at_their_own_hour_and_everybody_elses_as_before(village: Village) -> None:
    for person in ("Ben", "Chi"):
        number = await village.ask("Ana", what=f"something for {person}")
        await village.do(person, "claim", number)
    await lives(village, "Ben", TOKYO, "20")
    await village.settle()
    before = len(village.direct("Ben"))

    await village.pass_time(2 * DAY - 2 * HOUR)
    assert len(village.direct("Ben")) == before
    await village.pass_time(HOUR)
    assert "How is it going" in village.direct("Ben")[-1].text, "eight in the evening in Tokyo"
    assert village.direct("Ben")[-1].wording.timezone == TOKYO
    assert "How is it going" not in village.direct("Chi")[-1].text
    await village.pass_time(7 * HOUR)
    assert "How is it going" in village.direct("Chi")[-1].text
    assert village.direct("Chi")[-1].wording.timezone == ""


async def test_other_hours_hold_at_once_for_what_waits_already(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.pass_time(2 * DAY - 3 * HOUR)
    before = len(village.direct("Ben"))

    await lives(village, "Ben", "", "9")
    await village.settle()

    assert len(village.direct("Ben")) == before + 1
    assert "How is it going" in village.direct("Ben")[-1].text


async def test_what_waits_for_somebody_comes_after_the_hours_in_which_they_want_to_be_left_alone(
    village: Village,
) -> None:
    await enlists(village, "Ben", quiet="17-20")
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    assert times(await types(village, "Ben", "/helpprivacy times")) == [NOON + 8 * HOUR]

    await village.pass_time(2 * DAY + 7 * HOUR)
    assert not any("How is it going" in said.text for said in village.direct("Ben"))
    await village.pass_time(HOUR)
    assert "How is it going" in village.direct("Ben")[-1].text


async def test_tomorrow_and_typed_times_are_meant_by_their_clocks(village: Village) -> None:
    await lives(village, "Ana", TOKYO)
    heard = ReadingStore(village.store, HumanTimes())
    values = {"kind": "practical", "what": "soup", "when": "by a date"}

    async def preview(by: str) -> Outcome:
        who = village.actor("Ana"), village.community_id, village.origin()
        return await heard.write(forms.save_draft, SaveDraft(*who, values | {"by": by}))

    assert times(await preview("tomorrow 5pm")) == [datetime(2026, 11, 24, 8, tzinfo=UTC)]
    assert times(await preview("tomorrow")) == [datetime(2026, 11, 24, 14, 59, tzinfo=UTC)]

    number = await village.ask("Ana", when="tomorrow")
    assert (await village.request(number)).needed_by == datetime(2026, 11, 24, 15, tzinfo=UTC)
    village.clock.forward(5 * HOUR)
    assert await village.store.read(places.today, (village.community_id, village.actor("Ana").account)) == (
        datetime(2026, 11, 24, tzinfo=UTC).date()
    )


async def test_a_form_that_is_opened_again_shows_the_day_that_was_meant(village: Village) -> None:
    await lives(village, "Ana", TOKYO)
    number = await village.ask("Ana", when="by a date", by="2026-11-27")

    form = (await village.do("Ana", "edit", number)).form

    assert form is not None
    assert [field.value for field in form.fields if field.name == "by"] == ["2026-11-27"]


async def test_contact_times_are_meant_by_the_clocks_of_whoever_helps(village: Village) -> None:
    await lives(village, "Ben", TOKYO)
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.do("Ben", "contact", number, "tomorrow")

    claim = (await village.request(number)).claims[0]

    assert claim.contact_at == datetime(2026, 11, 24, 9, tzinfo=UTC), "six in the evening there"


async def test_whoever_only_talks_is_asked_one_after_the_other(village: Village) -> None:
    ana = Talk(village, "Ana")
    assert "You live by the clocks of this community" in await ana.hears("/helpprivacy times")
    assert "Time zone?" in await ana.hears("Change my hours")
    assert "Europe/Berlin" in await ana.hears("berlin")
    assert "Hour of the daily message?" in await ana.hears("Europe/Berlin")
    assert "please write a whole number from 9 to 21" in await ana.hears("midnight")
    assert "You live by your own clocks: Europe/Berlin" in await ana.hears("skip")


async def test_whoever_is_forgotten_leaves_no_hours_behind(village: Village) -> None:
    await lives(village, "Ana", TOKYO, "20")
    await village.press("Ana", "forget_me|0|yes")
    assert "You live by the clocks of this community" in text(await types(village, "Ana", "/helpprivacy times"))
