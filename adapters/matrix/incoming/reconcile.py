"""After we were away for longer than everything could be fetched: the hands on our cards as they are now."""

import secrets

from adapters.matrix.connection.server import Server, quoted
from adapters.matrix.incoming.dispatch import Dispatch
from adapters.matrix.incoming.events import Event, events_of, relation, text
from adapters.matrix.incoming.symbols import drawn
from adapters.matrix.incoming.whom import origin_of, place_of
from adapters.matrix.people import account
from adapters.matrix.presence.homes import Homes
from bot.commands.seen import MessageRef, Reacted
from bot.model.people import Actor
from bot.model.posts import Sent
from bot.ports import Store
from bot.usecases import cards, places, spoken

PAGE = "100"


class Reconcile:
    def __init__(self, server: Server, store: Store, homes: Homes, dispatch: Dispatch) -> None:
        self._server = server
        self._store = store
        self._homes = homes
        self._dispatch = dispatch

    async def look_at(self, room_id: str) -> None:
        """Raises Refusal and Unreachable."""
        community_id = await self._homes.community_at(room_id)
        if community_id is None:
            return
        for sent in await self._store.read(cards.living, community_id):
            if sent.place == place_of(room_id):
                await self._compare(sent)

    async def _compare(self, sent: Sent) -> None:
        """Hands that were taken down come first: they may make room for those that were raised since."""
        message = MessageRef(sent.place, sent.ref)
        seen = await self._store.read(cards.hands, message)
        if seen is None:
            return
        raised = await self._raised(sent)
        still_up = {(event.sender, drawn(text(relation(event), "key"))) for event in raised}
        for user_id, symbol in seen:
            if (user_id, symbol) not in still_up:
                await self._take_down(sent, user_id, symbol)
        for event in raised:
            await self._dispatch.handle(event)

    async def _raised(self, sent: Sent) -> list[Event]:
        """In the order in which they were raised, without our own."""
        room_id, found, query = sent.place.ref, [], {"dir": "f", "limit": PAGE}
        path = f"/_matrix/client/v1/rooms/{quoted(room_id)}/relations/{quoted(sent.ref)}/m.annotation/m.reaction"
        while True:
            page = await self._server.call("GET", path, query=query)
            found += events_of(room_id, page.get("chunk"))
            if not text(page, "next_batch"):
                return [event for event in found if event.sender != self._server.user_id]
            query = query | {"from": text(page, "next_batch")}

    async def _take_down(self, sent: Sent, user_id: str, symbol: str) -> None:
        who = account(user_id)
        name = await self._store.read(places.name_of, (sent.community_id, who))
        if name is not None:
            origin = origin_of(f"gone:{secrets.token_hex(12)}")
            down = Reacted(Actor(who, name), sent.place, sent.ref, symbol, False, origin)
            await self._store.write(spoken.react, down)
