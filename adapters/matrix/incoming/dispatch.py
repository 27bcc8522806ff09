"""From one event to the one thing it asks for. Its id is the origin, so that hearing it twice is hearing it once."""

from adapters.matrix.incoming.events import MESSAGE, REACTION, REDACTION, Event
from adapters.matrix.incoming.reactions import Reactions
from adapters.matrix.incoming.speech import Speech
from adapters.matrix.presence.presence import Presence


class Dispatch:
    def __init__(self, speech: Speech, reactions: Reactions, presence: Presence) -> None:
        self._speech = speech
        self._reactions = reactions
        self._presence = presence

    async def handle(self, event: Event) -> None:
        """Of somebody else's. What came out of decryption is neither state nor takes anything back."""
        match event.type:
            case _ if event.state_key is not None:
                await self._presence.changed(event)
            case _ if event.type == MESSAGE:
                await self._speech.hear(event)
            case _ if event.type == REACTION:
                await self._reactions.put_on(event)
            case _ if event.type == REDACTION and not event.is_encrypted:
                await self._reactions.taken_back(event)
