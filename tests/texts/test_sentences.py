"""Every sentence can be said, is kind, and is short enough to be read."""

import re
import string
from dataclasses import replace

import pytest

from bot.model.language import Language
from bot.model.people import Name
from bot.model.requests import Reason, Request, Words
from bot.model.view import View
from bot.model.wording import Mention, Stage, Topic, Typed, Wording
from bot.rules import claims
from bot.rules.requests import close
from bot.texts import cards, curtain, refusals
from bot.texts.sentences import MESSAGES, say
from tests.people import ANA, BEN, CHI, ELM, NOON, RIDE
from tests.rules.test_claims import claimed
from tests.rules.test_requests import done
from tests.texts import list_sentences
from tests.texts.templates import constants, templates

UNKIND = re.compile(
    r"\b(sorry to|fail|failed|invalid|error|must|victim|case|hero|deserve|strike|overdue|penalt|why do you)", re.I
)
FACTS = {
    "helper": "ben",
    "draft": "d1",
    "level": "no names",
    "asks": "yes",
    "room": "1",
    "until": "2026-11-30T12:00:00+00:00",
}


def view(request: Request, reader: str | None = BEN) -> View:
    names = {person: Name(person, f"<{person}>", person.title()) for person in (ANA, BEN)}
    typed = Words({"what": "a ride to the clinic", "where": "Old Town"})
    note, reason = Words({"note": "ring twice"}), Words({"reason": "answered elsewhere"})
    return View(ELM, reader, NOON, request, typed, note, reason=reason, names=names)  # type: ignore[arg-type]


def life() -> list[Request]:
    backup = claims.be_backup(claimed(), CHI, NOON)
    return [RIDE, claimed(), backup, claims.release(backup, BEN, NOON, ELM), done()]


@pytest.mark.parametrize("message", sorted(MESSAGES))
def test_every_message_can_be_said_at_every_stage(message: str) -> None:
    for request in life():
        for reader in (ANA, BEN, CHI):
            said = say(message, view(request, reader), FACTS)
            assert said.text.strip()
            assert_kind(said)


@pytest.mark.parametrize("message", sorted(refusals._SENTENCES))
def test_every_refusal_is_a_kind_and_short_sentence(message: str) -> None:
    placeholders = {name for _, name, _, _ in string.Formatter().parse(refusals._SENTENCES[message]) if name}
    facts = dict.fromkeys(placeholders, "3") | {"field": "what", "kind": "emotional"}
    said = say(message, view(RIDE), facts)

    assert_kind(said)
    assert len(said.text) <= 160


def test_a_public_card_is_complete_in_words_and_names_nobody_who_did_not_agree() -> None:
    for request in life():
        said = cards.request_card(replace(view(request, None), names={}))
        assert f"#{request.number}" in said.text
        assert "Ana" not in said.text
        assert "Ben" not in said.text
        assert not any(isinstance(span, Mention) for paragraph in said.paragraphs for span in paragraph.spans)


def test_what_a_person_typed_is_always_marked_as_typed() -> None:
    hostile = Words({"what": "@everyone <script>", "where": "**bold**"})
    said = cards.request_card(replace(view(RIDE, None), words=hostile))
    typed = {span.text for paragraph in said.paragraphs for span in paragraph.spans if isinstance(span, Typed)}
    others = "".join(
        span.text for paragraph in said.paragraphs for span in paragraph.spans
        if not isinstance(span, Typed | Mention) and hasattr(span, "text")
    )  # fmt: skip

    assert typed == {"@everyone <script>", "**bold**"}
    assert "everyone" not in others


@pytest.mark.parametrize(
    ("moment", "topic"),
    [
        (RIDE, Topic("#104 · Practical help", Stage.OPEN)),
        (claimed(), Topic("#104 · Practical help", Stage.CLAIMED)),
        (done(), Topic("#104 · Practical help", Stage.DONE)),
        (close(done(), Reason.MET, NOON), Topic("#104 · Practical help", Stage.DONE, is_over=True)),
        (close(RIDE, Reason.WITHDRAWN, NOON), Topic("#104 · Practical help", Stage.CLOSED, is_over=True)),
    ],
)
def test_what_people_may_talk_about_is_named_by_number_and_kind_alone(moment: Request, topic: Topic) -> None:
    assert cards.request_card(view(moment)).topic == topic


def test_a_closed_card_no_longer_shows_what_was_asked() -> None:
    assert "clinic" not in cards.request_card(view(done())).text


def test_the_list_of_all_sentences_is_the_newest() -> None:
    assert list_sentences.LIST.read_text("utf-8") == list_sentences.page(), f"renew it: {list_sentences.COMMAND}"


def test_the_list_holds_each_sentence_once_and_all_of_them() -> None:
    listed = [text for _, said in list_sentences.by_file() for text in said]
    own = [text for texts in list_sentences.ADAPTERS for text in constants(texts)]
    assert sorted(listed) == sorted([*templates(), *own]), "an adapter may say by itself what the core says too"


def test_the_curtain_knows_every_move_and_no_name() -> None:
    for name in curtain.MOVES:
        assert curtain.move(Language.ENGLISH, name, 7).startswith("#7: ")


def assert_kind(said: Wording, at_most: int = 260) -> None:
    assert not UNKIND.search(said.text), said.text
    for paragraph in said.paragraphs:
        words = "".join(getattr(span, "text", "") for span in paragraph.spans)
        assert len(words) <= at_most, words
    assert all(len(choice.label) <= 80 for choice in said.choices)
    assert all(len(choice.token) <= 90 for choice in said.choices)
