"""A community is set up by its moderators, from inside the chat."""

from bot.commands.values import OpenHome, SetPlace
from bot.model.outcome import Outcome
from bot.model.places import PlaceRef
from bot.usecases import places, policy
from tests.doubles.village import HOME, PLATFORM, Village
from tests.people import actor


async def set_place(village: Village, kind: str, ref: str, *, moderator: bool = True) -> Outcome:
    who = actor("Mo", moderator=moderator)
    command = SetPlace(who, village.community_id, village.origin(), kind, PlaceRef(PLATFORM, ref))
    return await village.store.write(policy.set_place, command)


async def test_asking_before_anything_is_set_up_is_refused_kindly_and_nothing_is_lost(village: Village) -> None:
    bare = OpenHome(PlaceRef(PLATFORM, "oak street"), "Oak Street", "UTC", {"care": "oak care"})
    village.community_id = await village.store.write(places.open_home, bare)
    first, second = [await village.fill("Ana", what="a ladder") for _ in range(2)]
    await village.settle()

    assert first.result == second.result == "refused: not_set_up"
    assert first.wording is not None
    assert "a ladder" in first.wording.text
    assert len(village.chat.at("oak care")) == 1


async def test_only_moderators_say_where_things_are_read(village: Village) -> None:
    assert (await set_place(village, "help", "elsewhere", moderator=False)).result == "refused: moderators_only"
    await village.ask("Ana")
    await village.settle()
    assert len(village.chat.at("help")) == 1


async def test_one_place_may_serve_for_everything(village: Village) -> None:
    for kind in ("help", "thanks", "care"):
        outcome = await set_place(village, kind, "square")
    assert outcome.wording is not None
    assert "All places are set" in outcome.wording.text

    await village.ask("Ana")
    await village.settle()
    assert len(village.chat.at("square")) == 1


async def test_a_lost_place_that_is_named_again_shows_its_cards_again(village: Village) -> None:
    number = await village.ask("Ana")
    await village.settle()
    village.chat.lost = {"help"}
    await village.do("Ben", "claim", number)
    await village.settle()
    assert (await village.fill("Ana")).result == "refused: not_set_up"

    village.chat.lost = set()
    home = OpenHome(HOME, "Elm Street", "UTC", {"help": "help"})
    await village.store.write(places.open_home, home)
    await village.settle()

    (card,) = village.chat.at("help")
    assert "Somebody is on it" in card.text


async def test_how_many_people_can_be_chosen_on_the_preview(village: Village) -> None:
    preview = await village.fill("Ana")
    assert preview.wording is not None
    draft = preview.wording.choices[0].value
    changed = await village.press("Ana", f"draft_wanted|0|{draft}|3")
    assert changed.wording is not None
    assert "For 3 people" in changed.wording.text
    assert (await village.press("Ana", f"draft_wanted|0|{draft}|99")).result == "refused: not_a_count"

    await village.press("Ana", f"post_draft|0|{draft}")
    await village.settle()
    assert "0 of 3 people found" in village.chat.at("help")[0].text
