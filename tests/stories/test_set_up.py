"""A community is set up by its moderators, from inside the chat."""

from bot.commands.homes import OpenHome, SetPlace
from bot.commands.seen import Pressed
from bot.model.outcome import FormAbout, Outcome
from bot.model.people import Actor
from bot.model.places import PlaceRef
from bot.model.policy import Policy
from bot.usecases import answers, catalogue, places, policy
from tests.doubles.village import HOME, PLATFORM, Village
from tests.people import actor


async def set_place(village: Village, kind: str, ref: str, *, moderator: bool = True) -> Outcome:
    who = actor("Mo", moderator=moderator)
    command = SetPlace(who, village.community_id, village.origin(), kind, PlaceRef(PLATFORM, ref))
    return await village.store.write(policy.set_place, command)


async def test_asking_before_anything_is_set_up_is_refused_kindly_and_nothing_is_lost(village: Village) -> None:
    bare = OpenHome(PlaceRef(PLATFORM, "oak street"), "Oak Street", "UTC", {"care": "oak care"})
    village.community_id = await village.store.write(places.open_home, bare)
    first, second = [await village.fill("Ana", what="a ladder") for _ in range(2)]
    await village.settle()

    assert first.result == second.result == "refused: not_set_up"
    assert first.wording is not None
    assert "a ladder" in first.wording.text
    assert len(village.chat.at("oak care")) == 1


async def test_nobody_is_said_to_know_where_nobody_could_be_told(village: Village) -> None:
    bare = OpenHome(PlaceRef(PLATFORM, "oak street"), "Oak Street", "UTC", {})
    village.community_id = await village.store.write(places.open_home, bare)
    before = await village.fill("Ana", what="a ladder")
    await set_place(village, "care", "oak care")
    await village.settle()

    assert before.wording is not None
    assert "Please tell a moderator" in before.wording.text
    assert village.chat.at("oak care") == []

    after = await village.fill("Ana", what="a ladder")
    await village.settle()
    assert after.wording is not None
    assert "The moderators know that somebody asked" in after.wording.text
    assert len(village.chat.at("oak care")) == 1


async def test_only_moderators_say_where_things_are_read(village: Village) -> None:
    assert (await set_place(village, "help", "elsewhere", moderator=False)).result == "refused: moderators_only"
    await village.ask("Ana")
    await village.settle()
    assert len(village.chat.at("help")) == 1


async def test_one_place_may_serve_for_everything(village: Village) -> None:
    for kind in ("help", "thanks", "care"):
        outcome = await set_place(village, kind, "square")
    assert outcome.wording is not None
    assert "All places are set" in outcome.wording.text

    await village.ask("Ana")
    await village.settle()
    assert len(village.chat.at("square")) == 1


async def test_a_lost_place_that_is_named_again_shows_its_cards_again(village: Village) -> None:
    number = await village.ask("Ana")
    await village.settle()
    village.chat.lost = {"help"}
    await village.do("Ben", "claim", number)
    await village.settle()
    assert (await village.fill("Ana")).result == "refused: not_set_up"

    village.chat.lost = set()
    home = OpenHome(HOME, "Elm Street", "UTC", {"help": "help"})
    await village.store.write(places.open_home, home)
    await village.settle()

    (card,) = village.chat.at("help")
    assert "Somebody is on it" in card.text


async def test_how_many_people_can_be_chosen_on_the_preview(village: Village) -> None:
    preview = await village.fill("Ana")
    assert preview.wording is not None
    draft = preview.wording.choices[0].value
    changed = await village.press("Ana", f"draft_wanted|0|{draft}|3")
    assert changed.wording is not None
    assert "For 3 people" in changed.wording.text
    assert (await village.press("Ana", f"draft_wanted|0|{draft}|99")).result == "refused: not_a_count"

    await village.press("Ana", f"post_draft|0|{draft}")
    await village.settle()
    assert "0 of 3 people found" in village.chat.at("help")[0].text


NUMBERS = {"open_claims": "1", "hours": "8-20", "daily_hour": "12", "expiry_days": "5", "purge_days": "3"}


async def filled(village: Village, who: Actor, about: FormAbout, values: dict[str, str], origin: str = "") -> Outcome:
    asked = catalogue.filled(who, village.community_id, origin or village.origin(), about, values, None)
    return await village.store.write(*asked)


async def test_moderators_change_the_numbers_and_the_zone_in_forms(village: Village) -> None:
    mo = actor("Mo", moderator=True)
    pressed = Pressed(mo, village.community_id, village.origin(), "numbers|0|")
    opened = await village.store.write(answers.press, pressed)
    assert opened.form is not None
    assert {field.name: field.value for field in opened.form.fields}["hours"] == "9-22"

    said = (await filled(village, mo, FormAbout.NUMBERS, NUMBERS)).wording
    assert said is not None
    assert "at most one open request." in said.text
    assert "between 8:00 and 20:00, the daily message from 12:00" in said.text
    said = (await filled(village, mo, FormAbout.ZONE, {"zone": "asia/tokyo"})).wording
    assert said is not None
    assert "Time zone: Asia/Tokyo." in said.text

    first, second = [await village.ask("Ana") for _ in range(2)]
    await village.do("Ben", "claim", first)
    assert (await village.do("Ben", "claim", second)).result == "refused: too_many_claims"


async def test_what_cannot_be_set_is_handed_back_with_the_field(village: Village) -> None:
    mo = actor("Mo", moderator=True)
    back = await filled(village, mo, FormAbout.NUMBERS, NUMBERS | {"expiry_days": "1000"})
    assert back.form is not None
    wrong = {field.name: (field.value, field.error) for field in back.form.fields if field.error}
    assert wrong == {
        "expiry_days": ("1000", "Days after which a request expires: please write a whole number from 3 to 90.")
    }
    back = await filled(village, mo, FormAbout.ZONE, {"zone": "Berlin"})
    assert back.form is not None
    assert back.form.fields[0].error == "Time zone: I don't know that one. Did you mean Europe/Berlin?"


async def test_a_page_shows_every_number_and_each_group_has_its_form(village: Village) -> None:
    mo = actor("Mo", moderator=True)
    page = await village.store.write(
        answers.press, Pressed(mo, village.community_id, village.origin(), "helpsetup|0|numbers")
    )
    assert page.wording is not None
    assert "How volunteers are told: Minutes before volunteers are told: 10 · Volunteers told at a time: 6" in (
        page.wording.text
    )
    groups = [choice.value for choice in page.wording.choices if choice.move == "numbers"]
    for group in groups:
        pressed = Pressed(mo, village.community_id, village.origin(), f"numbers|0|{group}")
        opened = (await village.store.write(answers.press, pressed)).form
        assert opened is not None
        values = {field.name: field.value for field in opened.fields}
        await filled(village, mo, opened.about, values)
    community = await village.store.read(places.at_home, HOME)
    assert community is not None
    assert community.policy == Policy(), "saved as it was shown, it is as it was"

    alerts = {
        "alert_minutes": "0", "alert_people": "2", "alert_hours": "1", "alerts_week": "5", "wanted_most": "20"
    }  # fmt: skip
    back = await filled(village, mo, FormAbout.ALERTS, alerts | {"alert_people": "-3"})
    assert back.form is not None
    wrong = [(field.value, field.error) for field in back.form.fields if field.error]
    assert wrong == [("-3", "Volunteers told at a time: please write a whole number from 1 to 30.")]
    assert [field.value for field in back.form.fields] == ["0", "-3", "1", "5", "20"], "nothing is lost"
    said = await filled(village, mo, FormAbout.ALERTS, alerts)
    assert said.wording is not None
    assert "Volunteers told at a time: 2" in said.wording.text
    for name in ("Ben", "Chi", "Dee"):
        await village.enlist(name)
    number = await village.ask("Ana")
    await village.settle()
    assert len((await village.request(number)).alerted) == 2, "two at a time, and at once"


async def test_nobody_else_changes_how_the_community_is_set_up(village: Village) -> None:
    before = await village.store.read(places.at_home, HOME)
    for about, values in (
        (FormAbout.NUMBERS, NUMBERS),
        (FormAbout.ALERTS, {}),
        (FormAbout.ZONE, {"zone": "Asia/Tokyo"}),
    ):
        assert (await filled(village, actor("Ana"), about, values)).result == "refused: moderators_only"
    for token in ("numbers|0|", "numbers|0|alerts", "helpsetup|0|numbers", "zone|0|", "zone|0|Asia/Tokyo"):
        assert (await village.press("Ana", token)).result == "refused: moderators_only"
    assert await village.store.read(places.at_home, HOME) == before


async def test_a_form_that_arrives_twice_undoes_nothing(village: Village) -> None:
    mo = actor("Mo", moderator=True)
    await filled(village, mo, FormAbout.ZONE, {"zone": "Asia/Tokyo"}, "test:once")
    await filled(village, mo, FormAbout.ZONE, {"zone": "Europe/Paris"})
    await filled(village, mo, FormAbout.ZONE, {"zone": "Asia/Tokyo"}, "test:once")
    community = await village.store.read(places.at_home, HOME)
    assert community is not None
    assert community.timezone == "Europe/Paris"
