"""Moderators look after requests: kindly to everybody concerned, and without learning who they are."""

from datetime import timedelta

import pytest

from bot.commands.values import Ask, SaveDraft
from bot.model.claims import Hold
from bot.model.ids import Number
from bot.model.outcome import Outcome
from bot.model.requests import Reason, Status
from bot.usecases import boards, catalogue, directs, forms
from tests.doubles.village import Said, Village
from tests.people import DAY, HOUR, actor
from tests.stories.test_volunteers import enlists, types

NOTED = "Noted for #1. If they have used me here"
ASKED = "The moderators thought of you for #1 (a ride to the clinic). Could you help?"


async def mod(village: Village, text: str, who: str = "Mo", *, moderator: bool = True) -> Outcome:
    by = actor(who, moderator=moderator)
    carried = catalogue.typed(by, village.community_id, village.origin(), f"/helpmod {text}")
    assert carried is not None
    outcome = await village.store.write(*carried)
    assert outcome.wording is not None
    return outcome


async def told(village: Village, text: str) -> str:
    wording = (await mod(village, text)).wording
    assert wording is not None
    return wording.text


async def meet(village: Village, *people: str) -> None:
    """They have used the bot here."""
    for person in people:
        await village.store.write(boards.help_board, village.ask_about(person, ""))


async def card(village: Village, number: Number) -> Said:
    await village.settle()
    (found,) = [said for said in village.chat.at("help") if f"#{number} " in said.text]
    return found


async def heard(village: Village, person: str) -> list[str]:
    await village.settle()
    return [said.text for said in village.direct(person)]


async def newest(village: Village, person: str) -> Said:
    await village.settle()
    return village.direct(person)[-1]


# Assigning


async def test_whoever_is_thought_of_is_asked_in_private_and_claims_like_anybody(village: Village) -> None:
    number = await village.ask("Ana")
    await meet(village, "Ben")
    before = (await card(village, number)).text
    drawn = len(village.chat.messages)

    outcome = await mod(village, f"assign {number} ben drives that way")

    assert outcome.wording is not None
    assert (outcome.result, outcome.wording.text.startswith(NOTED)) == ("propose", True)
    asked = await newest(village, "Ben")
    assert ASKED in asked.text
    assert "drives that way" not in asked.text
    assert [asked.offers(move) for move in ("claim", "step_back")] == [True] * 2
    assert (await card(village, number)).text == before
    assert len(village.chat.messages) == drawn + 1, "nobody else heard of it"

    assert (await village.do("Ben", "claim", number)).result == "claim"
    assert "Somebody is on it" in (await card(village, number)).text
    assert "You're on #1" in (await heard(village, "Ben"))[-1]


@pytest.mark.parametrize("answer", ["no", "silence"])
async def test_a_no_is_told_to_nobody_and_looks_like_silence(village: Village, answer: str) -> None:
    number = await village.ask("Ana")
    await meet(village, "Ben")
    await mod(village, f"assign {number} ben drives that way")
    await newest(village, "Ben")
    if answer == "no":
        said = await village.do("Ben", "step_back", number)
        assert said.wording is not None
        assert "Nobody hears of it" in said.wording.text
    else:
        await village.pass_time(5 * HOUR)
    await village.settle()

    request = await village.request(number)
    assert [(claim.hold, claim.due_at, claim.decide_by) for claim in request.claims] == [(Hold.PROPOSED, None, None)]
    assert "claim" in {choice.move for choice in (await card(village, number)).wording.choices}
    assert not (await newest(village, "Ben")).offers("step_back")
    history = await told(village, f"history {number}")
    assert len(history.split("\n")) == 3 + history.count("went into a single message"), history
    told_once = len(village.direct("Ben"))
    await mod(village, f"assign {number} ben once more, please")
    await village.settle()
    assert len(village.direct("Ben")) == told_once, "nobody is asked twice"


async def test_nobody_is_written_to_who_never_used_the_bot_or_asked_it_not_to_write(village: Village) -> None:
    number = await village.ask("Ana")
    await meet(village, "Ben", "Chi")
    stop = Ask(actor("Chi"), village.community_id, village.origin())
    await village.store.write(directs.stop_writing, stop)
    await village.settle()
    drawn = len(village.chat.messages)

    answers = [
        await told(village, f"assign {number} {who} drives that way") for who in ("stranger", "chi", "ana", "ben")
    ]

    await village.pass_time(DAY)
    assert len(set(answers)) == 1, "a moderator cannot find out who uses it, or who asked"
    assert "ask them yourself: /claim 1 is all they need" in answers[0]
    assert {said.place for said in list(village.chat.messages.values())[drawn:]} == {"direct:ben"}


async def test_nobody_is_asked_during_a_break_or_for_somebody_they_are_kept_apart_from(village: Village) -> None:
    number = await village.ask("Ana")
    await meet(village, "Ben", "Chi", "Dee")
    for person, text in (("Ben", "/pause 1 day"), ("Chi", "/avoid <dee>"), ("Ana", "/avoid <chi>")):
        await types(village, person, text)

    for person in ("ben", "chi", "dee"):
        assert (await mod(village, f"assign {number} {person} drives that way")).result == "propose"

    assert [await heard(village, person) != [] for person in ("Ben", "Chi", "Dee")] == [False, False, True]


@pytest.mark.parametrize("who", ["Ana", "Ben"])
async def test_whoever_is_kept_apart_after_they_were_thought_of_is_asked_no_longer(village: Village, who: str) -> None:
    number = await village.ask("Ana")
    await meet(village, "Ben")
    await mod(village, f"assign {number} ben drives that way")
    assert (await newest(village, "Ben")).offers("claim")

    await types(village, who, f"/avoid <{'ben' if who == 'Ana' else 'ana'}>")

    assert not (await newest(village, "Ben")).offers("claim")
    assert len(await heard(village, "Ben")) == 1
    assert (await village.do("Ben", "claim", number)).result == "refused: looked_after_otherwise"
    request = await village.request(number)
    assert [(claim.hold, claim.due_at, claim.decide_by) for claim in request.claims] == [(Hold.PROPOSED, None, None)]
    assert "stepped back" not in await told(village, f"history {number}")


async def test_nobody_is_thought_of_for_more_than_they_said_they_carry(village: Village) -> None:
    carried, number = await village.ask("Ana"), await village.ask("Chi")
    await enlists(village, "Ben", most="1")
    await village.do("Ben", "claim", carried)

    assert (await mod(village, f"assign {number} ben drives that way")).result == "propose"

    assert (await village.request(number)).claims == ()


async def test_whoever_is_asked_at_night_is_asked_in_the_morning(village: Village) -> None:
    number = await village.ask("Ana")
    await meet(village, "Ben")
    await village.pass_time(11 * HOUR)

    await mod(village, f"assign {number} ben drives that way")
    assert await heard(village, "Ben") == []
    await village.pass_time(11 * HOUR)

    assert ASKED in (await heard(village, "Ben"))[0]
    assert (await village.do("Ben", "claim", number)).result == "claim"


async def test_who_was_only_asked_may_moderate_it_later(village: Village) -> None:
    number = await village.ask("Ana")
    await meet(village, "Mo")
    await mod(village, f"assign {number} mo is around", "Max")

    assert (await mod(village, f"close {number} over")).result == "refused: part_of_it"
    await village.do("Mo", "step_back", number)
    assert (await mod(village, f"close {number} over")).result == "close"


# Merging


async def test_a_request_goes_on_as_another_and_everybody_hears_it_in_private(village: Village) -> None:
    first, second = await village.ask("Ana"), await village.ask("Dee", what="a lift to the clinic")
    await village.do("Ben", "claim", first)
    await village.settle()

    assert (await mod(village, f"merge {first} {second} the same ride")).result == "merge"

    assert "It goes on as #2." in (await card(village, first)).text
    ana, ben = await newest(village, "Ana"), await newest(village, "Ben")
    assert "#1 (a ride to the clinic) seems to be the same as #2" in ana.text
    assert "They write: the same ride" in ana.text
    assert "you are off the hook" in ben.text
    assert "the same ride" not in ben.text
    assert [choice.number for choice in ben.wording.choices if choice.move == "claim"] == [second]
    assert await heard(village, "Dee") == []
    assert not any("Dee" in said.text or "lift" in said.text for said in (ana, ben))
    request = await village.request(first)
    assert (request.reason, request.follow_up_at) == (Reason.MERGED, None)


async def test_whoever_asked_says_that_it_is_something_else_and_it_is_up_again(village: Village) -> None:
    first, second = await village.ask("Ana"), await village.ask("Dee")
    await village.do("Ben", "claim", first)
    await mod(village, f"merge {first} {second} the same ride")
    await village.settle()
    await village.pass_time(DAY)

    assert (await village.do("Dee", "undo", first, "merge")).result == "refused: nothing_to_undo"
    assert (await village.do("Ana", "undo", first, "merge")).result == "undo"

    assert (await card(village, first)).offers("claim")
    assert "#1 is something else after all" in village.chat.at("care")[-1].text
    request = await village.request(first)
    assert (request.status, request.active) == (Status.OPEN, ())
    assert request.follow_up_at is not None
    await village.pass_time(3 * DAY)
    assert (await village.do("Ana", "undo", first, "merge")).result == "refused: nothing_to_undo"


@pytest.mark.parametrize(
    ("asker", "helper", "text", "no"),
    [
        ("Ana", "Ben", "merge 1 1 the same", "same_request"),
        ("Ana", "Ben", "merge 1 9 the same", "no_such_request"),
        ("Mo", "Ben", "merge 1 2 the same", "part_of_it"),
        ("Mo", "Ben", "merge 2 1 the same", "part_of_it"),
        ("Ana", "Mo", "merge 2 1 the same", "part_of_it"),
        ("Ana", "Mo", "merge 1 2 the same", "part_of_it"),
        ("Ana", "Mo", "pause 1 away", "part_of_it"),
        ("Ana", "Mo", "resume 1 back", "part_of_it"),
        ("Mo", "Ben", "assign 1 ben drives", "part_of_it"),
        ("Ana", "Ben", "resume 1 back", "not_on_hold"),
        ("Ana", "Ben", "pause 1 99 away", "out_of_bounds"),
        ("Ana", "Ben", "pause 1 2", "needs_a_reason"),
        ("Ana", "Ben", "assign 1 chi drives", "enough_hands"),
        ("Ana", "Ben", "banish 1 them", "helpmod_usage"),
    ],
)
async def test_a_move_that_cannot_be_is_refused_in_words(
    village: Village, asker: str, helper: str, text: str, no: str
) -> None:
    number = await village.ask(asker)
    await village.ask("Dee")
    await village.do(helper, "claim", number)
    before = [await village.request(Number(each)) for each in (1, 2)]

    assert (await mod(village, text)).result == f"refused: {no}"
    assert (await mod(village, text, moderator=False)).result == "refused: moderators_only"
    assert [await village.request(Number(each)) for each in (1, 2)] == before


# On hold


async def test_on_hold_it_is_on_no_board_and_nobody_is_reminded_until_it_goes_on_by_itself(village: Village) -> None:
    number = await village.ask("Ana", wanted="2")
    await village.do("Ben", "claim", number)
    await village.settle()

    assert (await mod(village, f"pause {number} 3 the street is closed")).result == "pause"

    shown = await card(village, number)
    assert "On hold for now" in shown.text
    assert shown.wording.choices == ()
    ana, ben = await heard(village, "Ana"), await heard(village, "Ben")
    assert "put #1 (a ride to the clinic) on hold" in ana[-1]
    assert "They write: the street is closed" in ana[-1]
    assert "I don't remind you of it until then" in ben[-1]
    assert "street" not in ben[-1]
    board = await village.store.write(boards.help_board, village.ask_about("Chi", ""))
    assert board.wording is not None
    assert "Nothing is open" in board.wording.text
    assert (await village.do("Chi", "claim", number)).result == "refused: on_hold"
    mine = await village.store.write(boards.my_help, village.ask_about("Ana", ""))
    assert mine.wording is not None
    assert "on hold for now" in mine.wording.text

    await village.pass_time(3 * DAY - HOUR)
    assert (await heard(village, "Ana"), await heard(village, "Ben")) == (ana, ben)
    await village.pass_time(2 * HOUR)
    assert (await card(village, number)).offers("claim")
    assert (await village.do("Chi", "claim", number)).result == "claim"
    await village.pass_time(2 * DAY + 8 * HOUR)
    assert any("How is it going with #1" in said for said in await heard(village, "Ben"))


async def test_an_answer_given_on_hold_brings_no_reminder_before_the_end(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await mod(village, f"pause {number} 9 the street is closed")
    await village.do("Ben", "on_it", number)
    await village.do("Ana", "keep_open", number)

    request = await village.request(number)
    dues = [request.asker_due_at, request.expires_at, *(claim.due_at for claim in request.claims)]
    assert request.paused_until is not None
    assert all(due >= request.paused_until for due in dues if due is not None)
    assert request.follow_up_at == request.paused_until


async def test_moderators_let_it_go_on_earlier_and_say_why(village: Village) -> None:
    number = await village.ask("Ana")
    before = await village.request(number)
    await mod(village, f"pause {number} the street is closed")
    await village.settle()

    assert (await mod(village, f"resume {number} it is open again")).result == "resume"

    assert (await card(village, number)).offers("claim")
    assert "#1 (a ride to the clinic) goes on" in (await heard(village, "Ana"))[-1]
    assert "They write: it is open again" in (await heard(village, "Ana"))[-1]
    after = await village.request(number)
    assert (after.expires_at, after.follow_up_at) == (before.expires_at, before.follow_up_at)


async def test_a_hold_that_ended_while_the_bot_was_off_ends_when_it_is_back(village: Village) -> None:
    number = await village.ask("Ana")
    await mod(village, f"pause {number} 3 the street is closed")
    await village.settle()

    await village.sleep(timedelta(days=5))

    request = await village.request(number)
    assert not request.is_paused
    assert request.follow_up_at is not None
    assert request.follow_up_at > village.clock.now()


# What moderators read


async def test_the_history_tells_moderators_why_and_names_nobody(village: Village) -> None:
    number, other = await village.ask("Ana"), await village.ask("Dee")
    await meet(village, "Ben")
    for text in (
        f"assign {number} ben drives that way",
        f"pause {number} 2 the street is closed",
        f"resume {number} it is open",
        f"merge {number} {other} the same ride",
    ):
        assert not (await mod(village, text)).result.startswith("refused")

    history = await told(village, f"history {number}")

    whys = ["Reason: drives that way", "Reason: the street is closed", "Reason: it is open", "Reason: the same ride"]
    assert [history.index(why) for why in whys] == sorted(history.index(why) for why in whys)
    assert [name in history.lower() for name in ("ana", "ben", "dee")] == [False] * 3
    assert (await mod(village, f"history {number}", moderator=False)).result == "refused: moderators_only"


async def test_reasons_are_deleted_with_everything_else_that_was_typed(village: Village) -> None:
    number = await village.ask("Ana")
    await meet(village, "Ben")
    await mod(village, f"assign {number} ben drives that way")
    await mod(village, f"pause {number} 1 the street is closed")
    await mod(village, f"close {number} answered elsewhere")

    await village.pass_time(15 * DAY)

    assert "Reason" not in await told(village, f"history {number}")


# Out of sight


async def test_out_of_sight_the_card_goes_and_whoever_is_part_of_it_goes_on(village: Village) -> None:
    number = await village.ask("Ana", wanted="2")
    await village.do("Ben", "claim", number)
    await card(village, number)

    assert "out of sight now" in await told(village, f"hide {number} there is an address in it")

    await village.settle()
    assert [said for said in village.chat.at("help") if "#1 " in said.text] == []
    asked = await newest(village, "Ana")
    assert "They write: there is an address in it" in asked.text
    assert [asked.offers(move) for move in ("edit", "withdraw")] == [True, True]
    assert (await village.do("Chi", "claim", number)).result == "refused: out_of_sight"
    assert (await village.do("Chi", "backup", number)).result == "refused: out_of_sight"
    board = await village.store.write(boards.help_board, village.ask_about("Chi", ""))
    assert "a ride" not in str(board.wording)
    assert (await village.do("Ben", "done", number)).result == "done"
    assert [said for said in village.chat.at("help") if "#1 " in said.text] == [], "it does not come back by itself"
    assert (await mod(village, f"hide {number} once more")).result == "refused: no_longer_open"


async def test_it_is_shown_again_with_a_reason_and_the_history_tells_of_both(village: Village) -> None:
    number = await village.ask("Ana")
    await card(village, number)
    assert (await mod(village, f"show {number} why not")).result == "refused: not_hidden"
    await mod(village, f"hide {number} there is an address in it")
    assert (await mod(village, f"hide {number} there is an address in it")).result == "refused: hidden_already"
    assert (await mod(village, f"show {number}")).result == "refused: needs_a_reason"
    await village.settle()

    assert (await mod(village, f"show {number} it is gone from it")).result == "show"

    assert "Practical help wanted" in (await card(village, number)).text
    assert "is up again for others to see.\nThey write: it is gone from it" in (await newest(village, "Ana")).text
    history = await told(village, f"history {number}")
    assert "took it out of sight. Whoever is part of it goes on. Reason: there is an address in it" in history
    assert "It is up again for others to see. Reason: it is gone from it" in history
    assert (await village.do("Chi", "claim", number)).result == "claim"


async def test_whoever_asked_answers_by_changing_it_and_the_care_team_hears_so(village: Village) -> None:
    number = await village.ask("Ana")
    await mod(village, f"hide {number} there is an address in it")
    form = {"kind": "practical", "what": "a lift to the clinic", "when": "this week"}
    edit = SaveDraft(actor("Ana"), village.community_id, village.origin(), form, number)
    preview = await village.store.write(forms.save_draft, edit)
    assert preview.wording is not None
    assert "a lift to the clinic" in preview.wording.text
    token = next(choice.token for choice in preview.wording.choices if choice.move == "post_draft")
    assert (await village.press("Ana", token)).result == "edit"
    await village.settle()

    (note,) = village.chat.at("care")
    assert note.text.startswith("Whoever asked has changed #1, which is out of sight.")
    assert [said for said in village.chat.at("help") if "#1 " in said.text] == []


async def test_volunteers_who_were_told_of_it_read_no_word_of_it_any_more(village: Village) -> None:
    await enlists(village, "Ben")
    number = await village.ask("Ana")
    await village.pass_time(HOUR)
    assert "a ride to the clinic" in (await newest(village, "Ben")).text
    await enlists(village, "Chi")

    await mod(village, f"hide {number} there is an address in it")
    await village.pass_time(DAY)

    assert "#1 is out of sight for now. You need do nothing." in (await newest(village, "Ben")).text
    assert "clinic" not in (await newest(village, "Ben")).text
    assert await heard(village, "Chi") == []
