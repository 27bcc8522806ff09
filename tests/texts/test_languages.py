"""Everything is said in every language, and means the same there."""

import string
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest

from bot.model.language import Language, language_of
from bot.model.policy import Kind
from bot.model.requests import Words
from bot.model.view import View
from bot.model.wording import Mention, Plain, Time, Typed, Wording
from bot.texts import boards, directs, forms, policy, refusals, requests
from bot.texts.commands import COMMANDS
from bot.texts.languages import HERE, by_count, sentences, translated
from bot.texts.parts import KINDS, line
from bot.texts.sentences import MESSAGES, say
from bot.texts.times import day_of, moment_of
from tests.people import ANA, BEN, CHI, NOON, OPEN_TO_ALL, RIDE
from tests.texts.list_sentences import ADAPTERS
from tests.texts.templates import constants, templates
from tests.texts.test_sentences import FACTS, assert_kind, life, view

OTHERS = [language for language in Language if language is not Language.ENGLISH]
THE_SAME = {
    "{usage}: {summary}",
    "{time} {move}",
    "{day}, {time}",
    "{weekday} {day} {month}",
    "{request} {kind}: {words} · {when}",
    "{request} {kind}: {words} · {when} · {age}",
    "{label}?",
    "{label}: {value}",
    "emotional",
}
"""What holds no words may be the same everywhere; so may short names of days and months."""


def places_in(template: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)


def in_language(language: Language, who: View) -> View:
    return replace(who, language=language, community=replace(OPEN_TO_ALL, language=language))


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_the_code_is_translated_and_none_besides(language: Language) -> None:
    assert sentences(HERE, language).keys() - templates() == set(), "nobody says these any more"
    assert templates() - sentences(HERE, language).keys() == set(), "these are still English"


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_fills_in_the_same(language: Language) -> None:
    both = sentences(HERE, language).items()
    assert {english: said for english, said in both if places_in(english) != places_in(said)} == {}
    assert [said for _, said in both if not said.strip() or said != said.strip()] == []


@pytest.mark.parametrize("texts", ADAPTERS, ids=lambda texts: texts.__name__.removeprefix("adapters."))
@pytest.mark.parametrize("language", OTHERS)
def test_what_an_adapter_says_itself_is_translated_too(language: Language, texts: ModuleType) -> None:
    ours = sentences(Path(texts.__file__ or "").with_name("languages"), language)
    assert (ours.keys() - constants(texts), constants(texts) - ours.keys()) == (set(), set())
    assert {english: said for english, said in ours.items() if places_in(english) != places_in(said)} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_was_left_in_english(language: Language) -> None:
    both = sentences(HERE, language).items()
    assert {english for english, said in both if english == said and len(english) > 4} - THE_SAME == set()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("message", sorted(MESSAGES))
def test_every_message_can_be_said_in_every_language(message: str, language: Language) -> None:
    for request in life():
        for reader in (ANA, BEN, CHI):
            said = say(message, in_language(language, view(request, reader)), FACTS)
            assert said.language is language
            assert_kind(said, at_most=260 if language is Language.ENGLISH else 330)
            assert_filled(said)


@pytest.mark.parametrize("language", OTHERS)
def test_lists_forms_and_refusals_are_said_in_every_language_too(language: Language) -> None:
    mine = in_language(language, view(RIDE))
    form = forms.form(mine, {"what": "eggs"}, None, {"what": refusals.sentence(mine, "is_empty", {"field": "what"})})
    said = [
        boards.help_text(mine, COMMANDS),
        boards.my_help(mine, (mine,), BEN),
        boards.help_board(mine, (mine,), 12, 0, None, 5),
        policy.setup(mine, ("help",)),
        policy.look_of(mine),
        directs.stopped(mine),
    ]
    english = [template for template in templates() if len(template) > 12 and "{" not in template]
    everything = "\n".join([*(each.text for each in said), *(field.label + field.hint for field in form.fields)])
    assert [each for each in english if each in everything] == []
    assert form.language is language
    for each in said:
        assert_filled(each)


def assert_filled(said: Wording) -> None:
    whole = said.text + "".join(choice.label for choice in said.choices)
    assert "{" not in whole, whole


def test_names_times_and_typed_words_stay_what_they_are_wherever_they_stand() -> None:
    """Braces that somebody typed are theirs, too."""
    mine = in_language(Language.GERMAN, replace(view(RIDE, ANA), words=Words({"what": "{number} eggs {0}"})))
    helped = requests.done_says_helper(mine, FACTS)
    assert helped.paragraphs[0].spans[:2] == (Plain("Ich höre von "), Mention("<ben>", "Ben"))
    assert Typed("{number} eggs {0}") in helped.paragraphs[0].spans
    assert line(mine, "Until {time} I ask only you.", time=Time(NOON)).spans[1] == Time(NOON)


def test_what_nobody_translated_is_said_in_english() -> None:
    assert translated(Language.GERMAN, "A sentence of tomorrow.") == "A sentence of tomorrow."


def test_what_is_counted_follows_the_language() -> None:
    chosen = {language: [by_count(language, count, "one", "other") for count in (0, 1, 2)] for language in Language}
    usual = ["other", "one", "other"]
    assert chosen == dict.fromkeys(Language, usual) | {Language.FRENCH: ["one", "one", "other"]}
    assert refusals.sentence(view(RIDE), "too_many_claims", {"limit": "1"}).startswith("You carry a request already")


def test_a_kind_of_help_is_named_in_the_readers_language() -> None:
    mine = in_language(Language.SPANISH, view(RIDE))
    said = refusals.sentence(mine, "kind_is_off", {"field": "kind", "kind": Kind.EMOTIONAL.value})
    assert said.startswith("«Alguien que escuche» todavía no se ofrece")


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("de", Language.GERMAN),
        ("en-GB", Language.ENGLISH),
        ("es_419", Language.SPANISH),
        ("FR", Language.FRENCH),
        ("fry", None),
        ("ja", None),
        ("", None),
        (None, None),
    ],
)
def test_a_language_is_known_by_its_tag(tag: str | None, language: Language | None) -> None:
    assert language_of(tag) is language


def test_days_and_moments_follow_the_language() -> None:
    day, at = date(2026, 12, 3), datetime.fromisoformat("2026-12-03T17:05:00+00:00")
    assert [day_of(language, day) for language in Language] == [
        "Thu 3 Dec",
        "Do., 3. Dez.",
        "jue. 3 dic.",
        "jeu. 3 déc.",
    ]
    assert moment_of(Language.GERMAN, at, ZoneInfo("Europe/Berlin")) == "Do., 3. Dez., 18:05 Uhr"


@pytest.mark.parametrize("language", list(Language))
def test_a_kind_of_help_has_the_same_name_in_the_form_as_everywhere_else(language: Language) -> None:
    reader = in_language(language, view(RIDE))
    [kinds] = [field for field in forms.form(reader, {}, None, {}).fields if field.name == "kind"]
    names = {kind.value: translated(language, KINDS[kind]) for kind in Kind}

    assert [name for name, label in kinds.options if not label.startswith(names[name])] == []
    assert len(kinds.options) == len(Kind)
