"""What the events contain that we send."""

import json
from zoneinfo import ZoneInfo

import pytest

from adapters.matrix.outgoing.contents import MARK, changed, in_thread, message
from adapters.matrix.outgoing.markup import Look
from bot.model.ids import Number
from bot.model.wording import Choice, Paragraph, Plain, Strong, Typed, Wording
from bot.rules import replies

LOOK = Look(ZoneInfo("UTC"))
BEN = "@ben:example.org"
CLAIM = Choice("claim", Number(104), "I can help with #104", symbol="✋")
BACKUP = Choice("backup", Number(104), "Be the backup for #104")
CARD = Wording(
    (Paragraph((Strong("#104 · Help wanted"),)), Paragraph((Typed("a ride\nto town"),)), Paragraph((), (CLAIM,)))
)
ON_IT = Choice("on_it", Number(1), "I'm on #1")
BACK = Choice("release", Number(1), "Hand #1 back")
DONE = Choice("done", Number(2), "#2 is done")
OFTEN = Wording((Paragraph((Plain("How is #1?"),), (ON_IT, BACK)), Paragraph((Plain("Really?"),), (BACK,))))
TALK = Wording((Paragraph((Plain("Hello."),)), OFTEN.paragraphs[0], Paragraph((Plain("And #2?"),), (DONE,))))


def test_a_card_is_a_notice_that_says_all_of_it_twice_and_calls_nobody() -> None:
    assert message(CARD, LOOK, None, "key") == {
        "msgtype": "m.notice",
        "body": (
            "#104 · Help wanted\n\na ride\nto town\n\n1. ✋ I can help with #104\n\nReact with ✋, or write !claim 104."
        ),
        "format": "org.matrix.custom.html",
        "formatted_body": (
            "<p><strong>#104 · Help wanted</strong></p><p>a ride<br>to town</p>"
            "<p>1. ✋ I can help with #104</p><p>React with ✋, or write !claim 104.</p>"
        ),
        "m.mentions": {},
        MARK: "key",
    }


def test_what_one_person_must_hear_of_rings_for_that_person_alone() -> None:
    content = message(TALK, LOOK, BEN, "key")
    assert (content["msgtype"], content["m.mentions"]) == ("m.text", {"user_ids": [BEN]})


def test_the_choices_of_one_request_are_numbered_through_the_whole_message() -> None:
    assert message(OFTEN, LOOK, BEN, "key")["body"] == (
        "How is #1?\n1. I'm on #1\n2. Hand #1 back\n\nReally?\n3. Hand #1 back\n\n"
        "Answer with the number of what you choose."
    )


def test_with_several_requests_the_numbers_stand_for_them() -> None:
    assert message(TALK, LOOK, BEN, "key")["body"] == (
        "Hello.\n\nHow is #1?\n1. I'm on #1 · Hand #1 back\n\nAnd #2?\n2. #2 is done\n\n"
        "Answer with a number and what you choose, like “1 I'm on”."
    )


@pytest.mark.parametrize("wording", [CARD, OFTEN, TALK])
def test_what_is_typed_as_it_is_shown_is_understood(wording: Wording) -> None:
    """The numbers of a message are those that the core reads."""
    body = message(wording, LOOK, BEN, "key")["body"]
    shown = [line.partition(". ") for line in body.split("\n") if line[:1].isdecimal() and ". " in line]
    offered = [(number, label) for number, _, labels in shown for label in labels.removeprefix("✋ ").split(" · ")]
    typed = [number if len(replies.lines(wording.choices)) == 1 else f"{number} {label}" for number, label in offered]
    assert [replies.meant(wording.choices, each) for each in typed] == [*wording.choices]


@pytest.mark.parametrize(
    ("choices", "reader", "hint"),
    [
        ((BACKUP,), None, "To choose, reply to this message with the number."),
        ((BACKUP,), BEN, "To choose it, answer with 1."),
        (
            (Choice("m:remove", Number(0), "Take it away", "!room $said"),),
            BEN,
            "To choose it, reply to this message with 1, or react to it with 1️⃣.",
        ),
        ((BACKUP, CLAIM), None, "React with ✋, or write !claim 104."),
        (
            (Choice("thank", Number(1), "Thanks", symbol="💐"),),
            None,
            "React with 💐, or reply to this message with the number.",
        ),
    ],
)
def test_how_to_choose_is_said_as_it_is_done_there(choices: tuple[Choice, ...], reader: str | None, hint: str) -> None:
    body = message(Wording((Paragraph((Plain("Well?"),), choices),)), LOOK, reader, "key")["body"]
    assert body.endswith(f"\n\n{hint}")


def test_what_comes_by_itself_says_how_to_have_no_more_of_it() -> None:
    body = message(Wording((Paragraph((Plain("Hello."),)),)), LOOK, BEN, "key", is_daily=True)["body"]
    assert body == "Hello.\n\nIf you would rather not hear from me unasked, write “Don't write to me”."


def test_what_offers_nothing_has_nothing_to_explain() -> None:
    assert message(Wording((Paragraph((Plain("Hello."),)),)), LOOK, BEN, "key")["body"] == "Hello."


def test_a_change_calls_nobody_and_holds_the_message_as_it_is_now() -> None:
    content = message(TALK, LOOK, BEN, "key")
    assert changed(content, "$one") == {
        "msgtype": "m.text",
        "body": f"* {content['body']}",
        "m.mentions": {},
        "m.new_content": {name: value for name, value in content.items() if name != MARK},
        "m.relates_to": {"rel_type": "m.replace", "event_id": "$one"},
    }


def test_a_line_in_a_thread_hangs_on_its_card() -> None:
    assert in_thread("a < b", "$card", "key") == {
        "msgtype": "m.notice",
        "body": "a < b",
        "format": "org.matrix.custom.html",
        "formatted_body": "a &lt; b",
        "m.mentions": {},
        "m.relates_to": {
            "rel_type": "m.thread",
            "event_id": "$card",
            "is_falling_back": True,
            "m.in_reply_to": {"event_id": "$card"},
        },
        MARK: "key",
    }


@pytest.mark.parametrize(("typed", "has_looks"), [("ж" * 1500, True), ("ж" * 3000, False), ("💐<" * 40_000, False)])
def test_whatever_is_said_fits_into_an_encrypted_event(typed: str, has_looks: bool) -> None:
    content = message(Wording((Paragraph((Typed(typed),)),)), LOOK, None, "key")
    assert len(json.dumps(changed(content, "$one"))) * 4 / 3 < 63_000
    assert ("formatted_body" in content) == has_looks
    assert typed.startswith(content["body"].removesuffix("…"))
    assert len(content["body"]) > 1000
