"""A line to somebody to whom the core has nothing to say: a stranger, or whoever writes in the wrong place."""

import logging
from collections import OrderedDict

from adapters.matrix.connection.client import Client
from adapters.matrix.connection.server import Refusal, Unreachable
from adapters.matrix.incoming.events import Event
from adapters.matrix.incoming.words import unformatted
from bot.model.outcome import Outcome
from bot.ports import Clock

log = logging.getLogger(__name__)

AGAIN = 3_600.0
"""Seconds before the same person hears the same in the same room once more."""
REMEMBERED = 2_000


class Courtesy:
    """Never waited for: what a limit keeps from being said is not said."""

    def __init__(self, client: Client, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._told: OrderedDict[tuple[str, str, str], float] = OrderedDict()

    async def tell(self, event: Event, text: str) -> None:
        """In answer to what somebody did, and not again and again."""
        now, what = self._clock.machine(), (event.sender, event.room_id, text)
        if now - self._told.get(what, now - AGAIN) < AGAIN:
            return
        self._told[what] = now
        self._told.move_to_end(what)
        while len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        try:
            await self.say(event.room_id, event.id, text, f"courtesy-{event.id[1:60]}")
        except (Refusal, Unreachable) as trouble:
            log.info("a line could not be said: %s", trouble)

    async def say_to_stranger(self, event: Event, outcome: Outcome) -> None:
        """What a post cannot say, because nothing is kept for somebody who is a stranger: that nothing is held about
        them, or that they are forgotten by what they just did. They hear it where they did it, from memory alone."""
        if outcome.wording is None or outcome.is_posted:
            return
        try:
            await self.say(event.room_id, event.id, unformatted(outcome.wording), f"part-{event.id[1:60]}")
        except (Refusal, Unreachable) as trouble:
            log.info("a line could not be said: %s", trouble)

    async def say(self, room_id: str, about: str, text: str, key: str) -> None:
        """Quietly: a notice rings nowhere. Raises Refusal and Unreachable."""
        answer = {"m.in_reply_to": {"event_id": about}}
        content = {"msgtype": "m.notice", "body": text, "m.mentions": {}, "m.relates_to": answer}
        await self._client.send_event(room_id, "m.room.message", content, key)
