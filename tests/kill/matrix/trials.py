"""Runs trials on Matrix: something goes wrong, and the end is compared with that of a run left in peace.

What people send is never lost, and each is answered by a message of its own: so all that everybody can read is
compared, edits applied, with the hands that are up, the private rooms that were made, and the rows that are left.
"""

import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.doubles.matrix.encrypted import EncryptedNewcomers
from tests.doubles.matrix.person import Newcomers, Person
from tests.doubles.matrix.proxy import Proxy, proxy_to
from tests.doubles.matrix.seen import Message
from tests.doubles.matrix.synapse import Synapse
from tests.kill.final_state import drawn_alike
from tests.kill.lives import Stuck
from tests.kill.matrix import fate
from tests.kill.matrix.lives import PATIENCE, MatrixLives
from tests.kill.matrix.people import People
from tests.kill.matrix.script import NAMES, Script
from tests.kill.matrix.state import readable, state_of
from tests.kill.mishaps import PEACE, Fate, Mishap
from tests.kill.trials import VictimProcess
from tests.kill.verdicts import End, Trials

ENCRYPTED: Final = "encrypted"
READ_BY: Final = {"help": NAMES, "thanks": ("mo",)}
"""Who reads where; private rooms are read by whose they are."""
MARKER: Final = "org.barnraiser.direct"


@dataclass(kw_only=True)
class Matrix(Trials):
    platform = "Matrix"
    synapse: Synapse

    @property
    def fate(self) -> Fate:
        return fate.ENCRYPTED if self.arrangement == ENCRYPTED else fate.PLAIN

    async def run(self, victims: VictimProcess, mishap: Mishap, plant: str = "", **how: Any) -> End:
        end, url = End(), self.fresh()
        try:
            with tempfile.TemporaryDirectory(dir=self.folder) as folder:
                async with AsyncExitStack() as stack:
                    await self._live(end, stack, victims, mishap, plant, url, Path(folder), **how)
        finally:
            self.drop(url)
        return end

    async def _live(
        self,
        end: End,
        stack: AsyncExitStack,
        victims: VictimProcess,
        mishap: Mishap,
        plant: str,
        url: str,
        folder: Path,
        patience: float = PATIENCE,
    ) -> None:
        proxy = await stack.enter_async_context(proxy_to(self.synapse.url))
        for fault in mishap.faults:
            proxy.fail("", **fault)
        newcomers = await stack.enter_async_context(self._newcomers(folder))
        account = await self._account(stack)
        lives = MatrixLives(
            victims=victims,
            url=url,
            folder=folder,
            mishap=mishap,
            plant=plant,
            account=account,
            later=await self._later(account, mishap),
            proxy=proxy,
            is_encrypted=self.arrangement == ENCRYPTED,
            patience=patience,
        )
        people = People(lives)
        try:
            await Script(people, newcomers, is_away=mishap.is_away_for_hands).play()
            await _die_at_last(people, proxy)
        except Stuck as stuck:
            end.trouble = str(stuck)
        finally:
            await lives.stop()
        await _look(end, people)
        end.faults = proxy.struck
        end.points, end.deaths = tuple(lives.points), tuple(lives.deaths)
        end.trouble += "".join(lives.troubles)
        end.state = await state_of(url)

    @asynccontextmanager
    async def _newcomers(self, folder: Path) -> AsyncIterator[Newcomers]:
        made = EncryptedNewcomers(self.synapse, folder) if self.arrangement == ENCRYPTED else Newcomers(self.synapse)
        try:
            yield made
        finally:
            await made.close()

    async def _account(self, stack: AsyncExitStack) -> Person:
        """The bot's."""
        account = Person(self.synapse, await self.synapse.register("bot"))
        stack.push_async_callback(account.close)
        return account

    async def _later(self, account: Person, mishap: Mishap) -> str:
        """A homeserver knows no transactions of a new device: as little as it knows old ones after a day."""
        if mishap.seconds_away < fate.FORGOTTEN:
            return ""
        return (await self.synapse.log_in(account.user_id)).token


async def _die_at_last(people: People, proxy: Proxy) -> None:
    """No two runs have as many points: one that was to go wrong after the end goes wrong there."""
    lives = people.lives
    if lives.mishap != PEACE and not lives.deaths and not proxy.struck:
        await lives.kill()
        await people.settled()


async def _look(end: End, people: People) -> None:
    read_by = READ_BY | {name: (name,) for name in NAMES}
    for room, readers in read_by.items():
        for reader in readers if room in people.rooms else ():
            said = await people.look(room, reader)
            end.unreadable += sum("body" not in message.content for message in said)
            if reader == readers[0]:
                end.messages += Counter((room, drawn_alike(readable(message.body)), False) for message in said)
                signs = _signs(said)
                end.hands += Counter(each for each in signs if each[1] != "bot")
                end.ours += Counter(key for key, who in signs if who == "bot")
    end.rooms = await _made_for(people.lives.account)


def _signs(said: list[Message]) -> list[tuple[str, str]]:
    return [(key, readable(who)) for each in said for key, people in each.reactions.items() for who in people]


async def _made_for(bot: Person) -> Counter[str]:
    """The private rooms that it is in, by whose they are."""
    markers = [await bot.state(room, MARKER) for room in await bot.joined_rooms()]
    return Counter(f"private room of {readable(marker['for'])}" for marker in markers if marker is not None)
