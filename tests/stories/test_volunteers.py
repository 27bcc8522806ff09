"""Volunteers: what they offer, how long, when they rest, whom they are kept apart from, and what fits them."""

from dataclasses import replace

import pytest

from bot.model.claims import Hold
from bot.model.outcome import FormAbout, Outcome
from bot.model.people import Account
from bot.usecases import catalogue, people, privacy
from tests.doubles.traces import traces_of
from tests.doubles.village import PLATFORM, Village
from tests.people import DAY, HOUR
from tests.stories.test_talking import Talk

OFFER = {"kinds": "practical,informational", "languages": "en,de", "quiet": "22-8", "most": "2", "heavy": "no"}
NEUTRAL = "For this one I look among other neighbours."


async def types(village: Village, person: str, text: str) -> Outcome:
    carried = catalogue.typed(village.actor(person), village.community_id, village.origin(), text)
    assert carried is not None
    return await village.store.write(*carried)


async def enlists(village: Village, person: str, **values: str) -> Outcome:
    who = village.actor(person), village.community_id, village.origin()
    return await village.store.write(*catalogue.filled(*who, FormAbout.VOLUNTEER, {**OFFER, **values}, None))


def text(outcome: Outcome) -> str:
    assert outcome.wording is not None, outcome
    return outcome.wording.text


def moves(outcome: Outcome) -> list[str]:
    assert outcome.wording is not None, outcome
    return [choice.move for choice in outcome.wording.choices]


async def is_volunteer(village: Village, person: str) -> bool:
    return await village.store.read(_is_volunteer, (village.community_id, Account(PLATFORM, person.lower())))


# The offer


async def test_the_form_offers_only_the_kinds_of_the_community(village: Village) -> None:
    form = (await types(village, "Ben", "/volunteer")).form
    assert form is not None
    assert [field.name for field in form.fields] == ["kinds", "languages", "area", "quiet", "most", "heavy"]
    assert [value for value, _ in form.fields[0].options] == ["practical", "informational"]
    assert (form.about, form.fields[4].value) == (FormAbout.VOLUNTEER, "2")


async def test_whoever_offers_reads_all_of_it_alone_and_can_end_it_with_one_choice(village: Village) -> None:
    said = await enlists(village, "Ben", area="near the mill")
    await village.settle()
    assert "Where: near the mill" in text(said)
    assert "Left alone from 22:00 to 8:00" in text(said)
    assert moves(said) == ["volunteer_form", "volunteer_heavy", "own_hours", "volunteer_leave"]
    assert village.chat.messages == {}, "nobody else hears of it, and no message is sent"
    assert "near the mill" in text(await types(village, "Ben", "/volunteer"))

    left = await village.press("Ben", "volunteer_leave|0|")

    assert left.result == "left"
    assert not await is_volunteer(village, "Ben")
    assert await traces_of(village.store, "near the mill") == []


async def test_what_cannot_be_used_comes_back_with_everything_that_was_typed(village: Village) -> None:
    form = (await enlists(village, "Ben", area="near the mill", most="3")).form
    assert form is not None
    fields = {field.name: field for field in form.fields}
    assert (fields["area"].value, fields["most"].error) == (
        "near the mill",
        "Requests you carry at a time: please write a whole number from 1 to 2.",
    )
    assert not await is_volunteer(village, "Ben")


async def test_heavy_topics_are_turned_on_below_and_stay_when_the_form_has_no_room_for_them(village: Village) -> None:
    await enlists(village, "Ben")
    assert "Heavy topics are all right." in text(await village.press("Ben", "volunteer_heavy|0|yes"))
    assert "Heavy topics are all right." in text(await enlists(village, "Ben", heavy=""))


async def test_what_was_typed_before_is_gone_once_it_is_replaced(village: Village) -> None:
    await enlists(village, "Ben", area="near the mill")
    await enlists(village, "Ben", area="by the station")
    assert await traces_of(village.store, "near the mill") == []


async def test_whoever_may_not_take_requests_on_is_told_so_before_the_form(village: Village) -> None:
    actor = replace(village.actor("Ben"), roles=frozenset())
    carried = catalogue.typed(actor, village.community_id, village.origin(), "/volunteer")
    assert carried is not None
    assert (await village.store.write(*carried)).result == "refused: volunteers_only"


async def test_where_people_only_talk_it_is_asked_question_by_question(village: Village) -> None:
    ben = Talk(village, "Ben")
    asked = await ben.hears("/volunteer")
    assert "Kinds of help you like to give?" in asked
    assert "Several are fine" in asked
    assert "please choose at least one" in await ben.hears("gardening")
    assert "Languages you speak?" in await ben.hears("1 and 2")
    said = await ben.fills_in("English, deutsch", "near the mill", "skip", "1", "no")
    assert "You help with: Practical help, Information or advice. Languages: English, Deutsch." in said
    assert "One request at a time." in said

    which = await ben.hears("change what I offer")
    assert "What would you like to change?" in which
    assert "Roughly where?" in await ben.hears("roughly where")
    assert "Where: by the station" in await ben.hears("by the station")


# Going on


async def test_a_week_before_the_end_the_daily_message_asks_and_one_tap_goes_on(village: Village) -> None:
    await enlists(village, "Ben")
    await village.pass_time(83 * DAY - HOUR)
    assert village.direct("Ben") == []

    await village.pass_time(DAY)

    [asked] = village.direct("Ben")
    assert "ends by itself on" in asked.text
    said = await village.press("Ben", "volunteer_renew|0|")
    await village.settle()
    assert said.result == "renewed"
    assert "You go on as a volunteer until" in asked.text
    assert not asked.offers("volunteer_renew")
    await village.pass_time(60 * DAY)
    assert await is_volunteer(village, "Ben")
    assert len(village.direct("Ben")) == 1


async def test_silence_ends_it_without_a_word(village: Village) -> None:
    await enlists(village, "Ben", area="near the mill")
    await village.pass_time(92 * DAY)
    assert not await is_volunteer(village, "Ben")
    assert await traces_of(village.store, "near the mill") == []
    assert ["You were a volunteer." in said.text for said in village.direct("Ben")] == [True]


async def test_the_question_comes_in_the_one_message_with_whatever_else_waits(village: Village) -> None:
    await enlists(village, "Ben")
    await village.pass_time(81 * DAY)
    number = await village.ask("Ana", when="no rush")
    await village.do("Ben", "claim", number)
    before = len(village.direct("Ben"))

    await village.pass_time(3 * DAY)

    new = village.direct("Ben")[before:]
    assert [said.offers("on_it") for said in new if said.offers("volunteer_renew")] == [True]


async def test_nothing_ends_that_was_not_asked_about_while_the_bot_slept(village: Village) -> None:
    await enlists(village, "Ben")
    await village.sleep(200 * DAY)
    assert await is_volunteer(village, "Ben")
    await village.pass_time(2 * DAY)
    assert [said.offers("volunteer_renew") for said in village.direct("Ben")] == [True]
    await village.pass_time(8 * DAY)
    assert not await is_volunteer(village, "Ben")


async def test_whoever_leaves_is_no_volunteer_any_more(village: Village) -> None:
    await enlists(village, "Ben")
    await village.store.write(people.left, (village.community_id, Account(PLATFORM, "ben")))
    assert not await is_volunteer(village, "Ben")


# Their own limit


async def test_nobody_takes_on_more_than_they_said_they_carry(village: Village) -> None:
    await enlists(village, "Ben", most="1")
    first, second = await village.ask("Ana"), await village.ask("Ana")
    await village.do("Ben", "claim", first)

    assert text(await village.do("Ben", "claim", second)).startswith("You carry a request already")
    assert (await types(village, "Ben", "/canhelp")).result == "refused: too_many_claims"
    await village.do("Ben", "release", first)
    assert (await village.do("Ben", "claim", second)).result == "claim"
    assert (await village.do("Ben", "undo", first, "release")).result == "refused: too_many_claims"


# A break


async def test_a_break_says_when_it_ends_and_ends_by_itself(village: Village) -> None:
    said = await types(village, "Ben", "/pause 2 weeks")
    assert "Until Mon 07 Dec 12:00 UTC I don't ask you about new requests" in text(said)
    assert "I still follow up with you" in text(said)
    assert await paused(village, "Ben")
    await village.pass_time(14 * DAY)
    assert not await paused(village, "Ben")
    assert village.direct("Ben") == []


@pytest.mark.parametrize("way", ["/pause off", "/pause OFF"])
async def test_a_break_can_be_ended(village: Village, way: str) -> None:
    said = await types(village, "Ben", "/pause")
    assert moves(said) == ["pause"]
    assert (await types(village, "Ben", way)).result == "resumed"
    assert not await paused(village, "Ben")


async def test_a_length_that_is_none_is_handed_back(village: Village) -> None:
    said = await types(village, "Ben", "/pause until the cows come home")
    assert "like 10d or 2 weeks" in text(said)
    assert "until the cows come home" in text(said)
    assert not await paused(village, "Ben")


async def test_on_a_break_what_was_taken_on_is_still_followed_up(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await types(village, "Ben", "/pause 10d")
    await village.pass_time(3 * DAY)
    assert any(said.offers("on_it") for said in village.direct("Ben"))


# Kept apart


@pytest.mark.parametrize("who", ["Ana", "Ben"])
async def test_whoever_is_kept_apart_cannot_claim_and_is_not_told_why(village: Village, who: str) -> None:
    other = "Ben" if who == "Ana" else "Ana"
    number = await village.ask("Ana")
    assert (await types(village, who, f"/avoid <{other.lower()}>")).result == "kept apart"

    refused = [await village.do("Ben", move, number) for move in ("claim", "backup")]

    assert [text(each).startswith(NEUTRAL) for each in refused] == [True, True]
    assert (await village.request(number)).claims == ()
    assert (await village.do("Chi", "claim", number)).result == "claim"
    await village.settle()
    assert village.direct(other) == [] or other == "Ana", "they learn of nothing"
    await types(village, who, f"/avoid <{other.lower()}> off")
    assert (await village.do("Ben", "backup", number)).result == "backup"


async def test_somebody_whom_nobody_has_met_is_kept_apart_from_when_they_come(village: Village) -> None:
    number = await village.ask("Ana")
    await types(village, "Ana", "/avoid <dee>")
    assert not await village.store.read(_is_known, Account(PLATFORM, "dee"))
    assert text(await village.do("Dee", "claim", number)).startswith(NEUTRAL)


async def test_whoever_waited_as_a_backup_is_passed_over_without_a_word(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Chi", "claim", number)
    await village.do("Ben", "backup", number)
    await village.settle()
    heard = len(village.direct("Ben"))

    await types(village, "Ana", "/avoid <ben>")
    await village.do("Chi", "release", number)
    await village.pass_time(2 * DAY)

    ben = next(claim for claim in (await village.request(number)).claims if claim.nudge_at is None and claim.ended_at)
    assert ben.hold is Hold.ENDED
    assert len(village.direct("Ben")) == heard


async def test_whoever_was_told_of_a_request_reads_no_more_of_it_once_they_are_kept_apart(village: Village) -> None:
    await enlists(village, "Ben")
    number = await village.ask("Ana")
    await village.pass_time(HOUR)
    await village.settle()
    assert village.direct("Ben")[-1].offers("claim")
    assert moves(await types(village, "Ben", "/canhelp")) == ["claim"], "they were told, and did not answer yet"

    await types(village, "Ana", "/avoid <ben>")
    await village.settle()

    assert not village.direct("Ben")[-1].offers("claim")
    assert [claim.hold for claim in (await village.request(number)).claims] == [Hold.ENDED]


async def test_taking_a_withdrawal_or_a_release_back_brings_nobody_back_who_is_kept_apart(village: Village) -> None:
    backed, released = await village.ask("Ana"), await village.ask("Ana")
    await village.do("Chi", "claim", backed)
    await village.do("Ben", "backup", backed)
    await village.do("Ana", "withdraw", backed)
    await village.do("Ben", "claim", released)
    await village.do("Ben", "release", released)
    await types(village, "Ana", "/avoid <ben>")

    await village.do("Ana", "undo", backed, "withdraw")
    assert text(await village.do("Ben", "undo", released, "release")).startswith(NEUTRAL)

    holds = [[claim.hold for claim in (await village.request(number)).claims] for number in (backed, released)]
    assert holds == [[Hold.ACTIVE, Hold.ENDED], [Hold.ENDED]]


async def test_what_is_under_way_stays_as_it_is(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    said = await types(village, "Ana", "/avoid <ben>")
    assert "stays as it is" in text(said)
    assert [claim.hold for claim in (await village.request(number)).claims] == [Hold.ACTIVE]
    assert (await village.do("Ben", "on_it", number)).result == "on_it"
    assert (await village.do("Ben", "claim", number)).result == "refused: already_on_it"


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("/avoid", "refused: who_is_that"),
        ("/avoid Ben", "refused: who_is_that"),
        ("/avoid <ben> please", "refused: who_is_that"),
        ("/avoid <ana>", "refused: that_is_you"),
        ("/avoid <ben> off", "no longer apart"),
    ],
)
async def test_only_somebody_whom_the_platform_names_can_be_meant(village: Village, typed: str, result: str) -> None:
    await village.ask("Ana")
    assert (await types(village, "Ana", typed)).result == result


# What fits now


async def test_what_fits_is_shown_smallest_and_soonest_first_with_the_choice_to_take_it_on(village: Village) -> None:
    later, today = await village.ask("Ana", when="this week"), await village.ask("Ana", when="today")
    advice = await village.ask("Chi", kind="informational", when="tomorrow")
    own = await village.ask("Ben", when="today")
    await types(village, "Ben", "/avoid <chi>")
    await enlists(village, "Ben")

    shown = await types(village, "Ben", "/canhelp")

    assert shown.wording is not None
    assert [(choice.move, choice.number) for choice in shown.wording.choices] == [("claim", today), ("claim", later)]
    assert {own, advice} & {choice.number for choice in shown.wording.choices} == set()


async def test_at_most_five_are_shown_however_many_are_open(village: Village) -> None:
    for _ in range(30):
        await village.ask("Ben")
    numbers = [await village.ask("Ana") for _ in range(7)]
    shown = await types(village, "Ben", "/canhelp")
    assert shown.wording is not None
    assert [choice.number for choice in shown.wording.choices] == numbers[:5]


async def test_only_kinds_that_were_offered_fit(village: Village) -> None:
    await village.ask("Ana")
    await enlists(village, "Ben", kinds="informational")
    shown = await types(village, "Ben", "/canhelp")
    assert text(shown) == "Nothing that fits you is open now. That is good news too."
    assert "/volunteer lets you say" in text(await types(village, "Chi", "/canhelp"))


# Privacy


async def test_everything_is_shown_and_forgotten_on_both_sides(village: Village) -> None:
    await enlists(village, "Ben", area="near the mill")
    await types(village, "Ben", "/pause 10d")
    await types(village, "Ben", "/avoid <chi>")
    await types(village, "Ana", "/avoid <ben>")

    shown = text(await village.store.write(privacy.show, village.ask_about("Ben", "1")))

    said = ("You are a volunteer until", "near the mill", "You are on a break until", "keep chi apart from you")
    assert [each in shown for each in said] == [True] * 4
    assert "keep" not in text(await village.store.write(privacy.show, village.ask_about("Chi", "1")))

    await village.store.write(privacy.forget_me, village.ask_about("Ben", "yes"))

    assert [await traces_of(village.store, word) for word in ("ben", "near the mill")] == [[], []]
    assert "keep" not in text(await village.store.write(privacy.show, village.ask_about("Ana", "1")))


async def paused(village: Village, person: str) -> bool:
    return await village.store.read(_is_paused, (village.community_id, Account(PLATFORM, person.lower())))


def _is_volunteer(tx, who, now):  # type: ignore[no-untyped-def]
    return tx.volunteers.find(who[0], tx.people.person_of(who[1])) is not None


def _is_paused(tx, who, now):  # type: ignore[no-untyped-def]
    return tx.volunteers.paused_until(who[0], tx.people.person_of(who[1]), now) is not None


def _is_known(tx, account, now):  # type: ignore[no-untyped-def]
    return tx.people.person_of(account) is not None
