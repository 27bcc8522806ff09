"""A raised hand, the key of a choice, and what is taken back."""

from dataclasses import replace

from adapters.matrix import texts
from adapters.matrix.connection.server import Refusal, Server, quoted
from adapters.matrix.incoming.choices import Choices
from adapters.matrix.incoming.courtesy import Courtesy
from adapters.matrix.incoming.events import Event, mapping, relation, text
from adapters.matrix.incoming.speech import Speech
from adapters.matrix.incoming.symbols import drawn, is_symbol, plain
from adapters.matrix.incoming.whom import Whom, origin_of, place_of
from adapters.matrix.presence.directs import Directs
from adapters.matrix.presence.homes import Homes
from adapters.matrix.texts import say
from bot.commands.seen import MessageRef, Reacted, TakenBack
from bot.model.ids import CommunityId
from bot.model.outcome import Outcome
from bot.ports import Store
from bot.texts.parts import RAISED_HAND
from bot.usecases import cards, spoken


class Reactions:
    def __init__(
        self,
        store: Store,
        server: Server,
        homes: Homes,
        directs: Directs,
        whom: Whom,
        choices: Choices,
        speech: Speech,
        courtesy: Courtesy,
    ) -> None:
        self._store = store
        self._server = server
        self._whom = whom
        self._choices = choices
        self._speech = speech
        self._courtesy = courtesy
        self._homes = homes
        self._directs = directs

    async def put_on(self, event: Event) -> None:
        """On a message of ours that is known, or will be in a moment. Most are on what others said."""
        about, key = relation(event), text(relation(event), "key")
        ref = text(about, "event_id")
        if text(about, "rel_type") != "m.annotation" or not ref or not is_symbol(key):
            return
        here = await self._homes.community_at(event.room_id)
        reacted = Reacted(
            self._whom.actor(event),
            place_of(event.room_id),
            ref,
            drawn(key),
            True,
            origin_of(event.id),
            is_private=here is None and self._directs.person_at(event.room_id) == event.sender,
        )
        community_id = await self._store.read(spoken.community_of, (reacted.place, ref))
        if here is None and not await self._is_with(event, community_id):
            return
        token = await self._store.read(spoken.reacted_choice, reacted)
        if (
            token is None
            or community_id is None
            or not await self._choices.take(event, community_id, token, self._speech.hear_again)
        ):
            await self._courtesy.say_to_stranger(event, await self._react(reacted, community_id, token))

    async def _is_private(self, event: Event) -> bool:
        if await self._homes.community_at(event.room_id) is not None:
            return False
        return self._directs.person_at(event.room_id) == event.sender

    async def _is_with(self, event: Event, community_id: CommunityId | None) -> bool:
        """Whoever has left keeps our messages. Until it is known whose one is, any community of theirs will do."""
        known = await self._homes.communities_with(event.sender)
        if community_id is None or community_id in known:
            return bool(known)
        language = await self._whom.language(community_id, self._whom.actor(event))
        await self._courtesy.tell(event, say(language, texts.ELSEWHERE))
        return False

    async def _react(self, reacted: Reacted, community_id: CommunityId | None, token: str | None) -> Outcome:
        """A hand can be raised before it is known here which message it was raised on."""
        known = community_id or await self._homes.community_at(reacted.place.ref)
        if known is not None:
            is_hand = plain(reacted.symbol) == plain(RAISED_HAND)
            acting = await self._whom.acting(reacted.actor, known, token or ("claim|" if is_hand else ""))
            reacted = replace(reacted, actor=acting)
        return await self._store.write(spoken.react, reacted)

    async def taken_back(self, event: Event) -> None:
        """A reaction, or a message of ours; whatever people take back of what they said was heard already."""
        if event.redacts is None:
            return
        place, gone = place_of(event.room_id), event.redacts
        actor, is_private = self._whom.actor(event), await self._is_private(event)
        taken = TakenBack(actor, place, origin_of(gone), origin_of(event.id), is_private=is_private)
        await self._store.write(spoken.take_back, taken)
        message = MessageRef(place, gone)
        if await self._store.read(cards.hands, message) is not None and await self._is_gone(event.room_id, gone):
            await self._store.write(cards.deleted, message)

    async def _is_gone(self, room_id: str, event_id: str) -> bool:
        """As the homeserver shows it: a redaction by somebody who may not do that leaves everything as it was."""
        try:
            found = await self._server.call("GET", f"/rooms/{quoted(room_id)}/event/{quoted(event_id)}")
        except Refusal as refusal:
            if refusal.status == 429:
                raise
            return refusal.errcode == "M_NOT_FOUND"
        return "redacted_because" in mapping(found.get("unsigned"))
