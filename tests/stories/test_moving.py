"""A place or a home that is somewhere else from now on, and a community with more than one home."""

import pytest

from bot.commands.homes import ComeHome, Moved, OpenHome, ShareHome
from bot.model.places import Home, PlaceKind, PlaceRef
from bot.usecases import homes, places
from storage.store import OpenStore
from tests.doubles.village import HOME, PLATFORM, Village
from tests.people import DAY
from tests.storage.samples import within

HELP, NEW_HELP, NEW_HOME = (PlaceRef(PLATFORM, name) for name in ("help", "new help", "new street"))


async def at_home(village: Village, home: PlaceRef) -> str | None:
    known = await village.store.read(places.at_home, home)
    return None if known is None else known.id


async def known_homes(village: Village) -> dict[str, bool]:
    """By ref, and whether we were shown out of it."""
    found = await village.store.read(homes.of_community, village.community_id)
    return {home.at.ref: home.left_at is not None for home in found}


async def test_open_requests_are_shown_anew_where_their_place_is_now(village: Village) -> None:
    await village.ask("Ana")
    await village.settle()
    (old,) = village.chat.at("help")
    village.chat.lost.add("help")

    assert await village.store.write(places.move, Moved(HELP, NEW_HELP))
    await village.settle()

    (new,) = village.chat.at("new help")
    assert new.text == old.text
    await village.react("Ben", new.ref)
    await village.settle()
    assert "Somebody is on it" in new.text


async def test_what_is_over_is_not_shown_again(village: Village) -> None:
    number = await village.ask("Ana")
    await village.settle()
    await village.do("Ana", "withdraw", number)
    await village.settle()

    await village.store.write(places.move, Moved(HELP, NEW_HELP))
    await village.settle()

    assert village.chat.at("new help") == []


async def test_a_place_of_several_kinds_moves_with_all_of_them(village: Village) -> None:
    for kind in (PlaceKind.THANKS, PlaceKind.CARE):
        await within(village.store, lambda tx, kind=kind: places.set_place(tx, village.community_id, kind, HELP))

    await village.store.write(places.move, Moved(HELP, NEW_HELP))

    assert set((await village.store.read(places.set_at, village.community_id)).values()) == {NEW_HELP}


async def test_a_lost_place_that_moved_is_there_again(village: Village) -> None:
    await village.store.write(places.vanish, HELP)

    await village.store.write(places.move, Moved(HELP, NEW_HELP))

    assert (await village.store.read(places.set_at, village.community_id))[PlaceKind.HELP] == NEW_HELP


async def test_a_home_that_moved_keeps_its_community_and_what_was_chosen(village: Village, store: OpenStore) -> None:
    chosen = Home(village.community_id, HOME, {"threads": "public"})
    await within(store, lambda tx: tx.communities.save_home(chosen))

    assert await village.store.write(places.move, Moved(HOME, NEW_HOME))
    await village.pass_time(20 * DAY)

    assert await at_home(village, NEW_HOME) == village.community_id
    assert await known_homes(village) == {"elm street": True, "new street": False}
    (home,) = await store.read(homes.of_platform, PLATFORM)
    assert home.preferences == {"threads": "public"}


async def test_nothing_is_lost_with_a_home_that_moved(village: Village) -> None:
    await village.store.write(places.move, Moved(HOME, NEW_HOME))

    await village.store.write(homes.leave_home, HOME)

    assert len(await village.store.read(places.set_at, village.community_id)) == 3


async def test_moving_twice_is_moving_once(village: Village) -> None:
    await village.ask("Ana")
    await village.settle()

    moved = [await village.store.write(places.move, Moved(HELP, NEW_HELP)) for _ in range(2)]
    await village.settle()

    assert (moved, len(village.chat.at("new help"))) == ([True, False], 1)


async def test_what_is_none_of_ours_does_not_move(village: Village) -> None:
    assert not await village.store.write(places.move, Moved(PlaceRef(PLATFORM, "a"), PlaceRef(PLATFORM, "b")))


async def test_a_community_with_two_homes_stays_until_it_has_left_both(village: Village) -> None:
    assert await village.store.write(places.share_home, ShareHome(HOME, NEW_HOME)) == village.community_id

    await village.store.write(homes.leave_home, HOME)
    await village.pass_time(20 * DAY)

    assert await at_home(village, NEW_HOME) == village.community_id
    assert len(await village.store.read(places.set_at, village.community_id)) == 3


@pytest.mark.parametrize("is_back", [False, True])
async def test_a_home_that_was_left_can_be_shared_again(village: Village, is_back: bool) -> None:
    await village.store.write(places.share_home, ShareHome(HOME, NEW_HOME))
    await village.store.write(homes.leave_home, NEW_HOME)
    if is_back:
        await village.store.write(homes.come_home, ComeHome(NEW_HOME, frozenset()))

    await village.store.write(places.share_home, ShareHome(HOME, NEW_HOME))

    assert await known_homes(village) == {"elm street": False, "new street": False}


async def test_a_home_of_another_community_stays_with_that_one(village: Village) -> None:
    other = await village.store.write(places.open_home, OpenHome(NEW_HOME, "New Street", "UTC"))

    await village.store.write(places.share_home, ShareHome(HOME, NEW_HOME))
    await village.store.write(places.move, Moved(HOME, NEW_HOME))

    assert await at_home(village, NEW_HOME) == other


async def test_nobody_shares_a_home_that_is_not_known(village: Village) -> None:
    assert await village.store.write(places.share_home, ShareHome(NEW_HOME, HOME)) is None
