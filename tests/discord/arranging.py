"""How a server has arranged things: threads below cards, or a forum for requests."""

from adapters.discord.people import PLATFORM, account
from adapters.discord.preferences import THREADS, Threads
from bot.commands.homes import Prefer, SetPlace
from bot.model.people import Actor, Role
from bot.model.places import PlaceRef
from bot.usecases import places, policy
from tests.discord.house import House
from tests.doubles.discord.bits import Place
from tests.doubles.discord.wire import Json

FORUM: dict[str, object] = {
    "available_tags": [],
    "default_reaction_emoji": None,
    "default_sort_order": None,
    "default_forum_layout": 0,
}
STAGES = ("Open", "Claimed", "Done")


async def have_threads(house: House) -> None:
    await _prefer(house, Threads.PUBLIC)


async def have_rooms(house: House, chosen: Threads = Threads.PRIVATE) -> None:
    """Private threads for an asker and a helper."""
    await _prefer(house, chosen)


async def _prefer(house: House, chosen: Threads) -> None:
    actor, home = _moderator(house), PlaceRef(PLATFORM, house.guild["id"])
    community = await house.store.read(places.at_home, home)
    assert community is not None
    origin = f"test:threads:{chosen}"
    prefer = Prefer(actor, community.id, origin, home, THREADS, chosen, chosen.are_private)
    await house.store.write(policy.prefer, prefer)


async def have_forum(house: House, *tags: str, **extra: object) -> Json:
    """Requests are read in it from now on."""
    listed = [tag(index, name) for index, name in enumerate(tags)]
    how = FORUM | {"available_tags": listed} | extra
    forum = house.discord.add_channel(house.guild, "requests", Place.FORUM, **how)
    await house.chi.slash("help")  # whatever the bot was told before is known to it by now
    community = await house.store.read(places.at_home, PlaceRef(PLATFORM, house.guild["id"]))
    assert community is not None
    at = PlaceRef(PLATFORM, forum["id"])
    await house.store.write(policy.set_place, SetPlace(_moderator(house), community.id, "test:forum", "help", at))
    return forum


def tag(index: int, name: str) -> Json:
    return {"id": str(900 + index), "name": name, "moderated": False, "emoji_id": None, "emoji_name": None}


def threads(house: House) -> list[Json]:
    return house.discord.world.threads(house.guild["id"])


def life(thread: Json) -> tuple[bool, bool]:
    """Whether it is archived, and locked."""
    return thread["thread_metadata"]["archived"], thread["thread_metadata"]["locked"]


def tags(forum: Json, post: Json) -> list[str]:
    names = {each["id"]: each["name"] for each in forum["available_tags"]}
    return [names[each] for each in post["applied_tags"]]


def _moderator(house: House) -> Actor:
    return Actor(account(int(house.mo.id)), "Mo", frozenset({Role.MEMBER, Role.MODERATOR}))
