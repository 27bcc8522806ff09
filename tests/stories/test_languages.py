"""Each person hears their own language where it is known; what several people read is in the community's."""

from dataclasses import replace

from bot.commands.values import Ask
from bot.model.language import Language
from bot.model.outcome import Outcome
from bot.ports import Tx
from bot.usecases import catalogue, policy, privacy
from tests.doubles.village import Village
from tests.people import DAY, actor


async def choose(village: Village, language: str, *, moderator: bool = True) -> Outcome:
    who = replace(actor("Mo", moderator=moderator), language="en")
    command = Ask(who, village.community_id, village.origin(), language)
    return await village.store.write(policy.choose_language, command)


async def known(village: Village, person: str) -> Language | None:
    def look(tx: Tx, nothing: None, now: object) -> Language | None:
        found = tx.people.person_of(actor(person).account)
        assert found is not None
        return tx.people.language(found)

    return await village.store.read(look, None)


def text(outcome: Outcome) -> str:
    assert outcome.wording is not None
    return outcome.wording.text


async def test_what_one_person_reads_is_in_their_language_and_the_card_in_the_communitys(village: Village) -> None:
    village.languages = {"Ben": "de", "Ana": "fr"}
    number = await village.ask("Ana")
    claimed = await village.do("Ben", "claim", number)
    await village.settle()

    assert text(claimed).startswith("Du hast #1 übernommen.")
    assert "Das brauchst du dafür:" in village.direct("Ben")[-1].text
    assert "Bonne nouvelle\u00a0: Ben s’occupe de #1" in village.direct("Ana")[-1].text
    assert "Somebody is on it" in village.chat.at("help")[0].text


async def test_what_comes_by_itself_later_is_in_their_language_too(village: Village) -> None:
    """A reaction or a reminder tells nothing; what was told before is remembered."""
    village.languages = {"Ben": "de"}
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    village.languages = {}
    await village.do("Ben", "on_it", number)
    await village.pass_time(9 * DAY)

    told = [said.text for said in village.direct("Ben")]
    assert [said for said in told if said.startswith("Hallo.")]
    assert [said for said in told if said.startswith("Hello.")] == []
    assert await known(village, "Ben") is Language.GERMAN


async def test_somebody_whose_language_we_do_not_speak_hears_the_communitys(village: Village) -> None:
    village.languages = {"Ana": "de"}
    await village.ask("Ana")
    village.languages = {"Ana": "ja"}
    shown = await village.store.write(*catalogue_of(village, "Ana", "/myhelp"))
    assert text(shown).startswith("What is yours at the moment.")
    assert await known(village, "Ana") is None

    await choose(village, "es")
    shown = await village.store.write(*catalogue_of(village, "Ana", "/myhelp"))
    assert text(shown).startswith("Lo tuyo en este momento.")


def catalogue_of(village: Village, person: str, typed: str) -> catalogue.Carried:
    carried = catalogue.typed(village.actor(person), village.community_id, village.origin(), typed)
    assert carried is not None
    return carried


async def test_another_language_is_on_the_living_cards_at_once_and_on_the_closed_ones_never(village: Village) -> None:
    closed = await village.ask("Ana")
    await village.do("Ana", "withdraw", closed)
    await village.ask("Ana")
    await village.settle()
    chosen = await choose(village, "de")
    await village.settle()

    assert "in this language: Deutsch." in text(chosen)
    old, living = (said.text for said in village.chat.at("help"))
    assert "No longer needed." in old
    assert living.startswith("#2 · Praktische Hilfe gesucht")


async def test_the_board_understands_kinds_in_the_language_of_whoever_types(village: Village) -> None:
    village.languages = {"Ben": "de"}
    await village.ask("Ana")
    for typed, begins in (("praktisch", "Wo eine Hand gesucht wird"), ("informativ", "Von dieser Art")):
        shown = await village.store.write(*catalogue_of(village, "Ben", f"/helpboard {typed}"))
        assert text(shown).startswith(begins)


async def test_only_moderators_choose_it_and_only_one_that_we_speak(village: Village) -> None:
    assert (await choose(village, "de", moderator=False)).result == "refused: moderators_only"
    assert (await choose(village, "xx")).result == "refused: not_a_choice"


async def test_a_repeated_choice_draws_nothing_anew(village: Village) -> None:
    await village.ask("Ana")
    await village.settle()
    who = replace(actor("Mo", moderator=True), language="en")
    command = Ask(who, village.community_id, "test:once", "de")
    for _ in range(2):
        await village.store.write(policy.choose_language, command)
        await village.settle()
    assert village.chat.at("help")[0].edits == 1


async def test_the_language_is_shown_to_whoever_asks_and_forgotten_with_them(village: Village) -> None:
    village.languages = {"Ben": "de"}
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    shown = await village.store.write(privacy.show, village.ask_about("Ben", "1"))
    assert "Die Sprache, die du liest: Deutsch." in text(shown)

    asked = Ask(village.actor("Ben"), village.community_id, village.origin(), "yes")
    forgotten = await village.store.write(privacy.forget_me, asked)
    assert "Ich kenne dich nicht mehr." in text(forgotten)
    village.languages = {}
    again = await village.store.write(privacy.overview, village.ask_about("Ben", ""))
    assert text(again).startswith("I hold nothing about you")
