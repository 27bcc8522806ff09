"""People hear their own language on Discord; what a whole server reads is in the language that it chose."""

import pytest

from adapters.discord.incoming.forms import HINT_LIMIT, TITLE_LIMIT
from adapters.discord.outgoing.tags import _names
from adapters.discord.texts import _TRANSLATIONS, MENUS, NEEDS_TAGS, PLACES, VOLUNTEERS
from bot.model.language import Language
from bot.model.outcome import FormView
from bot.model.wording import Stage
from bot.rules.numbers import PAGES
from bot.texts import forms, numbers, policy, thanks
from bot.texts.languages import translated
from tests.discord.house import House
from tests.people import RIDE
from tests.texts.test_languages import OTHERS, in_language
from tests.texts.test_sentences import view

LOOK = "Language, time zone and look"
OPTION_LIMIT, PLACEHOLDER_LIMIT, BUTTON_LIMIT = 100, 150, 80


@pytest.mark.parametrize("language", Language)
def test_forms_fit_in_every_language(language: Language) -> None:
    mine = in_language(language, view(RIDE))
    shown: list[FormView] = [
        forms.form(mine, {}, None, {}),
        *(numbers.numbers_form(mine, {}, {}, page) for page in PAGES),
        policy.zone_form(mine, {}, {}),
        thanks.form(mine),
    ]
    for form in shown:
        assert len(form.title) <= TITLE_LIMIT
        for field in form.fields:
            assert len(field.label) <= TITLE_LIMIT, field.label
            assert len(field.hint) <= HINT_LIMIT, field.hint
            assert max((len(label) for _, label in field.options), default=0) <= OPTION_LIMIT


@pytest.mark.parametrize("language", OTHERS)
def test_labels_fit_in_every_language(language: Language) -> None:
    for english in (*PLACES.values(), VOLUNTEERS):
        assert len(translated(language, english, _TRANSLATIONS)) <= PLACEHOLDER_LIMIT
    assert max(len(translated(language, english, _TRANSLATIONS)) for english in MENUS.values()) <= 32


def test_tags_may_be_called_what_the_setup_calls_them() -> None:
    for language in Language:
        asked_for = translated(language, NEEDS_TAGS, _TRANSLATIONS)
        for stage in (Stage.OPEN, Stage.CLAIMED, Stage.DONE):
            assert any(name.capitalize() in asked_for for name in _names(stage))


async def test_who_reads_german_hears_german_and_the_card_stays_as_the_community_reads(house: House) -> None:
    dora = house.discord.add_person("dora", house.guild, at=house.help, locale="de")
    await house.ask(house.ana)
    claimed = await dora.slash("claim", nummer=1)
    await house.settle()

    assert "Du hast #1 übernommen." in house.read(claimed, dora)
    assert "Das brauchst du dafür:" in house.private(dora)[-1]
    assert "Bitte schreib mir nicht ungefragt" in house.private(dora)[-1]
    assert "Somebody is on it" in house.card()
    assert "is on #1" in house.private(house.ana)[-1]


async def test_a_form_is_in_the_language_of_whoever_opens_it(house: House) -> None:
    """In German it would be said on a "Mo." that Mo is named."""
    luz = house.discord.add_person("luz", house.guild, at=house.help, locale="es-ES")
    opened = await luz.slash("needhelp")
    assert opened.modal is not None
    assert opened.modal["title"] == "¿Qué ayudaría?"
    sent_back = await luz.fill(opened, what="!!!", when="Esta semana")
    assert "Casi. Por favor, mira esto otra vez:" in house.read(sent_back, luz)
    assert "usa también unas palabras, por favor" in house.read(sent_back, luz)


async def test_the_language_of_a_community_is_chosen_in_the_setup_and_seen_at_once(house: House) -> None:
    yuki = house.discord.add_person("yuki", house.guild, at=house.help, locale="ja")
    await house.ask(house.ana)
    shown = await house.mo.slash("helpsetup")
    await house.mo.press(shown, LOOK)
    await house.mo.press(shown, "Deutsch")
    await house.settle()

    assert "What everybody reads here is in this language: Deutsch." in house.read(shown, house.mo)
    assert "#1 · Praktische Hilfe gesucht" in house.card()
    assert "Ich kann bei #1 helfen" in house.card()
    assert "Von dir ist nichts offen." in house.read(await yuki.slash("myhelp"), yuki)
    await house.ben.press(house.cards()[-1], "✋ Ich kann bei #1 helfen")
    await house.settle()
    assert "You're on #1" in house.private(house.ben)[-1]


async def test_the_setup_speaks_to_its_moderator(house: House) -> None:
    roles = house.discord.world.members[house.guild["id"], house.mo.id]["roles"]
    max_ = house.discord.add_person("max", house.guild, at=house.care, roles=roles, locale="de")
    shown = await max_.slash("helpsetup")
    assert "So ist Elm Street eingerichtet" in house.read(shown, max_)
    await max_.press(shown, "Sprache, Zeitzone und Aussehen")
    await max_.choose(shown, "s:zone", "Europe/Berlin")
    assert "Zeitzone: Europe/Berlin." in house.read(shown, max_)
    await max_.press(shown, "Orte, Arten von Hilfe, Zahlen")
    await max_.press(shown, "Testnachricht")
    assert "Ich habe es ausprobiert, dort klappt alles." in house.read(shown, max_)
