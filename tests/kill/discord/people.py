"""The people of the story. They see what Discord shows them, and do again what seems to have been lost."""

import asyncio
import contextlib
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from tests.doubles.discord import Refused, Shown
from tests.doubles.discord.bits import Reply
from tests.doubles.discord.interaction import ANSWER_WITHIN
from tests.doubles.discord.process import RemoteDiscord
from tests.doubles.discord.wire import Json
from tests.kill.discord.lives import DiscordLives
from tests.kill.lives import Died, Stuck

ANSWERED_WITHIN: Final = 2.0
"""Real seconds after which an answer was certainly lost: then the three seconds of Discord are over."""
PATIENCE: Final = 20.0
LOOK_AGAIN: Final = 0.005
HARMLESS: Final = re.compile(r"\\|\u200b|\*\*")
MENTION: Final = re.compile(r"<[@#](\d+)>")
NAME: Final = re.compile(r"\b[A-Za-z]{3}\b")
BOT: Final = "barnraiser"
HAND: Final = "✋"
STUMBLED: Final = "Something went wrong"


@dataclass(frozen=True)
class Said:
    """A message as it reads now."""

    id: str
    channel_id: str
    place: str
    author: str
    text: str
    nonce: str
    is_private: bool
    is_deleted: bool
    hands: dict[str, list[str]]

    @property
    def where(self) -> Json:
        return {"id": self.id, "channel_id": self.channel_id}


Seen = list[Said]
Act = Callable[[Seen], Awaitable[object]]


@dataclass
class People:
    """`patience` is how many real seconds it may take until the world looks as it should."""

    discord: RemoteDiscord
    lives: DiscordLives
    patience: float = PATIENCE
    by_name: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    """Who plays a part that may fall to another one in the next run."""
    step: str = ""

    async def until(
        self, is_so: Callable[[Seen], bool], act: Callable[[Seen], Awaitable[object]] | None = None
    ) -> Seen:
        """Look; if it is not so yet, act; and look again. Without `act` it comes by itself, or by what was done."""
        end = time.monotonic() + self.patience
        while time.monotonic() < end:
            seen = await self.settled()
            if is_so(seen):
                return seen
            await self.attempt(act(seen)) if act is not None else await asyncio.sleep(LOOK_AGAIN)
        last = [f"{each.place} {each.text!r}" for each in await self.look()][-3:]
        raise Stuck("\n".join([f"{self.step}: it never came to that; last said:", *last]))

    async def answered(self, act: Callable[[Seen], Awaitable[Shown]]) -> None:
        """Do it until there is an answer, and one that says it was done."""
        answers: list[Shown] = []

        async def remember(seen: Seen) -> None:
            answers.append(await act(seen))

        def is_done(seen: Seen) -> bool:
            return bool(answers) and _says_it_is_done(answers[-1], seen)

        await self.until(is_done, remember)

    async def settled(self) -> Seen:
        """What is to be seen once the bot, started again if it has to be, has nothing left to do."""
        while True:
            try:
                await self.lives.start()
                await self.lives.settle()
                return await self.look()
            except Died:
                continue

    async def see(self, is_so: Callable[[Seen], bool]) -> None:
        """Until it is so, or has taken so long that it will not come by itself."""
        end = time.monotonic() + ANSWERED_WITHIN
        # What travels takes a moment, and nobody tells when it has arrived.
        while self.lives.is_there and time.monotonic() < end and not is_so(await self.look()):  # noqa: ASYNC110
            await asyncio.sleep(LOOK_AGAIN)

    async def look(self) -> Seen:
        return [Said(**each | {"text": self.read(each["text"])}) for each in await self.discord.everything()]

    def read(self, text: str) -> str:
        """As it is read: names instead of ids, without what keeps it harmless."""
        return MENTION.sub(lambda found: self.names.get(found[1], "?"), HARMLESS.sub("", text))

    def recast(self, text: str) -> str:
        """With the parts instead of those who play them."""
        return NAME.sub(lambda found: self.parts.get(found[0].lower(), found[0]), text)

    async def attempt(self, doing: Awaitable[Any]) -> Any:
        """What somebody does, if an answer comes and the client lets them."""
        task = asyncio.ensure_future(doing)
        ended = asyncio.ensure_future(self.lives.ended())
        await asyncio.wait({task, ended}, timeout=ANSWERED_WITHIN, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if not task.done():
            with contextlib.suppress(Died):
                await self.lives.pass_seconds(ANSWER_WITHIN + 1)
        try:
            return await task
        except (TimeoutError, Refused, LookupError):
            return None

    async def live_until(self, moment: datetime) -> None:
        while True:
            await self.settled()
            try:
                await self.lives.live_until(moment.isoformat())
                await self.settled()
                return
            except Died:
                continue


def _says_it_is_done(shown: Shown, seen: Seen) -> bool:
    """A deferred answer may come too late for somebody who dies; whoever is not sure does it again."""
    text = next((each.text for each in seen if each.id == shown.message_id), "")
    return bool(text) and shown.reply != Reply.DEFER_UPDATE and STUMBLED not in text


def told(seen: Seen, person: str, text: str) -> int:
    """How often the bot wrote this to somebody in private."""
    return sum(text in each.text for each in seen if each.place == f"direct:{person}" and each.author == BOT)


def offering(seen: Seen, place: str, label: str) -> Said:
    """The newest message with this button; LookupError if there is none."""
    for each in reversed(seen):
        if each.place == place and label in each.text.splitlines() and not each.is_private and not each.is_deleted:
            return each
    raise LookupError(label)
