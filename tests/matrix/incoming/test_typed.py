"""What people type, and what of it is a command: tables."""

import sys
from time import process_time
from typing import Any

import pytest

from adapters.matrix.incoming.events import Event, event_of
from adapters.matrix.incoming.typed import BLANKS, Heard, Us, calling, in_private, in_room, is_unreadable
from bot.usecases import catalogue

US = Us("@barnraiser:elm.test", "Barn Raiser")
PILL = '<a href="https://matrix.to/#/@barnraiser:elm.test">Barn Raiser</a> claim 4'
TO_US = {"m.mentions": {"user_ids": ["@barnraiser:elm.test"]}}


def said(body: Any, **more: Any) -> Event:
    content = {"msgtype": "m.text", "body": body, **more}
    raw = {"event_id": "$said", "type": "m.room.message", "sender": "@ana:elm.test", "content": content}
    event = event_of("!room:elm.test", raw)
    assert event is not None
    return event


COMMANDS = [
    ("!claim 104", "/claim 104"),
    ("!CLAIM 104", "/claim 104"),
    ("!Claim #104", "/claim #104"),
    ("/claim 104", "/claim 104"),
    ("//claim 104", "/claim 104"),
    ("  !claim   104  ", "/claim 104"),
    ("\u00a0!claim\u00a0104\u00a0", "/claim 104"),
    ("\u200b\ufeff!claim 104", "/claim 104"),
    ("! claim 104", "/claim 104"),
    ("!claim104", "/claim 104"),
    ("!claim: 104", "/claim 104"),
    ("**!claim 104**", "/claim 104"),
    ("**!claim** 104", "/claim 104"),
    ("`!claim 104`", "/claim 104"),
    ("```\n!claim 104\n```", "/claim 104"),
    ("_!claim 104_", "/claim 104"),
    ("~~!claim 104~~", "/claim 104"),
    ("***!claim 104***", "/claim 104"),
    ("!help", "/help"),
    ("!help?", "/help"),
    ("!help.", "/help"),
    ("!helpmod close 12 spam", "/helpmod close 12 spam"),
    ("!needhelp", "/needhelp"),
    ("!needhelp two eggs, **today**", "/needhelp two eggs, **today**"),
    ("!needhelp two eggs\nand flour", "/needhelp two eggs\nand flour"),
    ("!needhelp\ntwo eggs", "/needhelp two eggs"),
    ("@barnraiser:elm.test: needhelp two eggs", "/needhelp two eggs"),
    ("@barnraiser:elm.test needhelp two eggs", "/needhelp two eggs"),
    ("@barnraiser: needhelp two eggs", "/needhelp two eggs"),
    ("@barnraiser, needhelp two eggs", "/needhelp two eggs"),
    ("@Barnraiser NEEDHELP two eggs", "/needhelp two eggs"),
    ("barnraiser: needhelp two eggs", "/needhelp two eggs"),
    ("Barn Raiser: needhelp two eggs", "/needhelp two eggs"),
    ("Barn Raiser: !needhelp two eggs", "/needhelp two eggs"),
    ("[Barn Raiser](https://matrix.to/#/@barnraiser:elm.test) claim 4", "/claim 4"),
    ("[@barnraiser:elm.test](https://matrix.to/#/%40barnraiser%3Aelm.test): claim 4", "/claim 4"),
]

TALK = [
    "",
    "!",
    "hello",
    "help",
    "claim 104",
    "I said !claim 104",
    "!nosuchcommand 3",
    "!helper",
    "!help_me",
    "/help/me",
    "/me needs help",
    "/home/ana",
    "//elm.test/help",
    "!!! help",
    "!?",
    "> !claim 104",
    "barnraiser help is what we need",
    "barnraiser",
    "barnraiser:",
    "barnraiser2: help",
    "!abc:elm.test",
    "!xY12z:elm.test",
    "!abC1o-63DmFr",
    "!ping",
    "@barnraiser: thank you!",
    "@barnraiser:elsewhere.test: help",
    "thanks @barnraiser:elm.test, needhelp works",
]


@pytest.mark.parametrize(("typed", "meant"), COMMANDS)
def test_a_command_in_a_room_is_heard_however_it_is_typed(typed: str, meant: str) -> None:
    assert in_room(said(typed), US) == Heard(meant)


@pytest.mark.parametrize(("typed", "meant"), COMMANDS)
def test_the_same_is_heard_in_private(typed: str, meant: str) -> None:
    assert in_private(said(typed), US) == Heard(meant)


@pytest.mark.parametrize("typed", TALK)
def test_nothing_in_a_room_is_a_command_that_is_none(typed: str) -> None:
    assert in_room(said(typed), US) is None


@pytest.mark.parametrize(
    "typed", ["two eggs", "2", "yes", "**yes**", "help", "barnraiser: thank you!", "> so they said"]
)
def test_whatever_is_said_in_private_is_heard_as_it_was_typed(typed: str) -> None:
    assert in_private(said(f"\u00a0{typed} \n"), US) == Heard(typed)


@pytest.mark.parametrize("typed", ["!nosuchcommand 3", "/nosuchcommand 3"])
def test_in_private_an_unknown_command_is_one_too(typed: str) -> None:
    assert in_private(said(typed), US) == Heard("/nosuchcommand 3")


@pytest.mark.parametrize("typed", ["!abc:elm.test", "!xY12z:elm.test", "!abC1o-63DmFr", "!", "!!!", "!?", "/home/ana"])
def test_what_only_begins_like_a_command_is_none_in_private_either(typed: str) -> None:
    heard = in_private(said(typed), US)
    assert heard == Heard(typed)
    assert not catalogue.is_command(heard.text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("!need help", "/need help"), ("!nedhelp", "/nedhelp"), ("@barnraiser need help", "/need help")],
)
def test_in_a_room_what_is_nearly_a_command_is_heard(typed: str, meant: str) -> None:
    assert in_room(said(typed), US) == Heard(meant)


@pytest.mark.parametrize(
    ("typed", "more", "meant"),
    [
        ("@barnraiser I need a ride tomorrow", {}, "I need a ride tomorrow"),
        ("Barn Raiser, can you help?", {}, "can you help?"),
        ("Barn Raiser I need a ride", TO_US, "I need a ride"),
        ("Barn Raiser is kind", {}, None),
        ("thanks @barnraiser:elm.test", TO_US, None),
        ("@barnraiser: !!", {}, None),
        ("@barnraiser thanks", {"m.relates_to": {"m.in_reply_to": {"event_id": "$card"}}}, None),
    ],
)
def test_who_calls_us_by_name_is_heard(typed: str, more: dict[str, Any], meant: str | None) -> None:
    assert calling(said(typed, **more), US) == (None if meant is None else Heard(meant))


@pytest.mark.parametrize("typed", ["", " ", "\u00a0\u200b", None, 5, ["!help"], {"a": 1}])
def test_what_holds_no_text_is_not_heard(typed: Any) -> None:
    assert (in_room(said(typed), US), in_private(said(typed), US)) == (None, None)


PREFIXES = [
    ("?", "?claim 4", "/claim 4"),
    (" ? ", "?claim 4", "/claim 4"),
    ("barn", "barn claim 4", "/claim 4"),
    ("barn", "Barn claim 4", "/claim 4"),
    ("!barn", "!barn claim 4", "/claim 4"),
    (".", ".claim 4", "/claim 4"),
    ("?", "/claim 4", "/claim 4"),
]


@pytest.mark.parametrize(("prefix", "typed", "meant"), PREFIXES)
def test_the_prefix_is_the_one_that_was_chosen(prefix: str, typed: str, meant: str) -> None:
    assert in_room(said(typed), Us(US.user_id, US.name, prefix)) == Heard(meant)


@pytest.mark.parametrize(
    ("prefix", "typed"), [("?", "!claim 4"), ("barn", "barnclaim 4"), (".", "xclaim 4"), ("!barn", "!claim 4")]
)
def test_with_another_prefix_the_usual_one_is_other_bots(prefix: str, typed: str) -> None:
    assert in_room(said(typed), Us(US.user_id, US.name, prefix)) is None


def test_in_private_the_usual_prefix_is_heard_beside_the_chosen_one() -> None:
    assert in_private(said("!claim 4"), Us(US.user_id, US.name, "?")) == Heard("/claim 4")


@pytest.mark.parametrize("more", [TO_US, {"formatted_body": PILL}])
def test_a_name_without_a_colon_is_meant_if_it_mentions_us(more: dict[str, Any]) -> None:
    assert in_room(said("Barn Raiser claim 4", **more), US) == Heard("/claim 4")
    assert in_room(said("Barn Raiser claim 4"), US) is None


@pytest.mark.parametrize("body", ["done at last, thank you", "help is on its way", "yes"])
def test_an_answer_to_a_message_of_ours_is_no_command_though_it_mentions_us(body: str) -> None:
    answer = {"m.relates_to": {"m.in_reply_to": {"event_id": "$card"}}}
    assert in_room(said(body, **TO_US, **answer), US) is None


def test_an_answer_is_about_what_it_answers() -> None:
    answer = {"m.relates_to": {"m.in_reply_to": {"event_id": "$card"}}}
    assert in_room(said("!claim", **answer), US) == Heard("/claim", "$card")


@pytest.mark.parametrize("quote", ["> <@b:elm.test> #4: eggs\n\n", "> <@b:elm.test> #4:\n> !claim 9\n\n", "> a\n"])
def test_the_quote_before_an_answer_is_passed_over(quote: str) -> None:
    answer = {"m.relates_to": {"m.in_reply_to": {"event_id": "$card"}}}
    assert in_room(said(f"{quote}!claim 4", **answer), US) == Heard("/claim 4", "$card")
    assert in_private(said(f"{quote}two eggs", **answer), US) == Heard("two eggs", "$card")


def test_in_a_thread_it_is_about_what_the_thread_hangs_on() -> None:
    pretended = {"rel_type": "m.thread", "event_id": "$card", "is_falling_back": True}
    thread = {"m.relates_to": {**pretended, "m.in_reply_to": {"event_id": "$last"}}}
    assert in_room(said("!claim", **thread), US) == Heard("/claim", "$card")


def test_an_answer_within_a_thread_is_about_what_it_answers() -> None:
    thread = {"rel_type": "m.thread", "event_id": "$card", "m.in_reply_to": {"event_id": "$said"}}
    assert in_room(said("!claim", **{"m.relates_to": thread}), US) == Heard("/claim", "$said")


def test_an_edit_is_no_new_command() -> None:
    edit = {"m.new_content": {"msgtype": "m.text", "body": "!claim 4"}}
    edited = said("* !claim 4", **edit, **{"m.relates_to": {"rel_type": "m.replace", "event_id": "$said"}})
    also = said("!claim 4", **edit, **{"m.relates_to": {"rel_type": "m.replace", "event_id": "$said"}})
    assert [hear(each, US) for each in (edited, also) for hear in (in_room, in_private)] == [None] * 4


@pytest.mark.parametrize("kind", ["m.notice", "m.image", "m.nosuchkind", None, 7])
def test_what_bots_say_and_what_is_no_text_is_no_command(kind: Any) -> None:
    event = said("!claim 4", msgtype=kind)
    assert (in_room(event, US), in_private(event, US)) == (None, None)


@pytest.mark.parametrize(
    ("kind", "is_it"),
    [("m.image", True), ("m.audio", True), ("m.file", True), ("m.text", False), ("m.notice", False), (None, False)],
)
def test_a_picture_or_a_voice_message_cannot_be_read(kind: Any, is_it: bool) -> None:
    assert is_unreadable(said("photo.jpg", msgtype=kind)) is is_it


ODD = [{"m.relates_to": 5}, {"m.relates_to": {"m.in_reply_to": []}}, {"m.mentions": 1}, {"m.mentions": {"user_ids": 3}}]


@pytest.mark.parametrize("more", [*ODD, {"formatted_body": []}, {"m.relates_to": {"rel_type": 5, "event_id": {}}}])
def test_malformed_parts_are_as_good_as_none(more: dict[str, Any]) -> None:
    assert in_room(said("!claim 4", **more), US) == Heard("/claim 4")


CALLED = [
    ("!helpmod assign 4 @ana:elm.test drives", "", "@ana:elm.test drives"),
    ("!helpmod assign 4 Ana drives", '<a href="https://matrix.to/#/@ana:elm.test">Ana</a>', "@ana:elm.test drives"),
    (
        "!helpmod assign 4 Ana O'Hara: drives",
        'assign 4 <a class="x" href="https://matrix.to/#/%40ana%3Aelm.test?via=elm.test">Ana O&#x27;Hara</a>: drives',
        "@ana:elm.test: drives",
    ),
    ("!helpmod assign 4 [Ana](https://matrix.to/#/@ana:elm.test) drives", "", "@ana:elm.test drives"),
    (
        "!helpmod assign 4 [Ana](https://matrix.to/#/@ana:elm.test) drives",
        '<a href="https://matrix.to/#/@ana:elm.test">Ana</a> drives',
        "@ana:elm.test drives",
    ),
    ("!helpmod assign 4 Ana drives", '<a href="https://elsewhere.test/#/@ben:elm.test">Ana</a>', "Ana drives"),
    ("!helpmod assign 4 Ana drives", '<a href="https://matrix.to/#/!room:elm.test">Ana</a>', "Ana drives"),
    ("!helpmod assign 4 Ana drives", "<a " * 20_000 + "[" * 20_000, "Ana drives"),
]


@pytest.mark.parametrize(("body", "html", "meant"), CALLED)
def test_whoever_is_called_by_a_link_is_known_by_their_address(body: str, html: str, meant: str) -> None:
    event = said(body, formatted_body=html)
    assert in_room(event, US) == in_private(event, US) == Heard(f"/helpmod assign 4 {meant}")


def test_other_commands_keep_what_was_typed() -> None:
    html = '<a href="https://matrix.to/#/@ana:elm.test">Ana</a>'
    assert in_room(said("!needhelp a card for Ana", formatted_body=html), US) == Heard("/needhelp a card for Ana")


STRUCTURED = [
    ({"command": "claim", "arguments": {"number": 4}}, "/claim 4"),
    ({"command": "Claim", "arguments": {"number": "4"}}, "/claim 4"),
    ({"command": "needhelp", "arguments": {"what": "two eggs"}}, "/needhelp two eggs"),
    ({"command": "needhelp"}, "/needhelp"),
    ({"command": "help", "arguments": {}}, "/help"),
    ({"command": "helpmod", "arguments": {"reason": "spam", "number": 4, "do": "close"}}, "/helpmod close 4 spam"),
    (
        {"command": "helpmod", "arguments": {"reason": "twice", "number": 4, "do": "merge", "into": 5}},
        "/helpmod merge 4 5 twice",
    ),
    (
        {"command": "helpmod", "arguments": {"reason": "drives", "number": 4, "do": "assign", "person": "@a:elm.test"}},
        "/helpmod assign 4 @a:elm.test drives",
    ),
    ({"command": "claim", "arguments": {"number": {"a": 1}, "other": "x"}}, "/claim"),
    ({"command": "claim", "arguments": [4]}, "/claim"),
]


@pytest.mark.parametrize(("command", "meant"), STRUCTURED)
def test_a_command_in_parts_says_more_than_its_text(command: dict[str, Any], meant: str) -> None:
    event = said("!somebodyelses text", **TO_US, **{"org.matrix.msc4391.command": command})
    assert in_room(event, US) == in_private(event, US) == Heard(meant)


@pytest.mark.parametrize("mentions", [{}, {"m.mentions": {"user_ids": ["@other:elm.test"]}}])
def test_a_command_in_parts_that_is_for_another_bot_is_not_ours(mentions: dict[str, Any]) -> None:
    command = {"org.matrix.msc4391.command": {"command": "claim", "arguments": {"number": 4}}}
    assert in_room(said("claim four", **mentions, **command), US) is None


@pytest.mark.parametrize("command", [{"command": "ban"}, {"command": 5}, {"command": "help me"}, [], "help"])
def test_a_command_in_parts_that_we_do_not_know_is_none_in_a_room(command: Any) -> None:
    assert in_room(said("ban", **TO_US, **{"org.matrix.msc4391.command": command}), US) is None


def test_all_blanks_are_known() -> None:
    assert set(BLANKS) == {character for at in range(sys.maxunicode + 1) if (character := chr(at)).isspace()}


@pytest.mark.parametrize("between", [" ", "\u200b", " \u200b", "! ", ":", "@", "[]", "\n>", "*"], ids=ascii)
@pytest.mark.parametrize("begin", ["a", "!help", "@barnraiser", "> "])
def test_what_somebody_types_to_keep_us_busy_takes_no_longer_than_its_length(begin: str, between: str) -> None:
    short, long = (min(_seconds(begin, between * times) for _ in range(3)) for times in (2_000, 16_000))
    assert long < 24 * short, "eight times as much takes about eight times as long, and not sixty-four times"


def _seconds(begin: str, middle: str) -> float:
    event, before = said(f"{begin}{middle}b"), process_time()
    in_room(event, US)
    in_private(event, US)
    return process_time() - before
