"""Shown out of a home: nothing is said any more, and after a while nothing is known any more."""

import pytest
from sqlalchemy import func, select

from bot.commands.homes import ComeHome, OpenHome
from bot.commands.seen import Pressed, Reacted
from bot.commands.values import Spoken
from bot.model.ids import Number
from bot.model.language import Language
from bot.model.matching import Round
from bot.model.places import Home, PlaceRef
from bot.model.policy import Kind
from bot.model.requests import Stage
from bot.model.volunteers import Volunteer
from bot.ports import Tx
from bot.usecases import answers, homes, places, spoken, sweep
from storage.statements import Statement
from storage.store import OpenStore
from storage.tables import accounts, metadata, people
from tests.doubles.village import HOME, PLATFORM, Village
from tests.people import DAY, actor
from tests.storage.samples import within

ABOUT_COMMUNITIES = {name: table for name, table in metadata.tables.items() if "community_id" in table.c}
COUNTS = {
    name: Statement(select(func.count()).select_from(table))
    for name, table in (ABOUT_COMMUNITIES | {"people": people, "accounts": accounts}).items()
}


async def rows(store: OpenStore) -> dict[str, int]:
    return await within(store, lambda tx: {name: tx._session.row(each, {})[0] for name, each in COUNTS.items()})


async def lived_in(village: Village) -> None:
    """Something in every table."""
    number = await village.ask("Ana")
    await village.settle()
    await village.react("Ben", village.chat.at("help")[0].ref)
    await village.pass_time(3 * DAY)
    await village.do("Ben", "release", number)
    await village.fill("Chi")
    unknown = Reacted(actor("Dee"), PlaceRef(PLATFORM, "help"), "m99", "✋", True, village.origin())
    await village.store.write(answers.react, unknown)
    place = PlaceRef(PLATFORM, "direct:dee")
    asked = Spoken(actor("Dee"), village.community_id, village.origin(), "/needhelp a ride", place)
    await village.store.write(spoken.hear, asked)
    wanted = Pressed(actor("Mo", moderator=True), village.community_id, village.origin(), "digest|0|open on")
    await village.store.write(answers.press, wanted)
    await within(village.store, lambda tx: _volunteered(tx, village))


def _volunteered(tx: Tx, village: Village) -> None:
    """Chi offers help, was told of a request, has a break, and is kept apart from Dee."""
    here, chi = village.community_id, tx.people.person_of(actor("Chi").account)
    assert chi is not None
    now = village.clock.now()
    kinds, languages = frozenset({Kind.PRACTICAL}), frozenset({Language.ENGLISH})
    tx.volunteers.save(Volunteer(here, chi, kinds, languages, None, 1, False, None, now, now + 90 * DAY, None))
    tx.matching.tell(here, [chi], now)
    request = tx.requests.find(here, Number(1))
    assert request is not None
    tx.matching.record(request, Round(now, Stage.NEAR, 1))
    tx.volunteers.pause(here, chi, now + 90 * DAY)
    tx.volunteers.avoid(here, chi, actor("Dee").account)


async def test_two_weeks_after_the_last_home_nothing_is_left(village: Village, store: OpenStore) -> None:
    await lived_in(village)
    before = await rows(store)
    assert {name for name, count in before.items() if not count} == set()

    await village.store.write(homes.leave_home, HOME)
    said = len(village.chat.messages)
    await village.pass_time(13 * DAY)
    assert len([each for each in village.chat.messages.values() if not each.place.startswith("direct")]) <= said
    assert (await rows(store))["requests"] == before["requests"]

    await village.pass_time(2 * DAY)

    assert {name: count for name, count in (await rows(store)).items() if count} == {}
    assert await village.store.read(sweep.next_due, None) is None


async def test_a_community_that_is_at_home_elsewhere_stays(village: Village, store: OpenStore) -> None:
    await lived_in(village)
    elsewhere = Home(village.community_id, PlaceRef("other", "oak street"))
    await within(store, lambda tx: tx.communities.add_home(elsewhere))

    await village.store.write(homes.leave_home, HOME)
    await village.pass_time(20 * DAY)

    assert (await rows(store))["requests"] == 1


async def test_whoever_lets_us_in_again_in_time_keeps_everything(village: Village, store: OpenStore) -> None:
    await lived_in(village)
    help_at = PlaceRef(PLATFORM, "help")
    await village.store.write(homes.leave_home, HOME)
    await village.pass_time(5 * DAY)
    lost = await village.store.read(homes.lost_places, HOME)
    assert lost is not None
    assert help_at in {place.at for place in lost}

    await village.store.write(homes.come_home, ComeHome(HOME, frozenset({help_at})))
    await village.pass_time(30 * DAY)

    assert (await rows(store))["requests"] == 1
    assert [place.at.ref for place in await village.store.read(homes.lost_places, HOME) or ()] == ["thanks", "care"]


@pytest.mark.parametrize("at_once", [1, 500])
async def test_others_and_whoever_is_with_them_too_stay(village: Village, store: OpenStore, at_once: int) -> None:
    await lived_in(village)
    there = await within(store, lambda tx: _another(tx, village))

    while await within(store, lambda tx: tx.communities.erase(village.community_id, at_once)):
        assert (await rows(store))["members"] >= 1

    left = {name: count for name, count in (await rows(store)).items() if count}
    assert left == {"communities": 1, "homes": 1, "members": 1, "people": 1, "accounts": 1}
    assert [each.id for each in await village.store.read(places.communities_of, actor("Ben").account)] == [there]


def _another(tx, village):  # type: ignore[no-untyped-def]
    there = places.open_home(tx, OpenHome(PlaceRef(PLATFORM, "oak street"), "Oak Street", "UTC"), village.clock.now())
    tx.people.recognise(there, actor("Ben"), village.clock.now())
    return there


async def test_the_end_of_the_time_is_something_to_wake_up_for(village: Village, store: OpenStore) -> None:
    await village.store.write(homes.leave_home, HOME)

    assert await store.read(sweep.next_due, None) == village.clock.now() + 14 * DAY
