"""People who share several communities with us, in one private place: what they say is about what was asked last."""

from dataclasses import replace

import pytest

from bot.commands.homes import OpenHome
from bot.commands.values import Spoken, Tell
from bot.model.ids import CommunityId, Number
from bot.model.places import PlaceRef
from bot.model.wording import Choice, Paragraph, Plain, Wording
from bot.usecases import places, spoken, whose
from tests.doubles.village import PLATFORM, Village
from tests.people import actor
from tests.stories.test_talking import Talk


class Between:
    """Ana in one private place, with Elm Street and Oak Street."""

    def __init__(self, village: Village, oak: CommunityId) -> None:
        self.village, self.elm, self.oak = village, village.community_id, oak
        self.talk = Talk(village, "Ana")

    def said(self, text: str) -> Spoken:
        return self.talk.said(text)

    async def says(self, where: CommunityId, text: str) -> str:
        await self.village.store.write(spoken.hear, replace(self.said(text), community_id=where))
        await self.village.settle()
        return self.village.direct("Ana")[-1].text

    async def whose(self, text: str) -> CommunityId | None:
        return await self.village.store.read(whose.meant, (self.said(text), (self.elm, self.oak)))

    async def is_offered(self, where: CommunityId, move: str = "claim", label: str = "I can help with #1") -> None:
        offer = Wording((Paragraph((Plain("A ladder"),), (Choice(move, Number(1), label),)),))
        await self.village.store.write(spoken.tell, Tell(actor("Ana"), where, self.village.origin(), offer))
        await self.village.settle()


@pytest.fixture
async def between(village: Village) -> Between:
    opened = OpenHome(PlaceRef(PLATFORM, "oak"), "Oak Street", "UTC", {"help": "oak help"})
    between = Between(village, await village.store.write(places.open_home, opened))
    for community_id in (between.elm, between.oak):
        await between.says(community_id, "/help")
    return between


async def test_a_number_is_of_the_newest_message_that_offered_numbers(between: Between) -> None:
    await between.is_offered(between.elm)
    await between.is_offered(between.oak)
    assert await between.whose("1") == between.oak
    await between.is_offered(between.elm)
    assert await between.whose("1") == between.elm


async def test_an_answer_is_for_the_form_that_was_opened_last(between: Between) -> None:
    assert "Kind of help?" in await between.says(between.elm, "/needhelp")
    between.village.clock.move_to(between.village.clock.now().replace(minute=30))
    assert "When?" not in await between.says(between.oak, "/needhelp a ride")
    assert await between.whose("1") == between.oak


async def test_a_number_that_may_be_for_a_form_or_for_a_newer_message_elsewhere_is_asked_for(between: Between) -> None:
    await between.says(between.elm, "/needhelp")
    await between.is_offered(between.oak)

    assert await between.whose("1") == between.elm
    assert "I don't know which of my messages you mean" in await between.says(between.elm, "1")


async def test_words_that_may_mean_something_in_both_are_asked_for(between: Between) -> None:
    for where in (between.elm, between.oak):
        village = between.village
        village.community_id = where
        number = await village.ask("Ben")
        await village.do("Ana", "claim", number)
    assert await between.whose("done") is None
    await between.is_offered(between.oak, "done", "#1 is done")
    assert await between.whose("done") == between.oak


async def test_what_is_said_to_nobody_asked_goes_where_they_were_first(between: Between) -> None:
    assert await between.whose("hello") == between.elm
    assert await between.whose("don't write to me") == between.elm
