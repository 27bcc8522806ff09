"""Messages in ciphertext: opened where the key is there, kept where it is not, and spoken of where it never comes."""

import hashlib

from adapters.matrix.connection.client import NO_ENCRYPTION, Client
from adapters.matrix.connection.machine import Undecryptable
from adapters.matrix.connection.server import Refusal
from adapters.matrix.incoming import words
from adapters.matrix.incoming.courtesy import Courtesy
from adapters.matrix.incoming.events import Event, event_of
from adapters.matrix.incoming.patience import LONGEST_PAUSE
from adapters.matrix.incoming.pulse import Pulse
from adapters.matrix.incoming.shelf import Kept, ShelfFile, raw_of
from adapters.matrix.incoming.whom import Whom
from bot.ports import Clock


class Sealed:
    def __init__(
        self, client: Client, clock: Clock, file: ShelfFile, courtesy: Courtesy, whom: Whom, pulse: Pulse
    ) -> None:
        self._client = client
        self._clock = clock
        self._file = file
        self._courtesy = courtesy
        self._whom = whom
        self._pulse = pulse
        self._shelf = file.read()
        self._is_new = True
        """Whether the shelf was read from its file and not looked through since."""
        self._silent_until = 0.0
        """In machine time: the homeserver asked us to say less."""

    def open(self, event: Event) -> Event | None:
        """None for what cannot be read yet, or what nobody may say in ciphertext."""
        clear = self._client.decrypted(raw_of(event), event.room_id)
        if isinstance(clear, Undecryptable):
            if clear.code != NO_ENCRYPTION and self._client.rooms[event.room_id].is_encrypted is not False:
                self._shelf = self._shelf.add(event, self._clock.machine())
            return None
        return None if clear is None else event_of(event.room_id, clear, is_encrypted=True)

    def readable(self) -> list[Event]:
        """What was kept and can be read now, the oldest first."""
        self._shelf = self._shelf.at(self._clock.machine())
        arrived, is_new, self._is_new = self._client.arrived(), self._is_new, False
        waited = [each for each in self._shelf.kept if is_new or (each.room_id, each.session) in arrived]
        found = [self.open(event) for each in waited if (event := each.event) is not None]
        return [event for event in found if event is not None]

    def was_heard(self, event: Event) -> None:
        self._shelf = self._shelf.without([event.id])

    def forget(self, room_id: str) -> None:
        self._shelf = self._shelf.forgetting(room_id)

    async def speak(self) -> None:
        """One line for each sender whose key we wait for in vain, none while a limit holds. Raises Unreachable.

        Whoever may not speak there has said enough.
        """
        now = self._clock.machine()
        for kept in self._shelf.unspoken(now) if now >= self._silent_until else ():
            try:
                await self._say(kept)
            except Refusal as refusal:
                if refusal.status == 429:
                    self._silent_until = now + (refusal.retry_after or LONGEST_PAUSE)
                    return
            self._shelf = self._shelf.speak(kept, now)

    def save(self) -> None:
        self._file.write(self._shelf)
        self._pulse.unreadable = len(self._shelf.kept)

    async def _say(self, kept: Kept) -> None:
        """Where nobody encrypts there is nothing to wait for. Raises Refusal and Unreachable."""
        if not await self._client.is_encrypted(kept.room_id):
            self.forget(kept.room_id)
            return
        clear = self._client.decrypted(kept.raw, kept.room_id)
        code = clear.code if isinstance(clear, Undecryptable) else ""
        key = hashlib.sha256(f"{kept.room_id} {kept.session}".encode()).hexdigest()[:20]
        said = words.unreadable(await self._whom.language_at(kept.room_id), code)
        await self._courtesy.say(kept.room_id, kept.raw["event_id"], said, f"unread-{key}")
