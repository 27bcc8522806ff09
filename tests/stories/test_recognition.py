"""Two words for the door: read by the asker and the helper alone, the same for both, and anew for each helper."""

import pytest

from bot.model.ids import Number
from bot.model.language import Language
from bot.rules import claims
from bot.texts import recognition
from bot.texts.languages import words
from bot.usecases.boards import my_help
from tests.doubles.village import Village
from tests.people import ANA, BEN, CHI, ELM, HOUR, NOON, RIDE
from tests.texts.test_sentences import view


async def words_of(village: Village, number: Number) -> str:
    (claim,) = (await village.request(number)).active
    assert claim.recognition is not None
    return claim.recognition


async def test_asker_and_helper_read_the_same_words_and_nobody_else_does(village: Village) -> None:
    village.languages["Ben"] = "de"
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    await village.do("Chi", "backup", number)
    await village.pass_time(HOUR)
    pair = await words_of(village, number)

    who = {said.place for said in village.chat.messages.values() if pair in said.text}
    assert who == {"direct:ana", "direct:ben"}
    for person in ("Ana", "Ben", "Chi"):
        carried = await village.store.write(my_help, village.ask_about(person, ""))
        assert carried.wording is not None
        assert (pair in carried.wording.text) == (person != "Chi")


async def test_the_next_helper_has_other_words_and_the_first_reads_none(village: Village) -> None:
    number = await village.ask("Ana")
    await village.do("Ben", "claim", number)
    first = await words_of(village, number)
    await village.do("Ben", "release", number)
    seen = set()
    for _ in range(3):
        await village.do("Chi", "claim", number)
        seen.add(await words_of(village, number))
        await village.do("Chi", "release", number)
    await village.settle()

    assert seen - {first} != set()
    latest = [said.text for said in village.direct("Ana") if "If you meet" in said.text]
    assert latest == []


async def test_where_people_need_not_meet_there_are_none(village: Village) -> None:
    number = await village.ask("Ana", kind="informational")
    await village.do("Ben", "claim", number)
    await village.settle()

    assert (await village.request(number)).claims[0].recognition is None
    assert "If you meet" not in village.direct("Ben")[-1].text + village.direct("Ana")[-1].text


@pytest.mark.parametrize("language", list(Language))
def test_there_are_enough_pairs_in_every_language_and_no_word_twice(language: Language) -> None:
    lists = [words(language, each).split(", ") for each in (recognition.FIRST, recognition.SECOND)]

    assert [len(each) for each in lists] == [24, 24]
    assert len({word.casefold() for each in lists for word in each}) == 48
    assert all(len(word) <= 12 and " " not in word for each in lists for word in each)


def test_the_words_follow_from_what_nobody_sees() -> None:
    pairs = {recognition.drawn(Language.ENGLISH, f"secret {index}") for index in range(200)}

    assert len(pairs) > 120
    assert recognition.drawn(Language.ENGLISH, "secret 1") == recognition.drawn(Language.ENGLISH, "secret 1")


def test_whoever_is_neither_of_the_two_is_told_nothing_whatever_they_look_at() -> None:
    request = claims.claim(RIDE, BEN, NOON, ELM, 0, "maple lantern")
    told = {reader: recognition.known_by(view(request, reader), request.claim_of(BEN)) for reader in (ANA, BEN, CHI)}

    assert [reader for reader, spans in told.items() if spans] == [ANA, BEN]
    assert recognition.known_by(view(request, None), request.claim_of(BEN)) == ()
