"""The people of the story. Whatever they send is with the homeserver and is never lost: they do nothing twice."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tests.doubles.matrix.person import Person
from tests.doubles.matrix.seen import Message, seen
from tests.kill.lives import Died, Stuck
from tests.kill.matrix.lives import MatrixLives

HAND: Final = "✋"
NUMBERED: Final = re.compile(r"^(\d+)\. (.*)$", re.MULTILINE)


@dataclass
class People:
    """`rooms` are those of the community by what they are for, and private ones by whose they are."""

    lives: MatrixLives
    who: dict[str, Person] = field(default_factory=dict)
    rooms: dict[str, str] = field(default_factory=dict)
    step: str = ""
    _seen: dict[tuple[str, str], list[Message]] = field(default_factory=dict)
    """What was looked at since something happened last."""

    async def settled(self) -> None:
        """The bot, started again if it has to be, has heard all and has nothing left to say."""
        await self.surely(self.lives.settle)

    async def surely(self, do: Callable[[], Awaitable[object]]) -> None:
        """Until it lives through it."""
        self._seen.clear()
        while True:
            try:
                await self.lives.start()
                await do()
                return
            except Died:
                continue

    async def live_until(self, moment: datetime) -> None:
        await self.surely(lambda: self._live_until(moment.isoformat()))

    async def _live_until(self, moment: str) -> None:
        """Nothing that was due before is late. Raises Died."""
        await self.lives.settle()
        await self.lives.live_until(moment)
        await self.lives.settle()

    # What they see

    async def look(self, room: str, reader: str) -> list[Message]:
        """What the bot said there, oldest first."""
        if (room, reader) not in self._seen:
            said = seen(await self.who[reader].read(self.rooms[room]))
            ours = [message for message in said if message.sender == self.lives.account.user_id]
            self._seen[room, reader] = ours
        return self._seen[room, reader]

    async def told(self, name: str) -> list[Message]:
        """What the bot said to somebody in private; they come into the room if they were invited."""
        if name not in self.rooms:
            invited = await self.who[name].invitations()
            if not invited:
                return []
            self.rooms[name] = min(invited)
            await self.who[name].join(self.rooms[name])
            self.lives.is_unsure = True
        return await self.look(name, name)

    async def hears(self, name: str, text: str, times: int = 1) -> None:
        """All that was to be said was said, and this is among it."""
        await self.settled()
        said = [message.body for message in await self.told(name)]
        if sum(text in each for each in said) < times:
            raise self.missing(f"{name} does not hear {text!r}", said)

    def missing(self, what: str, said: list[str]) -> Stuck:
        return Stuck("\n".join([f"{self.step}: {what}; last said:", *map(repr, said[-3:])]))

    async def card(self) -> Message:
        said = await self.look("help", "ben")
        found = next((message for message in said if message.body.startswith("#1 ·")), None)
        if found is None:
            raise self.missing("there is no card", [message.body for message in said])
        return found

    # What they do

    async def sent(self, sending: Awaitable[str]) -> str:
        """The bot is to hear of it."""
        event_id = await sending
        self.lives.unheard.add(event_id)
        return event_id

    async def say(self, name: str, text: str, room: str = "") -> None:
        await self.sent(self.who[name].say(self.rooms[room or name], text))

    async def choose(self, name: str, label: str) -> None:
        """They reply with the number that stands before it."""
        said = await self.told(name)
        for message in reversed(said):
            for number, offered in NUMBERED.findall(message.body):
                if label in offered:
                    await self.sent(self.who[name].reply(self.rooms[name], message.id, number))
                    return
        raise self.missing(f"{name} is not offered {label!r}", [message.body for message in said])
