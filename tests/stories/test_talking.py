"""People who only talk: commands, numbers and answers, each answered by one message in private."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands.homes import OpenHome
from bot.commands.seen import Pressed, Reacted, TakenBack
from bot.commands.values import Spoken, Tell
from bot.model.ids import Number
from bot.model.outcome import Outcome
from bot.model.people import Role
from bot.model.places import PlaceRef
from bot.model.wording import Choice, Paragraph, Plain, Wording
from bot.usecases import catalogue, conversations, directs, places, spoken
from tests.doubles.traces import traces_of
from tests.doubles.village import PLATFORM, Village
from tests.people import actor


class Talk:
    """One person's private place, in which they only type."""

    def __init__(self, village: Village, person: str) -> None:
        self.village = village
        self.person = person
        self.place = PlaceRef(PLATFORM, f"direct:{person.lower()}")

    def said(self, text: str, about: str | None = None, seen: tuple[str, ...] | None = None) -> Spoken:
        who, community_id = actor(self.person), self.village.community_id
        return Spoken(who, community_id, self.village.origin(), text, self.place, about, seen)

    async def say(self, text: str, about: str | None = None, seen: tuple[str, ...] | None = None) -> Outcome:
        return await self.village.store.write(spoken.hear, self.said(text, about, seen))

    async def hears(self, text: str, about: str | None = None, seen: tuple[str, ...] | None = None) -> str:
        """Say it, and read the one message that answers."""
        known = {each.ref for each in self.village.direct(self.person)}
        await self.say(text, about, seen)
        await self.village.settle()
        (new,) = [each for each in self.village.direct(self.person) if each.ref not in known]
        return new.text

    async def fills_in(self, *answers: str) -> str:
        heard = ""
        for answer in answers:
            heard = await self.hears(answer)
        return heard


async def test_a_request_is_asked_question_by_question_and_posted_after_its_preview(village: Village) -> None:
    ana = Talk(village, "Ana")
    asked = [await ana.hears(text) for text in ("/needhelp", "1", "A ride to the clinic", "tomorrow", "near the mill")]
    assert ["Kind of help?" in asked[0], "What would help?" in asked[1], "When?" in asked[2]] == [True] * 3
    assert "Roughly where?" in asked[3]
    assert "Who may see your name?" in asked[4]

    preview = await ana.hears("1")
    assert "This is all that others will see:" in preview
    assert "near the mill" in preview
    posted = await ana.hears("post it")

    assert "#1 is up for others to see" in posted
    assert "A ride to the clinic" in village.chat.at("help")[0].text


async def test_what_was_typed_after_the_command_is_not_asked_again(village: Village) -> None:
    ana = Talk(village, "Ana")
    assert "Kind of help?" in await ana.hears("/needhelp a ride on Thursday")
    assert "When?" in await ana.hears("practical")


async def test_what_is_too_long_is_said_before_anything_is_asked_and_comes_back_whole_once(village: Village) -> None:
    ana, story = Talk(village, "Ana"), "a long story " * 400
    handed_back = await ana.hears(f"/needhelp {story}")
    assert "up to 500 fit" in handed_back
    assert story.strip() in handed_back

    again = await ana.hears(story)
    assert "up to 500 fit" in again
    assert "What you wrote stands above in full" in again
    assert story.strip() not in again

    assert "Kind of help?" in await ana.hears("a ride to the clinic")
    assert "When?" in await ana.hears("1")


async def test_a_note_that_is_too_long_is_not_said_twice(village: Village) -> None:
    number = await village.ask("Ana")
    ben = Talk(village, "Ben")
    await ben.hears(f"/claim {number}")
    await ben.hears(f"/release {number}")
    assert "stands above in full" in await ben.hears("mind the steps " * 30)
    assert "The next person will read it" in await ben.hears("mind the steps")


async def test_a_date_is_asked_for_only_by_who_needs_one(village: Village) -> None:
    ana = Talk(village, "Ana")
    assert "Which date?" in await ana.fills_in("/needhelp a ride", "1", "by a date")
    wrong = await ana.hears("someday")
    assert "Please write it like “tomorrow 5pm”" in wrong
    assert "You wrote: someday" in wrong
    assert "Roughly where?" in await ana.hears("2026-12-24")


async def test_an_optional_field_is_left_out_with_one_word(village: Village) -> None:
    ana = Talk(village, "Ana")
    assert "Who may see your name?" in await ana.fills_in("/needhelp a ride", "1", "3", "skip")


async def test_whoever_leaves_out_the_date_they_chose_to_give_is_in_no_rush(village: Village) -> None:
    ana = Talk(village, "Ana")
    assert "“skip” leaves it out." in await ana.fills_in("/needhelp a ride", "1", "by a date")
    assert "Roughly where?" in await ana.hears("skip")
    assert "no rush" in (await ana.fills_in("skip", "1")).lower()


async def test_who_cancels_hears_only_what_is_sure_since_they_may_have_asked_where_all_read_it(
    village: Village,
) -> None:
    ana = Talk(village, "Ana")
    await ana.fills_in("/needhelp a ride", "1", "3", "skip", "1")
    assert await ana.hears("cancel") == "Nothing was posted. You can start again whenever you like."


async def test_the_preview_can_be_changed_field_by_field(village: Village) -> None:
    ana = Talk(village, "Ana")
    await ana.fills_in("/needhelp a ride", "1", "3", "skip", "1")
    fields = await ana.hears("change it")
    assert "What would you like to change?" in fields
    assert "What would help?" in await ana.hears("2")
    assert "a lift home" in await ana.hears("a lift home")


async def test_cancelling_keeps_nothing(village: Village) -> None:
    ana = Talk(village, "Ana")
    await ana.fills_in("/needhelp a ride", "1")
    assert "nothing is kept" in await ana.hears("Cancel")
    assert "When?" not in await ana.hears("3")


async def test_asking_again_goes_on_where_the_form_stopped(village: Village) -> None:
    ana = Talk(village, "Ana")
    await ana.fills_in("/needhelp a ride", "1")
    assert "When?" in await ana.hears("/needhelp")


async def test_a_form_that_was_left_for_a_day_is_forgotten(village: Village) -> None:
    ana = Talk(village, "Ana")
    await ana.fills_in("/needhelp a ride", "1")
    community = await village.store.read(_community, village.community_id)
    await village.pass_time(community.policy.draft_life)
    assert "When?" not in await ana.hears("3")


async def test_the_same_event_is_answered_once(village: Village) -> None:
    said = Spoken(actor("Ana"), village.community_id, "test:once", "/help", PlaceRef(PLATFORM, "direct:ana"))
    results = [(await village.store.write(spoken.hear, said)).result for _ in range(2)]
    await village.settle()
    assert results == ["help", "repeated"]
    assert len(village.direct("Ana")) == 1


async def test_answers_come_in_the_order_in_which_they_were_asked_for(village: Village) -> None:
    ana = Talk(village, "Ana")
    for number in range(1, 8):
        await ana.say(f"/done {number}" if number % 2 else "/help")
    await village.settle()
    firsts = [each.text.split()[0] for each in village.direct("Ana")]
    assert firsts == ["There", "Here"] * 3 + ["There"]


async def test_a_claim_is_answered_once_with_the_details(village: Village) -> None:
    number = await village.ask("Ana")
    details = await Talk(village, "Ben").hears(f"/claim {number}")
    assert "Here is what you need" in details


async def test_numbers_stand_for_the_choices_of_the_newest_message(village: Village) -> None:
    number = await village.ask("Ana")
    ben = Talk(village, "Ben")
    await ben.hears(f"/claim {number}")
    assert "Thank you" in await ben.hears("2")
    assert (await village.request(number)).claims[0].contact_at is not None


async def test_with_several_requests_numbers_stand_for_lines(village: Village) -> None:
    first, second = await village.ask("Ana"), await village.ask("Chi")
    ben = Talk(village, "Ben")
    await ben.hears(f"/claim {first}")
    await ben.hears(f"/claim {second}")
    await ben.hears("/myhelp")

    await ben.say("2 hand back")

    numbers = (first, second)
    states = [(await village.request(each)).active for each in numbers]
    assert sorted(len(active) for active in states) == [0, 1]


async def test_a_reply_means_the_message_it_replies_to(village: Village) -> None:
    number = await village.ask("Ana")
    ben = Talk(village, "Ben")
    await ben.hears(f"/claim {number}")
    details = village.direct("Ben")[0].ref
    await ben.hears("/helpboard")

    await ben.say("hand back", about=details)

    assert (await village.request(number)).active == ()


async def test_an_answer_to_a_message_of_another_community_means_none_of_its_choices_here(village: Village) -> None:
    opened = OpenHome(PlaceRef(PLATFORM, "oak"), "Oak Street", "Europe/Vienna")
    oak = await village.store.write(places.open_home, opened)
    ben = Talk(village, "Ben")
    await ben.hears("/myhelp")
    here = Paragraph((Plain("#1: a ladder"),), (Choice("claim", Number(1), "I can", ""),))
    await village.store.write(spoken.tell, Tell(actor("Ben"), oak, "told", Wording((here,))))
    await village.settle()
    told = village.direct("Ben")[-1]
    assert "a ladder" in told.text

    said = Spoken(actor("Ben"), village.community_id, village.origin(), "1", ben.place, told.ref)
    assert await village.store.read(spoken.meant, replace(said, community_id=oak)) == "claim|1|"
    assert await village.store.read(spoken.meant, said) is None


async def test_a_number_is_taken_for_what_stood_there_when_it_was_typed(village: Village) -> None:
    number = await village.ask("Ana")
    ben = Talk(village, "Ben")
    await ben.hears(f"/claim {number}")
    details = village.direct("Ben")[0].ref
    await ben.hears("/myhelp")
    newest = await village.store.read(spoken.meant, ben.said("1"))
    newer = village.direct("Ben")[-1].ref

    seen = [("unknown", details), (newer, details), ()]
    then, now, nothing = [await village.store.read(spoken.meant, ben.said("1", seen=each)) for each in seen]

    assert then is not None
    assert then.startswith(f"contact|{number}|")
    assert (now, nothing) == (newest, None)
    assert newest != then


async def test_what_answers_only_a_message_that_came_later_is_asked_for_once_more(village: Village) -> None:
    number = await village.ask("Ana")
    ben = Talk(village, "Ben")
    await ben.hears(f"/claim {number}")
    before = await village.request(number)

    assert "came in between" in await ben.hears("2", seen=())
    assert await village.request(number) == before


async def test_a_number_that_stands_for_nothing_gets_a_kind_line(village: Village) -> None:
    ben = Talk(village, "Ben")
    assert "/help" in await ben.hears("7")


@pytest.mark.parametrize("text", ["hello, I need help", "I need a ride to the hospital", "hallo?"])
async def test_whoever_just_begins_to_talk_reads_first_how_to_ask(village: Village, text: str) -> None:
    assert (await Talk(village, "Ben").hears(text)).startswith("If you need help, type /needhelp.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *[
            (text, "Gladly.")
            for text in ("thanks!", "Thank you.", "thank you so much!", "Danke!", "muchas gracias", "Merci…")
        ],
        *[(text, "All right.") for text in ("ok", "OK.", "alles klar", "vale", "d’accord")],
    ],
)
async def test_thanks_and_agreement_get_a_word_back_in_whatever_language(
    village: Village, text: str, said: str
) -> None:
    assert await Talk(village, "Ben").hears(text) == said


@pytest.mark.parametrize("text", ["no", "Nothing.", "nein", "Nada", "rien", "No, thanks"])
async def test_a_no_to_the_next_person_is_no_note_for_them(village: Village, text: str) -> None:
    number = await village.ask("Ana")
    ben, chi = Talk(village, "Ben"), Talk(village, "Chi")
    await ben.hears(f"/claim {number}")
    await ben.hears(f"/release {number}")

    assert await ben.hears(text) == "All right, the next person reads no note from you."

    assert (await village.request(number)).note_words_id is None
    assert "From whoever had it before you" not in await chi.hears(f"/claim {number}")
    assert "reads no note" not in await ben.hears(text)


async def test_a_note_is_shown_as_it_was_kept(village: Village) -> None:
    number = await village.ask("Ana")
    ben, chi = Talk(village, "Ben"), Talk(village, "Chi")
    await ben.hears(f"/claim {number}")
    await ben.hears(f"/release {number}")
    assert (await ben.hears("No steps at the back door")).endswith("\nNo steps at the back door")
    assert "No steps at the back door" in await chi.hears(f"/claim {number}")


async def test_who_mistypes_an_answer_sees_again_what_can_be_chosen(village: Village) -> None:
    number = await village.ask("Ana")
    ben = Talk(village, "Ben")
    await ben.hears(f"/claim {number}")
    details = village.direct("Ben")[-1]

    again = await ben.say("I am not sure yet")
    await village.settle()

    assert again.result == "unheard"
    assert village.direct("Ben")[-1].wording.choices == details.wording.choices
    assert village.direct("Ben")[-1].text.startswith("I'm not sure what you mean. Is it one of these?")
    assert (await ben.hears("I need a ride myself")).startswith("If you need help, type /needhelp.")
    assert "Or did you mean one of these?" in village.direct("Ben")[-1].text
    await ben.hears("hand back")
    assert (await village.request(number)).active == ()


async def test_who_mistypes_a_reply_sees_the_choices_of_what_they_replied_to(village: Village) -> None:
    first, second = await village.ask("Ana"), await village.ask("Chi")
    ben = Talk(village, "Ben")
    await ben.hears(f"/claim {first}")
    details = village.direct("Ben")[-1]
    await ben.hears(f"/claim {second}")

    await ben.hears("hm, which one was that?", about=details.ref)

    assert {choice.number for choice in village.direct("Ben")[-1].wording.choices} == {first}


@pytest.mark.parametrize("text", ["/need help", "/nedhelp", "/help needed", "/needs a ride"])
async def test_what_is_nearly_the_word_for_asking_is_offered_and_never_carried_out(village: Village, text: str) -> None:
    ana = Talk(village, "Ana")
    offered = await ana.hears(text)
    assert "Kind of help?" not in offered
    assert "Kind of help?" in await ana.hears("1")


async def test_what_is_nearly_a_command_is_shown_as_it_is_typed(village: Village) -> None:
    number = await village.ask("Ana")
    ben = Talk(village, "Ben")
    assert await ben.hears("/clam") == "I don't know that one. Did you mean /claim 12?"
    assert await ben.hears(f"/clam {number}") == f"I don't know that one. Did you mean /claim {number}?"
    assert (await village.request(number)).active == ()
    await ben.hears("!")
    assert (await village.request(number)).active == ()
    await ben.hears("yes")
    assert len((await village.request(number)).active) == 1


async def test_who_is_called_where_others_read_offers_help_in_private_and_keeps_nothing(village: Village) -> None:
    ana, place = Talk(village, "Ana"), PlaceRef(PLATFORM, "help")
    await ana.fills_in("/needhelp", "1")
    called = replace(ana.said("I need a ride tomorrow"), place=place)

    outcome = await village.store.write(spoken.call, called)
    again = await village.store.write(spoken.call, called)
    await village.settle()

    assert (outcome.result, again.result) == ("called", "repeated")
    assert village.direct("Ana")[-1].text.startswith("You called me. If you need help")
    assert not await traces_of(village.store, "ride tomorrow")
    assert "What would help?" in await ana.hears("/needhelp")


async def test_thanks_where_others_read_are_left_alone(village: Village) -> None:
    called = Talk(village, "Ana").said("thank you!")
    assert (await village.store.write(spoken.call, called)).result == "nothing"


async def test_a_move_without_a_number_is_made_when_it_can_only_be_about_one(village: Village) -> None:
    number = await village.ask("Ana")
    await village.ask("Chi")
    ben = Talk(village, "Ben")
    await ben.hears(f"/claim {number}")

    assert "noted as done" in await ben.hears("/done")

    assert len((await village.request(number)).finished) == 1


async def test_a_move_without_a_number_that_may_be_about_several_asks_which(village: Village) -> None:
    numbers = [await village.ask("Ana"), await village.ask("Chi")]
    ben = Talk(village, "Ben")
    for number in numbers:
        await ben.hears(f"/claim {number}")

    asked = await ben.hears("/done")

    assert "Which request do you mean?" in asked
    assert {choice.token for choice in village.direct("Ben")[-1].wording.choices} == {f"done|{n}|" for n in numbers}
    assert [len((await village.request(number)).active) for number in numbers] == [1, 1]


async def test_nothing_is_taken_on_without_its_number(village: Village) -> None:
    number = await village.ask("Ana")
    ben = Talk(village, "Ben")
    await ben.hears("/claim")
    assert (await village.request(number)).active == ()
    await ben.hears("1")
    assert len((await village.request(number)).active) == 1


async def test_words_without_a_number_count_when_they_can_only_mean_one_thing(village: Village) -> None:
    number = await village.ask("Ana")
    ben = Talk(village, "Ben")
    await ben.hears(f"/claim {number}")
    await ben.hears("/helpboard")

    assert "noted as done" in await ben.hears("done")

    assert len((await village.request(number)).finished) == 1


async def test_words_without_a_number_that_could_mean_two_things_do_nothing(village: Village) -> None:
    numbers = [await village.ask("Ana"), await village.ask("Chi")]
    ben = Talk(village, "Ben")
    for number in numbers:
        await ben.hears(f"/claim {number}")
    await ben.hears("/needhelp")
    await ben.hears("cancel")

    await ben.hears("done")

    assert [len((await village.request(number)).active) for number in numbers] == [1, 1]


@pytest.mark.parametrize(
    ("person", "move", "back"),
    [
        ("Ben", "release", "Take #1 up again"),
        ("Ben", "done", "Take that back for #1"),
        ("Ana", "withdraw", "Take that back for #1"),
    ],
)
async def test_the_last_move_can_be_taken_back_for_ten_minutes_from_the_list_of_what_is_theirs(
    village: Village, person: str, move: str, back: str
) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    before = await village.request(number)
    await village.do(person, move, number)
    talk = Talk(village, person)
    await talk.hears("/myhelp")
    assert back in [choice.label for choice in village.direct(person)[-1].wording.choices]

    assert "as it was" in await talk.hears(back)

    assert [claim.hold for claim in (await village.request(number)).claims] == [claim.hold for claim in before.claims]
    await village.do(person, move, number)
    await village.pass_time(timedelta(minutes=11))
    await talk.hears("/myhelp")
    assert back not in [choice.label for choice in village.direct(person)[-1].wording.choices]


async def test_a_key_with_a_number_is_its_choice(village: Village) -> None:
    number = await village.ask("Ana")
    ben = Talk(village, "Ben")
    await ben.hears(f"/claim {number}")
    details = village.direct("Ben")[0].ref
    pressed = Reacted(actor("Ben"), ben.place, details, "1\ufe0f\u20e3", True, village.origin())
    token = await village.store.read(spoken.reacted_choice, pressed)
    await village.store.write(spoken.react, pressed)
    assert token is not None
    assert token.startswith(f"contact|{number}|")


async def test_a_hand_that_is_taken_back_hands_back(village: Village) -> None:
    number = await village.ask("Ana")
    await village.settle()
    card, place = village.chat.at("help")[0].ref, PlaceRef(PLATFORM, "help")
    up = Reacted(actor("Ben"), place, card, "✋", True, "test:up")
    await village.store.write(spoken.react, up)
    assert len((await village.request(number)).active) == 1

    await village.store.write(spoken.take_back, TakenBack(actor("Ben"), place, "test:up", "test:down"))

    assert (await village.request(number)).active == ()


async def test_a_hand_that_a_moderator_cleared_away_hands_nothing_back_and_can_be_raised_again(
    village: Village,
) -> None:
    number = await village.ask("Ana")
    await village.settle()
    card, place = village.chat.at("help")[0].ref, PlaceRef(PLATFORM, "help")
    up = Reacted(actor("Ben"), place, card, "✋", True, "test:up")
    await village.store.write(spoken.react, up)
    await village.store.write(spoken.take_back, TakenBack(actor("Mo"), place, "test:up", "test:cleared"))
    assert len((await village.request(number)).active) == 1

    await Talk(village, "Ben").say(f"/release {number}")
    assert (await village.request(number)).active == ()
    await village.store.write(spoken.react, replace(up, origin="test:up again"))

    assert len((await village.request(number)).active) == 1


async def test_one_of_two_hands_of_the_same_person_still_counts(village: Village) -> None:
    number = await village.ask("Ana")
    await village.settle()
    card, place = village.chat.at("help")[0].ref, PlaceRef(PLATFORM, "help")
    for symbol in ("✋", "✋🏽"):
        await village.store.write(spoken.react, Reacted(actor("Ben"), place, card, symbol, True, f"test:{symbol}"))

    await village.store.write(spoken.take_back, TakenBack(actor("Ben"), place, "test:✋", "test:down"))

    assert len((await village.request(number)).active) == 1


async def test_a_hand_that_was_taken_back_before_its_card_was_known_never_counts(village: Village) -> None:
    number = await village.ask("Ana")
    place = PlaceRef(PLATFORM, "help")
    await village.store.write(spoken.react, Reacted(actor("Ben"), place, "m1", "✋", True, "test:up"))
    await village.store.write(spoken.take_back, TakenBack(actor("Ben"), place, "test:up", "test:down"))
    await village.settle()
    assert (await village.request(number)).active == ()


async def test_an_answer_of_the_adapter_is_said_once(village: Village) -> None:
    wording = Wording((Paragraph((Plain("Which room?"),)),))
    told = Tell(actor("Ana"), village.community_id, "test:tell", wording)
    for _ in range(2):
        await village.store.write(spoken.tell, told)
    await village.settle()
    assert [each.wording for each in village.direct("Ana")] == [wording]


async def test_whoever_asked_not_to_be_written_to_is_answered_all_the_same(village: Village) -> None:
    ana = Talk(village, "Ana")
    await ana.hears("/help")
    token = "stop_writing|0|"
    await village.store.write(spoken.press, Pressed(actor("Ana"), village.community_id, village.origin(), token))
    await village.settle()
    assert "Here is what is possible" in await ana.hears("/help")


@pytest.mark.parametrize("text", ["Don't write to me", "don’t write to me.", "DON'T  WRITE TO ME!"])
async def test_whoever_does_not_want_to_be_written_to_says_so(village: Village, text: str) -> None:
    ana = Talk(village, "Ana")
    await ana.hears("/help")
    stopped = await ana.hears(text)
    assert "I won't write to you unasked any more" in stopped
    assert "is shown to you the next time you come by" in stopped
    assert "button" not in stopped
    assert "From now on I write to you again" in await ana.hears("write to me again")


async def test_what_answers_a_question_stops_nothing(village: Village) -> None:
    ana = Talk(village, "Ana")
    await ana.fills_in("/needhelp", "1")
    assert "When?" in await ana.hears("Don't write to me")


async def test_being_forgotten_leaves_nobody_to_be_answered(village: Village) -> None:
    ana = Talk(village, "Ana")
    await ana.hears("/help")
    token = "forget_me|0|yes"
    pressed = Pressed(actor("Ana"), village.community_id, village.origin(), token)
    outcome = await village.store.write(spoken.press, pressed)
    await village.settle()
    assert (outcome.result, outcome.is_posted, outcome.wording is not None) == ("forgotten", False, True)
    assert await village.store.read(_person, actor("Ana").account) is None


async def test_what_is_held_shows_their_own_words_and_no_answer_of_ours(village: Village) -> None:
    ana = Talk(village, "Ana")
    await ana.fills_in("/needhelp a ride", "1")
    pressed = Pressed(actor("Ana"), village.community_id, village.origin(), "show_mine|0|")
    await village.store.write(spoken.press, pressed)
    await village.settle()
    written = [each for each in village.direct("Ana")[-1].text.splitlines() if each.startswith("You wrote")]
    assert written == ["You wrote: “a ride”"]


async def test_moderators_change_one_number_at_a_time(village: Village) -> None:
    mo = Talk(village, "Mo")
    moderator = replace(actor("Mo"), roles=actor("Mo").roles | {Role.MODERATOR})
    pressed = Pressed(moderator, village.community_id, village.origin(), "numbers|0|")
    await village.store.write(spoken.press, pressed)
    await village.settle()
    assert "What would you like to change?" in village.direct("Mo")[-1].text
    assert "Days after which a request expires?" in await mo.hears("4")


async def test_a_place_they_opened_themselves_is_where_they_are_written_to(village: Village) -> None:
    await village.ask("Ana")
    place = PlaceRef(PLATFORM, "a room of Ana's")
    await village.store.write(directs.adopt, (actor("Ana").account, place))
    await Talk(village, "Ana").say("/help")
    await village.settle()
    assert [each.text.split()[0] for each in village.chat.at("a room of Ana's")] == ["Here"]


@pytest.mark.parametrize("text", ["/help", "!help", "//help", "  /HELP  "])
def test_commands_are_known_by_how_they_begin(text: str) -> None:
    assert catalogue.is_command(text)


def _community(tx, community_id, now):  # type: ignore[no-untyped-def]
    return tx.communities.get(community_id)


def _person(tx, account, now):  # type: ignore[no-untyped-def]
    return tx.people.person_of(account)


async def test_whoever_speaks_first_is_answered_where_they_spoke(village: Village) -> None:
    said = Spoken(actor("Dee"), village.community_id, village.origin(), "/help", PlaceRef(PLATFORM, "their own room"))

    await village.store.write(spoken.meet_at, said)
    await village.store.write(spoken.hear, said)
    await village.settle()

    assert len(village.chat.at("their own room")) == 1
    assert await village.store.read(directs.place_of, actor("Dee").account) == PlaceRef(PLATFORM, "their own room")
    assert await village.store.read(directs.place_of, actor("Ana").account) is None
    assert await village.store.read(directs.is_met_at, (said.actor.account, said.place))
    assert not await village.store.read(directs.is_met_at, (said.actor.account, PlaceRef(PLATFORM, "elsewhere")))
    await village.store.write(directs.close, said.actor.account)
    assert not await village.store.read(directs.is_met_at, (said.actor.account, said.place))


async def test_it_is_known_who_is_in_the_middle_of_setting_up(village: Village) -> None:
    mo, ana = Talk(village, "Mo"), Talk(village, "Ana")
    await ana.hears("/needhelp")
    numbers = Pressed(actor("Mo", moderator=True), village.community_id, village.origin(), "numbers|0|")
    await village.store.write(spoken.press, numbers)
    await village.settle()

    asked = [
        await village.store.read(conversations.is_setup, (village.community_id, actor(who).account))
        for who in ("Mo", "Ana", "Dee")
    ]

    assert asked == [True, False, False]
    assert mo.village.direct("Mo")


async def test_who_fills_in_a_form_is_listened_to_where_it_was_opened(village: Village) -> None:
    elsewhere = OpenHome(PlaceRef(PLATFORM, "oak street"), "Oak Street", "UTC", {"help": "oak help"})
    oak = await village.store.write(places.open_home, elsewhere)
    ana = Talk(village, "Ana")
    await ana.hears("/help")
    assert await village.store.read(places.listening, actor("Ana").account) == village.community_id

    said = Spoken(actor("Ana"), oak, village.origin(), "/needhelp", ana.place)
    await village.store.write(spoken.hear, said)

    assert await village.store.read(places.listening, actor("Ana").account) == oak


async def in_between(village: Village) -> tuple[Talk, Number]:
    """Ben was asked when he needs something, and then raised a hand for somebody else."""
    number = await village.ask("Ana")
    await village.settle()
    ben = Talk(village, "Ben")
    await ben.fills_in("/needhelp a ride", "1")
    card = village.chat.at("help")[0].ref
    up = Reacted(actor("Ben"), PlaceRef(PLATFORM, "help"), card, "✋", True, village.origin())
    await village.store.write(spoken.react, up)
    await village.settle()
    assert "Here is what you need" in village.direct("Ben")[-1].text
    return ben, number


@pytest.mark.parametrize("text", ["1", "2.", "hand back"])
async def test_what_may_answer_a_message_after_the_question_of_a_form_is_taken_for_neither(
    village: Village, text: str
) -> None:
    ben, number = await in_between(village)
    before = await village.request(number)

    asked = await ben.hears(text)

    assert asked.startswith("I don't know which of my messages you mean.")
    assert "When?" in asked
    assert await village.request(number) == before
    assert "Roughly where?" in await ben.hears("1")


async def test_a_reply_to_a_message_after_the_question_of_a_form_is_meant_for_it(village: Village) -> None:
    ben, number = await in_between(village)
    details = village.direct("Ben")[-1].ref

    assert "Thank you" in await ben.hears("2", about=details)

    assert (await village.request(number)).claims[0].contact_at is not None
    assert "Roughly where?" in await ben.hears("1", about=village.direct("Ben")[-3].ref)


async def test_what_answers_nothing_but_the_question_of_a_form_is_its_answer(village: Village) -> None:
    ben, _ = await in_between(village)
    assert "Roughly where?" in await ben.hears("this week")
