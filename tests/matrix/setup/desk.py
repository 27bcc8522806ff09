"""Where moderators set Elm Street up: real rooms and the real core; only what the bot says does not go over Matrix."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from adapters.matrix.people import PLATFORM, actor
from adapters.matrix.setup.conversation import Setup
from adapters.matrix.setup.levels import Levels
from bot.commands.homes import OpenHome
from bot.commands.values import Spoken
from bot.delivery import Delivery
from bot.model.ids import CommunityId
from bot.model.places import PlaceKind, PlaceRef
from bot.ports import Store
from bot.usecases import places, spoken
from tests.doubles.clock import HandClock
from tests.doubles.matrix.person import Person
from tests.doubles.village import ChatPlatform
from tests.matrix.setup.rooms import Elm

COMMAND = "!helpsetup"


@dataclass
class Desk:
    elm: Elm
    store: Store
    delivery: Delivery
    chat: ChatPlatform
    setup: Setup
    community_id: CommunityId
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def says(self, person: Person, text: str) -> str:
        """To the bot, in private; what it answers."""
        known = set(self.chat.messages)
        who, place = actor(person.user_id, "Mo"), PlaceRef(PLATFORM, f"direct:{person.user_id}")
        said = Spoken(who, self.community_id, f"matrix:${next(self.numbers)}", text, place)
        await self._dispatch(said)
        await self.delivery.deliver_all()
        (answer,) = [each for ref, each in self.chat.messages.items() if ref not in known]
        return "\n".join([answer.text, *(f"[{choice.label}]" for choice in answer.wording.choices)])

    async def _dispatch(self, said: Spoken) -> None:
        """As the loop does it."""
        if said.text.startswith(COMMAND):
            words = said.text.removeprefix(COMMAND)
            await self.setup.show(said.actor, said.community_id, said.origin, words)
            return
        token = await self.store.read(spoken.meant, said)
        if token is not None and self.setup.takes(token):
            await self.setup.chosen(said.actor, said.community_id, token, said.origin)
        elif not await self.setup.answered(said):
            moderator = await self.setup.vouched(said.actor, said.community_id)
            await self.store.write(spoken.hear, replace(said, actor=moderator))

    async def places(self) -> dict[PlaceKind, str]:
        known = await self.store.read(places.set_at, self.community_id)
        return {kind: at.ref for kind, at in known.items()}


async def desk_of(elm: Elm, store: Store, clock: HandClock, *, home: str = "", encryption: bool = True) -> Desk:
    """`home` is the space unless it is named."""
    chat = ChatPlatform(PLATFORM)
    delivery = Delivery(store, {PLATFORM: chat}, clock, "sender")
    setup = Setup(store=store, server=elm.server, levels=Levels(elm.server), encryption=encryption)
    community = await store.write(
        places.open_home, OpenHome(PlaceRef(PLATFORM, home or elm.space), "Elm Street", "UTC")
    )
    return Desk(elm, store, delivery, chat, setup, community)
