"""Volunteers are told of a request: few at a time, and never for nothing longer than they have to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.ids import Number
from bot.model.language import Language
from bot.model.policy import Kind
from bot.model.volunteers import Quiet
from bot.usecases import curtain
from bot.usecases.catalogue import filled, typed
from tests.doubles.village import Village
from tests.people import DAY, HOUR, MINUTE, NOON, actor
from tests.stories.test_volunteers import enlists, types

CAST = ("Ben", "Chi", "Dee", "Eve", "Fay", "Gus", "Hal", "Ivo")


async def volunteers(village: Village, *names: str, **facts: object) -> None:
    for name in names:
        await village.enlist(name, **facts)


async def ask(village: Village, **form: str) -> Number:
    number = await village.ask("Ana", **form)
    await village.settle()
    return number


def told(village: Village, number: Number) -> list[str]:
    """Who is asked about it in private at the moment."""
    return [
        name
        for name in CAST
        for said in village.direct(name)
        if any(choice.move == "not_this_time" and choice.number == number for choice in said.wording.choices)
    ]


async def test_after_ten_minutes_a_few_are_told_in_private_and_the_others_hours_later(village: Village) -> None:
    await volunteers(village, *CAST)
    number = await ask(village)
    assert told(village, number) == []

    await village.pass_time(10 * MINUTE)
    first = told(village, number)
    assert len(first) == 6
    said = village.direct(first[0])[-1]
    assert "a ride to the clinic" in said.text
    assert "“Not this time” needs no reason." in said.text

    await village.pass_time(4 * HOUR)
    assert len(told(village, number)) == 8


async def test_without_volunteers_nobody_is_told_and_nothing_is_said(village: Village) -> None:
    number = await ask(village)
    await village.pass_time(DAY)
    assert (await village.request(number)).alert_at is None
    assert [said.text for said in village.chat.at("care")] == []


async def test_whoever_takes_it_on_lets_the_others_off_the_hook_once(village: Village) -> None:
    await volunteers(village, "Ben", "Chi", "Dee")
    number = await ask(village)
    await village.pass_time(10 * MINUTE)
    assert (await village.do("Chi", "not_this_time", number)).result == "not_this_time"

    await village.do("Ben", "claim", number)
    await village.settle()

    assert told(village, number) == []
    off_the_hook = [name for name in CAST if any("looked after by now" in said.text for said in village.direct(name))]
    assert off_the_hook == ["Dee"], "Chi had said no, Ben is on it"
    await village.pass_time(2 * DAY)
    assert len(village.direct("Dee")) == 1, "it says so where it was asked, and nobody is written to again"


async def test_what_was_withdrawn_is_not_called_looked_after(village: Village) -> None:
    await volunteers(village, "Ben")
    number = await ask(village)
    await village.pass_time(10 * MINUTE)
    await village.do("Ana", "withdraw", number)
    await village.settle()
    (said,) = village.direct("Ben")
    assert "is closed. You need do nothing." in said.text
    assert "looked after" not in said.text


async def test_taken_up_again_it_offers_nothing_to_whoever_was_told_meanwhile(village: Village) -> None:
    await volunteers(village, "Ben", "Chi")
    number = await ask(village)
    await village.do("Ben", "claim", number)
    await village.pass_time(HOUR)
    await village.do("Ben", "release", number)
    await village.pass_time(MINUTE)
    assert told(village, number) == ["Chi"]
    await village.do("Ben", "undo", number, "release")
    assert (await village.request(number)).alerted == (), "nothing is owed to them either"
    await village.settle()
    assert told(village, number) == []


async def test_made_smaller_until_all_are_found_it_lets_the_others_off(village: Village) -> None:
    await volunteers(village, "Ben", "Chi")
    number = await ask(village, wanted="2")
    await village.pass_time(10 * MINUTE)
    await village.do("Ben", "claim", number)
    assert told(village, number) == ["Ben", "Chi"], "until it is drawn again"
    who = village.actor("Ana"), village.community_id, village.origin()
    preview = await village.store.write(*filled(*who, "request", RIDE_FORM | {"wanted": "1"}, number))
    assert preview.wording is not None
    await village.press("Ana", next(choice.token for choice in preview.wording.choices if choice.move == "post_draft"))
    assert (await village.request(number)).alerted == ()
    await village.settle()
    assert "looked after by now" in village.direct("Chi")[-1].text


async def test_a_moderator_who_was_told_of_it_may_still_look_after_it(village: Village) -> None:
    await volunteers(village, "Ben")
    number = await ask(village)
    await village.pass_time(10 * MINUTE)
    assert told(village, number) == ["Ben"]
    carried = typed(
        actor("Ben", moderator=True), village.community_id, village.origin(), f"/helpmod close {number} why"
    )
    assert carried is not None
    outcome = await village.store.write(*carried)
    assert not outcome.result.startswith("refused"), outcome.result


async def test_not_this_time_needs_no_reason_and_is_asked_once(village: Village) -> None:
    await volunteers(village, "Ben")
    number = await ask(village)
    await village.pass_time(10 * MINUTE)
    first = await village.do("Ben", "not_this_time", number)
    again = await village.do("Ben", "not_this_time", number)
    assert (first.wording and first.wording.text) == "That is fine. I ask others."
    assert again.result == "refused: nothing_to_decline"
    await village.pass_time(3 * DAY)
    assert told(village, number) == []
    assert (await village.do("Ben", "claim", number)).result == "claim", "they may think better of it"


async def test_when_all_were_told_the_place_is_reminded_without_a_call_then_the_care_team(village: Village) -> None:
    await volunteers(village, "Ben")
    number = await ask(village)
    await village.pass_time(10 * MINUTE + 9 * HOUR)
    reminders = [said for said in village.chat.at("help") if "still looks for somebody" in said.text]
    assert [said.wording.choices for said in reminders] == [()]
    await village.pass_time(DAY)
    (note,) = village.chat.at("care")
    assert (
        note.text == f"#{number} still looks for somebody. Everybody who volunteers here and was free has heard of it."
    )
    await village.pass_time(5 * DAY)
    assert len(village.chat.at("care")) == 1


async def test_nobody_is_told_at_night_nor_in_their_own_quiet_hours(village: Village) -> None:
    await volunteers(village, "Ben")
    await volunteers(village, "Chi", quiet=Quiet(8, 17))
    await village.pass_time(NOON.replace(hour=23) - NOON)
    number = await ask(village)
    await village.pass_time(HOUR)
    assert told(village, number) == []
    await village.pass_time(NOON.replace(hour=9, minute=5) + 1 * DAY - NOON.replace(hour=0) - DAY + timedelta())
    assert told(village, number) == ["Ben"]
    await village.pass_time(8 * HOUR)
    assert told(village, number) == ["Ben", "Chi"]


async def test_whoever_has_a_break_carries_enough_or_is_kept_apart_is_left_in_peace(village: Village) -> None:
    await volunteers(village, "Ben", "Chi", "Dee", "Eve")
    ben = await village.person("Ben")
    await village.store.write(_pause, (village.community_id, ben, NOON + 10 * DAY))
    dee = await village.person("Dee")
    await village.store.write(_avoid, (village.community_id, dee, village.actor("Ana").account))
    for _ in range(2):
        await village.do("Chi", "claim", await village.ask("Fay"))

    number = await ask(village)
    await village.pass_time(10 * MINUTE)

    assert told(village, number) == ["Eve"]


def _pause(tx, what, now):  # type: ignore[no-untyped-def]
    tx.volunteers.pause(*what)


def _avoid(tx, what, now):  # type: ignore[no-untyped-def]
    tx.volunteers.avoid(*what)


async def test_nobody_is_told_of_more_than_three_requests_in_a_week(village: Village) -> None:
    await volunteers(village, "Ben")
    numbers = []
    for _ in range(5):
        numbers.append(await ask(village))
        await village.pass_time(5 * HOUR)
        await village.do("Ben", "not_this_time", numbers[-1])
    heard_of = [number for number in numbers if (await village.request(number)).claims]
    assert heard_of == numbers[:3]


async def test_a_request_that_comes_free_again_goes_on_with_those_who_were_not_told(village: Village) -> None:
    await volunteers(village, *CAST)
    number = await ask(village)
    await village.pass_time(10 * MINUTE)
    first = told(village, number)
    await village.do(first[0], "claim", number)
    await village.settle()
    await village.pass_time(5 * HOUR)
    await village.do(first[0], "release", number)
    await village.settle()
    await village.pass_time(MINUTE)
    assert set(told(village, number)) == set(CAST) - set(first)


@pytest.mark.parametrize("days", [3])
async def test_after_days_of_silence_each_hears_in_one_message(village: Village, days: int) -> None:
    await volunteers(village, *CAST)
    numbers = [await ask(village) for _ in range(3)]
    await village.sleep(days * DAY)
    before = {name: len(village.direct(name)) for name in CAST}
    await village.pass_time(23 * HOUR)
    unprompted = {name: len(village.direct(name)) - before[name] for name in CAST}
    assert max(unprompted.values()) <= 1
    assert numbers


async def test_a_week_of_rest_lets_them_off_this_one_and_spares_them_the_next(village: Village) -> None:
    await volunteers(village, "Ben")
    number = await ask(village)
    await village.pass_time(10 * MINUTE)

    said = await village.do("Ben", "pause_week", number)
    await village.settle()

    assert said.wording is not None
    assert said.wording.text.startswith("Enjoy the break. Until Mon 30 Nov 12:10 UTC I don't ask you")
    assert told(village, number) == []
    other = await ask(village)
    await village.pass_time(6 * DAY)
    assert told(village, other) == []
    await village.pass_time(2 * DAY)
    third = await ask(village)
    await village.pass_time(HOUR)
    assert told(village, third) == ["Ben"], "it ends by itself"


async def test_rest_counts_as_an_answer_to_nothing_and_leaves_no_trace(village: Village) -> None:
    await volunteers(village, "Ben", "Chi")
    number = await ask(village)
    await village.pass_time(10 * MINUTE)
    before = await moves(village, number)
    await village.do("Ben", "pause_week", number)
    await village.do("Chi", "not_this_time", number)
    assert await moves(village, number) == before


async def test_pressed_late_or_on_a_longer_break_the_rest_is_never_shorter(village: Village) -> None:
    await volunteers(village, "Ben", "Chi")
    number = await ask(village)
    await village.pass_time(10 * MINUTE)
    await village.do("Chi", "claim", number)
    await types(village, "Ben", "/pause 4 weeks")
    said = await village.do("Ben", "pause_week", number)
    assert said.wording is not None
    assert "Until Mon 21 Dec" in said.wording.text


async def test_whoever_takes_a_break_hears_no_more_of_what_was_still_to_be_said(village: Village) -> None:
    """After a long silence of ours the second alert of a day waits for the daily message."""
    await volunteers(village, "Ben")
    await ask(village)
    await village.sleep(3 * DAY)
    await village.pass_time(MINUTE)
    second = await ask(village)
    await village.pass_time(HOUR)
    assert len(village.direct("Ben")) == 1
    assert [claim.nudge_at is None for claim in (await village.request(second)).alerted] == [False]

    await types(village, "Ben", "/pause")
    await village.pass_time(2 * DAY)

    assert len(village.direct("Ben")) == 1


async def moves(village: Village, number: Number) -> list[str]:
    return await village.store.read(_moves, (village.community_id, number))


def _moves(tx, which, now):  # type: ignore[no-untyped-def]
    return [each.move for each in tx.history.of_request(*which, 99)]


async def test_every_step_of_looking_for_somebody_is_told_in_the_history(village: Village) -> None:
    await volunteers(village, "Ben")
    number = await ask(village)
    await village.pass_time(2 * DAY)
    carried = typed(actor("Mo", moderator=True), village.community_id, village.origin(), f"/helpmod history {number}")
    assert carried is not None
    said = await village.store.write(*carried)
    assert said.wording is not None
    assert "A few volunteers were told of it in private." in said.wording.text
    assert "The care team hears that it still looks for somebody." in said.wording.text
    assert await village.store.read(curtain.look, village.ask_about("Ben", "")), "nor does the page stumble"


# Language, area, heavy topics


async def test_first_those_are_told_who_speak_the_askers_language_then_everybody(village: Village) -> None:
    village.languages["Ana"] = "de"
    await volunteers(village, "Ben", "Chi", languages=frozenset({Language.ENGLISH}))
    await volunteers(village, "Dee", languages=frozenset({Language.SPANISH, Language.GERMAN}))
    number = await ask(village)
    await village.pass_time(10 * MINUTE)
    assert told(village, number) == ["Dee"]

    await village.pass_time(4 * HOUR)
    assert told(village, number) == ["Ben", "Chi", "Dee"]
    assert "a few other volunteers were told" in await why(village, number)


async def test_whose_language_nobody_knows_is_met_in_the_communitys(village: Village) -> None:
    await volunteers(village, "Ben", languages=frozenset({Language.ENGLISH}))
    await volunteers(village, "Dee", languages=frozenset({Language.GERMAN}))
    number = await ask(village)
    await village.pass_time(10 * MINUTE)
    assert told(village, number) == ["Ben"]


async def test_which_language_the_asker_reads_is_not_to_be_found_out_by_who_is_left_in_peace(village: Village) -> None:
    await volunteers(village, "Ben")
    strangers = [f"Stranger {number}" for number in range(6)]
    await volunteers(village, *strangers, languages=frozenset({Language.FRENCH}))
    number = await ask(village)
    await village.pass_time(10 * MINUTE)
    assert "Left in peace: 6 whose turn comes later." in await why(village, number)


async def test_a_heavy_topic_is_told_to_those_alone_who_are_fine_with_it_in_every_round(village: Village) -> None:
    await volunteers(village, "Ben", takes_heavy=True)
    await volunteers(village, "Chi", "Dee")
    preview = await village.fill("Ana")
    assert preview.wording is not None
    draft = preview.wording.choices[0].value
    said = await village.press("Ana", f"draft_heavy|0|{draft}|yes")
    assert said.wording is not None
    assert "I tell only volunteers who said that heavy topics are all right." in said.wording.text
    await village.press("Ana", f"post_draft|0|{draft}")
    number = Number(1)

    await village.pass_time(2 * DAY)

    assert told(village, number) == ["Ben"]
    assert "heavy" not in village.chat.at("help")[0].text, "nobody reads it on the card"
    assert (await types(village, "Dee", "/canhelp")).wording != (await types(village, "Ben", "/canhelp")).wording
    carried = filled(village.actor("Ana"), village.community_id, village.origin(), "request", RIDE_FORM, number)
    again = await village.store.write(*carried)
    assert again.wording is not None
    assert "heavy topics are all right" in again.wording.text, "what was said once stays said"


async def test_listening_is_heavy_without_a_word(village: Village) -> None:
    await village.store.write(_allow, (village.community_id, frozenset(Kind)))
    await volunteers(village, "Ben", kinds=frozenset(Kind), takes_heavy=True)
    await volunteers(village, "Chi", kinds=frozenset(Kind))
    preview = await village.fill("Ana", kind="emotional")
    assert preview.wording is not None
    assert "draft_heavy" not in {choice.move for choice in preview.wording.choices}
    number = await ask(village, kind="emotional")
    await village.pass_time(DAY)
    assert told(village, number) == ["Ben"]


async def test_who_wrote_the_same_area_is_told_first_and_nobody_reads_so(village: Village) -> None:
    for name in CAST:
        await enlists(village, name, area="by the mill" if name == "Hal" else "elsewhere", quiet="")
    await village.store.write(_people, (village.community_id, 1))
    number = await ask(village, where=" By The  Mill")
    await village.pass_time(10 * MINUTE)
    assert told(village, number) == ["Hal"]
    assert "mill" not in await why(village, number)
    assert "mill" not in village.direct("Hal")[-1].text.replace("By The Mill", "")


RIDE_FORM = {"kind": "practical", "what": "a ride to the clinic", "when": "this week"}


def _allow(tx, change, now):  # type: ignore[no-untyped-def]
    community = tx.communities.get(change[0])
    tx.communities.save_policy(replace(community, policy=replace(community.policy, kinds=change[1])))


def _people(tx, change, now):  # type: ignore[no-untyped-def]
    community = tx.communities.get(change[0])
    tx.communities.save_policy(replace(community, policy=replace(community.policy, alert_people=change[1])))


# Why


async def why(village: Village, number: Number, who: str = "Mo", *, moderator: bool = True) -> str:
    by = actor(who, moderator=moderator)
    carried = typed(by, village.community_id, village.origin(), f"/helpmod why {number}")
    assert carried is not None
    outcome = await village.store.write(*carried)
    assert outcome.wording is not None
    return outcome.wording.text


async def test_moderators_read_round_by_round_how_helpers_were_sought(village: Village) -> None:
    await volunteers(village, *CAST)
    await volunteers(village, *(f"Cook {number}" for number in range(5)), kinds=frozenset({Kind.INFORMATIONAL}))
    number = await ask(village)
    assert (await why(village, number)).split("\n") == [
        "How helpers are sought for #1",
        "Next, Mon 23 Nov 12:10 UTC: more volunteers.",
    ]
    await village.pass_time(10 * MINUTE + 4 * HOUR)

    assert (await why(village, number)).split("\n") == [
        "How helpers are sought for #1",
        "Mon 23 Nov 12:10 UTC: 6 volunteers who help with such things were told. "
        "Left in peace: 5 who help with other things, a few whose turn comes later.",
        "Mon 23 Nov 16:10 UTC: a few volunteers who help with such things were told. "
        "Left in peace: 5 who help with other things, 6 who have to do with it already.",
        "Whoever wrote the same area comes first, then who was told of something longest ago; "
        "among equals a lot decides.",
        "Next, Mon 23 Nov 20:10 UTC: more volunteers.",
    ]


async def test_why_tells_nobody_who_is_kept_apart_or_has_a_break(village: Village) -> None:
    await volunteers(village, "Ben", "Chi", "Dee", "Eve")
    await village.store.write(_pause, (village.community_id, await village.person("Ben"), NOON + 10 * DAY))
    dee = await village.person("Dee")
    await village.store.write(_avoid, (village.community_id, dee, village.actor("Ana").account))
    number = await ask(village)
    await village.pass_time(10 * MINUTE)

    said = await why(village, number)

    assert "a few volunteers who help with such things were told." in said
    assert "A few others were left in peace; with so few, the reasons stay with them." in said
    assert "break" not in said


async def test_why_goes_on_to_the_place_and_the_care_team_and_says_when_it_is_over(village: Village) -> None:
    await volunteers(village, "Ben")
    number = await ask(village)
    await village.pass_time(2 * DAY)
    assert [line.partition("UTC: ")[2] or line for line in (await why(village, number)).split("\n")[1:]] == [
        "a few volunteers who help with such things were told.",
        "of those who help with such things, nobody was free. "
        "A few others were left in peace; with so few, the reasons stay with them.",
        "of the other volunteers, nobody was free. "
        "A few others were left in peace; with so few, the reasons stay with them.",
        "one line where requests are read; nobody was called.",
        "one line to the care team.",
        "Whoever wrote the same area comes first, then who was told of something longest ago; "
        "among equals a lot decides.",
        "Nothing more is planned: everybody who was free has heard of it.",
    ]
    await village.do("Ben", "claim", number)
    assert (await why(village, number)).endswith("Everybody it needs is found, so nobody else is asked.")


async def test_why_is_for_moderators_who_are_no_part_of_it(village: Village) -> None:
    number = await ask(village)
    assert "card is all there is" in await why(village, number)
    assert "part of this one" in await why(village, number, "Ana")
    assert "This is for moderators." in await why(village, number, "Eve", moderator=False)
    assert "no request with that number" in await why(village, Number(77))


async def test_a_week_of_rest_holds_for_what_waits_for_the_evening_as_well(village: Village) -> None:
    await volunteers(village, "Ben")
    await village.sleep(DAY)
    first = await ask(village)
    await village.pass_time(10 * MINUTE)
    second = await ask(village, what="eggs")
    await village.pass_time(10 * MINUTE)
    assert [len(told(village, number)) for number in (first, second)] == [1, 0]
    assert (await village.request(second)).alerted != ()

    assert (await village.do("Ben", "pause_week", first)).result == "pause_week"
    await village.pass_time(2 * DAY)

    assert told(village, second) == []
    assert len(village.direct("Ben")) == 1
