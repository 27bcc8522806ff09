"""Who sets up what: a community, the home of it that this person looks after, and how it is set up now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from adapters.matrix.connection.server import Refusal
from adapters.matrix.people import PLATFORM
from adapters.matrix.preferences import Preferences, preferences_of
from adapters.matrix.setup.levels import Levels
from adapters.matrix.setup.moves import KINDS
from adapters.matrix.setup.saying import Voice
from bot.model.ids import CommunityId
from bot.model.people import Actor, Role
from bot.model.places import Home, PlaceKind, PlaceRef
from bot.ports import Store
from bot.usecases import homes, places


@dataclass(frozen=True, slots=True)
class Scene:
    """`places` are room ids; what is read on another platform is in `elsewhere`."""

    actor: Actor
    voice: Voice
    community_id: CommunityId
    home: PlaceRef
    preferences: Preferences
    places: Mapping[PlaceKind, str]
    elsewhere: frozenset[PlaceKind] = frozenset()

    @property
    def missing(self) -> tuple[PlaceKind, ...]:
        return tuple(kind for kind in KINDS if kind not in self.places and kind not in self.elsewhere)


async def voice_for(store: Store, us: str, community_id: CommunityId, actor: Actor) -> Voice:
    """As this person is spoken to in this community."""
    return Voice(await store.read(places.language, (community_id, actor.account)), us)


async def scene(store: Store, levels: Levels, actor: Actor, community_id: CommunityId) -> Scene | None:
    """None for whoever looks after none of its homes at this moment. Raises Unreachable."""
    for home in await store.read(homes.of_community, community_id):
        if home.at.platform != PLATFORM or home.left_at is not None:
            continue
        roles = await _roles(levels, actor, home)
        if Role.MODERATOR in roles:
            known = await store.read(places.set_at, community_id)
            ours = {kind: at.ref for kind, at in known.items() if at.platform == PLATFORM}
            kept = preferences_of(home.preferences)
            moderator = replace(actor, roles=actor.roles | roles)
            voice = await voice_for(store, levels.us, community_id, actor)
            return Scene(moderator, voice, community_id, home.at, kept, ours, frozenset(known) - frozenset(ours))
    return None


async def _roles(levels: Levels, actor: Actor, home: Home) -> frozenset[Role]:
    """None where we are not let in any more."""
    try:
        return await levels.ask(actor.account.id, home.at.ref)
    except Refusal:
        return frozenset()
