"""What a server chose about how things are drawn and arranged in it."""

import pytest

from adapters.discord.communities import Communities
from adapters.discord.people import PLATFORM, account
from adapters.discord.preferences import (
    CARD_STYLE,
    THREADS,
    VOLUNTEER_ROLE,
    CardStyle,
    Preferences,
    Threads,
    preferences_of,
)
from bot.commands.homes import Prefer
from bot.model.people import Actor, Role
from bot.model.places import PlaceRef
from bot.usecases import policy
from tests.discord.house import House


@pytest.mark.parametrize(
    ("kept", "chosen"),
    [
        ({}, Preferences(CardStyle.LAYOUT, Threads.NONE)),
        ({CARD_STYLE: "embed", THREADS: "public"}, Preferences(CardStyle.EMBED, Threads.PUBLIC)),
        ({VOLUNTEER_ROLE: "77"}, Preferences(volunteer_role=77)),
        ({VOLUNTEER_ROLE: ""}, Preferences()),
        ({CARD_STYLE: "woodcut", THREADS: ""}, Preferences(CardStyle.LAYOUT, Threads.NONE)),
    ],
)
def test_what_is_not_known_is_as_usual(kept: dict[str, str], chosen: Preferences) -> None:
    assert preferences_of(kept) == chosen


async def test_each_server_has_its_own(house: House) -> None:
    communities, guild_id = Communities(house.store, ()), int(house.guild["id"])
    mo = Actor(account(int(house.mo.id)), "Mo", frozenset({Role.MEMBER, Role.MODERATOR}))
    home = PlaceRef(PLATFORM, str(guild_id))
    chosen = Prefer(mo, await communities.at(guild_id, None), "test:1", home, THREADS, Threads.PUBLIC)
    await house.store.write(policy.prefer, chosen)

    assert await communities.preferences(guild_id) == Preferences(threads=Threads.PUBLIC)
    assert await communities.preferences(int(house.discord.add_guild("Oak Street")["id"])) == Preferences()
