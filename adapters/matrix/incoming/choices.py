"""Choices that only exist on Matrix: taking a message away where everybody reads it, and which community is meant."""

import hashlib
from collections.abc import Awaitable, Callable

from adapters.matrix import texts
from adapters.matrix.connection import changes
from adapters.matrix.connection.client import Client
from adapters.matrix.connection.server import Refusal, quoted
from adapters.matrix.incoming import words
from adapters.matrix.incoming.events import ENCRYPTED, Event, event_of
from adapters.matrix.incoming.whom import Whom, origin_of
from adapters.matrix.presence.homes import Homes
from adapters.matrix.setup.conversation import Setup
from adapters.matrix.setup.levels import Levels
from bot.commands.values import Spoken, Tell
from bot.model.ids import CommunityId
from bot.ports import Store
from bot.usecases import spoken

HearAgain = Callable[[Event, Event, CommunityId], Awaitable[None]]
"""The event that chose, the one that was said before, and the community that was chosen for it."""


class Choices:
    def __init__(self, store: Store, client: Client, whom: Whom, homes: Homes, setup: Setup, levels: Levels) -> None:
        self._store = store
        self._client = client
        self._whom = whom
        self._homes = homes
        self._setup = setup
        self._levels = levels

    async def take(self, event: Event, community_id: CommunityId, token: str, hear_again: HearAgain) -> bool:
        """Whether it was one of ours; then it is carried out."""
        move, _, rest = token.partition("|")
        value = rest.partition("|")[2]
        match move:
            case words.REMOVE:
                await self._remove(event, community_id, value)
            case words.WHICH:
                await self._which(event, community_id, value, hear_again)
            case _ if self._setup.takes(token):
                await self._setup.chosen(self._whom.actor(event), community_id, token, origin_of(event.id))
            case _:
                return False
        return True

    async def offer_to_remove(self, event: Event, said: Spoken, command: str) -> None:
        """Before anything else: what is theirs to keep stands where everybody reads it. Only what we may do is
        offered."""
        origin = f"{said.origin}:remove"
        language = await self._whom.language(said.community_id, said.actor)
        if await self._levels.may_take_away(event.room_id):
            offer = words.offer_to_remove(language, texts.OFFERS_TO_REMOVE[command], event.room_id, event.id)
        else:
            offer = words.how_to_remove(language, texts.HOW_TO_REMOVE[command])
        await self._store.write(spoken.tell, Tell(said.actor, said.community_id, origin, offer))

    async def _remove(self, event: Event, community_id: CommunityId, value: str) -> None:
        room_id, _, event_id = value.partition(" ")
        found = await self._fetched(room_id, event_id)
        if found is None or found.sender != event.sender:
            await self._tell(event, community_id, texts.NOTHING_TO_REMOVE)
            return
        try:
            for each in await changes.all_of(self._client.server, room_id, event_id, event.sender):
                key = hashlib.sha256(f"{event.id} {each}".encode()).hexdigest()[:20]
                await changes.take_away(self._client.server, room_id, each, key)
        except Refusal as refusal:
            if refusal.status == 429:
                raise
            await self._tell(event, community_id, texts.REMOVE_IT_YOURSELF)
        else:
            await self._tell(event, community_id, texts.REMOVED)

    async def _which(self, event: Event, here: CommunityId, value: str, hear_again: HearAgain) -> None:
        chosen, _, event_id = value.partition(" ")
        said = await self._fetched(event.room_id, event_id)
        community_id = CommunityId(chosen)
        is_theirs = said is not None and said.sender == event.sender
        if not is_theirs or community_id not in await self._homes.communities_with(event.sender):
            await self._tell(event, here, texts.SAY_IT_AGAIN)
            return
        assert said is not None
        await hear_again(event, said, community_id)

    async def _fetched(self, room_id: str, event_id: str) -> Event | None:
        """What was said, in clear; None if it is gone or cannot be read."""
        try:
            raw = await self._client.server.call("GET", f"/rooms/{quoted(room_id)}/event/{quoted(event_id)}")
        except Refusal as refusal:
            if refusal.status == 429:
                raise
            return None
        event = event_of(room_id, raw)
        if event is None or event.type != ENCRYPTED:
            return event
        clear = self._client.decrypted(raw, room_id)
        return event_of(room_id, clear, is_encrypted=True)

    async def _tell(self, event: Event, community_id: CommunityId, english: str) -> None:
        actor = self._whom.actor(event)
        said = words.plain(await self._whom.language(community_id, actor), english)
        tell = Tell(actor, community_id, origin_of(event.id), said)
        await self._store.write(spoken.tell, tell)
